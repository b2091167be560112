// Behaviours of the global object, the console, performance, navigator and WebAssembly.
import { MINIMUM_NAMES } from './minimum-names.js';

const WASM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const present = (...names) =>
  names.filter((name) => name in globalThis || typeof globalThis[name] !== 'undefined');

const isThere = (path) => {
  const names = path.split('.');
  const last = names.pop();
  const holder = names.reduce((value, name) => value?.[name], globalThis);
  return holder !== undefined && holder !== null && last in holder;
};

export const globals = {
  'has these names of the Minimum Common Web API': () => MINIMUM_NAMES.filter(isThere).length > 70,
  'is its own self': () => [self === globalThis, String(globalThis), typeof window, typeof process],
  'has the classes of the web': () =>
    present(
      'AbortController',
      'Blob',
      'CompressionStream',
      'CustomEvent',
      'DOMException',
      'ErrorEvent',
      'EventTarget',
      'File',
      'FormData',
      'Headers',
      'MessageChannel',
      'PromiseRejectionEvent',
      'ReadableStream',
      'Request',
      'Response',
      'TextDecoder',
      'TransformStream',
      'URL',
      'URLPattern',
      'URLSearchParams',
      'WritableStream',
    ),
  'has the classes of streams': () =>
    present(
      'ByteLengthQueuingStrategy',
      'CountQueuingStrategy',
      'ReadableByteStreamController',
      'ReadableStreamBYOBReader',
      'ReadableStreamBYOBRequest',
      'ReadableStreamDefaultController',
      'ReadableStreamDefaultReader',
      'TransformStreamDefaultController',
      'WritableStreamDefaultController',
      'WritableStreamDefaultWriter',
    ),
  'has the classes of the platform': () =>
    present(
      'FixedLengthStream',
      'IdentityTransformStream',
      'scheduler',
      'caches',
      'navigator',
      'crypto',
      'performance',
    ),
  'names its user agent': () => navigator.userAgent,
  'has no time origin': () => [performance.timeOrigin, typeof performance.now()],
  'keeps time still while code runs': () => {
    const start = Date.now();
    for (let i = 0; i < 100; i++) Math.sqrt(i);
    return Date.now() === start || 'moved';
  },
  'lets the console take anything': () => {
    console.log('a', { b: [1] }, null, undefined, Symbol('x'), new Map([[1, 2]]));
    console.error(new Error('x'));
    console.table([{ a: 1 }]);
    console.group('g');
    console.groupEnd();
    return Object.getOwnPropertyNames(console).filter((name) =>
      [
        'log',
        'info',
        'warn',
        'error',
        'debug',
        'trace',
        'table',
        'group',
        'groupEnd',
        'time',
        'timeEnd',
        'count',
        'assert',
        'dir',
      ].includes(name),
    ).length;
  },
  'refuses eval': () => eval('1'),
  'refuses functions from texts': () => new Function('return 1')(),
  'refuses functions from texts by other ways': () => (async () => {}).constructor('return 1')(),
  'refuses to compile WebAssembly bytes': () => WebAssembly.compile(WASM),
  'refuses to make modules from bytes': () => new WebAssembly.Module(WASM),
  'refuses to instantiate bytes': () => WebAssembly.instantiate(WASM),
  'validates bytes': () => [WebAssembly.validate(WASM), WebAssembly.validate(new Uint8Array([1]))],
  'makes memories, tables and globals': () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const global = new WebAssembly.Global({ value: 'i32', mutable: true }, 42);
    const table = new WebAssembly.Table({ initial: 2, element: 'anyfunc' });
    return [memory.buffer.byteLength, memory.grow(1), memory.buffer.byteLength, global.value, table.length];
  },
  'has the errors of WebAssembly': () => [
    new WebAssembly.CompileError('x') instanceof Error,
    new WebAssembly.RuntimeError('x').name,
    new WebAssembly.LinkError('y').message,
  ],
  'gives errors a stack': () => [
    typeof new Error('x').stack,
    new Error('x').stack.split('\n')[0],
    typeof Error.captureStackTrace,
  ],
  'captures stacks on objects': () => {
    const holder = {};
    Error.captureStackTrace(holder);
    return typeof holder.stack;
  },
  'lets errors be subclassed': () => {
    class Mine extends Error {
      constructor(message) {
        super(message);
        this.name = 'Mine';
        this.message = `${message}!`;
      }
    }
    const error = new Mine('a');
    return [String(error), error instanceof Error, error instanceof Mine, Object.keys(error)];
  },
  'names the classes of errors': () => [
    new Error('x').constructor.name,
    new TypeError('x').constructor.name,
    new RangeError('x').constructor.name,
    /x/.constructor.name,
    Promise.name,
    Date.name,
  ],
  'lets own methods replace those of the language on objects': () => {
    const o = {};
    o.toString = () => 'mine';
    o.hasOwnProperty = 1;
    o.constructor = 2;
    const list = [];
    list.map = 3;
    return [String(o), o.hasOwnProperty, o.constructor, list.map];
  },
  'has the language of its year': () => [
    Object.groupBy([1, 2, 3], (n) => (n % 2 ? 'odd' : 'even')).odd.length,
    [1, 2, 3].toReversed(),
    new Set([1, 2]).union(new Set([3])).size,
    'a\ud800'.isWellFormed(),
    [1, 2].at(-1),
    Iterator.from([1, 2])
      .map((n) => n * 2)
      .toArray(),
    typeof Promise.try,
    new Uint8Array([1, 255]).toHex?.() ?? 'no hex',
    Array.fromAsync !== undefined,
  ],
  'adds numbers exactly': () => [
    ...[
      [],
      [-0, 0],
      [0.1, 0.2, 0.3],
      [1e308, 1e308, -1e308],
      [1e308, 1e308],
      [5e-324, -2.2250738585072014e-308],
      [1, 2 ** -53],
      [1, 2 ** -53, 2 ** -106],
      [1.7976931348623157e308, 9.979201547673598e291],
      [Infinity, -Infinity],
    ].map((numbers) => [String(Math.sumPrecise(numbers)), Object.is(Math.sumPrecise(numbers), -0)]),
  ],
  'rounds logarithms, exponentials and angles to the nearest number': () => {
    const numbers = [
      -200, -3.7, -1, -0.3, -0, 1e-9, 0.0314, 0.12, 0.7071, 0.9, 1, 1.3, 2.5, 10, 27, 180, 1000, 123_456.789,
    ];
    const names =
      'exp expm1 log log1p log2 log10 cbrt sin cos tan asin acos atan sinh cosh asinh acosh atanh'.split(' ');
    const table = names.map((name) => [name, ...numbers.map((n) => String(Math[name](n)))]);
    const points = numbers.map((y, i) => String(Math.atan2(y, numbers.at(-1 - i))));
    return [
      table,
      points,
      String(Math.sin),
      Math.sin.name,
      Math.atan2.length,
      Object.hasOwn(Math.sin, 'prototype'),
    ];
  },
  'converts the arguments of functions of numbers': () =>
    [undefined, null, '0.5', true, [], { valueOf: () => 0.25 }, 1n, Symbol.iterator].map((value) => {
      try {
        return [Math.cos(value), Math.log1p(value), Math.acosh(value), Math.atan2(value, 1)].map(String);
      } catch (error) {
        return [error.name, error.message];
      }
    }),
  'formats numbers and dates in UTC': () => [
    new Date(0).getHours(),
    new Date(0).getTimezoneOffset(),
    (1_234_567.891).toLocaleString('en-US'),
    new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' }).format(new Date(0)),
    Intl.DateTimeFormat().resolvedOptions().timeZone,
  ],
  'has intervals, immediates and timeouts as functions': () => [
    typeof setInterval,
    typeof clearInterval,
    typeof setTimeout,
    typeof clearTimeout,
  ],
};
