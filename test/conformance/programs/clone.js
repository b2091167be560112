// Behaviours of structuredClone and of message channels.
const named = (value) => {
  try {
    return structuredClone(value);
  } catch (error) {
    return [error.name, error.code, error instanceof DOMException];
  }
};
const turn = () => scheduler.wait(1);

export const clone = {
  'copies what JSON knows': () => structuredClone({ a: [1, 'x', null, true, { b: 2 }], c: undefined }),
  'copies what JSON does not know': () => {
    const copy = structuredClone({ d: new Date(5), r: /a/gi, n: 10n, u: undefined, x: NaN, z: -0 });
    return [copy.d.getTime(), String(copy.r), copy.n, 'u' in copy, copy.x, Object.is(copy.z, -0)];
  },
  'copies maps and sets': () => {
    const copy = structuredClone(new Map([[{ k: 1 }, new Set([2, 3])]]));
    const [[key, value]] = [...copy];
    return [key, [...value]];
  },
  'keeps cycles and shared references': () => {
    const shared = {};
    const value = { a: shared, b: shared };
    value.self = value;
    const copy = structuredClone(value);
    return [copy.self === copy, copy.a === copy.b, copy !== value];
  },
  'makes views of classes of their own plain views': () => {
    class Sub extends Uint8Array {}
    class Numbers extends Float64Array {}
    const { a, b } = structuredClone({ a: Sub.of(1, 2, 3).subarray(1), b: new Numbers(1) });
    return [a.constructor.name, [...a], b.constructor.name, b.length];
  },
  'drops classes and keeps own fields': () => {
    class A {
      x = 1;
      get y() {
        return 2;
      }
    }
    const copy = structuredClone(new A());
    return [copy.constructor === Object, copy.x, copy.y];
  },
  'reads getters and skips symbols': () =>
    structuredClone({
      get b() {
        return 2;
      },
      [Symbol('q')]: 1,
    }),
  'copies errors with their cause': () => {
    const copy = structuredClone(new TypeError('x', { cause: 5 }));
    return [copy instanceof TypeError, copy.name, copy.message, copy.cause, typeof copy.stack];
  },
  'copies errors of other names as plain ones': () => {
    const error = Object.assign(new Error('x'), { name: 'Mine', extra: 1 });
    const copy = structuredClone(error);
    return [copy.name, copy.extra, copy instanceof Error];
  },
  'copies typed arrays with their buffer': () => {
    const copy = structuredClone(new Uint8Array([1, 2, 3]).subarray(1));
    return [copy, copy.byteOffset, copy.buffer.byteLength];
  },
  'copies data views': () => {
    const copy = structuredClone(new DataView(new ArrayBuffer(4), 1, 2));
    return [copy.byteOffset, copy.byteLength];
  },
  'keeps holes and extra fields of arrays': () => {
    const list = [1, , 3];
    list.x = 5;
    const copy = structuredClone(list);
    return [copy.length, 1 in copy, copy.x];
  },
  'copies wrapped primitives': () => [
    typeof structuredClone(Object('s')),
    structuredClone(Object(false)).valueOf(),
    structuredClone(Object(5n)).valueOf(),
  ],
  'moves buffers': () => {
    const buffer = new ArrayBuffer(8);
    const copy = structuredClone({ buffer }, { transfer: [buffer] });
    return [buffer.byteLength, copy.buffer.byteLength];
  },
  'refuses functions': () => named(() => 1),
  'refuses symbols': () => named(Symbol('x')),
  'refuses weak maps and promises': () => [named(new WeakMap()), named(Promise.resolve())],
  'refuses URLs and events': () => [named(new URL('http://a/')), named(new Event('x'))],
  'refuses streams': () => named(new ReadableStream()),
  'copies blobs': () => structuredClone(new Blob(['x'], { type: 'a/b' })).text(),
  'copies headers': () => [...structuredClone(new Headers({ a: 'b' }))],
  'copies DOMExceptions': () => {
    const copy = structuredClone(new DOMException('a', 'AbortError'));
    return [copy.name, copy.message, copy.code];
  },
  'refuses to move what cannot be moved': () => structuredClone(1, { transfer: [{}] }),
  'needs an argument': () => structuredClone(),
  'delivers copies of messages': async () => {
    const { port1, port2 } = new MessageChannel();
    const seen = [];
    port2.onmessage = (event) => seen.push(event.data, event.constructor.name);
    const value = { a: [1] };
    port1.postMessage(value);
    value.a.push(2);
    await turn();
    return seen;
  },
  'holds messages until the port is started': async () => {
    const { port1, port2 } = new MessageChannel();
    const seen = [];
    port2.addEventListener('message', (event) => seen.push(event.data));
    port1.postMessage(1);
    await turn();
    seen.push('start');
    port2.start();
    await turn();
    return seen;
  },
  'delivers messages before later microtasks': async () => {
    const { port1, port2 } = new MessageChannel();
    const seen = [];
    port2.onmessage = (event) => seen.push(event.data);
    port1.postMessage('message');
    queueMicrotask(() => seen.push('microtask'));
    seen.push('sync');
    await turn();
    return seen;
  },
  'delivers both ways': async () => {
    const { port1, port2 } = new MessageChannel();
    const seen = [];
    port2.onmessage = (event) => port2.postMessage(event.data + 1);
    port1.onmessage = (event) => seen.push(event.data);
    port1.postMessage(1);
    await turn();
    return seen;
  },
  'refuses messages that cannot be copied': () => new MessageChannel().port1.postMessage(() => 1),
  'delivers nothing after a close': async () => {
    const { port1, port2 } = new MessageChannel();
    const seen = [];
    port2.onmessage = (event) => seen.push(event.data);
    port2.close();
    port1.postMessage(1);
    await turn();
    return seen;
  },
};
