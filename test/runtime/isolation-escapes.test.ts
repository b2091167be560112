// Nothing of the host is reachable from a handler: every known way out of a vm context is tried.
import { describe, it } from 'vitest';
import { openHandler } from './run.ts';
import { STORE_THAT_FAILS } from './store-that-fails.ts';

/** How an object is turned into a function of the realm it comes from. */
const VIA = [
  `OBJECT.constructor.constructor('return process')()`,
  `Object.getPrototypeOf(OBJECT).constructor.constructor('return globalThis.process')()`,
];

/** Objects that a handler can get hold of; each must belong to the realm. */
const OBJECTS: Readonly<Record<string, string>> = {
  'the module object': `({})`,
  'its this': `(this ?? {})`,
  'the global object': `globalThis`,
  'what the global object inherits': `Object.getPrototypeOf(globalThis)`,
  'the request': `request`,
  'its headers': `request.headers`,
  'its cf': `request.cf`,
  'an iterator of headers': `request.headers.entries()`,
  'the environment': `env`,
  'a variable binding': `env.SETTINGS`,
  'a KV namespace': `env.KV`,
  'a KV promise': `env.KV.get('a')`,
  'a KV value': `(await env.KV.get('a', 'json'))`,
  'KV bytes': `(await env.KV.get('b', 'arrayBuffer'))`,
  'a KV list': `(await env.KV.list())`,
  'the error of a failed operation': `(await env.KV.get('fail').catch((error) => error))`,
  'the context': `ctx`,
  waitUntil: `ctx.waitUntil`,
  fetch: `fetch`,
  'a fetched response': `(await fetch('https://a.example/'))`,
  'the headers of a fetched response': `(await fetch('https://a.example/')).headers`,
  'a failed fetch': `(await fetch('https://fail.example/').catch((error) => error))`,
  'an invalid URL error': `(() => { try { new URL('no url') } catch (error) { return error } })()`,
  setTimeout: `setTimeout`,
  'what setTimeout returns': `setTimeout(() => {}, 1)`,
  console: `console.log`,
  Date: `Date`,
  'a date': `new Date()`,
  'Math.random': `Math.random`,
  performance: `performance`,
  navigator: `navigator`,
  'scheduler.wait': `scheduler.wait(1)`,
  Response: `Response`,
  'a response': `new Response('x')`,
  'a promise of text': `new Response('x').text()`,
  'bytes of a body': `(await new Response('x').arrayBuffer())`,
  'a body error': `(await new Response('{').json().catch((error) => error))`,
  'a stack overflow': `(() => { const f = () => { try { f() } catch (error) { throw error } }; try { f() } catch (error) { return error } })()`,
  'a stack overflow inside console': `(() => { let caught; const f = () => { try { console.log('x'); f() } catch (error) { caught ??= error; throw error } }; try { f() } catch {} return caught })()`,
  'an overflow inside fetch': `(() => { let caught; const f = () => { try { setTimeout(() => {}, 1); f() } catch (error) { caught ??= error; throw error } }; try { f() } catch {} return caught })()`,
  Error: `Error`,
  'an async function': `(async () => {})`,
  'a generator': `(function* () {})()`,
  'a proxy': `new Proxy({}, {})`,
  'the prepareStackTrace hook': `(Error.prepareStackTrace ?? {})`,
  'call sites': `(() => { try { Error.prepareStackTrace = (error, sites) => sites } catch {} const { stack } = new Error('x'); return stack[0] ?? stack })()`,
  'a dynamic import': `(await import(String('node:fs')).catch((error) => error))`,
  'a dynamic import of a name made at run time': `(await import(['node', 'fs'].join(':')).catch((error) => error))`,
  structuredClone: `(globalThis.structuredClone ?? {})`,
  queueMicrotask: `(globalThis.queueMicrotask ?? {})`,
  crypto: `(globalThis.crypto ?? {})`,
  WebAssembly: `(globalThis.WebAssembly ?? {})`,
  Intl: `Intl.DateTimeFormat`,
};

const SOURCE = `
function marker(value) { return value === undefined || value === null ? 'nothing' : 'REACHED ' + typeof value; }
export default { async fetch(request, env, ctx) {
  const found = {};
  const attempt = async (name, work) => {
    try { found[name] = marker(await work()); }
    catch (error) { found[name] = error instanceof Error ? 'refused' : 'FOREIGN ERROR ' + String(error); }
  };
  ATTEMPTS
  return Response.json(found);
} };`;

describe('the wall around a realm', () => {
  it.for(['shared', 'own'] as const)(
    'lets no object that a handler can reach lead to the host, by 100 and more ways, in its %s realm',
    async (kind, { expect }) => {
      const names = Object.entries(OBJECTS).flatMap(([name, object]) =>
        VIA.map((via, i) => [`${name} (${i + 1})`, via.replace('OBJECT', () => object)] as const),
      );
      expect(names.length).toBeGreaterThanOrEqual(40);
      const attempts = names.map(
        ([name, code]) => `await attempt(${JSON.stringify(name)}, async () => ${code});`,
      );
      const { bench, isolate } = await openHandler(
        SOURCE.replace('ATTEMPTS', () => attempts.join('\n')),
        {
          kind,
          ...STORE_THAT_FAILS,
        },
      );
      const outcome = bench.call(isolate);
      expect(outcome.error).toBe('');
      const found = JSON.parse(outcome.text) as Record<string, string>;
      const escaped = Object.entries(found).filter(
        ([, result]) => result !== 'refused' && result !== 'nothing',
      );
      expect(escaped).toEqual([]);
      expect(Object.keys(found)).toHaveLength(names.length);
    },
  );

  it('refuses to make code from strings', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { async fetch() {
      const tries = [() => eval('1'), () => (0, eval)('1'), () => new Function('return 1')(), () => Function('return 1')(),
        () => (async () => {}).constructor('return 1')(), () => (function* () {}).constructor('yield 1')(), () => setTimeout('1', 1)];
      return Response.json(tries.map((work) => { try { work(); return 'ran'; } catch (error) { return error instanceof Error ? error.name : 'foreign'; } })); } };`);
    const names = JSON.parse(bench.call(isolate).text) as string[];
    expect(names).toEqual([
      'EvalError',
      'EvalError',
      'EvalError',
      'EvalError',
      'EvalError',
      'EvalError',
      'TypeError',
    ]);
  });

  it('lets no text that is compiled while a module starts reach the host', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `const tries = [() => new Function('return typeof process + typeof require')(), () => eval('import("node:fs")'),
        () => new Function('return imp' + 'ort("node:fs")')(), () => new Function('return \\u0069mport("node:fs")')(),
        () => (async () => {}).constructor('return this.process')(), () => new Function('}), (() => { throw 5 })(), (function () {')];
      const found = [];
      const attempt = async (work) => {
        try { return String(await work()); } catch (error) { return error === 5 ? 'own' : error instanceof Error ? error.name : 'FOREIGN'; }
      };
      for (const work of tries) found.push(await attempt(work));
      let deep;
      const fall = () => { try { new Function('return 1'); fall(); } catch (error) { deep ??= error instanceof Error; throw error; } };
      try { fall(); } catch {}
      export default { fetch: () => Response.json([...found, deep]) };`,
      { kind: 'own' },
    );
    expect(JSON.parse(bench.call(isolate).text)).toEqual([
      'undefinedundefined',
      'SyntaxError',
      'SyntaxError',
      'SyntaxError',
      'undefined',
      'own',
      true,
    ]);
  });

  it('keeps every intrinsic and Web class as it is, for all isolates', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { async fetch() {
      const tries = [() => { Array.prototype.map = 1 }, () => { Object.prototype.evil = 1 }, () => { Promise.prototype.then = 1 },
        () => { Response.prototype.text = 1 }, () => { Headers.evil = 1 }, () => { Function.prototype.call = 1 }, () => { JSON.parse = 1 },
        () => { Object.getPrototypeOf(globalThis).evil = 1 }, () => { Object.setPrototypeOf(Response, null) }, () => { Error.prepareStackTrace.evil = 1 }];
      return Response.json(tries.map((work) => { try { work(); return 'changed'; } catch (error) { return error instanceof TypeError ? 'refused' : String(error); } })); } };`);
    const names = JSON.parse(bench.call(isolate).text) as string[];
    expect(names).toEqual(names.map(() => 'refused'));
  });

  it('hides the collector and the inspector console, and lets nobody wait on memory', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { fetch() { const target = {};
      return Response.json([typeof SharedArrayBuffer, typeof process, console.context('a').log === console.log, new WeakRef(target).deref() === target,
        (() => { try { Atomics.wait(new Int32Array(4), 0, 0); return 'waited' } catch (error) { return error.name } })()]); } };`);
    expect(JSON.parse(bench.call(isolate).text)).toEqual([
      'function',
      'undefined',
      // The inspector's would make new members, which write to the host's own console.
      true,
      true,
      'TypeError',
    ]);
  });
});
