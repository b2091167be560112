// What handlers see of Workers KV: values, lists, expiry and refusals arrive in their code, and the record counts what they met.
import { describe, expect, test } from 'vitest';
import { bodies, trial, type TrialInput, type TrialRun } from './trial-bench.ts';

const HOME = 'aws:us-east-1';
const STORES = {
  KV: { kind: 'workers-kv', home: HOME, seed: [{ key: 'seeded:{n}', count: 3, value: 'value {n}' }] },
};

/** A user far from the home: what this code returns to the first request. */
async function answer(code: string): Promise<unknown> {
  const run = await trial({
    source: `const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      let calls = 0;
      export default { async fetch(request, env) { if (calls++ > 0) return new Response('done'); ${code} } };`,
    scenario: {
      stores: STORES,
      rate: '5/s',
      window: '4s',
      users: { from: { cities: ['Singapore'] }, count: 1 },
      requests: [{ name: 'only', get: '/' }],
    },
  });
  expect(run.record.errors).toEqual([]);
  return JSON.parse(bodies(run).find((body) => body !== 'done') ?? '');
}

describe('a handler', () => {
  test('gets values as text, JSON and bytes, and null for what does not exist', async () => {
    expect(
      await answer(`await env.KV.put('json', '{"a":[1]}');
        const bytes = new Uint8Array(await env.KV.get('seeded:2', 'arrayBuffer'));
        return Response.json([await env.KV.get('seeded:1'), await env.KV.get('json', 'json'), [...bytes].length, await env.KV.get('none')]);`),
    ).toEqual(['value 1', { a: [1] }, 7, null]);
  });

  test('gets metadata with a value, and many values with one operation', async () => {
    expect(
      await answer(`await env.KV.put('with', 'v', { metadata: { tag: 7 } });
        const many = await env.KV.get(['seeded:0', 'with', 'none']);
        return Response.json([await env.KV.getWithMetadata('with'), [...many]]);`),
    ).toEqual([
      expect.objectContaining({ value: 'v', metadata: { tag: 7 } }),
      [
        ['seeded:0', 'value 0'],
        ['with', 'v'],
        ['none', null],
      ],
    ]);
  });

  test('meets the refusals of the platform as errors', async () => {
    const attempts = [
      `env.KV.get('k', { cacheTtl: 10 })`,
      `env.KV.put('k', 'v', { expirationTtl: 59 })`,
      `env.KV.put('', 'v')`,
      `env.KV.put('twice', 'a').then(() => env.KV.put('twice', 'b'))`,
    ];
    const found = (await answer(
      `return Response.json(await Promise.all([${attempts.join(', ')}].map((one) => one.then(() => 'fine', (error) => error.message))));`,
    )) as string[];
    expect(found.map((text) => /\b(400|429|empty)\b/.exec(text)?.[0])).toEqual([
      '400',
      '400',
      'empty',
      '429',
    ]);
  });

  test('sees an entry end at the instant it named', async () => {
    expect(
      await answer(`const inS = Math.floor(Date.now() / 1000) + 70;
        await env.KV.put('brief', 'v', { expiration: inS });
        await env.KV.put('ttl', 'v', { expirationTtl: 60 });
        const before = [await env.KV.get('brief'), await env.KV.get('ttl')];
        await later(62e3);
        const between = [await env.KV.get('brief'), await env.KV.get('ttl')];
        await later(10e3);
        return Response.json([before, between, [await env.KV.get('brief'), await env.KV.get('ttl')]]);`),
    ).toEqual([
      ['v', 'v'],
      ['v', null],
      [null, null],
    ]);
  });

  test('lists keys with a prefix, page by page', async () => {
    expect(
      await answer(`const first = await env.KV.list({ prefix: 'seeded:', limit: 2 });
        const second = await env.KV.list({ prefix: 'seeded:', limit: 2, cursor: first.cursor });
        return Response.json([first.keys, first.list_complete, second.keys, second.list_complete]);`),
    ).toEqual([[{ name: 'seeded:0' }, { name: 'seeded:1' }], false, [{ name: 'seeded:2' }], true]);
  });
});

describe('the record', () => {
  const WRITING = `export default {
    async fetch(request, env) {
      const { pathname } = new URL(request.url);
      if (request.method === 'POST') { await env.KV.put(pathname, String(Date.now())); return new Response('saved'); }
      return new Response(await env.KV.get(pathname));
    },
  };`;
  const busy: Omit<TrialInput, 'source'> = {
    scenario: {
      stores: STORES,
      rate: '60/s',
      window: '40s',
      users: { count: 15 },
      sessions: { requests: 8, thinkTime: '3s', roaming: '50%' },
      requests: [
        { name: 'read', weight: 4, get: '/{user}' },
        { name: 'write', weight: 1, post: '/{user}', body: 'x' },
      ],
    },
  };

  test('counts every read and write that handlers made, by tier, refusals apart', async () => {
    const { record, journeys, observations } = await trial({ source: WRITING, ...busy });
    expect(observations).toHaveLength(journeys.length);
    const inWindow = observations.filter(({ issuedUs }) => issuedUs < 40e6);
    const reads = inWindow.filter(({ kind }) => kind === 'read').length;
    const { counters } = record;
    expect(counters['store.reads']).toBe(reads);
    expect(counters['store.writes']).toBe(inWindow.length - reads);
    const tiers = Object.entries(counters).filter(([name]) => /^store\.tier\.\w+$/.test(name));
    expect(tiers.reduce((sum, [, count]) => sum + count, 0)).toBe(reads);
    expect(counters['store.rejectedWrites']).toBe(
      observations.filter(({ kind }) => kind === 'rejectedWrite').length,
    );
    expect(counters['store.rejectedWrites']).toBeLessThanOrEqual(record.outcomes['exception'] ?? 0);
    expect(counters['store.staleReads']).toBe(
      observations.filter(({ stalenessUs }) => stalenessUs > 0).length,
    );
    expect(counters['store.staleReads']).toBeGreaterThan(50);
  });

  test('tells of own writes that were missed only when they had been acknowledged before the read', async () => {
    // A second user of the same account would be one more reader; here every key belongs to one user, who reads it after writing it.
    const { observations } = await trial({ source: WRITING, ...busy });
    const missed = observations.filter(({ breach }) => breach.missedOwn);
    expect(missed.length).toBeGreaterThan(10);
    for (const { key, issuedUs, version } of missed) {
      const own = observations.filter(
        (one) =>
          one.kind === 'write' && one.key === key && one.answeredUs <= issuedUs && one.version > version,
      );
      expect(own.length).toBeGreaterThan(0);
    }
  });

  test('does not call a read that set out with the write a miss of it', async () => {
    const { observations } = await trial({
      source: `export default {
        async fetch(request, env) {
          const { pathname } = new URL(request.url);
          const [value] = await Promise.all([env.KV.get(pathname), env.KV.put(pathname, 'new')]);
          return new Response(value);
        },
      };`,
      scenario: { ...busy.scenario, requests: [{ name: 'both', get: '/{session}/{n}' }] },
    });
    const old = observations.filter(({ kind, version }) => kind === 'read' && version === 0);
    expect(old.length).toBeGreaterThan(100);
    expect(observations.filter(({ breach }) => breach.missedOwn)).toEqual([]);
  });

  test('a store in the origin’s own region makes no origin traffic for the origin and some for the edge', async () => {
    const regional = { KV: { kind: 'regional-kv', home: HOME } };
    const counters = async (arm: string): Promise<TrialRun['record']['counters']> => {
      const run = await trial({
        source: WRITING,
        ...busy,
        arm,
        scenario: { ...busy.scenario, stores: regional },
      });
      return run.record.counters;
    };
    const [origin, edge] = [await counters('origin'), await counters('edge')];
    expect(origin['origin.requests']).toBe(origin['requests']);
    expect(edge['origin.requests']).toBe(edge['requests']);
    expect(edge['store.ownWriteMissed']).toBeUndefined();
  });
});
