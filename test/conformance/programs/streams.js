// Behaviours of ReadableStream, its readers and its queuing strategies.
const from = (...chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
const byteStream = (...chunks) =>
  new ReadableStream({
    type: 'bytes',
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new Uint8Array(chunk));
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

export const streams = {
  'reads chunks in order': () => collect(from('a', 'b', 'c')),
  'pulls as the reader asks': async () => {
    let n = 0;
    const stream = new ReadableStream(
      { pull: (c) => (n < 3 ? c.enqueue(n++) : c.close()) },
      { highWaterMark: 0 },
    );
    const before = n;
    return [before, await collect(stream), n];
  },
  'says done after the last chunk': async () => {
    const reader = from(1).getReader();
    return [await reader.read(), await reader.read(), await reader.read()];
  },
  'locks while a reader has it': () => {
    const stream = from(1);
    const reader = stream.getReader();
    const locked = stream.locked;
    reader.releaseLock();
    return [locked, stream.locked];
  },
  'refuses a second reader': () => {
    const stream = from(1);
    stream.getReader();
    stream.getReader();
  },
  'refuses to cancel while it is locked': () => {
    const stream = from(1);
    stream.getReader();
    return stream.cancel();
  },
  'passes errors on to readers': () =>
    new ReadableStream({ start: (c) => c.error(new RangeError('x')) }).getReader().read(),
  'passes errors of start on': () =>
    new ReadableStream({ start: () => Promise.reject(new RangeError('x')) }).getReader().read(),
  'passes errors of pull on': () =>
    new ReadableStream({ pull: () => Promise.reject(new RangeError('x')) }).getReader().read(),
  'rejects closed when it fails': () =>
    failure(new ReadableStream({ start: (c) => c.error(new RangeError('x')) }).getReader().closed),
  'resolves closed when it ends': async () => {
    const reader = from().getReader();
    return [await reader.closed, await reader.read()];
  },
  'tells its source of a cancellation': async () => {
    let reason;
    await new ReadableStream({
      cancel: (r) => {
        reason = r;
      },
    }).cancel('why');
    return reason;
  },
  'cancels when a loop is left early': async () => {
    let cancelled = false;
    const stream = new ReadableStream({
      pull: (c) => c.enqueue(1),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const chunk of stream) if (chunk === 1) break;
    return [cancelled, stream.locked];
  },
  'does not cancel when values says so': async () => {
    const stream = from(1, 2);
    for await (const chunk of stream.values({ preventCancel: true })) if (chunk === 1) break;
    return [stream.locked, await collect(stream)];
  },
  'refuses to close or write to what is closed': async () => {
    const writer = new WritableStream().getWriter();
    await writer.close();
    const words = [];
    for (const again of [() => writer.close(), () => writer.write('x')])
      await again().catch((error) => words.push([error.name, error.message]));
    return words;
  },
  'takes lengths that are whole once converted': () =>
    [-1, 'x', '3', 1.5, undefined, 10n].map((length) => {
      try {
        return typeof new FixedLengthStream(length);
      } catch (error) {
        return [error.name, error.message];
      }
    }),
  'is made from iterables': async () => [
    await collect(ReadableStream.from(['a', 'b'])),
    await collect(
      ReadableStream.from(
        (async function* () {
          yield 1;
          yield 2;
        })(),
      ),
    ),
  ],
  'tees into two that read alike': async () => {
    const stream = from('a', 'b');
    const [one, two] = stream.tee();
    return [await collect(one), await collect(two), stream.locked];
  },
  'fails both branches of a tee that are cancelled after its source has failed': async () => {
    let source;
    const branches = new ReadableStream({ start: (controller) => (source = controller) }).tee();
    source.error(new RangeError('gone'));
    const ends = await Promise.allSettled(branches.map((branch) => branch.cancel()));
    return ends.map(({ status, reason }) => `${status}: ${reason}`);
  },
  'cancels the source of a tee when both branches cancel': async () => {
    let reason = 'none';
    const [one, two] = new ReadableStream({
      cancel: (r) => {
        reason = r;
      },
    }).tee();
    const first = one.cancel('a');
    const early = reason;
    await Promise.all([first, two.cancel('b')]);
    return [early, typeof reason];
  },
  'reports desired size': () => {
    let sizes;
    new ReadableStream({
      start(c) {
        sizes = [c.desiredSize];
        c.enqueue(1);
        sizes.push(c.desiredSize);
      },
    });
    return sizes;
  },
  'counts bytes by a strategy': () => {
    let size;
    new ReadableStream(
      {
        start(c) {
          c.enqueue(new Uint8Array(6));
          size = c.desiredSize;
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 10 }),
    );
    return [
      size,
      new CountQueuingStrategy({ highWaterMark: 3 }).highWaterMark,
      new CountQueuingStrategy({ highWaterMark: 3 }).size(),
    ];
  },
  'refuses types it does not know': () => new ReadableStream({ type: 'nope' }),
  'reads bytes into a buffer of the reader': async () => {
    const reader = byteStream([1, 2, 3, 4, 5]).getReader({ mode: 'byob' });
    const one = await reader.read(new Uint8Array(2));
    const two = await reader.read(new Uint8Array(10));
    const end = await reader.read(new Uint8Array(1));
    return [one.value, two.value, end.done, end.value?.byteLength];
  },
  'detaches the buffer it reads into': async () => {
    const view = new Uint8Array(2);
    const { value } = await byteStream([1, 2]).getReader({ mode: 'byob' }).read(view);
    return [view.byteLength, value.byteLength];
  },
  'reads at least as many bytes as asked for': async () => {
    const reader = byteStream([1], [2, 3]).getReader({ mode: 'byob' });
    return (await reader.read(new Uint8Array(4), { min: 3 })).value;
  },
  'has a readAtLeast of its own': async () => {
    const reader = byteStream([1], [2, 3], [4]).getReader({ mode: 'byob' });
    return (await reader.readAtLeast(3, new Uint8Array(3))).value;
  },
  'fills the request of a pulled byte source': async () => {
    const stream = new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: 4,
      pull(c) {
        c.byobRequest.view[0] = 7;
        c.byobRequest.respond(1);
        c.close();
      },
    });
    const reader = stream.getReader();
    return [(await reader.read()).value, (await reader.read()).done];
  },
  'refuses to read texts into buffers': () => from('a').getReader({ mode: 'byob' }),
  'names its classes': () => [
    String(new ReadableStream()),
    String(new WritableStream()),
    String(new TransformStream()),
  ],
};
