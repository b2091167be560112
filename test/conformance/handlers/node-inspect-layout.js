// How texts of values are laid out: depth, columns, long texts, words of their own, the objects of the platform.
import { inspect } from 'node:util';
import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { answersOf } from '../node-checks.js';
class Foo {
  constructor() {
    this.x = 1;
  }
  #p = 2;
  get y() {
    return 3;
  }
  static s = 1;
}

const CHECKS = {
  circular: () => {
    const a = { n: 1 };
    a.self = a;
    const b = { a, list: [a] };
    const m = new Map();
    m.set('m', m);
    return [inspect(a), inspect(b), inspect(m), inspect([a, a])];
  },
  'circular two': () => {
    const a = {};
    const b = { a };
    a.b = b;
    a.c = { b };
    b.me = b;
    return inspect(a);
  },
  depth: () => {
    const o = {
      a: { b: { c: { d: {} } } },
      l: [[[[1]]]],
      m: new Map([['k', new Map([['j', { z: 1 }]])]]),
      f: new Foo(),
    };
    return [0, 1, 2, 3, null, Infinity].map((depth) => inspect(o, { depth }));
  },
  'depth named': () => [
    inspect({ a: { b: { c: new Foo() } } }),
    inspect({ a: { b: { c: new Map([[1, 2]]) } } }),
    inspect({
      a: {
        b: {
          c: new Date(0),
          d: /x/,
          e: [],
          f: {},
          g: [1],
          h: new Error('x').message,
          i: () => 1,
          j: Object.create(null),
          k: new Uint8Array(2),
        },
      },
    }),
  ],
  breakLength: () => [
    inspect({
      aaaaaaaaaa: 'bbbbbbbbbbbbbbbbbbbb',
      cccccccccc: 'dddddddddddddddddddd',
      eeeeeeeee: 'ffffffff',
    }),
    inspect({ a: 1, b: 2 }, { breakLength: 5 }),
    inspect({ a: { b: 1 }, c: [1, 2, 3] }, { breakLength: Infinity, compact: 10 }),
    inspect({ a: { b: { c: {} } } }, { breakLength: Infinity, compact: false }),
  ],
  compact: () => {
    const o = { a: { b: { c: { d: 1 } } }, l: [1, 2, { x: 1 }] };
    return [
      inspect(o, { compact: 1, depth: 9 }),
      inspect(o, { compact: 0, depth: 9 }),
      inspect(o, { compact: true, depth: 9 }),
      inspect(o, { compact: false, depth: 9 }),
    ];
  },
  'long arrays': () => [
    inspect(Array.from({ length: 30 }, (_, i) => i)),
    inspect(Array.from({ length: 110 }, (_, i) => i * 100)),
    inspect(Array.from({ length: 12 }, (_, i) => 'item' + i)),
    inspect(Array.from({ length: 7 }, (_, i) => ({ i }))),
  ],
  'long strings': () => [
    inspect('x'.repeat(120)).length,
    inspect({ s: 'a'.repeat(90) }),
    inspect(['a\nb']),
    inspect({ t: 'line one of text\nline two of the text is longer\nline three' }),
    inspect('x'.repeat(10010)).slice(-40),
  ],
  quotes: () => [
    inspect("it's"),
    inspect('say "hi"'),
    inspect(`it's "hi"`),
    inspect('a\'b"c`d'),
    inspect('\t\n\u0000\u001b\u007f\u{1F600}\ud800'),
    inspect('\\'),
    inspect({ "it's": 1, 'a-b': 2, 1: 3, $x: 4, _y: 5, é: 6, '': 7 }),
  ],
  'custom inspect': () => {
    const c = {
      [inspect.custom](depth, opts, ins) {
        return [
          depth,
          typeof ins,
          opts.depth,
          opts.colors,
          typeof opts.stylize,
          opts.stylize('x', 'number'),
          Object.keys(opts).sort().join(),
        ];
      },
    };
    return [
      inspect(c),
      inspect({ a: c }, { compact: 10, breakLength: 1000 }),
      inspect(c, { customInspect: false }).slice(0, 30),
    ];
  },
  'custom inspect string lines': () =>
    inspect({ a: { [inspect.custom]: () => 'one\ntwo' }, b: [{ [inspect.custom]: () => 'three\nfour' }] }),
  'custom inspect class': () => {
    class Money {
      constructor(n) {
        this.n = n;
      }
      [inspect.custom](d, o) {
        return d < 0 ? '[Money]' : `Money<${inspect(this.n, o)}>`;
      }
    }
    return [
      inspect(new Money(5)),
      inspect([new Money(1)]),
      inspect({ a: { b: { c: new Money(2) } } }),
      inspect(new Money(5), { colors: true }),
    ];
  },
  'custom returns non string': () => [
    inspect({ [inspect.custom]: () => ({ x: 1 }) }),
    inspect({ [inspect.custom]: () => undefined }),
    inspect({ [inspect.custom]: 5 }),
    inspect({
      inspect() {
        return 'no';
      },
    }),
  ],
  'numericSeparator sorted': () => [
    inspect(1234567.891, { numericSeparator: true }),
    inspect(-1234n, { numericSeparator: true }),
    inspect({ b: 1, a: 2, c: { z: 1, y: 2 } }, { sorted: true }),
    inspect({ a: 1, b: 2 }, { sorted: (x, y) => (x < y ? 1 : -1) }),
    inspect(new Set([3, 1, 2]), { sorted: true }),
  ],
  maxArrayLength: () => [
    inspect([1, 2, 3], { maxArrayLength: 0 }),
    inspect(new Set([1, 2, 3]), { maxArrayLength: 1 }),
    inspect(
      new Map([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      { maxArrayLength: 1 },
    ),
    inspect([1, 2, 3], { maxArrayLength: null }),
    inspect(new Uint8Array(5), { maxArrayLength: 2 }),
    inspect([, , 1, , 2], { maxArrayLength: 2 }),
  ],
  maxStringLength: () => [
    inspect('abcdef', { maxStringLength: 2 }),
    inspect({ a: 'abcdef' }, { maxStringLength: 5 }),
    inspect('abc', { maxStringLength: 0 }),
    inspect('abc', { maxStringLength: null }),
  ],
  'legacy args': () => [
    inspect({ a: { b: { c: { d: 1 } } } }, false, 0),
    inspect({ a: 1 }, false, null, true),
    inspect([1], true),
  ],
  defaultOptions: () => [
    Object.keys(inspect.defaultOptions).sort().join(),
    inspect.defaultOptions.depth,
    inspect.defaultOptions.breakLength,
    inspect.defaultOptions.compact,
    Object.keys(inspect.colors).length,
    Object.entries(inspect.styles)
      .map((x) => x.join('='))
      .join(),
  ],
  'array extras': () => [
    inspect(Object.assign([1, 2], { a: 1, '-1': 2 })),
    inspect(new Array(3)),
    inspect([undefined, null, , NaN]),
    inspect(class extends Array {}.from([1, 2])),
    inspect(Object.setPrototypeOf([1], null)),
    inspect([[]]),
    inspect([{}, []]),
    inspect([['a', ['b', ['c', ['d']]]]]),
  ],
  arguments: () =>
    (function () {
      return [inspect(arguments), inspect(Object.assign(arguments, { x: 1 }))];
    })(1, 'a'),
  globals: () => [
    inspect(Math).slice(0, 20),
    inspect(JSON),
    inspect(Reflect).slice(0, 20),
    inspect(Atomics).slice(0, 20),
    inspect(Intl).slice(0, 14),
  ],
  weak: () => [
    inspect(new WeakMap()),
    inspect(new WeakSet()),
    inspect(new WeakRef({ a: 1 })),
    inspect(new WeakMap(), { showHidden: true }),
  ],
  'date regexp extras': () => [
    inspect(new Date(NaN)),
    inspect(Object.assign(new Date(0), { a: 1 })),
    inspect(Object.assign(/x/, { b: 1 })),
    inspect(new (class MyDate extends Date {})(0)),
    inspect(new (class MyRe extends RegExp {})('x')),
  ],
  'extended map set': () => [
    inspect(new (class MyMap extends Map {})([[1, 2]])),
    inspect(Object.assign(new Map([[1, 2]]), { a: 1 })),
    inspect(new (class S2 extends Set {})([1])),
    inspect(new Map()),
    inspect(new Set()),
    inspect(Object.assign(new Set(), { z: 1 })),
  ],
  'buffer inspect': () => [
    inspect(Buffer.from('abc')),
    inspect(Buffer.alloc(60)),
    inspect(Object.assign(Buffer.from('a'), { x: 1 })),
    inspect({ b: Buffer.from('hi') }),
    inspect(Buffer.alloc(0)),
  ],
  'emitter inspect': () => inspect(new EventEmitter()).slice(0, 400),
  'web objects': () => [
    inspect(new URL('http://u:p@a.b:8/c?d=e#f')),
    inspect(new URLSearchParams('a=1&b=2')),
    inspect(new Headers({ a: 'b' })),
    inspect(new TextDecoder()),
    inspect(new AbortController()),
  ],
  'web request': () => inspect(new Request('http://a/', { method: 'POST', headers: { a: 'b' } })),
  'stylize string': () => [
    inspect('x', { colors: true }),
    inspect(null, { colors: true }),
    inspect([undefined], { colors: true }),
    inspect(new Error('a').message, { colors: true }),
  ],
  'entries grouping': () =>
    inspect({
      list: Array.from({ length: 26 }, (_, i) => 'v' + i),
      nums: Array.from({ length: 8 }, (_, i) => i / 3),
    }),
  'mixed realistic': () =>
    inspect({
      user: { id: 1, name: 'Ann', tags: ['a', 'b'], address: { city: 'Rome', geo: { lat: 1.5, lon: 2.5 } } },
      items: [
        { sku: 'A-1', qty: 2, price: 9.99 },
        { sku: 'B-2', qty: 1, price: 100 },
      ],
      when: new Date(0),
      ok: true,
      nothing: null,
    }),
};

export default answersOf(CHECKS);
