// Behaviours of what objects have as their own: names in their order, descriptors, and what may be changed.
const described = (object, name) => {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  if (descriptor === undefined) return 'none';
  const { value, ...attributes } = descriptor;
  return { ...attributes, value: typeof value, get: typeof descriptor.get };
};
const outcome = (run) => {
  try {
    return run();
  } catch (error) {
    return [error.name, error.message];
  }
};
const listed = (object) => {
  const names = [];
  for (const name in object) names.push(name);
  return names.join(' ');
};
const scope = () => Object.getPrototypeOf(globalThis);

export const ownMembers = {
  'lists what the context has': ({ ctx }) => [
    Object.keys(ctx),
    JSON.stringify({ ...ctx, exports: undefined }),
    Object.getOwnPropertyNames(Object.getPrototypeOf(ctx)).sort(),
    described(ctx, 'props'),
  ],
  'lets the context be changed': ({ ctx }) => {
    ctx.props = 5;
    ctx.exports = 6;
    ctx.waitUntil = 7;
    return [ctx.props, ctx.exports, ctx.waitUntil];
  },
  'lists the default export first': ({ ctx }) => Object.keys(ctx.exports)[0],
  'lists what navigator has': () => [Object.keys(navigator), described(navigator, 'userAgent')],
  'lets nobody change what came with a request': ({ request }) => [
    Object.isFrozen(request.cf),
    outcome(() => {
      request.cf.country = 'XX';
    }),
    Object.isFrozen(new Request(request).cf),
    Object.isFrozen(request.clone().cf),
  ],
  'lists members in their order': () =>
    [new Headers(), new Request('http://a.example/'), new Response(), caches, crypto].map(listed),
  'has the functions of the global object where it inherits them': () => [
    described(globalThis, 'fetch'),
    described(globalThis, 'setTimeout'),
    described(scope(), 'fetch'),
    described(scope(), 'AbortSignal'),
    described(scope(), 'Response'),
    described(globalThis, 'origin'),
  ],
  'makes the global object an instance of its own class alone': () => [
    globalThis instanceof ServiceWorkerGlobalScope,
    globalThis instanceof WorkerGlobalScope,
    globalThis instanceof EventTarget,
  ],
  'knows events of the platform by name': () => [
    typeof ScheduledEvent,
    typeof TailEvent,
    typeof TraceEvent,
    outcome(() => new TraceEvent('x')),
  ],
  'refuses to evaluate whatever it is given': () => [
    // oxlint-disable-next-line no-eval -- what is refused is what is asked
    outcome(() => eval(5)),
    outcome(() => (0, eval)()),
    outcome(() => (0, eval)({})),
  ],
  'gives import.meta no prototype': () => Object.getPrototypeOf(import.meta),
  'shows getters without a name': () => {
    const { get } = Object.getOwnPropertyDescriptor(Response.prototype, 'status');
    return [get.name, String(get)];
  },
  'tells code that a buffer is too long': () => [
    outcome(() => new ArrayBuffer(2 ** 53)),
    outcome(() => new Uint8Array(2 ** 40)),
  ],
  'reads bodies in pieces': async () => {
    const sizes = [];
    for await (const chunk of new Response('x'.repeat(10_000)).body) sizes.push(chunk.length);
    const reader = new Response('x'.repeat(10_000)).body.getReader({ mode: 'byob' });
    sizes.push((await reader.read(new Uint8Array(6000))).value.length);
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    void writer.write(new Uint8Array(5000));
    void writer.close();
    for await (const chunk of readable) sizes.push(chunk.length);
    return sizes;
  },
  'counts bytes that wait in a pipe only when it is told how many may': () => {
    const counted = new IdentityTransformStream({ highWaterMark: 10 }).writable.getWriter();
    void counted.write(new Uint8Array(3));
    const plain = new IdentityTransformStream().writable.getWriter();
    void plain.write(new Uint8Array(3));
    return [counted.desiredSize, plain.desiredSize];
  },
  'gives what iterators of streams yield in their order of members': async () => {
    const iterator = ReadableStream.from(['a']).values();
    return [
      JSON.stringify(await iterator.next()),
      Object.keys(await iterator.next()),
      Object.keys(await ReadableStream.from(['a']).getReader().read()),
    ];
  },
  'refuses delays and numbers of timers that are big integers': () => [
    outcome(() => setTimeout(() => {}, 1n)),
    outcome(() => clearTimeout(1n)),
  ],
  'calls timers on nothing, and tasks on the global object': async () => {
    setTimeout.call(null, () => {}, 0);
    return new Promise((resolve) => {
      queueMicrotask(function () {
        resolve(this === globalThis);
      });
    });
  },
  'fails streams by what their start throws, not their making': async () => {
    const start = () => {
      throw new RangeError('start');
    };
    const endings = [];
    const streams = [
      () => new ReadableStream({ start }).getReader().read(),
      () => new ReadableStream({ type: 'bytes', start }).getReader().read(),
      () => new WritableStream({ start }).getWriter().write(1),
      () => new TransformStream({ start }).readable.getReader().read(),
    ];
    for (const run of streams) {
      try {
        endings.push(await run());
      } catch (error) {
        endings.push(error.message);
      }
    }
    return [endings, new ReadableStream({ start }).locked];
  },
  'has no room in a stream that will close': () => {
    const sizes = [];
    const start = (controller) => {
      controller.enqueue('a');
      controller.enqueue('b');
      sizes.push(controller.desiredSize);
      controller.close();
      sizes.push(controller.desiredSize);
    };
    return [new ReadableStream({ start }).locked, sizes];
  },
  'shows functions of the language as native': () =>
    [
      Date,
      ArrayBuffer,
      Uint8Array,
      WeakRef,
      Intl.NumberFormat,
      Math.random,
      String.prototype.localeCompare,
    ].map(String),
  'describes methods of the language as it does': () => [
    described(ArrayBuffer.prototype, 'slice'),
    described(Date.prototype, 'constructor'),
    described(WebAssembly, 'instantiate'),
    Object.getOwnPropertyNames(ArrayBuffer.prototype),
    [Uint8Array.prototype.toBase64, Uint8Array.prototype.setFromBase64, Atomics.wait].map(
      ({ name, length }) => [name, length],
    ),
    Object.getOwnPropertyDescriptor(WeakRef, 'name'),
  ],
  'takes the data of messages alone, and makes no word of rejections': () => {
    const { data, origin, lastEventId } = new MessageEvent('m', { data: 5, origin: 'o', lastEventId: 'l' });
    return [
      [data, origin, lastEventId],
      outcome(() => new MessageEvent('m')),
      outcome(
        () => new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: 1 }),
      ),
    ];
  },
  'cancels the source of a pipe first when a signal stops it': async () => {
    const order = [];
    const source = new ReadableStream({ cancel: () => order.push('cancel') });
    const sink = new WritableStream({ abort: () => order.push('abort') });
    try {
      await source.pipeTo(sink, { signal: AbortSignal.abort('why') });
    } catch (reason) {
      order.push(reason);
    }
    return order;
  },
  'fails a stream, not the call, by a size that is none': () => {
    let controller;
    const start = (given) => {
      controller = given;
    };
    const stream = new ReadableStream({ start }, { size: () => -1 });
    return [outcome(() => controller.enqueue('a')), controller.desiredSize, stream.locked];
  },
  'refuses signals that are none': async () => {
    const endings = [];
    for (const signal of [null, 5]) {
      try {
        endings.push(await scheduler.wait(1, { signal }));
      } catch (error) {
        endings.push(error.name);
      }
    }
    return endings;
  },
};
