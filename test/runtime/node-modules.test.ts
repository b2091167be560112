// Node's own modules in a handler: what they answer, whose context and randomness they use, and which are refused by name.
import { expect, test } from 'vitest';
import { SimError } from '../../sim/errors.ts';
import { bundleSource, evaluate, openHandler } from './run.ts';

const node = (imports: string, body: string): Promise<unknown> => evaluate(body, { imports });

test('buffers read and write the encodings of Node', async () => {
  const answer = await node(
    `import { Buffer } from 'node:buffer';`,
    `return [
      Buffer.from('héé').toString('hex'), Buffer.from('_-8', 'base64url').toString('base64'),
      Buffer.from('>>>???').toString('base64url'), Buffer.from([1, 2, 3]).readUInt16BE(1), JSON.stringify(Buffer.from('a')),
    ];`,
  );
  expect(answer).toEqual(['68c3a9c3a9', '/+8=', 'Pj4-Pz8_', 515, '{"type":"Buffer","data":[97]}']);
});

test('digests, HMAC, key derivation and AES are those of Node', async () => {
  const answer = await node(
    `import crypto from 'node:crypto';`,
    `const key = Buffer.alloc(32, 1);
    const cipher = crypto.createCipheriv('aes-256-gcm', key, Buffer.alloc(12, 2));
    const sealed = Buffer.concat([cipher.update('hello', 'utf8'), cipher.final()]);
    const opener = crypto.createDecipheriv('aes-256-gcm', key, Buffer.alloc(12, 2));
    opener.setAuthTag(cipher.getAuthTag());
    return [
      crypto.createHash('sha256').update('a').update('b').digest('hex').slice(0, 8),
      crypto.createHash('md5').update('').digest('base64'),
      crypto.createHmac('sha1', 'k').update('d').digest('hex').slice(0, 8),
      crypto.scryptSync('p', 's', 16).toString('hex'),
      crypto.pbkdf2Sync('p', 's', 1000, 16, 'sha256').toString('hex'),
      sealed.toString('hex'),
      opener.update(sealed).toString() + opener.final().toString(),
    ];`,
  );
  const { createCipheriv, createHmac, pbkdf2Sync, scryptSync } = await import('node:crypto');
  const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32, 1), Buffer.alloc(12, 2));
  expect(answer).toEqual([
    'fb8e20fc',
    '1B2M2Y8AsgTpgAmY7PhCfg==',
    createHmac('sha1', 'k').update('d').digest('hex').slice(0, 8),
    scryptSync('p', 's', 16).toString('hex'),
    pbkdf2Sync('p', 's', 1000, 16, 'sha256').toString('hex'),
    Buffer.concat([cipher.update('hello', 'utf8'), cipher.final()]).toString('hex'),
    'hello',
  ]);
});

test("signatures by key objects are what Node's own verify, and its keys are read here", async () => {
  const crypto = await import('node:crypto');
  const own = crypto.generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const pem = own.privateKey.export({ type: 'sec1', format: 'pem' });
  const answer = (await node(
    `import crypto from 'node:crypto';`,
    `const kinds = [['rsa', { modulusLength: 2048 }], ['ec', { namedCurve: 'secp384r1' }], ['ed25519']];
    const signed = kinds.map(([type, options]) => {
      const { publicKey, privateKey } = crypto.generateKeyPairSync(type, options);
      const algorithm = type === 'ed25519' ? null : 'sha256';
      const signature = crypto.sign(algorithm, Buffer.from('m'), privateKey);
      return [algorithm, publicKey.export({ type: 'spki', format: 'pem' }), signature.toString('hex'),
        crypto.verify(algorithm, Buffer.from('m'), publicKey, signature), crypto.verify(algorithm, Buffer.from('n'), publicKey, signature)];
    });
    const other = crypto.createSign('RSA-SHA512').update('m').sign(${JSON.stringify(pem)}, 'hex');
    return [signed, other];`,
  )) as [[string | null, string, string, boolean, boolean][], string];
  const [signed, other] = answer;
  expect(signed.map((row) => row.slice(3))).toEqual(signed.map(() => [true, false]));
  for (const [algorithm, key, signature] of signed) {
    expect(crypto.verify(algorithm, Buffer.from('m'), key, Buffer.from(signature, 'hex'))).toBe(true);
  }
  expect(crypto.verify('sha512', Buffer.from('m'), own.publicKey, Buffer.from(other, 'hex'))).toBe(true);
});

test('random bytes of node:crypto belong to the request, like all others', async () => {
  const source = `import { randomBytes } from 'node:crypto';
    export default { fetch: () => new Response(randomBytes(8).toString('hex')) };`;
  const { bench, isolate } = await openHandler(source);
  const again = await openHandler(source);
  const [first, second] = [bench.call(isolate).text, bench.call(isolate).text];
  expect(first).not.toBe(second);
  expect(again.bench.call(again.isolate).text).toBe(first);
});

test('compression goes there and back', async () => {
  const answer = await node(
    `import zlib from 'node:zlib';`,
    `const pairs = [['gzipSync', 'gunzipSync'], ['deflateSync', 'inflateSync'], ['deflateRawSync', 'inflateRawSync'], ['brotliCompressSync', 'brotliDecompressSync']];
    return pairs.map(([there, back]) => zlib[back](zlib[there]('hello')).toString());`,
  );
  expect(answer).toEqual(['hello', 'hello', 'hello', 'hello']);
  await expect(node(`import { gunzipSync } from 'node:zlib';`, `gunzipSync('no gzip');`)).rejects.toThrow(
    'incorrect header check',
  );
});

test('streams and events work as in Node', async () => {
  const answer = await node(
    `import { EventEmitter, once } from 'node:events';
     import { Readable, Transform } from 'node:stream';
     import { pipeline } from 'node:stream/promises';
     import { inherits } from 'node:util';`,
    `const seen = [];
    const upper = new Transform({ transform: (chunk, encoding, done) => done(null, String(chunk).toUpperCase()) });
    await pipeline(Readable.from(['a', 'b']), upper, async (source) => { for await (const chunk of source) seen.push(String(chunk)); });
    function Old() { EventEmitter.call(this); }
    inherits(Old, EventEmitter);
    const emitter = new Old();
    const waited = once(emitter, 'done');
    emitter.emit('done', 7);
    return [seen.join(''), await waited];`,
  );
  expect(answer).toEqual(['AB', [7]]);
});

test('arguments are parsed as in Node', async () => {
  const answer = await node(
    `import { aborted, format, parseArgs } from 'node:util';`,
    `const options = { name: { type: 'string', short: 'n' }, tag: { type: 'string', multiple: true }, verbose: { type: 'boolean', short: 'v' }, level: { type: 'string', default: '1' } };
    const parsed = parseArgs({ args: ['-vn', 'x', '--tag=a', '--tag', 'b', 'file', '--', '--rest'], options, allowPositionals: true });
    const codes = [['--nope'], ['--name'], ['--verbose=1'], ['file']].map((args) => {
      try { parseArgs({ args, options }); } catch (error) { return error.code; }
    });
    const controller = new AbortController();
    const waited = aborted(controller.signal, {});
    controller.abort();
    return [{ ...parsed.values }, parsed.positionals, codes, await waited === undefined, format('%%'), format('%%%s', 1)];`,
  );
  expect(answer).toEqual([
    { name: 'x', tag: ['a', 'b'], verbose: true, level: '1' },
    ['file', '--rest'],
    [
      'ERR_PARSE_ARGS_UNKNOWN_OPTION',
      'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
      'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
      'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
    ],
    true,
    '%%',
    '%1',
  ]);
});

test('assertions, formats and deep equality speak as in Node', async () => {
  const answer = await node(
    `import assert from 'node:assert'; import util from 'node:util';`,
    `const failed = (run) => { try { run(); return 'passed'; } catch (error) { return [error.name, error.code, error.message]; } };
    return [
      failed(() => assert(false, 'why')), failed(() => assert.deepStrictEqual({ a: [1] }, { a: [1] })),
      failed(() => assert.throws(() => { throw new TypeError('x'); }, TypeError)),
      util.format('%s has %d of %j', 'a', 5, { b: 1 }), util.isDeepStrictEqual(new Map([[1, [2]]]), new Map([[1, [2]]])),
    ];`,
  );
  expect(answer).toEqual([
    ['AssertionError', 'ERR_ASSERTION', 'why'],
    'passed',
    'passed',
    'a has 5 of {"b":1}',
    true,
  ]);
});

test('a store of AsyncLocalStorage follows its request through awaits, timers and fetches, whatever else runs', async () => {
  const { bench, isolate } = await openHandler(
    `import { AsyncLocalStorage } from 'node:async_hooks';
    const storage = new AsyncLocalStorage();
    async function work() {
      const seen = [storage.getStore()];
      await scheduler.wait(5);
      seen.push(storage.getStore());
      await new Promise((resolve) => setTimeout(() => { seen.push(storage.getStore()); resolve(); }, 3));
      await (await fetch('http://upstream/')).text();
      seen.push(storage.getStore());
      return seen;
    }
    export default { async fetch(request) {
      const name = new URL(request.url).pathname;
      const outside = storage.getStore() ?? 'none';
      return new Response([outside, ...(await storage.run(name, work)), storage.getStore() ?? 'none'].join(' '));
    } };`,
    { answer: () => ({ ok: true, value: 'up' }) },
  );
  const ids = ['/a', '/b', '/c'].map((path) => bench.begin(isolate, { url: `https://example.com${path}` }));
  bench.finish();
  expect(ids.map((id) => bench.outcome(id).text)).toEqual([
    'none /a /a /a /a none',
    'none /b /b /b /b none',
    'none /c /c /c /c none',
  ]);
});

test('handlers that use Node have its globals, others have none', async () => {
  const names = `return [typeof Buffer, typeof process, typeof setImmediate, typeof global];`;
  expect(await evaluate(names)).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  expect(await node(`import 'node:path';`, names)).toEqual(['function', 'object', 'function', 'object']);
  expect(await evaluate(`return Buffer.from('a').toString('hex');`)).toBe('61');
  expect(await evaluate(`return typeof process.env.NOPE;`)).toBe('undefined');
  expect(await evaluate(`return performance.mark('a').name;`)).toBe('a');
  expect(await evaluate(`return [typeof performance.mark, performance.mark?.('a')];`)).toEqual([
    'undefined',
    null,
  ]);
});

test('a handler that calls the global object as Node does has it, one that calls something of its own so needs none', async () => {
  expect(await evaluate(`global.kept = 1; return [kept, global === globalThis];`)).toEqual([1, true]);
  const own = `function read(global) { return global.a; } const use = (global) => global.b;`;
  expect(await node(own, `return [read({ a: 1 }), use({ b: 2 }), typeof Buffer];`)).toEqual([
    1,
    2,
    'undefined',
  ]);
});

test('a handler that asks whether Buffer exists has it only where it counts on it elsewhere', async () => {
  const asks = `function bytes(text) {
      if (typeof Buffer !== 'undefined') return Buffer.from(text);
      return new TextEncoder().encode(text);
    }`;
  const counts = `function hex(text) { return Buffer.from(text).toString('hex'); }`;
  expect(await node(asks, `return [typeof Buffer, bytes('a').length];`)).toEqual(['undefined', 1]);
  expect(await node(`${asks}\n${counts}`, `return [bytes('a').length, hex('a')];`)).toEqual([1, '61']);
});

test("code that looks for a way to Node's modules brings none with it", async () => {
  const names = `[typeof process, typeof Buffer, typeof global]`;
  const none = ['undefined', 'undefined', 'undefined'];
  const tries = [
    `await import(['f', 's'].join(''))`,
    `await import('process')`,
    `await import('fs')`,
    `require('fs')`,
    `process.env.HOME`,
    `process.getBuiltinModule('fs')`,
    `Function('return process.env')()`,
    `(() => {}).constructor("return Buffer.from('a')")()`,
  ];
  const outcomes = await Promise.all(
    tries.map((text) =>
      evaluate(
        `let thrown = ''; try { ${text}; } catch (error) { thrown = error.name; } return [thrown, ...${names}];`,
      ),
    ),
  );
  expect(outcomes).toEqual(
    ['Error', 'Error', 'Error', 'Error', 'ReferenceError', 'ReferenceError', 'EvalError', 'EvalError'].map(
      (name) => [name, ...none],
    ),
  );
});

test("what the platform provides does not count as the handler's size", async () => {
  const plain = await bundleSource(`export default { fetch: () => new Response('a') };`);
  const withNode = await bundleSource(
    `import crypto from 'node:crypto'; export default { fetch: () => new Response(crypto.randomUUID()) };`,
  );
  expect(withNode.sizeBytes - plain.sizeBytes).toBeLessThan(5000);
});

test.each([
  ['node:fs', 'there is no file system at the edge'],
  ['fs/promises', 'there is no file system at the edge'],
  ['net', 'handlers reach the network by fetch() only'],
  ['node:child_process', 'a handler runs in one isolate'],
  ['node:vm', 'edge platforms do not have it'],
  ['./addon.node', 'only JavaScript and WebAssembly run at the edge'],
])('an import of %s is refused at its line', async (name, why) => {
  const source = `const greeting = 'hello';\nimport thing from '${name}';\nexport default { fetch: () => new Response(greeting + thing) };`;
  const error: unknown = await bundleSource(source, { 'addon.node': 'x' }).catch((thrown: unknown) => thrown);
  if (!(error instanceof SimError)) throw new Error('no SimError');
  expect(error.code).toBe('E_BUNDLE');
  expect(error.message).toContain(why);
  expect(error.at?.line).toBe(2);
  expect(error.hint).not.toBe('');
});
