// Values as texts: formats, classes, errors, iterators, getters and hidden members.
import { inspect, format, formatWithOptions } from 'node:util';
import { answersOf } from '../node-checks.js';
const err = (f) => {
  try {
    return f();
  } catch (x) {
    return (x?.name ?? typeof x) + (x?.code ? ' [' + x.code + ']' : '') + ': ' + x?.message;
  }
};
const noStack = (s) => String(s).replace(/\n\s+at .*/g, '');
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
class Bar extends Foo {
  get [Symbol.toStringTag]() {
    return 'Baz';
  }
}

const CHECKS = {
  proxy: () => [
    inspect(new Proxy({ a: 1 }, {})),
    inspect(
      new Proxy(
        { a: 1 },
        {
          get() {
            return 9;
          },
        },
      ),
      { showProxy: true },
    ),
    inspect(new Proxy(function f() {}, {})),
    inspect(new Proxy([1], {})),
  ],
  'hidden array': () => inspect([1, 2], { showHidden: true }),
  'hidden object': () => {
    const o = { a: 1 };
    Object.defineProperty(o, 'h', { value: 2 });
    return [inspect(o), inspect(o, { showHidden: true })];
  },
  'format %o': () => [format('%o', { a: [1] }), format('%o', [1]), format('%o', 'x'), format('%o', 5)],
  'format %o function': () => format('%o', function foo() {}),
  'format %O deep': () => format('%O', { a: { b: { c: { d: { e: 1 } } } } }),
  'format %s kinds': () => [
    format('%s', null),
    format('%s', undefined),
    format('%s', -0),
    format('%s', 5n),
    format('%s', Symbol('a')),
    format('%s', { a: { b: 1 } }),
    format('%s', [1, [2, [3]]]),
    format('%s', () => 1),
    format('%s', class A {}),
    format('%s', new Foo()),
    format('%s', new Date(0)),
    format('%s', true),
  ],
  'format %s custom toString': () => [
    format('%s', {
      toString() {
        return 'own';
      },
    }),
    format(
      '%s',
      new (class {
        toString() {
          return 'cls';
        }
      })(),
    ),
    format('%s', Object.create(null)),
  ],
  'format %s error': () => noStack(format('%s', new Error('e'))),
  'format %d': () => [
    format('%d', '42'),
    format('%d', 5n),
    format('%d', Symbol('x')),
    format('%d', {}),
    format('%d', '0x10'),
    format('%d', -0),
    format('%d', ''),
  ],
  'format %i %f': () => [
    format('%i', 42.9),
    format('%i', '42abc'),
    format('%i', 5n),
    format('%i', Symbol()),
    format('%i', {}),
    format('%f', '1.50'),
    format('%f', 'abc'),
    format('%f', Symbol()),
  ],
  'format %j': () => {
    const c = {};
    c.c = c;
    return [format('%j', { a: 1 }), format('%j', undefined), format('%j', c), err(() => format('%j', 1n))];
  },
  'format %c': () => format('%cred', 'color:red'),
  'format rest': () => [
    format('a', 'b', 1, { c: 1 }),
    format(1, 'x'),
    format('%s'),
    format('%s %s', 'a'),
    format('%%s', 'a'),
    format('%x', 1),
    format('100%', 1),
    format(),
    format('%'),
    format('a%sb%dc', 'x', 1, 'rest'),
  ],
  'formatWithOptions colors': () => [
    formatWithOptions({ colors: true }, '%s %O', 'a', { a: 1 }),
    formatWithOptions({ colors: true }, 'x', 1, 'y', null, undefined, Symbol('s'), true, 5n),
    formatWithOptions({ compact: false }, '%O', { a: 1 }),
  ],
  'formatWithOptions bad': () => err(() => formatWithOptions(null, 'x')),
  colors: () =>
    inspect(
      {
        a: 1,
        b: 'x',
        c: true,
        d: null,
        e: undefined,
        f: Symbol('q'),
        g: new Date(0),
        h: /x/g,
        i: () => 1,
        j: 5n,
        k: new Map([[1, 'a']]),
        l: [, 1],
        get m() {
          return 1;
        },
      },
      { colors: true },
    ),
  'class instances': () => [
    inspect(new Foo()),
    inspect(new Bar()),
    inspect(Foo),
    inspect(Bar),
    inspect(class {}),
    inspect(class extends null {}),
    inspect(new (class {})()),
    inspect(new (class extends Foo {})()),
  ],
  'Object.create(proto)': () => [
    inspect(Object.create({ a: 1 })),
    inspect(Object.create(Foo.prototype)),
    inspect(Foo.prototype),
    inspect(Object.create(new Foo())),
  ],
  'map iterators': () => {
    const m = new Map([
      ['a', 1],
      ['b', { c: 2 }],
    ]);
    const it = m.entries();
    it.next();
    return [
      inspect(m.keys()),
      inspect(m.values()),
      inspect(m.entries()),
      inspect(it),
      inspect(new Set([1, 2]).values()),
      inspect(new Set([1]).entries()),
      inspect([1][Symbol.iterator]()),
      inspect('ab'[Symbol.iterator]()),
      inspect('a'.matchAll(/a/g)),
    ];
  },
  'generator objects': () => {
    function* g() {
      yield 1;
    }
    async function* ag() {}
    return [inspect(g()), inspect(ag()), inspect(g), inspect(ag), inspect(async () => {})];
  },
  'nested map set': () =>
    inspect(
      new Map([
        [{ a: 1 }, new Set([[1, 2], 'x'])],
        ['k', new Map([['i', { deep: { deeper: { deepest: 1 } } }]])],
      ]),
    ),
  'error with cause': () => noStack(inspect(new Error('outer', { cause: new TypeError('inner') }))),
  'error with props': () => {
    const e = new Error('m');
    e.code = 'X';
    e.info = { a: 1 };
    return noStack(inspect(e));
  },
  'error cause text': () => noStack(inspect(new Error('outer', { cause: 'why' }))),
  'aggregate error': () =>
    noStack(inspect(new AggregateError([new Error('a'), new RangeError('b')], 'many'))),
  'error no stack': () => {
    const e = new Error('gone');
    e.stack = undefined;
    const f = new TypeError('t');
    delete f.stack;
    f.stack = '';
    return [inspect(e), inspect(f)];
  },
  'error in array': () => noStack(inspect([new Error('in')])),
  'error in object': () => noStack(inspect({ e: new Error('in') })),
  'error message with lines': () => noStack(inspect(new Error('line1\nline2'))),
  'getters option': () => {
    const o = {
      get a() {
        return { x: 1 };
      },
      set b(v) {},
      get c() {
        throw new Error('bad');
      },
      get d() {
        return 1;
      },
      set d(v) {},
    };
    return [inspect(o, { getters: true }), inspect(o, { getters: 'get' }), inspect(o, { getters: 'set' })];
  },
  'typed arrays': () => [
    inspect(new Uint8Array(3)),
    inspect(new Float64Array([1.5, -0])),
    inspect(new BigInt64Array([1n])),
    inspect(new Uint8Array(120)).length,
    inspect(new Uint8Array(2), { showHidden: true }),
    inspect(new Float32Array(0)),
  ],
  'array buffer dataview': () => [
    inspect(new ArrayBuffer(4)),
    inspect(new DataView(new ArrayBuffer(2))),
    inspect(new ArrayBuffer(60)),
    0,
  ],
  promises: async () => {
    const rej = Promise.reject(new Error('r'));
    rej.catch(() => {});
    return [
      inspect(Promise.resolve(4)),
      inspect(new Promise(() => {})),
      noStack(inspect(rej)),
      inspect(Promise.resolve({ a: { b: 1 } })),
      inspect({ p: Promise.resolve('x') }),
    ];
  },
  symbols: () => [
    inspect(Symbol('a b')),
    inspect(Symbol()),
    inspect({ [Symbol('k')]: 1, [Symbol()]: 2 }),
    inspect(Symbol.iterator),
    inspect(Object(Symbol('boxed'))),
  ],
  boxed: () => [
    inspect(new Number(3)),
    inspect(new String('ab')),
    inspect(new Boolean(false)),
    inspect(Object(5n)),
    inspect(new Number(-0)),
    inspect(Object.assign(new String('x'), { a: 1 })),
    inspect(Object.assign(new Number(3), { b: 2 })),
  ],
};

export default answersOf(CHECKS);
