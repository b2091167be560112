// Behaviours of WritableStream, TransformStream and of pipes between streams.
const from = (...chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
const collect = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
const failure = (promise) =>
  promise.then(
    () => 'no error',
    (error) => error?.name ?? error,
  );

export const pipes = {
  'shows nothing of what streams keep, and no way of their own to JSON': () => {
    const { readable, writable } = new TransformStream();
    const all = [readable, writable, readable.getReader(), writable.getWriter(), new ReadableStream()];
    return all.map((one) => [Object.keys(one), typeof one.toJSON, JSON.stringify({ ...one, one })]);
  },
  'writes chunks in order and closes': async () => {
    const seen = [];
    const stream = new WritableStream({
      write: (c) => {
        seen.push(c);
      },
      close: () => {
        seen.push('closed');
      },
    });
    const writer = stream.getWriter();
    writer.write(1);
    writer.write(2);
    await writer.close();
    return seen;
  },
  'tells a sink of an abort': async () => {
    let reason;
    const writer = new WritableStream({
      abort: (r) => {
        reason = r;
      },
    }).getWriter();
    await writer.abort('why');
    return [reason, await failure(writer.write(1)), await failure(writer.closed)];
  },
  'fails writes after an error of the sink': async () => {
    const writer = new WritableStream({ write: () => Promise.reject(new RangeError('x')) }).getWriter();
    return [await failure(writer.write(1)), await failure(writer.write(2)), await failure(writer.closed)];
  },
  'refuses a second writer': () => {
    const stream = new WritableStream();
    stream.getWriter();
    stream.getWriter();
  },
  'refuses writes through a released writer': async () => {
    const writer = new WritableStream().getWriter();
    writer.releaseLock();
    return failure(writer.write(1));
  },
  'shows back pressure to writers': async () => {
    const writer = new WritableStream(
      { write: () => new Promise(() => {}) },
      { highWaterMark: 2 },
    ).getWriter();
    const sizes = [writer.desiredSize];
    writer.write(1);
    sizes.push(writer.desiredSize);
    writer.write(2);
    return [...sizes, writer.desiredSize];
  },
  'transforms chunks and flushes': async () => {
    const transform = new TransformStream({
      transform: (chunk, c) => c.enqueue(chunk * 2),
      flush: (c) => c.enqueue('end'),
    });
    return collect(from(1, 2).pipeThrough(transform));
  },
  'passes chunks through unchanged without a transformer': () =>
    collect(from('a', 1, null).pipeThrough(new TransformStream())),
  'may drop and multiply chunks': () =>
    collect(
      from(1, 2, 3).pipeThrough(
        new TransformStream({
          transform(n, c) {
            for (let i = 0; i < n - 1; i++) c.enqueue(n);
          },
        }),
      ),
    ),
  'fails both sides when the transformer throws': async () => {
    const transform = new TransformStream({
      transform() {
        throw new RangeError('x');
      },
    });
    const writer = transform.writable.getWriter();
    const written = failure(writer.write(1));
    return [await failure(transform.readable.getReader().read()), await written];
  },
  'ends early when the transformer terminates': () =>
    collect(
      from(1, 2, 3)
        .pipeThrough(
          new TransformStream({
            transform(n, c) {
              c.enqueue(n);
              if (n === 2) c.terminate();
            },
          }),
        )
        .pipeThrough(new TransformStream()),
    ).catch((error) => error.name),
  'pipes to a sink and closes it': async () => {
    const seen = [];
    await from(1, 2).pipeTo(
      new WritableStream({
        write: (c) => {
          seen.push(c);
        },
        close: () => {
          seen.push('closed');
        },
      }),
    );
    return seen;
  },
  'pipes without closing when told so': async () => {
    let closed = false;
    const sink = new WritableStream({
      close: () => {
        closed = true;
      },
    });
    await from(1).pipeTo(sink, { preventClose: true });
    return [closed, sink.locked];
  },
  'stops a pipe whose source fails': async () => {
    let reason;
    const sink = new WritableStream({
      abort: (r) => {
        reason = r.name;
      },
    });
    const outcome = await failure(
      new ReadableStream({ pull: (c) => c.error(new RangeError('x')) }).pipeTo(sink),
    );
    return [outcome, reason];
  },
  'returns the readable side of what it pipes through': () => {
    const transform = new TransformStream();
    return from(1).pipeThrough(transform) === transform.readable;
  },
  'refuses to pipe a locked stream': async () => {
    const stream = from(1);
    stream.getReader();
    return failure(stream.pipeTo(new WritableStream()));
  },
  'refuses to pipe to a locked sink': async () => {
    const sink = new WritableStream();
    sink.getWriter();
    return failure(from(1).pipeTo(sink));
  },
  'stops a pipe whose sink fails and cancels the source': async () => {
    let reason;
    const source = new ReadableStream({
      pull: (c) => c.enqueue(1),
      cancel: (r) => {
        reason = r.name;
      },
    });
    const sink = new WritableStream({ write: () => Promise.reject(new RangeError('x')) });
    return [await failure(source.pipeTo(sink)), reason];
  },
  'leaves the source alone when told so': async () => {
    let cancelled = false;
    const source = new ReadableStream({
      pull: (c) => c.enqueue(1),
      cancel: () => {
        cancelled = true;
      },
    });
    const sink = new WritableStream({ write: () => Promise.reject(new RangeError('x')) });
    await failure(source.pipeTo(sink, { preventCancel: true }));
    return [cancelled, source.locked];
  },
  'is ready when there is room': async () => {
    const writer = new WritableStream().getWriter();
    return [await writer.ready, writer.desiredSize];
  },
  'waits for the start of a transformer': async () => {
    const transform = new TransformStream({ start: (c) => c.enqueue('first') });
    return collect(from('second').pipeThrough(transform));
  },
};
