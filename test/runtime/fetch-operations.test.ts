// What leaves an isolate and what comes back: fetches with redirects and aborts, caches, KV, services, streams, limits.
import { describe, it } from 'vitest';
import type { Answer, OperationEmission } from '../../sim/runtime/types.ts';
import { bundleSource, evaluate, openBench, openHandler } from './run.ts';

const response = (value: string, meta: object = {}): Answer => ({
  ok: true,
  value,
  metaJson: JSON.stringify(meta),
});

function hops(operation: OperationEmission): Answer {
  if (operation.key === 'https://a.example/start') {
    return response('', { status: 302, headers: ['Location', 'https://b.example/next'] });
  }
  if (operation.key.endsWith('/loop')) return response('', { status: 307, headers: ['location', '/loop'] });
  if (operation.key.includes('down'))
    return { ok: false, name: 'TypeError', message: 'Network connection lost.' };
  return response(`${operation.verb} ${operation.key}`, {
    status: 200,
    headers: ['X-From', 'origin', 'set-cookie', 'a=1', 'Set-Cookie', 'b=2'],
  });
}

describe('an outgoing fetch', () => {
  it('is one operation with method, headers and body, and brings a whole response back', async ({
    expect,
  }) => {
    const { bench, isolate } = await openHandler(
      `export default { async fetch() {
        const r = await fetch('https://a.example/x', { method: 'POST', headers: { 'X-A': '1' }, body: 'out', cf: { cacheTtl: 60 } });
        let message = ''; try { r.headers.set('a', 'b'); } catch (error) { message = error.message; }
        return Response.json([r.status, r.statusText, await r.text(), r.headers.get('x-from'), r.headers.getSetCookie(), r.url, r.redirected, message]); } };`,
      { answer: hops },
    );
    const { text, operations } = bench.call(isolate);
    expect(JSON.parse(text)).toEqual([
      200,
      'OK',
      'fetch https://a.example/x',
      'origin',
      ['a=1', 'b=2'],
      'https://a.example/x',
      false,
      "Can't modify immutable headers.",
    ]);
    expect(operations).toHaveLength(1);
    expect(operations[0]).toMatchObject({ verb: 'fetch', key: 'https://a.example/x', body: 'out' });
    expect(JSON.parse(operations[0]?.optionsJson ?? '')).toMatchObject({
      method: 'POST',
      headers: ['x-a', '1', 'content-type', 'text/plain;charset=UTF-8', 'content-length', '3'],
      cf: { cacheTtl: 60 },
    });
  });

  it('follows redirects hop by hop, drops the authorization at another host, and turns POST into GET', async ({
    expect,
  }) => {
    const { bench, isolate } = await openHandler(
      `export default { async fetch() {
        const init = { method: 'POST', headers: { authorization: 'secret' }, body: 'x' };
        const followed = await fetch('https://a.example/start', init);
        const manual = await fetch('https://a.example/start', { redirect: 'manual' });
        const loop = await fetch('https://a.example/loop').catch((error) => error.message);
        return Response.json([followed.url, followed.redirected, manual.status, loop]); } };`,
      { answer: hops },
    );
    const { text, operations } = bench.call(isolate);
    const loop = Array.from({ length: 21 }, () => 'https://a.example/loop').join(', ');
    expect(JSON.parse(text)).toEqual(['https://b.example/next', true, 302, `Too many redirects.${loop}`]);
    expect(operations).toHaveLength(2 + 1 + 21);
    const second = JSON.parse(operations[1]?.optionsJson ?? '') as { method: string; headers: string[] };
    expect(second.method).toBe('GET');
    expect(second.headers).not.toContain('authorization');
  });

  it('rejects with an error of the realm when the network fails', async ({ expect }) => {
    const result = await evaluate(
      `const error = await fetch('https://down.example').catch((e) => e); return [error instanceof TypeError, error.message];`,
      { answer: hops },
    );
    expect(result).toEqual([true, 'Network connection lost.']);
  });

  it('is cancelled when its signal aborts or times out', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `export default { async fetch() {
        const controller = new AbortController();
        const one = fetch('https://slow.example', { signal: controller.signal }).catch((error) => error.name);
        controller.abort();
        const two = fetch('https://slow.example', { signal: AbortSignal.timeout(50) }).catch((error) => error.name);
        const three = await fetch('https://slow.example', { signal: controller.signal }).catch((error) => error.name);
        return Response.json([await one, await two, three]); } };`,
      { answer: () => undefined },
    );
    const { text, emissions } = bench.call(isolate);
    expect(JSON.parse(text)).toEqual(['AbortError', 'TimeoutError', 'AbortError']);
    expect(emissions.filter(({ kind }) => kind === 'cancel')).toHaveLength(2);
    expect(bench.clockUs).toBe(50_000);
  });
});

describe('the Cache API', () => {
  const store = new Map<string, Answer>();
  function cache({ verb, key, binding, optionsJson, body }: OperationEmission): Answer {
    const name = `${binding} ${key}`;
    if (verb === 'cache.put') {
      const { response: stored } = JSON.parse(optionsJson) as { response: object };
      store.set(name, { ok: true, value: body, metaJson: JSON.stringify(stored) });
      return { ok: true, value: null };
    }
    if (verb === 'cache.delete') return { ok: true, value: String(store.delete(name)) };
    return store.get(name) ?? { ok: true, value: null };
  }

  it('stores, finds and deletes by URL, each cache by itself', async ({ expect }) => {
    const result = await evaluate(
      `const url = 'https://a.example/x'; const own = await caches.open('own');
      const before = await caches.default.match(url);
      const stored = new Response('kept', { headers: { 'cache-control': 'max-age=60' } });
      await caches.default.put(url, stored);
      const found = await caches.default.match(new Request(url));
      return [before === undefined, stored.bodyUsed, await found.text(), found.headers.get('cache-control'), (await own.match(url)) === undefined,
        await caches.default.match(new Request(url, { method: 'POST' })) === undefined, await caches.default.delete(url), await caches.default.delete(url)];`,
      { answer: cache },
    );
    expect(result).toEqual([true, true, 'kept', 'max-age=60', true, true, true, false]);
  });

  it('refuses what cannot be cached', async ({ expect }) => {
    const result = await evaluate(
      `const attempt = (request, response) => caches.default.put(request, response).then(() => 'stored', (error) => error.message);
      return [await attempt(new Request('https://a.example', { method: 'POST' }), new Response('x')), await attempt('https://a.example', new Response('x', { status: 206 })),
        await attempt('https://a.example', new Response('x', { headers: { vary: '*' } })), await attempt('https://a.example', new Response(null, { status: 304 }))];`,
      { answer: cache },
    );
    expect(result).toEqual([
      'Cannot cache response to non-GET request.',
      'Cannot cache response to a range request (206 Partial Content).',
      "Cannot cache response with 'Vary: *' header.",
      'stored',
    ]);
  });
});

describe('bindings', () => {
  it('KV reads texts, JSON, bytes and many keys at once, and writes with options', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `export default { async fetch(request, { KV }) {
        await KV.put('k', 'v', { expirationTtl: 60, metadata: { m: 1 } });
        const many = await KV.get(['a', 'b'], 'json');
        const { value, metadata } = await KV.getWithMetadata('k', 'json');
        const bytes = await KV.get('k', { type: 'arrayBuffer', cacheTtl: 30 });
        const bad = await KV.get('').catch((error) => error.message);
        return Response.json([value, metadata, bytes.byteLength, [...many], bad, await KV.list({ prefix: 'x' })]); } };`,
      {
        bindings: [{ kind: 'kv', name: 'KV' }],
        answer: ({ verb }) => {
          if (verb === 'kv.getBulk') return { ok: true, value: '{"a":{"value":"[1]"},"b":{"value":null}}' };
          if (verb === 'kv.list') return { ok: true, value: '{"keys":[{"name":"x1"}],"list_complete":true}' };
          return { ok: true, value: verb === 'kv.get' ? '{"n":5}' : null, metaJson: '{"metadata":{"m":1}}' };
        },
      },
    );
    const { text, operations, error } = bench.call(isolate);
    expect(error).toBe('');
    expect(JSON.parse(text)).toEqual([
      { n: 5 },
      { m: 1 },
      7,
      [
        ['a', [1]],
        ['b', null],
      ],
      'Key name cannot be empty.',
      { keys: [{ name: 'x1' }], list_complete: true, cacheStatus: null },
    ]);
    expect(operations.map(({ verb, key, optionsJson }) => [verb, key, optionsJson])).toEqual([
      ['kv.put', 'k', '{"expirationTtl":60,"metadata":{"m":1}}'],
      ['kv.getBulk', '', '{"keys":["a","b"]}'],
      ['kv.get', 'k', ''],
      ['kv.get', 'k', '{"cacheTtl":30}'],
      ['kv.list', '', '{"limit":0,"prefix":"x"}'],
    ]);
  });

  it('a service answers fetches and calls of its methods', async ({ expect }) => {
    const result = await evaluate(
      `const r = await env.OTHER.fetch('https://inner/x'); return [await r.text(), await env.OTHER.add(1, 2)];`,
      {
        bindings: [{ kind: 'service', name: 'OTHER' }],
        answer: ({ verb, key, optionsJson }) => {
          if (verb === 'service.fetch') return response(`got ${key}`);
          const { path, args } = JSON.parse(optionsJson) as { path: string[]; args: number[] };
          return { ok: true, value: path[0] === 'add' ? String(args.reduce((a, b) => a + b)) : null };
        },
      },
    );
    expect(result).toEqual(['got https://inner/x', 3]);
  });

  it('cloudflare:workers gives env, waitUntil and entry points as classes', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `import { WorkerEntrypoint, env, waitUntil } from 'cloudflare:workers';
      export default class extends WorkerEntrypoint { async fetch(request) {
        waitUntil(scheduler.wait(5)); return Response.json([this.env.A, env.A, typeof this.ctx.waitUntil]); } }`,
      { bindings: [{ kind: 'var', name: 'A', value: { deep: [1] } }] },
    );
    const outcome = bench.call(isolate);
    expect(JSON.parse(outcome.text)).toEqual([{ deep: [1] }, { deep: [1] }, 'function']);
    expect(outcome.emissions.at(-1)?.kind).toBe('finished');
    expect(bench.clockUs).toBe(5000);
  });
});

describe('a streamed response', () => {
  it('leaves chunk by chunk at the instants when the handler wrote', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { fetch(request, env, ctx) {
      const { readable, writable } = new TransformStream();
      ctx.waitUntil((async () => { const w = writable.getWriter(); const e = new TextEncoder();
        for (const word of ['one ', 'two ', 'three']) { await scheduler.wait(10); await w.write(e.encode(word)); } await w.close(); })());
      return new Response(readable); } };`);
    const { emissions, text } = bench.call(isolate);
    expect(text).toBe('one two three');
    expect(emissions.map(({ kind }) => kind).filter((kind) => kind !== 'operation')).toEqual([
      'response',
      'chunk',
      'chunk',
      'chunk',
      'chunk',
      'finished',
    ]);
    expect(bench.clockUs).toBe(30_000);
  });

  it('asks the network for room, so that an endless stream does not end the simulation', async ({
    expect,
  }) => {
    const { bench, isolate } = await openHandler(
      `export default { fetch: () => new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1024)); } })) };`,
      { answer: () => undefined },
    );
    const { operations, bytes } = bench.call(isolate);
    expect(operations.map(({ verb }) => verb)).toEqual(['pull']);
    expect(bytes).toHaveLength(64 * 1024);
  });

  it('fails the call when the stream fails', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `export default { fetch: () => new Response(new ReadableStream({ pull(c) { c.error(new RangeError('broken pipe')); } })) };`,
    );
    expect(bench.call(isolate).error).toBe('RangeError: broken pipe');
  });
});

describe('limits of a platform', () => {
  const FAN_OUT = `export default { async fetch() {
    const all = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => fetch('https://a.example/' + i)));
    return Response.json(all.map(({ status, reason }) => reason?.message ?? status)); } };`;

  it('let only so many connections be open at once; further ones wait their turn', async ({ expect }) => {
    const bench = openBench({ answer: hops });
    const isolate = bench.start(await bundleSource(FAN_OUT), [], 1, { subrequests: null, connections: 6 });
    const callId = bench.begin(isolate);
    expect(bench.outcome(callId).operations).toHaveLength(6);
    bench.finish();
    expect(bench.outcome(callId).operations).toHaveLength(10);
    expect(JSON.parse(bench.outcome(callId).text)).toEqual(Array.from({ length: 10 }, () => 'fulfilled'));
  });

  it('refuse one subrequest too many', async ({ expect }) => {
    const bench = openBench({ answer: hops });
    const isolate = bench.start(await bundleSource(FAN_OUT), [], 1, { subrequests: 8, connections: null });
    const outcomes = JSON.parse(bench.call(isolate).text) as string[];
    expect(outcomes.slice(7)).toEqual(['fulfilled', 'Too many subrequests.', 'Too many subrequests.']);
  });
});
