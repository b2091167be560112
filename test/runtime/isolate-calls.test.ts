// Handlers really run: module state per isolate, errors, hangs, top-level await, and whose operation is whose.
import { describe, it } from 'vitest';
import { bundleSource, evaluate, openBench, openHandler } from './run.ts';

const COUNTER = `let calls = 0; export default { fetch() { calls++; return new Response(String(calls)); } };`;

describe('an isolate', () => {
  it('keeps the state of its module between calls', async ({ expect }) => {
    const { bench, isolate } = await openHandler(COUNTER);
    expect([1, 2, 3].map(() => bench.call(isolate).text)).toEqual(['1', '2', '3']);
  });

  it('shares no module state with another isolate of the same bundle', async ({ expect }) => {
    const bench = openBench();
    const bundle = await bundleSource(COUNTER);
    const [a, b] = [bench.start(bundle), bench.start(bundle)];
    expect([a, b, a, a, b].map((isolate) => bench.call(isolate).text)).toEqual(['1', '1', '2', '3', '2']);
  });

  it('shares nothing that is put on globalThis with another isolate', async ({ expect }) => {
    const bench = openBench();
    const bundle = await bundleSource(
      `export default { fetch() { globalThis.n = (globalThis.n ?? 0) + 1; return new Response(n + ',' + typeof m); } };`,
    );
    const [a, b] = [bench.start(bundle), bench.start(bundle)];
    expect([a, a, b].map((isolate) => bench.call(isolate).text)).toEqual([
      '1,undefined',
      '2,undefined',
      '1,undefined',
    ]);
  });

  it('may wait at top level before it exports its handler', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `const word = await Promise.resolve('ready'); export default { fetch: () => new Response(word) };`,
    );
    expect(bench.call(isolate).text).toBe('ready');
  });

  it('says so when its module throws while it is evaluated, and fails its calls with that error', async ({
    expect,
  }) => {
    const { bench, isolate } = await openHandler(`throw new RangeError('no luck'); export default {};`);
    expect(bench.emissions[0]).toMatchObject({ kind: 'evaluated', ok: false });
    expect(bench.call(isolate).error).toBe('RangeError: no luck');
  });

  it('refuses timers, fetches and random bytes in global scope', async ({ expect }) => {
    for (const work of [
      'setTimeout(() => 1, 1)',
      "await fetch('https://a.example')",
      'crypto.getRandomValues(new Uint8Array(1))',
    ]) {
      const { bench } = await openHandler(`${work}; export default {};`);
      expect(bench.emissions[0]).toMatchObject({
        ok: false,
        message: expect.stringContaining('Disallowed operation called within global scope'),
      });
    }
  });
});

describe('a call', () => {
  it('that throws what is no error names its class', async ({ expect }) => {
    for (const [thrown, error] of [
      ['{ message: "m" }', 'Error: #<Object>'],
      ['new (class Odd {})()', 'Error: #<Odd>'],
      ['[1, 2]', 'Error: [object Array]'],
      ['"a text"', 'Error: a text'],
      ['new Response("r")', 'Error: #<Response>'],
    ]) {
      const { bench, isolate } = await openHandler(`export default { fetch() { throw ${thrown}; } };`);
      expect(bench.call(isolate).error).toBe(error);
    }
  });

  it('that answers with an error response fails', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { fetch: () => Response.error() };`);
    expect(bench.call(isolate).error).toBe(
      'TypeError: Return value from serve handler must not be an error response (like Response.error())',
    );
  });

  it('that throws ends in an exception with the name, the message and the lines of the handler alone', async ({
    expect,
  }) => {
    const { bench, isolate } = await openHandler(`
      class Refused extends Error { constructor(text) { super(text); this.name = 'Refused'; } }
      function inner() { throw new Refused('not today'); }
      export default { async fetch() { inner(); } };`);
    const { error, stack } = bench.call(isolate);
    expect(error).toBe('Refused: not today');
    const frames = stack.split('\n').slice(1);
    expect(frames.length).toBeGreaterThanOrEqual(2);
    for (const frame of frames) expect(frame).toMatch(/handler\.ts:\d+:\d+/);
    expect(frames[0]).toContain('handler.ts:3:');
  });

  it('that never answers has hung, because nothing is pending', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { fetch: () => new Promise(() => {}) };`);
    expect(bench.call(isolate).hung).toBe(true);
  });

  it('that returns something else than a Response fails', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { async fetch() { return 'text'; } };`);
    expect(bench.call(isolate).error).toMatch(/did not resolve to 'Response'/);
    const other = await openHandler(`export default { fetch() { return 'text'; } };`);
    expect(other.bench.call(other.isolate).error).toMatch(/expected 'Promise'/);
    const wrapped = await openHandler(
      `export default { async fetch() { return new Proxy(new Response(''), {}); } };`,
    );
    expect(wrapped.bench.call(wrapped.isolate).error).toMatch(/did not resolve to 'Response'/);
  });

  it('is over only when what it gave to waitUntil has settled', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { fetch(request, env, ctx) {
      ctx.waitUntil(scheduler.wait(100)); return new Response('early'); } };`);
    const { emissions } = bench.call(isolate);
    expect(emissions.map(({ kind }) => kind)).toEqual(['operation', 'response', 'finished']);
    expect(bench.clockUs).toBe(100_000);
  });

  it('says when something given to waitUntil failed', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { fetch(request, env, ctx) {
      ctx.waitUntil(Promise.reject(new Error('late'))); return new Response('early'); } };`);
    const outcome = bench.call(isolate);
    expect(outcome.text).toBe('early');
    expect(outcome.emissions.at(-1)).toMatchObject({ kind: 'finished', waitUntilFailed: true });
    expect(outcome.console.join()).toContain('late');
  });

  it('owns the operations that its own wake led to, however calls interleave', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `export default { async fetch(request, env) {
        const id = new Number(request.headers.get('id'));
        const steps = [];
        for (let i = 0; i < 3; i++) { await scheduler.wait(id * 7 + i); steps.push(await env.KV.get(id + ':' + i)); }
        return new Response(steps.join()); } };`,
      { bindings: [{ kind: 'kv', name: 'KV' }], answer: ({ key }) => ({ ok: true, value: `v${key}` }) },
    );
    const ids = [1, 2, 3, 4, 5].map((id) => bench.begin(isolate, { headers: ['id', String(id)] }));
    bench.finish();
    ids.forEach((callId, i) => {
      const { text, operations } = bench.outcome(callId);
      expect(text).toBe([0, 1, 2].map((n) => `v${i + 1}:${n}`).join());
      expect(operations.filter(({ verb }) => verb === 'kv.get').map(({ key }) => key)).toEqual(
        [0, 1, 2].map((n) => `${i + 1}:${n}`),
      );
    });
  });

  it('reads a clock that stands still while code runs and moves on with operations', async ({ expect }) => {
    const times = await evaluate(`
      const a = Date.now(); for (let i = 0; i < 1e5; i++); const b = new Date().getTime();
      await scheduler.wait(250); const c = performance.now() + performance.timeOrigin;
      return [b - a, Date.now() - a, new Date('2020-01-01').getTime(), new Date() instanceof Date, c - a];`);
    expect(times).toEqual([0, 250, 1_577_836_800_000, true, 250]);
  });

  it('draws the same random numbers as the same journey in another isolate', async ({ expect }) => {
    const source = `export default { fetch: () => new Response([Math.random(), Math.random()].join()) };`;
    const bundle = await bundleSource(source);
    const [first, second] = [openBench(), openBench()];
    second.start(bundle);
    const one = first.call(first.start(bundle, [], 5)).text;
    const two = second.call(second.start(bundle, [], 9)).text;
    const next = second.call(second.start(bundle, [], 9)).text;
    expect(two).toBe(one);
    expect(next).not.toBe(one);
    expect(new Set(one.split(',')).size).toBe(2);
  });
});
