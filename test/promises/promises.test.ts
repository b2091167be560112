// Stores keep their promises in real trials with random traffic, cut cables and closed sites; two hundred seeds more run in `npm run soak`.
import { beforeAll, describe, expect, test } from 'vitest';
import { timeline } from '../../sim/history/timeline.ts';
import { PROMISES, type Stood, stand } from './promises.ts';
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
    for (const { breaches, operations } of stood(arm)) {
      expect(breaches).toEqual([]);
      expect(operations).toBeGreaterThan(300);
    }
  });

  test.each(PROMISES.flatMap((row) => row.broken.map((property) => [row, property] as const)))(
    '$0.title is not $1, and a few operations show it',
    ({ arm }, property) => {
      const found = stood(arm).find(({ of }) => of(property).status === 'broken');
      const example = found?.of(property).example ?? [];
      expect(example.length).toBeGreaterThanOrEqual(2);
      expect(example.length).toBeLessThanOrEqual(6);
      expect(timeline(example)).toMatch(/read version \d+/);
    },
  );
});
