// CloudFront KeyValueStore: functions read it inside their PoP, its API changes it, and changes reach PoPs after seconds.
import { describe, expect, test } from 'vitest';
import { bundleSource } from '../runtime/run.ts';
import { bodies, trial, type TrialRun, trialOfBundle } from '../engine/trial-bench.ts';
import { play, SITE, valueOf } from './store-bench.ts';

const KIND = { kind: 'cloudfront-kvs' } as const;
const STORES = {
  RULES: {
    kind: 'cloudfront-kvs',
    home: 'aws:us-east-1',
    seed: [
      { key: '/old/{n}', count: 50_000, value: '/new/{n}' },
      { key: 'json', value: '{"a":[1]}' },
    ],
  },
};
const ARMS = {
  function: { platform: 'cloudfront-functions' },
  worker: { platform: 'cloudflare-workers' },
};

/** What a CloudFront Function makes of its first request. */
async function functionRun(code: string): Promise<TrialRun> {
  return trial({
    source: `import cf from 'cloudfront';
      const kvs = cf.kvs();
async function handler(event) {
        const shown = async (run) => { try { return await run(); } catch (error) { return error.message; } };
        return { statusCode: 200, body: JSON.stringify(await (async () => { ${code} })()) };
      }`,
    arm: 'function',
    scenario: { stores: STORES, arms: ARMS, rate: '5/s', window: '4s' },
  });
}

describe('a CloudFront Function', () => {
  test('gets values as text, JSON and bytes, asks whether keys exist, and counts them', async () => {
    const run = await functionRun(`return [
      await kvs.get('/old/49999'), await kvs.get('json', { format: 'json' }), (await kvs.get('json', { format: 'bytes' })).length,
      await kvs.exists('/old/7'), await kvs.exists('/old/50000'), await kvs.count(), (await kvs.meta()).keyCount,
    ];`);
    const seen = bodies(run).map((body) => JSON.parse(body) as unknown);
    expect(seen.length).toBeGreaterThan(3);
    for (const one of seen) expect(one).toEqual(['/new/49999', { a: [1] }, 9, true, false, 50_001, 50_001]);
    expect(run.record.counters['origin.requests'] ?? 0).toBe(0);
  });

  test('may not reach the network', async () => {
    const run = await functionRun(`return [await shown(() => fetch('https://app.example/'))];`);
    expect(bodies(run)).toContain('["Too many subrequests."]');
  });

  test('gets an error for a key that is not there, for a store that is not associated, and cannot write', async () => {
    const run = await functionRun(
      `return [await shown(() => kvs.get('none')), await shown(() => cf.kvs('OTHER')), await shown(() => cf.kvs('RULES').exists('json')), typeof kvs.put];`,
    );
    expect(JSON.parse(bodies(run)[0] ?? '')).toEqual([
      expect.stringContaining('"none"'),
      expect.stringMatching(/"OTHER".*RULES/),
      true,
      'undefined',
    ]);
  });
});

const API =
  'https://rules.cloudfront-kvs.global.api.aws/key-value-stores/arn%3Aaws%3Acloudfront%3A%3A1%3Akey-value-store%2Frules';

test('its API reads, puts and deletes keys, several at once or none, and only for those who saw its last state', async () => {
  const bundle = await bundleSource(`export default { async fetch(request, env) {
    const api = async (method, path, body, tag) => {
      const response = await fetch('${API}' + path, { method, headers: tag ? { 'if-match': tag } : {}, body: body && JSON.stringify(body) });
      return [response.status, response.headers.get('etag') ?? response.headers.get('x-amzn-errortype'), await response.json()];
    };
    const [, first, described] = await api('GET', '');
    const [, second, put] = await api('PUT', '/keys/new', { Value: 'v' }, first);
    const late = await api('DELETE', '/keys/new', null, first);
    const [, third] = await api('POST', '/keys', { Puts: [{ Key: 'a', Value: '1' }], Deletes: [{ Key: 'json' }] }, second);
    const long = await api('PUT', '/keys/long', { Value: 'x'.repeat(1025) }, third);
    return Response.json([described.ItemCount, put.ItemCount, late.slice(0, 2), (await api('GET', '/keys/a'))[2].Value,
      (await api('GET', '/keys/json')).slice(0, 2), long.slice(0, 2), (await api('PUT', '/keys/b', { Value: '' }))[0]]);
  } };`);
  const scenario = {
    stores: STORES,
    arms: ARMS,
    rate: '2/s',
    window: '2s',
    users: { from: { cities: ['Singapore'] }, count: 1 },
  };
  const run = await trialOfBundle({ scenario, arm: 'worker' }, bundle);
  expect(run.record.errors).toEqual([]);
  expect(JSON.parse(bodies(run)[0] ?? '')).toEqual([
    50_001,
    50_002,
    [409, 'ConflictException'],
    '1',
    [404, 'ResourceNotFoundException'],
    [400, 'ValidationException'],
    400,
  ]);
});

test('a change shows at every PoP within the longest push, nowhere before the shortest, and all of it at once', () => {
  const { done, followed } = play(
    [
      { atMs: 0, verb: 'put', site: SITE.IAD, key: 'k', value: '1' },
      ...[900, 15_000, 31_000].flatMap((atMs) =>
        [SITE.IAD, SITE.SIN, SITE.AKL].map((site) => ({ atMs, verb: 'get' as const, site, key: 'k' })),
      ),
    ],
    { ...KIND, followed: 5 },
  );
  const at = (issuedMs: number): (string | null)[] =>
    done.filter(({ verb, issuedUs }) => verb === 'get' && issuedUs === issuedMs * 1000).map(valueOf);
  expect(at(900)).toEqual([null, null, null]);
  expect(at(31_000)).toEqual(['1', '1', '1']);
  const [write] = followed;
  for (const us of write?.visibleUs ?? []) {
    expect(us - (write?.committedUs ?? 0)).toBeGreaterThanOrEqual(1e6);
    expect(us - (write?.committedUs ?? 0)).toBeLessThanOrEqual(30e6);
  }
});
