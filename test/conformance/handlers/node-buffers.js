// Buffers at their edges.
import url from 'node:url';
import qs from 'node:querystring';
import path from 'node:path';
import { Buffer } from 'node:buffer';
import { all, answersOf } from '../node-checks.js';

const CHECKS = {
  'bytes that are no buffers': async () => {
    const bytes = Buffer.from('hello');
    const target = new Uint8Array(6);
    const tail = target.subarray(3);
    const copied = [bytes.copy(tail), bytes.copy(target, 1, 1, 3), bytes.copy(target, 0, 4)];
    const same = Buffer.from('ab');
    return [
      copied,
      [...target],
      same.equals(Uint8Array.of(97, 98)),
      same.equals(Uint8Array.of(97, 98, 99).subarray(0, 2)),
      same.equals(Uint8Array.of(97)),
      Buffer.compare(Uint8Array.of(1), Uint8Array.of(2)),
      await all(
        () => same.equals(5),
        () => same.equals(),
        () => Buffer.compare('a', same),
        () => Buffer.compare(same, null),
        () => same.equals(new Uint16Array(2)),
      ),
    ];
  },
  'url.parse query slashes': () => [
    url.parse('/a?b=c&b=d', true).query,
    url.parse('//h/p', false, true).host,
    url.parse('/a', true).query,
    url.parse('/a', true).search,
    url.parse('?x', true).query,
  ],
  'places out of range': () => {
    const bytes = Buffer.from('hello world 123');
    const methods = ['readUInt8', 'readInt16LE', 'readUInt32BE', 'readFloatLE', 'readDoubleBE'];
    const reads = methods.flatMap((name) => [14, 15, 20, -1, 1.5, null].map((at) => () => bytes[name](at)));
    const writers = ['writeUInt8', 'writeInt32BE', 'writeFloatBE', 'writeDoubleLE'];
    const writes = writers.flatMap((name) => [15, 20, -1, '1'].map((at) => () => bytes[name](1, at)));
    const texts = [
      ['a', 20],
      ['a', -1],
      ['a', 1.5],
      ['a', 0, 99],
      ['a', 'x'],
      ['abc', 13, 5],
      ['a', 0, 1, 'hex'],
    ];
    const parts = [[0, 99], [20], [0, 5, 0, 99], [-1]].map((ends) => () => bytes.compare(bytes, ...ends));
    const copies = [[-1], [0, -1], [0, 0, -1], [5]].map((ends) => () => bytes.copy(Buffer.alloc(4), ...ends));
    return all(
      ...reads,
      ...writes,
      ...texts.map((text) => () => bytes.write(...text)),
      ...parts,
      ...copies,
      () => bytes.copy('x'),
      () => bytes.writeIntLE(1, 14, 3),
      () => bytes.readBigInt64LE(20),
      () => bytes.writeBigInt64BE(1n, -1),
      () => Buffer.alloc(2 ** 31),
      () => Buffer.concat([1]),
      () => Buffer.concat([bytes, 'x']),
      () => Buffer.concat([bytes], -1),
      () => Buffer.from(new ArrayBuffer(4), 5),
      () => Buffer.from(new ArrayBuffer(4), 1, 9),
      () => Buffer.from(new ArrayBuffer(4), -1),
    );
  },
  'url.format': () =>
    all(
      () => url.format({ protocol: 'http', host: 'a.com', pathname: 'x', query: { a: 1, b: ['c', 'd'] } }),
      () => url.format({ hostname: 'h', port: 80, pathname: '/p', search: 'q=1', hash: 'z' }),
      () => url.format({ protocol: 'mailto', pathname: 'x' }),
      () =>
        url.format(new URL('http://u:p@münchen.de/x?y#z'), {
          auth: false,
          fragment: false,
          search: false,
          unicode: true,
        }),
      () => url.format('http://a.com/b c'),
      () => url.format({ slashes: true, hostname: '::1', pathname: '#?' }),
      () => url.format(5),
      () => url.format({ auth: 'a:b@', hostname: 'x', protocol: 'https:' }),
    ),
  'url.resolve': () =>
    [
      ['/one/two/three', 'four'],
      ['http://a.com/', '/one'],
      ['http://a.com/one', '/two'],
      ['http://a.com/b/c/d', '../e'],
      ['http://a.com/b', '?x'],
      ['http://a.com/b', '#x'],
      ['http://a.com', 'https://b.com'],
      ['http://a.com/b', '//c.com/d'],
      ['a/b', '../../c'],
      ['http://a.com/b/', '.'],
      ['mailto:a@b', 'c'],
      ['http://a.com', ''],
    ].map(([a, b]) => url.resolve(a, b)),
  'url domain': () =>
    all(
      () => url.domainToASCII('münchen.de'),
      () => url.domainToUnicode('xn--mnchen-3ya.de'),
      () => url.domainToASCII('xn--iñvalid.com'),
      () => url.domainToASCII(''),
    ),
  'url file': () =>
    all(
      () => url.fileURLToPath('file:///a/b%20c'),
      () => url.fileURLToPath('http://a'),
      () => url.fileURLToPath('file://host/a'),
      () => url.fileURLToPath('file:///a%2Fb'),
      () => url.pathToFileURL('/a b#?%').href,
      () => url.pathToFileURL('rel').href,
      () => url.fileURLToPath(5),
      () => url.fileURLToPathBuffer?.('file:///a').toString(),
    ),
  urlToHttpOptions: () => {
    const o = url.urlToHttpOptions(new URL('https://u:p@a.b:8/c?d#e'));
    return [Object.keys(o).sort(), o.path, o.auth, o.port, o.hostname];
  },
  'url classes': () => [
    url.URL === URL,
    url.URLSearchParams === URLSearchParams,
    typeof url.Url,
    Object.keys(url).sort().join(),
    url.URLPattern === URLPattern,
  ],
  'qs.parse': () =>
    [
      'a=1&b=2',
      'a=1&a=2',
      'a',
      'a=',
      '=b',
      'a=b=c',
      'a%20b=c+d',
      '&&a=1&&',
      'a=%zz',
      'a=%E9',
      '',
      'foo=bar&abc=xyz&abc=123',
    ].map((s) => ({ ...qs.parse(s) })),
  'qs.parse opts': () => [
    { ...qs.parse('a:1;b:2', ';', ':') },
    { ...qs.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }) },
    { ...qs.parse('a=%20x', '&', '=', { decodeURIComponent: (s) => 'D' + s }) },
    { ...qs.parse('a->1', '&', '->') },
    Object.getPrototypeOf(qs.parse('a')) === null,
    qs.decode === qs.parse,
    qs.encode === qs.stringify,
    { ...qs.parse(5) },
  ],
  'qs.stringify': () => [
    qs.stringify({ a: 1, b: [2, 'x'], c: true, d: null, e: undefined, f: {}, g: '', h: 5n, i: NaN, j: [] }),
    qs.stringify({ 'a b': 'ü &=' }),
    qs.stringify({ a: 1, b: 2 }, ';', ':'),
    qs.stringify({ a: 'x' }, '&', '=', { encodeURIComponent: (s) => '<' + s + '>' }),
    qs.stringify('x'),
    qs.stringify(null),
    qs.stringify({ a: "!'()*~-._" }),
  ],
  'qs.escape': () =>
    all(
      () => qs.escape('a b&ü'),
      () => qs.escape({}),
      () => qs.escape(5),
      () => qs.escape('\ud800'),
      () => qs.unescape('a%20b'),
      () => qs.unescape('%zz'),
      () => qs.unescapeBuffer('a%20%zz').toString(),
    ),
  posix: () =>
    all(
      () => path.join('a', '..', '..', 'b'),
      () => path.resolve('a'),
      () => path.relative('/a/b', '/a/c/d'),
      () => path.normalize('/a//b/./c/..'),
      () => path.parse('/x/y.tar.gz'),
      () => path.format({ root: '/', name: 'n', ext: 'e' }),
      () => path.basename('/a/b/'),
      () => path.extname('.bashrc'),
      () => path.join(5),
      () => path.isAbsolute(''),
      () => path.posix === path,
      () => path.dirname('a'),
      () => path.toNamespacedPath('/a'),
    ),
  'buffer read bad': () => {
    const b = Buffer.alloc(4);
    return all(
      () => b.readUInt8(4),
      () => b.readInt32LE(1),
      () => b.readUInt16BE(1.5),
      () => b.readUInt16BE('x'),
      () => b.readUIntBE(0, 7),
      () => b.writeUInt8(256),
      () => b.writeInt8(-129, 0),
      () => b.writeUInt32LE(-1),
      () => b.readBigInt64LE(),
      () => b.writeUInt16LE(1, 3),
      () => b.writeUInt8('x'),
    );
  },
  'buffer rw many': () => {
    const b = Buffer.alloc(16);
    b.writeDoubleBE(1.5, 0);
    b.writeFloatLE(2.5, 8);
    b.writeIntBE(-5, 12, 3);
    return [
      b.toString('hex'),
      b.readDoubleBE(0),
      b.readFloatLE(8),
      b.readIntBE(12, 3),
      b.readUintLE(0, 6),
      b.writeBigUInt64LE(2n ** 63n, 0),
      b.readBigInt64LE(0),
    ];
  },
};

export default answersOf(CHECKS);
