// Behaviours of what streams, their controllers and readers are given.
import { each, MUTE } from './refused-arguments.js';

function controllerOf(make) {
  let found;
  make((controller) => {
    found = controller;
  });
  return found;
}

export const streamArguments = {
  'streams say what they are made of': () =>
    each(
      [ReadableStream, WritableStream, TransformStream].flatMap((Made) => [
        () => new Made(5),
        () => new Made(null),
        () => new Made({}, 'text'),
        () => new Made({ start: 5 }),
        () => new Made({ cancel: 'x', close: 'x' }),
        () => new Made({}, { size: 5 }),
        () => new Made({}, { highWaterMark: -1 }),
        () => new Made({}, { highWaterMark: 'x' }),
      ]),
    ),

  'byte streams take odd types and sizes': () =>
    each([
      () => new ReadableStream({ type: '' }).locked,
      () => new ReadableStream({ type: 'other' }),
      () => new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 0 }),
      () => new ReadableStream({ type: 'bytes', autoAllocateChunkSize: -1 }),
      () => new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 'x' }),
      () => controllerOf((start) => new ReadableStream({ type: 'bytes', start })).enqueue(new ArrayBuffer(2)),
      () => controllerOf((start) => new ReadableStream({ type: 'bytes', start })).enqueue('text'),
    ]),

  'methods of streams say what they want': () => {
    const make = () => new ReadableStream();
    return each([
      () => make().pipeTo(),
      () => make().pipeTo(undefined),
      () => make().pipeTo(5),
      () => make().pipeTo(new WritableStream(), 5),
      () => make().pipeThrough(),
      () => make().pipeThrough(5),
      () => make().pipeThrough(new TransformStream(), 'x'),
      () => make().getReader(5),
      () => make().getReader('byob'),
      () => make().values(5),
    ]);
  },

  'strategies without a mark are made all the same': () =>
    each(
      [CountQueuingStrategy, ByteLengthQueuingStrategy].flatMap((Made) => [
        () => new Made(),
        () => new Made(5),
        () => new Made({}).highWaterMark,
        () => new Made({ highWaterMark: 'x' }).highWaterMark,
        () => new ReadableStream({}, new Made({})),
      ]),
    ),

  'controllers are told what to pass on, be it undefined': () => {
    const plain = () => controllerOf((start) => new ReadableStream({ start }));
    const transforming = () => controllerOf((start) => new TransformStream({ start }));
    return each([
      () => plain().error(),
      () => plain().error(undefined),
      () => plain().enqueue(),
      () => transforming().error(),
      () => transforming().enqueue(),
      () => transforming().enqueue(undefined),
    ]);
  },

  'a reader asked for at least so many bytes converts them first': () => {
    const reader = new ReadableStream({ type: 'bytes' }).getReader({ mode: 'byob' });
    return each([
      () => reader.readAtLeast(),
      () => reader.readAtLeast(MUTE, 5),
      () => reader.readAtLeast(1, 5),
      () => reader.readAtLeast(0, new Uint8Array(2)),
    ]);
  },

  'an iterator whose stream fails keeps its lock': async () => {
    const stream = new ReadableStream({ pull: (controller) => controller.error(new RangeError('gone')) });
    try {
      for await (const chunk of stream) return chunk;
    } catch (error) {
      return [error.message, stream.locked];
    }
    return 'ended';
  },

  'an iterator whose stream has failed gives its lock back when it returns': async () => {
    const found = [];
    for (const preventCancel of [true, false]) {
      const stream = new ReadableStream({ pull: (controller) => controller.error(new RangeError('gone')) });
      const iterator = stream.values({ preventCancel });
      await iterator.next().catch(() => undefined);
      const returned = await iterator.return('end').catch((error) => error.message);
      found.push([returned, stream.locked]);
    }
    return found;
  },
};
