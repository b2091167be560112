// The Minimum Common Web API is there, whole, and its objects are of the handler's own realm.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from './run.ts';

/** Name and kind of each member of the standard. */
const members = readFileSync(join(import.meta.dirname, 'data/minimum-common-api.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(2)
  .map((line) => line.split(','));

test('all 78 names of the Minimum Common Web API are present', async () => {
  const missing = await evaluate(`
    const members = ${JSON.stringify(members)};
    const isThere = ([path, kind]) => {
      const names = path.split('.');
      const last = names.pop();
      let holder = globalThis;
      for (const name of names) holder = holder?.[name];
      if (holder === undefined || holder === null) return false;
      const wantsFunction = kind === 'interface' || kind === 'method';
      return wantsFunction ? typeof holder[last] === 'function' : last in holder;
    };
    return members.filter((member) => !isThere(member)).map(([path]) => path);`);
  expect(members).toHaveLength(78);
  expect(missing).toEqual([]);
});

test('the table of names in the documentation is whole', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../sim/runtime/web/README.md'), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `') && line.split('|').length === 6);
  const listed = rows.map((line) =>
    line
      .split('|')
      .slice(1, 3)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
  expect(listed).toEqual(members);
});

test('interfaces have their own name and tag', async () => {
  const wrong = await evaluate(`
    const names = ${JSON.stringify(members.filter(([, kind]) => kind === 'interface').map(([path]) => path))};
    return names.filter((name) => !name.includes('.')).filter((name) => {
      const made = globalThis[name];
      const tag = made.prototype[Symbol.toStringTag] ?? name;
      return made.name !== name || tag !== name;
    });`);
  expect(wrong).toEqual([]);
});

test('what the API makes is an instance of the classes that the handler sees', async () => {
  const answers = await evaluate(`
    const signal = AbortSignal.timeout(1);
    const [one, two] = new Response('x').body.tee();
    return [
      new URL('http://a/').searchParams instanceof URLSearchParams,
      new AbortController().signal instanceof AbortSignal,
      signal instanceof AbortSignal,
      signal instanceof EventTarget,
      one instanceof ReadableStream,
      new TextEncoder().encode('x') instanceof Uint8Array,
      (await new Response('x').arrayBuffer()) instanceof ArrayBuffer,
      (await new Response('x').blob()) instanceof Blob,
      (await new Response(new URLSearchParams('a=b')).formData()) instanceof FormData,
      crypto.subtle.digest('SHA-1', new Uint8Array(1)) instanceof Promise,
      (await crypto.subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', true, ['encrypt'])) instanceof CryptoKey,
      crypto instanceof Crypto,
      crypto.subtle instanceof SubtleCrypto,
      new CompressionStream('gzip').readable instanceof ReadableStream,
      structuredClone(new Map()) instanceof Map,
      performance instanceof Performance,
      request instanceof Request,
      request.headers instanceof Headers,
    ];`);
  expect(answers).toEqual(Array.from({ length: 18 }, () => true));
});

test('names that Workers block are there and refuse', async () => {
  const answers = await evaluate(`
    const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
    const refusal = async (run) => { try { await run(); return 'ran'; } catch (error) { return error.name; } };
    return [
      await refusal(() => WebAssembly.compile(bytes)),
      await refusal(() => WebAssembly.instantiate(bytes)),
      await refusal(() => WebAssembly.compileStreaming(new Response(bytes))),
      await refusal(() => WebAssembly.instantiateStreaming(new Response(bytes))),
      await refusal(() => new WebAssembly.Module(bytes)),
      await refusal(() => eval('1')),
    ];`);
  expect(answers).toEqual([...Array.from({ length: 5 }, () => 'CompileError'), 'EvalError']);
});

test('a handler cannot change the classes that other isolates share', async () => {
  const answers = await evaluate(`
    const attempt = (run) => { try { run(); return 'changed'; } catch (error) { return error.name; } };
    return [
      attempt(() => { URL.prototype.toString = () => 'mine'; }),
      attempt(() => { Object.defineProperty(Response.prototype, 'text', { value: 1 }); }),
      attempt(() => { ReadableStream.prototype.extra = 1; }),
      attempt(() => { crypto.subtle.constructor.prototype.digest = 1; }),
      attempt(() => { Array.prototype.extra = 1; }),
    ];`);
  expect(answers).toEqual(Array.from({ length: 5 }, () => 'TypeError'));
});
