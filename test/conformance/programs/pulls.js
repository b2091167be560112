// Behaviours of when a stream asks its source for more, in which order that shows, and how much one read of a byte stream gives.
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 1));
const encoder = new TextEncoder();

/** Lengths of what is read, where each chunk begins in its buffer, and how long that is. */
async function sizesOf(stream) {
  const sizes = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return sizes;
    sizes.push([value.length, value.byteOffset, value.buffer.byteLength]);
  }
}

/** A byte stream of chunks of some lengths that wait from the start. */
const waiting = (lengths, options = {}) =>
  new ReadableStream({
    type: 'bytes',
    ...options,
    start(controller) {
      for (const length of lengths) controller.enqueue(new Uint8Array(length));
      controller.close();
    },
  });

/** A byte stream that gives chunks of a length when it is asked. */
function asked(length, count, options = {}) {
  let given = 0;
  return new ReadableStream({
    type: 'bytes',
    ...options,
    pull(controller) {
      controller.enqueue(new Uint8Array(length));
      if (++given === count) controller.close();
    },
  });
}

/** How often a source was asked: before reads, right after each, and a turn later. */
async function counts(highWaterMark, isAsync, type) {
  let count = 0;
  const stream = new ReadableStream(
    {
      type,
      pull(controller) {
        const give = () => controller.enqueue(type === 'bytes' ? new Uint8Array([count++]) : count++);
        return isAsync ? Promise.resolve().then(give) : give();
      },
    },
    { highWaterMark },
  );
  await nextTurn();
  const seen = [count];
  const reader = stream.getReader();
  for (let at = 0; at < 5; at++) {
    await reader.read();
    seen.push(count);
    await nextTurn();
    seen.push(count);
  }
  return seen;
}

/** A source that writes down when it is asked. */
const telling = (log, last = 4) => {
  let count = 0;
  return new ReadableStream({
    pull(controller) {
      log.push(`pull ${count}`);
      if (count > last) controller.close();
      else controller.enqueue(count++);
    },
  });
};

export const pulls = {
  'what waits is read before the source is asked again': () =>
    Promise.all([0, 1, 2, 3, 5].map((highWaterMark) => counts(highWaterMark, false))),
  'a source that takes its time is asked as often': () =>
    Promise.all([0, 1, 3].map((highWaterMark) => counts(highWaterMark, true))),
  'a source of bytes is asked as often': () =>
    Promise.all([0, 1, 3].map((highWaterMark) => counts(highWaterMark, false, 'bytes'))),

  'asking and giving alternate in a loop': async () => {
    const log = [];
    for await (const chunk of telling(log)) log.push(chunk);
    return log;
  },
  'asking and giving alternate for a reader': async () => {
    const log = [];
    const reader = telling(log).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) log.push(read.value);
    return log;
  },
  'a source without start is asked at once': async () => {
    const log = [];
    const reader = telling(log).getReader();
    log.push('reader');
    const read = reader.read().then(({ value }) => log.push(value));
    log.push('read');
    await null;
    log.push('later');
    await read;
    return log;
  },
  'a source that starts by a promise is asked when it is kept': async () => {
    const log = [];
    const stream = new ReadableStream({ start: async () => log.push('start'), pull: () => log.push('pull') });
    for (let at = 0; at < 4; at++) {
      log.push('step');
      await null;
    }
    return [log, stream.locked];
  },
  'a read that waits has the source asked again': async () => {
    const log = [];
    const reader = new ReadableStream({ pull: () => log.push('pull') }).getReader();
    reader.read();
    await nextTurn();
    return log;
  },

  'one read of bytes takes all that waits': async () => [
    await sizesOf(waiting([2, 2, 2])),
    await sizesOf(waiting([3000, 3000, 3000])),
    await sizesOf(waiting([10_000])),
    await sizesOf(waiting([2, 2], { autoAllocateChunkSize: 3 })),
  ],
  'chunks of bytes are cut to the size of a buffer': async () => [
    await sizesOf(asked(10_000, 2)),
    await sizesOf(asked(10_000, 2, { autoAllocateChunkSize: 8192 })),
    await sizesOf(asked(10, 2)),
  ],
  'reads that wait for bytes get one chunk each': async () => {
    let source;
    const reader = new ReadableStream({
      type: 'bytes',
      start(controller) {
        source = controller;
      },
    }).getReader();
    const reads = [reader.read(), reader.read()];
    await nextTurn();
    for (const text of ['abc', 'de']) source.enqueue(encoder.encode(text));
    return (await Promise.all(reads)).map(({ value }) => value.length);
  },
  'what is left of a chunk still counts': async () => {
    let source;
    const reader = new ReadableStream({
      type: 'bytes',
      start(controller) {
        source = controller;
      },
    }).getReader();
    const read = reader.read();
    await nextTurn();
    source.enqueue(new Uint8Array(10_000));
    const first = (await read).value.length;
    const before = source.desiredSize;
    return [first, before, (await reader.read()).value.length, source.desiredSize];
  },
  'branches of bytes take what waits too': async () => {
    const [one, other] = asked(5000, 3).tee();
    return [await sizesOf(one), await sizesOf(other)];
  },
  'a pipe writes what one read takes': async () => {
    const sizes = [];
    await waiting([10_000, 5]).pipeTo(
      new WritableStream({ write: (chunk) => void sizes.push(chunk.length) }),
    );
    return sizes;
  },
  'a body of bytes is read whole': async () => {
    const buffer = await new Response(waiting([3])).arrayBuffer();
    const bytes = await new Response(waiting([9000, 1])).bytes();
    return [buffer.byteLength, bytes.length, bytes.buffer.byteLength];
  },
  'controllers of bytes say that they are closed': () =>
    ['close', 'error'].flatMap((end) =>
      ['enqueue', 'close'].map((method) => {
        let source;
        const stream = new ReadableStream({
          type: 'bytes',
          start(controller) {
            source = controller;
          },
        });
        source[end](new Error('over'));
        try {
          return [source[method](new Uint8Array(1)), stream.locked];
        } catch (error) {
          return `${error.name}: ${error.message}`;
        }
      }),
    ),

  'a sink without start is written to at once': async () => {
    const log = [];
    const writer = new WritableStream({
      write: (chunk) => void log.push(chunk),
      close: () => void log.push('close'),
    }).getWriter();
    writer.write(1);
    log.push('written');
    writer.write(2);
    await writer.close();
    return log;
  },
  'what is being written when a stream is aborted is still written': async () => {
    const log = [];
    const writer = new WritableStream({
      write(chunk) {
        log.push(chunk);
        return nextTurn();
      },
      abort: (reason) => void log.push(`abort ${reason}`),
    }).getWriter();
    const first = writer.write(1).then(() => log.push('first'));
    const second = writer.write(2).catch((error) => log.push(`second ${error}`));
    await writer.abort('enough');
    await Promise.all([first, second]);
    return log;
  },
  'a pipe begins when the code that laid it has had its turn': async () => {
    const log = [];
    const piped = new ReadableStream({
      start(controller) {
        controller.enqueue(1);
        controller.close();
      },
    }).pipeTo(new WritableStream({ write: (chunk) => void log.push(chunk) }));
    log.push('laid');
    await piped;
    return log;
  },
  'what a writer has not written yet goes with it': async () => {
    const log = [];
    const stream = new WritableStream({
      async write(chunk) {
        await nextTurn();
        log.push(chunk);
      },
    });
    const writer = stream.getWriter();
    const writes = [1, 2, 3].map((chunk) =>
      writer.write(chunk).then(
        () => log.push(`written ${chunk}`),
        (error) => log.push(`lost ${chunk}: ${error.message}`),
      ),
    );
    writer.releaseLock();
    await Promise.all(writes);
    return [log, stream.locked];
  },
  'a byte pipe keeps what its writer has left': async () => {
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    writer.write(encoder.encode('kept')).catch(() => {});
    writer.releaseLock();
    const { value } = await readable.getReader().read();
    return value.length;
  },
  'closing what has failed fails as it did': async () => {
    const stream = new WritableStream({ start: (controller) => controller.error(new RangeError('broken')) });
    return stream.close().catch((error) => `${error.name}: ${error.message}`);
  },
};
