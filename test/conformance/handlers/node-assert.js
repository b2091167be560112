// Decoders of texts, and what node:assert says.
import path from 'node:path';
import { Buffer } from 'node:buffer';
import buf from 'node:buffer';
import assert from 'node:assert';
import { StringDecoder } from 'node:string_decoder';
import url from 'node:url';
import { all, answersOf } from '../node-checks.js';

const CHECKS = {
  'buffer swap fill copy': () => {
    const b = Buffer.from([1, 2, 3, 4]);
    return all(
      () => b.swap16().toString('hex'),
      () => b.swap32().toString('hex'),
      () => Buffer.from([1]).swap16(),
      () => Buffer.alloc(5).fill('ab').toString(),
      () => Buffer.alloc(5).fill('zz', 'hex').toString('hex'),
      () => Buffer.alloc(4).fill(300).toString('hex'),
      () => {
        const t = Buffer.alloc(3);
        return [b.copy(t, 1), t.toString('hex')];
      },
      () => b.copy(Buffer.alloc(2), 0, 5),
      () => Buffer.alloc(3).fill('x', 5),
      () => Buffer.alloc(6).fill('ü').toString(),
    );
  },
  'buffer indexOf': () => {
    const b = Buffer.from('this is a buffer');
    return [
      b.indexOf('is'),
      b.indexOf('is', 3),
      b.lastIndexOf('is'),
      b.indexOf(Buffer.from('a buf')),
      b.indexOf(97),
      b.indexOf('zz'),
      b.includes('buffer'),
      b.indexOf('', 3),
      b.indexOf('', 99),
      b.lastIndexOf('i', -5),
      b.indexOf('69', 0, 'hex'),
      b.indexOf(''),
      b.lastIndexOf('', 3),
      b.indexOf(99.99),
      b.indexOf(new Uint8Array([97])),
      b.indexOf('b', -6),
      Buffer.from('ab', 'ucs2').indexOf('b', 0, 'ucs2'),
    ];
  },
  'buffer indexOf bad': () =>
    all(
      () => Buffer.from('a').indexOf({}),
      () => Buffer.from('a').indexOf(null),
      () => Buffer.from('a').indexOf('a', 0, 'nope'),
      () => Buffer.from('a').includes(),
    ),
  'buffer write enc': () => {
    const b = Buffer.alloc(10);
    return [
      b.write('héllo'),
      b.write('ff', 6, 'hex'),
      b.write('abc', 8),
      b.write('zzz', 0, 2),
      b.write('YWI=', 0, 'base64'),
      b.write('xy', 0, 4, 'latin1'),
      b.toString('latin1'),
    ];
  },
  'buffer base64 edge': () => [
    Buffer.from('YQ', 'base64').toString(),
    Buffer.from('Y Q=\n=', 'base64').toString(),
    Buffer.from('YQ==YQ==', 'base64').toString('hex'),
    Buffer.from('-_', 'base64').toString('hex'),
    Buffer.from('a', 'base64').length,
    Buffer.from('abc!def', 'base64').toString('hex'),
    Buffer.byteLength('YQ==', 'base64'),
    Buffer.byteLength('YWI', 'base64url'),
    Buffer.byteLength('héé'),
    Buffer.byteLength('abcd', 'hex'),
    Buffer.byteLength('ab', 'utf16le'),
  ],
  'buffer hex edge': () => [
    Buffer.from('abcg12', 'hex').toString('hex'),
    Buffer.from('a', 'hex').length,
    Buffer.from('ABCD', 'hex').toString('hex'),
    Buffer.from('0x12', 'hex').length,
  ],
  'buffer utf8 edge': () => [
    Buffer.from('\ud800').toString('hex'),
    Buffer.from([0xff, 0xfe, 0x41]).toString(),
    Buffer.from([0xe2, 0x82]).toString(),
    Buffer.from('\u{1F600}').length,
    Buffer.from([0xef, 0xbb, 0xbf, 0x41]).toString().length,
    Buffer.from('é', 'ascii').toString('hex'),
    Buffer.from([0xe9]).toString('ascii'),
    Buffer.from('\u0100', 'latin1').toString('hex'),
  ],
  'buffer slices': () => {
    const b = Buffer.from('abcdef');
    return [
      b.slice(1, 3).toString(),
      b.subarray(-3, -1).toString(),
      b.slice('2').toString(),
      b.at(-1),
      b.toString('utf8', 2, 4),
      b.asciiSlice?.(0, 2),
      b.latin1Slice?.(1, 2),
      b.hexSlice?.(0, 2),
      b.utf8Slice?.(0, 2),
      b.base64Slice?.(0, 3),
      typeof b.utf8Write,
      b.parent === b.buffer,
      b.offset,
    ];
  },
  'buffer statics': () => [
    Buffer.isEncoding('UTF-8'),
    Buffer.isEncoding('utf-16le'),
    Buffer.isEncoding('nope'),
    Buffer.isEncoding('base64url'),
    Buffer.poolSize,
    buf.kMaxLength,
    buf.constants.MAX_LENGTH,
    buf.constants.MAX_STRING_LENGTH,
    buf.INSPECT_MAX_BYTES,
    Buffer.of(1, 2).toString('hex'),
    Buffer.copyBytesFrom(new Uint16Array([1, 2]), 1).toString('hex'),
    Buffer.isBuffer(new Uint8Array(1)),
    Object.keys(buf).sort().join(),
  ],
  'buffer iter json': () => [
    [...Buffer.from('ab').entries()],
    [...Buffer.from('ab').keys()],
    [...Buffer.from('ab')],
    JSON.stringify({ b: Buffer.from('a') }),
    Buffer.from(JSON.parse(JSON.stringify(Buffer.from('q')))).toString(),
    Buffer.from('ab').map((x) => x + 1) instanceof Buffer,
    Buffer.from('ab').toLocaleString(),
  ],
  'SlowBuffer new Buffer': () =>
    all(
      () => new Buffer('abc').toString(),
      () => Buffer('abc').toString(),
      () => new Buffer(3).length,
      () => buf.SlowBuffer(2).length,
      () => new Buffer([1, 2]).toString('hex'),
    ),
  'assert messages': () =>
    all(
      () => assert.strictEqual(1, 2),
      () => assert.equal(1, 2),
      () => assert.deepStrictEqual({ a: 1 }, { a: 2 }),
      () => assert.deepEqual([1], [2]),
      () => assert.notStrictEqual(1, 1),
      () => assert.notEqual(1, 1),
      () => assert.notDeepStrictEqual({}, {}),
      () => assert.ok(0),
      () => assert(false),
      () => assert(false, 'msg'),
      () => assert.fail(),
      () => assert.fail('x'),
      () => assert.ifError(new Error('e')),
      () => assert.ifError(null),
    ),
  'assert messages 2': () =>
    all(
      () => assert.strictEqual('a\nb', 'a\nc'),
      () => assert.strictEqual('hello', 'help'),
      () => assert.deepStrictEqual([1, 2, 3], [1, 2, 4]),
      () => assert.match('abc', /x/),
      () => assert.doesNotMatch('abc', /a/),
      () => assert.throws(() => {}),
      () =>
        assert.throws(() => {
          throw new Error('a');
        }, /b/),
      () =>
        assert.throws(
          () => {
            throw new Error('a');
          },
          { message: 'b' },
        ),
      () =>
        assert.doesNotThrow(() => {
          throw new Error('z');
        }),
      () => assert.rejects(Promise.resolve(1)),
      () => assert.rejects(Promise.reject(new Error('r')), /r/),
      () => assert.doesNotReject(Promise.reject(new Error('dr'))),
      () => assert.strictEqual(1, 2, new TypeError('own')),
      () => assert.strictEqual(NaN, 0, 'custom'),
    ),
  'assert strict ns': () => [
    assert.strict === assert.strict.strict,
    assert.strict.equal === assert.strictEqual,
    typeof assert.AssertionError,
    typeof assert.CallTracker,
    Object.keys(assert).sort().join(),
  ],
  AssertionError: () => {
    const e = new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
    const f = new assert.AssertionError({ message: 'm' });
    return [
      e.message,
      e.generatedMessage,
      e.code,
      f.message,
      f.generatedMessage,
      e.name,
      String(e),
      Object.keys(e),
    ];
  },
  'differences deep inside': () =>
    all(
      () =>
        assert.deepStrictEqual(
          { a: { b: { c: [1, 2, { d: 1 }] } }, x: 'y' },
          { a: { b: { c: [1, 2, { d: 2 }] } }, x: 'y' },
        ),
      () => assert.deepStrictEqual(new Map([[1, 2]]), new Map([[1, 3]])),
      () => assert.partialDeepStrictEqual({ a: 1 }, { a: 2 }),
    ),
  'what decoders refuse': () =>
    all(
      () => new StringDecoder('nope'),
      () => new StringDecoder().write(5),
      () => new StringDecoder().write('text'),
      () => new StringDecoder().write(new Uint8Array([65])),
      () => new StringDecoder('utf8').end('x'),
    ),
  'parsed addresses in their order': () => [url.parse('http://a.b:8/c?d#e'), url.parse('?x=1', true)],
};

export default answersOf(CHECKS);
