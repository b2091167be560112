// Helpers of node:util, node:url, node:querystring and node:path.
import util from 'node:util';
import url from 'node:url';
import path from 'node:path';
import { Buffer } from 'node:buffer';
import types from 'node:util/types';
import { all, answersOf, err } from '../node-checks.js';
const P = ({ protocol, slashes, auth, host, port, hostname, hash, search, query, pathname, path, href }) => [
  protocol,
  slashes,
  auth,
  host,
  port,
  hostname,
  hash,
  search,
  query,
  pathname,
  path,
  href,
];

const CHECKS = {
  promisify: () =>
    all(
      () => util.promisify((a, cb) => cb(null, a + 1))(1),
      () => util.promisify((cb) => cb(new Error('x')))(),
      () => util.promisify(5),
      () => util.promisify(setTimeout) === undefined,
      () => util.promisify(setTimeout)(1, 'v'),
      () => {
        const f = () => {};
        f[util.promisify.custom] = () => 'c';
        return util.promisify(f)();
      },
      () => {
        const f = (cb) => cb(null, 1, 2);
        return util.promisify(f)();
      },
      () => {
        const f = () => {};
        f[util.promisify.custom] = 5;
        return util.promisify(f);
      },
      () => util.promisify(util.promisify(() => {})).name,
    ),
  'promisify this props': async () => {
    const o = {
      v: 3,
      f(cb) {
        cb(null, this.v);
      },
    };
    o.f.extra = 1;
    const p = util.promisify(o.f);
    return [
      await p.call(o),
      p.extra,
      p.name,
      p.length,
      Object.getPrototypeOf(p) === Object.getPrototypeOf(o.f),
    ];
  },
  callbackify: () =>
    all(
      () => new Promise((ok) => util.callbackify(async (a) => a * 2)(2, (e, v) => ok([e, v]))),
      () =>
        new Promise((ok) =>
          util.callbackify(async () => {
            throw null;
          })((e) => ok([e.code, e.message, e.reason])),
        ),
      () => util.callbackify(5),
      () => util.callbackify(async () => 1)(),
      () => util.callbackify(async function foo(a, b) {}).length,
      () => util.callbackify(async function foo(a, b) {}).name,
    ),
  styleText: () =>
    all(
      () => util.styleText('red', 'x'),
      () => util.styleText(['bold', 'underline'], 'x'),
      () => util.styleText('nope', 'x'),
      () => util.styleText('red', 5),
      () => util.styleText('red', 'x', { validateStream: false }),
    ),
  isDeepStrictEqual: () =>
    [
      [{ a: 1 }, { a: 1 }],
      [
        [1, 2],
        [1, 2],
      ],
      [[1], ['1']],
      [NaN, NaN],
      [0, -0],
      [new Date(0), new Date(0)],
      [/a/g, /a/i],
      [new Map([[1, { a: 1 }]]), new Map([[1, { a: 1 }]])],
      [new Set([{ a: 1 }]), new Set([{ a: 1 }])],
      [new Error('a'), new Error('a')],
      [new Error('a'), new Error('b')],
      [Object.create(null), {}],
      [Buffer.from('a'), Buffer.from('a')],
      [new Uint8Array(1), new Int8Array(1)],
      [
        [, 1],
        [undefined, 1],
      ],
      [{ a: undefined }, {}],
      [Symbol.for('a'), Symbol.for('a')],
      [new Number(1), new Number(1)],
      [1n, 1n],
      [{ [Symbol.for('k')]: 1 }, { [Symbol.for('k')]: 1 }],
      [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 1]])],
    ].map(([a, b]) => util.isDeepStrictEqual(a, b)),
  'deep circular': () => {
    const a = { x: 1 };
    a.a = a;
    const b = { x: 1 };
    b.a = b;
    return util.isDeepStrictEqual(a, b);
  },
  types: () =>
    [
      'isPromise',
      'isRegExp',
      'isDate',
      'isMap',
      'isSet',
      'isProxy',
      'isAsyncFunction',
      'isGeneratorFunction',
      'isTypedArray',
      'isUint8Array',
      'isArrayBuffer',
      'isAnyArrayBuffer',
      'isNativeError',
      'isBoxedPrimitive',
      'isSymbolObject',
      'isModuleNamespaceObject',
      'isExternal',
      'isArgumentsObject',
      'isCryptoKey',
      'isKeyObject',
      'isEventTarget',
    ]
      .map((k) => [k, typeof types[k], err(() => types[k]?.(new Map()))])
      .map((x) => x.slice(0, 2).join()),
  'types values': () => [
    types.isPromise({ then() {} }),
    types.isNativeError(new DOMException('x')),
    types.isNativeError(Object.create(Error.prototype)),
    types.isDate(Object.create(Date.prototype)),
    types.isProxy(new Proxy({}, {})),
    types.isMapIterator(new Map().keys()),
    types.isGeneratorObject((function* () {})()),
    types.isBoxedPrimitive(Object(1n)),
    types.isArrayBufferView(new DataView(new ArrayBuffer(1))),
  ],
  'legacy is': () =>
    [
      'isArray',
      'isBoolean',
      'isNull',
      'isNullOrUndefined',
      'isNumber',
      'isString',
      'isSymbol',
      'isUndefined',
      'isRegExp',
      'isObject',
      'isDate',
      'isError',
      'isFunction',
      'isPrimitive',
      'isBuffer',
      'log',
    ]
      .map((k) => typeof util[k])
      .join(),
  deprecate: () => {
    const f = util.deprecate((a) => a + 1, 'old', 'DEP1');
    return [f(1), f(2), f.name];
  },
  'deprecate class': () => {
    class A {
      constructor(x) {
        this.x = x;
      }
    }
    const B = util.deprecate(A, 'old');
    return [new B(2).x, new B(1) instanceof A];
  },
  inherits: () => {
    function A() {}
    function B() {}
    A.prototype.hi = () => 'hi';
    util.inherits(B, A);
    return [new B().hi(), B.super_ === A, Object.keys(B)];
  },
  'inherits errors': () =>
    all(
      () => util.inherits(null, class {}),
      () => util.inherits(class {}, null),
      () => {
        function X() {}
        X.prototype = undefined;
        util.inherits(class {}, X);
      },
    ),
  debuglog: () => {
    const d = util.debuglog('foo');
    return [typeof d, d('x'), d.enabled, util.debug === util.debuglog];
  },
  stripVT: () => [
    util.stripVTControlCharacters('\u001b[31mred\u001b[39m'),
    util.stripVTControlCharacters('\u001b]8;;http://x\u0007link\u001b]8;;\u0007'),
    util.stripVTControlCharacters('\u001b[1;38;5;200mx\u001b[0m'),
  ],
  getSystemErrorName: () =>
    all(
      () => util.getSystemErrorName(-2),
      () => util.getSystemErrorMap(),
      () => util.getSystemErrorMessage?.(-2),
    ),
  'parseEnv getCallSites': () =>
    all(
      () => util.parseEnv('A=1\nB="x y"\n#c\nexport C=\'q\''),
      () => Array.isArray(util.getCallSites()),
      () => util.getCallSite === undefined,
    ),
  'aborted transferable': () =>
    all(
      () => typeof util.aborted,
      () => util.aborted(AbortSignal.abort(), {}),
      () => util.aborted(5, {}),
      () => util.aborted(AbortSignal.abort()),
      () => util.transferableAbortController(),
      () => util.transferableAbortSignal(new AbortController().signal),
    ),
  '_extend _errno': () =>
    all(
      () => util._extend({ a: 1 }, { b: 2 }),
      () => util._extend({ a: 1 }, null),
      () => util._extend({}, 'x'),
      () => util._errnoException?.(-2, 'open').message,
      () => util._exceptionWithHostPort?.(-111, 'connect', '1.1.1.1', 80).message,
    ),
  'TextDecoder same': () => [util.TextDecoder === TextDecoder, util.TextEncoder === TextEncoder],
  'util keys': () => Object.keys(util).sort().join(),
  'url.parse': () =>
    [
      'http://u:p@Host.com:8080/p/a?x=1&y=2#h',
      '/a/b?c=d',
      '//host/path',
      'mailto:a@b.c',
      'javascript:alert(1)',
      'http://a.com',
      'HTTP://a.com/ b',
      'a?b#c',
      '',
      'http://[::1]:80/x',
      'http://ex.com:/x',
      "http://x.y/'a b'",
      'file:///etc/x',
      'x:y',
      'http://münchen.de/ü?ü#ü',
      'http://a.com\\b\\c',
    ].map((u) => P(url.parse(u))),
};

export default answersOf(CHECKS);
