// The ranking of places for a database against every set there is, on worlds small enough to try them all.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlacementInput, rankPlacements } from '../../sim/placement/rank.ts';

const CANDIDATES = 6;

const worlds: fc.Arbitrary<PlacementInput> = fc
  .record({
    sites: fc.array(
      fc.record({
        weight: fc.integer({ min: 1, max: 100 }),
        userMs: fc.integer({ min: 1, max: 80 }),
        toMs: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: CANDIDATES, maxLength: CANDIDATES }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    writeShare: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map((world) => ({ ...world, candidates: CANDIDATES, operationUsd: 2e-6, operationsAMonth: 1e6 }));

/** Every set of other candidates of a size. */
function sets(size: number, primary: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: CANDIDATES - from }, (_, i) => from + i)
    .filter((first) => first !== primary)
    .flatMap((first) => sets(size - 1, primary, first + 1).map((rest) => [first, ...rest]));
}

/** The mean wait by its definition. */
function meanMs({ sites, writeShare }: PlacementInput, primary: number, replicas: readonly number[]): number {
  const weights = sites.reduce((sum, { weight }) => sum + weight, 0);
  return (
    sites.reduce((sum, { weight, userMs, toMs }) => {
      const read = Math.min(...[primary, ...replicas].map((copy) => toMs[copy] ?? Number.NaN));
      const write = toMs[primary] ?? Number.NaN;
      return sum + weight * (userMs + (1 - writeShare) * read + writeShare * write);
    }, 0) / weights
  );
}

function leastMs(world: PlacementInput, replicas: number): number {
  const all = Array.from({ length: CANDIDATES }, (_, primary) =>
    sets(replicas, primary).map((set) => meanMs(world, primary, set)),
  );
  return Math.min(...all.flat());
}

test.each([0, 1])('with up to %i replicas no set is quicker than the best of the ranking', (replicas) => {
  fc.assert(
    fc.property(worlds, (world) => {
      const ranked = rankPlacements(world, replicas).flat();
      expect(Math.min(...ranked.map((one) => one.meanMs))).toBeCloseTo(leastMs(world, replicas), 6);
    }),
  );
});

test('each placement waits what its definition says, and more replicas never make it slower', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const ranking = rankPlacements(world, 3);
      for (const one of ranking.flat())
        expect(one.meanMs).toBeCloseTo(meanMs(world, one.primary, one.replicas), 6);
      for (const [count, list] of ranking.entries())
        for (const one of list) {
          const fewer = ranking[count - 1]?.find(({ primary }) => primary === one.primary);
          expect(one.meanMs).toBeLessThanOrEqual(fewer?.meanMs ?? Number.POSITIVE_INFINITY);
        }
    }),
  );
});

test('beyond one replica, the greedy choice saves at least 63 % of what the best set of that primary does', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const ranking = rankPlacements(world, 3);
      for (const one of ranking[3] ?? []) {
        const alone = meanMs(world, one.primary, []);
        const most = alone - Math.min(...sets(3, one.primary).map((set) => meanMs(world, one.primary, set)));
        expect(alone - one.meanMs).toBeGreaterThanOrEqual((1 - 1 / Math.E) * most - 1e-9);
      }
    }),
  );
});

test('a write costs once for each copy', () => {
  const world = { sites: [{ weight: 1, userMs: 10, toMs: [100, 5] }], candidates: 2, writeShare: 0.5 };
  const [alone, pair] = rankPlacements({ ...world, operationUsd: 1, operationsAMonth: 100 }, 1);
  expect(alone?.map(({ primary, monthUsd }) => [primary, monthUsd])).toEqual([
    [1, 100],
    [0, 100],
  ]);
  expect(pair).toEqual([
    { primary: 0, replicas: [1], readMs: 15, writeMs: 110, meanMs: 62.5, p95Ms: 110, monthUsd: 150 },
  ]);
});
