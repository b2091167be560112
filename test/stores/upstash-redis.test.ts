// Upstash Redis: its own client, unmodified, in a handler; what the commands answer; who sees which write when.
import { describe, expect, test } from 'vitest';
import { bodies, trial, type TrialRun } from '../engine/trial-bench.ts';
import { play, SITE, valueOf } from './store-bench.ts';

const STORES = {
  CART: {
    kind: 'upstash-redis',
    home: 'aws:us-east-1',
    replicas: ['aws:ap-southeast-1'],
    seed: [{ key: 'seeded:{n}', count: 10, value: 'value {n}' }],
  },
};

/** What the real client brings back to a handler in Singapore. */
async function clientRun(code: string, options = ''): Promise<TrialRun> {
  const run = await trial({
    source: `import { Redis } from '@upstash/redis';
      const shown = async (run) => { try { return await run(); } catch (error) { return error.message; } };
      const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      let calls = 0;
      export default { async fetch(request, env) {
        if (calls++ > 0) return new Response('done');
        const redis = new Redis({ url: env.CART, token: 'any', enableTelemetry: false ${options} });
        ${code}
      } };`,
    scenario: {
      stores: STORES,
      rate: '5/s',
      window: '4s',
      users: { from: { cities: ['Singapore'] }, count: 1 },
      requests: [{ name: 'only', get: '/' }],
    },
  });
  expect(run.record.errors).toEqual([]);
  return run;
}

async function client(code: string, options = ''): Promise<unknown> {
  const run = await clientRun(code, options);
  return JSON.parse(bodies(run).find((body) => body !== 'done') ?? '');
}

describe('the real client', () => {
  test('reads and writes texts, numbers and JSON, with conditions and expiry', async () => {
    expect(
      await client(`await redis.set('json', { a: ['é'] });
        const nx = await redis.set('json', 1, { nx: true });
        await redis.set('brief', 'v', { ex: 60 });
        const ttl = await redis.ttl('brief');
        await later(61000);
        return Response.json([await redis.get('seeded:3'), await redis.get('json'), nx, ttl, await redis.get('brief'),
          await redis.incr('n'), await redis.incrby('n', 5), await redis.decr('n'), await redis.mget('n', 'none'),
          await redis.exists('n', 'json', 'none'), await redis.del('n', 'none'), await redis.ttl('json'), await redis.ttl('none')]);`),
    ).toEqual(['value 3', { a: ['é'] }, null, 60, null, 1, 6, 5, [5, null], 2, 1, -1, -2]);
  });

  test('keeps hashes, lists, sets and sorted sets', async () => {
    expect(
      await client(`await redis.hset('h', { a: 1, b: 'two' }); await redis.hincrby('h', 'a', 2);
        await redis.rpush('l', 'b', 'c'); await redis.lpush('l', 'a'); await redis.sadd('s', 'x', 'y', 'x');
        await redis.zadd('z', { score: 2, member: 'two' }, { score: 1, member: 'one' }, { score: 3, member: 'three' });
        return Response.json([await redis.hgetall('h'), await redis.hget('h', 'none'), await redis.hdel('h', 'a'),
          await redis.lrange('l', 0, -1), await redis.lpop('l'), await redis.rpop('l'), await redis.llen('l'),
          await redis.smembers('s'), await redis.sismember('s', 'x'), await redis.srem('s', 'x', 'none'),
          await redis.zrange('z', 0, -1), await redis.zrange('z', '(1', 3, { byScore: true, withScores: true }),
          await redis.zscore('z', 'two'), await redis.zrank('z', 'three'), await redis.zrem('z', 'one')]);`),
    ).toEqual([
      { a: 3, b: 'two' },
      null,
      1,
      ['a', 'b', 'c'],
      'a',
      'c',
      1,
      ['x', 'y'],
      1,
      1,
      ['one', 'two', 'three'],
      ['two', 2, 'three', 3],
      2,
      2,
      1,
    ]);
  });

  test('sends pipelines and transactions, and gets errors as Redis words them', async () => {
    expect(
      await client(`const pipeline = redis.pipeline(); pipeline.set('a', 1); pipeline.incr('a'); pipeline.get('a');
        const multi = redis.multi(); multi.incr('a'); multi.incr('b');
        return Response.json([await pipeline.exec(), await multi.exec(), await shown(() => redis.lpush('a', 1)), await shown(() => redis.eval('return 1', [], []))]);`),
    ).toEqual([
      ['OK', 2, 2],
      [3, 1],
      expect.stringContaining('WRONGTYPE'),
      expect.stringContaining("'eval' is not simulated"),
    ]);
  });

  test('reads its own write at the region beside it, because it sends the sync token back; without one it may not', async () => {
    const code = `await redis.get('k'); await redis.set('k', 1); return Response.json(await redis.get('k'));`;
    expect(await client(code)).toBe(1);
    expect(await client(code, ', readYourWrites: false')).toBe(1);
    const other = `await redis.set('k', 1); const other = new Redis({ url: env.CART, token: 'any' });
      const [early] = [await other.get('k')]; await later(2000); return Response.json([early, await other.get('k')]);`;
    expect(((await client(other)) as unknown[])[1]).toBe(1);
  });

  test('pays for a connection once, then for the way to its region; a write is billed once for each region', async () => {
    const run = await clientRun(`const times = [];
      for (const ask of [() => redis.get('k'), () => redis.get('k'), () => redis.set('k', 1)]) {
        const from = Date.now(); await ask(); times.push(Date.now() - from);
      }
      return Response.json(times);`);
    const [first = 0, second = 0, write = 0] = JSON.parse(
      bodies(run).find((body) => body !== 'done') ?? '',
    ) as number[];
    expect(second).toBeLessThan(60);
    expect(first).toBeGreaterThan(second);
    expect(write).toBeGreaterThan(200);
    expect(run.record.counters['usage.ops.upstash-redis.commands']).toBe(4);
  });
});

test('a request with the sync token of a write waits at a region until the write is there', () => {
  const set = { verb: 'command', site: SITE.IAD, options: { commands: [['SET', 'k', '1']] } } as const;
  const get = (token: number) =>
    ({ verb: 'command', site: SITE.SIN, options: { commands: [['GET', 'k']], token } }) as const;
  const { done } = play(
    [
      { atMs: 0, ...set },
      { atMs: 20, ...get(0) },
      { atMs: 20, ...get(1) },
    ],
    {
      kind: 'upstash-redis',
      replicas: ['aws:ap-southeast-1'],
    },
  );
  const [early, waiting] = done.filter(({ site }) => site === SITE.SIN);
  expect([valueOf(early), valueOf(waiting)].map((text) => JSON.parse(text ?? '') as unknown)).toMatchObject([
    { results: [{ result: null }] },
    { results: [{ result: '1' }] },
  ]);
  expect(waiting?.answeredUs).toBeGreaterThan((early?.answeredUs ?? 0) + 50_000);
});
