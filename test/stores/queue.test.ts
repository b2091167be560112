// Queues: batches by size and by time, delays, retries, dead letters, deliveries under faults, and what a queue tells of itself.
import { expect, test } from 'vitest';
import { bodies, trial } from '../engine/trial-bench.ts';

interface Delivery {
  readonly queue: string;
  readonly at: number;
  readonly attempts: number[];
  readonly bodies: unknown[];
  readonly waiting: number;
}

/** What the first request makes of its queues; every delivery is taken down in a database of one region. */
async function played(
  { produce, consume = '' }: { produce: string; consume?: string },
  options: object = {},
  faults: object[] = [],
): Promise<{ said: unknown; deliveries: Delivery[] }> {
  const run = await trial({
    source: `const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      let calls = 0;
      export default {
        async fetch(request, env) {
          if (calls++ > 0) return new Response('done');
          const from = Date.now();
          const said = await (async () => { ${produce} })();
          const { keys } = await env.LOG.list();
          const deliveries = await Promise.all(keys.map(({ name }) => env.LOG.get(name, 'json')));
          return Response.json({ said, deliveries: deliveries.map((one) => ({ ...one, at: one.at - from })) });
        },
        async queue(batch, env) {
          const line = { queue: batch.queue, at: Date.now(), attempts: batch.messages.map(({ attempts }) => attempts),
            bodies: batch.messages.map(({ body }) => body), waiting: batch.metadata.metrics.backlogCount };
          await env.LOG.put(String(Date.now()).padStart(16, '0') + batch.queue + batch.messages[0].id + batch.messages[0].attempts, JSON.stringify(line));
          ${consume}
        },
      };`,
    scenario: {
      stores: {
        LOG: { kind: 'regional-kv', home: 'aws:us-east-1' },
        JOBS: { kind: 'queue', home: 'aws:us-east-1', name: 'jobs', deadLetter: 'DEAD', options },
        DEAD: { kind: 'queue', home: 'aws:us-east-1', name: 'dead', options: { maxBatchTimeout: '0s' } },
      },
      faults,
      rate: '5/s',
      window: '4s',
      users: { from: { cities: ['New York City,US'] }, count: 1 },
      requests: [{ name: 'only', get: '/' }],
    },
  });
  return JSON.parse(bodies(run).find((body) => body !== 'done') ?? '') as {
    said: unknown;
    deliveries: Delivery[];
  };
}

const SEVEN = 'await env.JOBS.sendBatch([1, 2, 3, 4, 5, 6, 7].map((body) => ({ body })));';

test('a batch leaves when it is full, and what is left when its time is up', async () => {
  const { deliveries } = await played(
    { produce: `${SEVEN} await later(10000);` },
    { maxBatchMessages: 3, maxBatchTimeout: '4s' },
  );
  expect(deliveries.map(({ bodies: all }) => all)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  expect(deliveries.map(({ waiting }) => waiting)).toEqual([4, 1, 0]);
  expect(deliveries[1]?.at).toBeLessThan(1000);
  expect(deliveries[2]?.at).toBeGreaterThan(4000);
  expect(deliveries[2]?.at).toBeLessThan(5000);
});

test('a message waits as long as its sender asks', async () => {
  const { deliveries } = await played(
    {
      produce: `await env.JOBS.send('late', { delaySeconds: 7 }); await env.JOBS.send('soon'); await later(12000);`,
    },
    { maxBatchTimeout: '0s' },
  );
  expect(deliveries.map(({ bodies: [body] }) => body)).toEqual(['soon', 'late']);
  expect(deliveries[0]?.at).toBeLessThan(1000);
  expect(Math.round((deliveries[1]?.at ?? 0) / 1000)).toBe(7);
});

test('what fails comes again after the delay, as often as allowed, and then goes to the dead letter queue', async () => {
  const { deliveries } = await played(
    {
      produce: `await env.JOBS.send('bad'); await later(20000);`,
      consume: `if (batch.queue === 'jobs') throw new Error('no');`,
    },
    { maxBatchTimeout: '0s', maxRetries: 2, retryDelay: '3s' },
  );
  expect(deliveries.map(({ queue, attempts }) => [queue, ...attempts])).toEqual([
    ['jobs', 1],
    ['jobs', 2],
    ['jobs', 3],
    ['dead', 1],
  ]);
  const [first = 0, second = 0, third = 0, dead = 0] = deliveries.map(({ at }) => at);
  for (const gap of [second - first, third - second]) expect(Math.round(gap / 1000)).toBe(3);
  expect(dead - third).toBeLessThan(1000);
});

test('of a batch only what is not acknowledged comes again, when the consumer says', async () => {
  const { deliveries } = await played(
    {
      produce: `await env.JOBS.sendBatch([{ body: 'good' }, { body: 'odd' }]); await later(12000);`,
      consume: `for (const message of batch.messages) if (message.body === 'odd' && message.attempts === 1) message.retry({ delaySeconds: 5 }); else message.ack();`,
    },
    { maxBatchTimeout: '1s' },
  );
  expect(deliveries.map(({ bodies: all, attempts }) => [all, attempts])).toEqual([
    [
      ['good', 'odd'],
      [1, 1],
    ],
    [['odd'], [2]],
  ]);
  // The delay, and the time in which a batch may fill.
  expect(Math.round(((deliveries[1]?.at ?? 0) - (deliveries[0]?.at ?? 0)) / 1000)).toBe(6);
});

test('every message is delivered at least once, though half of the deliveries fail and the region of the queue is cut off for a while', async () => {
  const { deliveries } = await played(
    {
      produce: `for (let n = 0; n < 10; n++) { await env.JOBS.sendBatch([0, 1, 2].map((m) => ({ body: 3 * n + m }))).catch(() => {}); await later(500); } await later(15000);`,
      consume: `if (batch.queue === 'jobs' && Math.random() < 0.5) throw new Error('no');`,
    },
    { maxBatchMessages: 5, maxBatchTimeout: '1s', maxRetries: 20 },
    [{ close: 'aws:us-east-1', from: '6s', to: '8s' }],
  );
  const times = new Map<unknown, number>();
  for (const { bodies: all } of deliveries)
    for (const body of all) times.set(body, (times.get(body) ?? 0) + 1);
  // What was sent while no cable led there was refused to its sender.
  expect(times.size).toBeGreaterThan(20);
  expect([...times.values()].some((count) => count > 1)).toBe(true);
  expect(deliveries.filter(({ queue }) => queue === 'dead')).toEqual([]);
});

test('metrics count what waits, its bytes, and since when', async () => {
  const { said } = await played(
    {
      produce: `const empty = await env.JOBS.metrics();
        const first = (await env.JOBS.send('one')).metadata.metrics;
        const since = first.oldestMessageTimestamp.getTime();
        await env.JOBS.sendBatch([{ body: [2, 3] }, { body: 4 }], { delaySeconds: 60 });
        const full = await env.JOBS.metrics();
        await later(8000);
        const left = await env.JOBS.metrics();
        return [empty, first.backlogCount, since >= from, full.backlogCount, full.backlogBytes, full.oldestMessageTimestamp.getTime() === since,
          left.backlogCount, left.backlogBytes, left.oldestMessageTimestamp.getTime() > since];`,
    },
    { maxBatchTimeout: '5s' },
  );
  // Bodies count as JSON: "one" has five bytes, [2,3] too, 4 has one.
  expect(said).toEqual([{ backlogCount: 0, backlogBytes: 0 }, 1, true, 3, 11, true, 2, 6, true]);
});
