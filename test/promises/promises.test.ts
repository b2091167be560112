// Stores keep their promises in real trials with random traffic, cut cables and closed sites; two hundred seeds more run in `npm run soak`.
import { beforeAll, describe, expect, test } from 'vitest';
import { timeline } from '../../sim/history/timeline.ts';
import { PROMISES, type Stood, stand } from './promises.ts';
import { trial } from '../engine/trial-bench.ts';
import { faultsOf, historiesOf, openLaboratory } from './traffic.ts';

const SEEDS = [2, 7, 20, 33] as const;

describe('with cut cables and closed sites', () => {
  const bySeed = new Map<number, Stood[]>();
  beforeAll(async () => {
    const laboratory = await openLaboratory();
    for (const seed of SEEDS) bySeed.set(seed, stand(historiesOf(laboratory, seed)));
  });

  const stood = (arm: string): Stood[] =>
    [...bySeed.values()].flatMap((list) => list.filter(({ row }) => row.arm === arm));

  test('something is really broken, the home of the stores among it, and operations are lost', () => {
    const targets = SEEDS.flatMap((seed) => faultsOf(seed)).map(({ cut, close }) => cut ?? close);
    expect(targets).toContain('aws:us-east-1');
    expect(new Set(targets).size).toBeGreaterThan(4);
    expect(stood('r2').reduce((sum, { unanswered }) => sum + unanswered, 0)).toBeGreaterThan(10);
  });

  test.each(PROMISES)('$title: keeps $kept', ({ arm }) => {
    for (const { breaches, operations, carried } of stood(arm)) {
      // Besides the row's promises: nothing came faster than light, and every version that was seen was written.
      expect(carried).toBeGreaterThan(100);
      expect(breaches).toEqual([]);
      expect(operations).toBeGreaterThan(300);
    }
  });

  test.each(PROMISES.flatMap((row) => row.broken.map((property) => [row.title, property, row.arm] as const)))(
    '%s is not %s, and a few operations show it',
    (_title, property, arm) => {
      const found = stood(arm).find(({ of }) => of(property).status === 'broken');
      const example = found?.of(property).example ?? [];
      expect(example.length).toBeGreaterThanOrEqual(2);
      expect(example.length).toBeLessThanOrEqual(6);
      expect(timeline(example)).toMatch(/read version \d+/);
    },
  );
});

test('the last writer of Upstash Redis wins: of two who read the same count and add one, one is lost, sync token or not', async () => {
  const { record, history } = await trial({
    source: `import { Redis } from '@upstash/redis';
      export default { async fetch(request, env) {
        const redis = new Redis({ url: env.REDIS, token: 'any', enableTelemetry: false });
        const count = (await redis.get('count')) ?? 0;
        await redis.set('count', count + 1);
        return Response.json(count + 1);
      } };`,
    scenario: {
      stores: { REDIS: { kind: 'upstash-redis', home: 'aws:us-east-1', replicas: ['aws:ap-southeast-1'] } },
      rate: '10/s',
      window: '10s',
      users: { from: { cities: ['Singapore', 'London,GB'] }, count: 1000 },
      requests: [{ name: 'add one', get: '/' }],
    },
  });
  const written = history.filter(({ op }) => op === 'write').length;
  expect(written).toBeGreaterThan(60);
  expect(record.counters['store.lostUpdates']).toBeGreaterThan(10);
});
