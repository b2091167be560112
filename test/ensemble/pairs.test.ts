// Pairs and merging against brute force: differences request by request, quantiles of sorted lists, and sums over seeds.
import { beforeAll, describe, expect, test } from 'vitest';
import { mergeCounts, mergeHistograms } from '../../sim/ensemble/merge.ts';
import { comparePairs } from '../../sim/ensemble/pairs.ts';
import { Geography } from '../../sim/entities/geography.ts';
import { meanInterval } from '../../sim/metrics/interval.ts';
import { trialOfBundle, type TrialRun } from '../engine/trial-bench.ts';
import { bundleSource } from '../runtime/run.ts';

const SEEDS = [1, 2, 3];
const SCENARIO = { rate: '60/s', window: '20s' };

let origin: TrialRun[] = [];
let edge: TrialRun[] = [];
beforeAll(async () => {
  const bundle = await bundleSource(`export default { fetch: () => new Response('x'.repeat(20000)) };`);
  const runs = (arm: string): Promise<TrialRun[]> =>
    Promise.all(SEEDS.map((seed) => trialOfBundle({ scenario: SCENARIO, arm, seed }, bundle)));
  [origin, edge] = [await runs('origin'), await runs('edge')];
});

/** Edge minus origin for every request of a seed, in milliseconds. */
function differences(seedIndex: number, keep: (place: number) => boolean): number[] {
  const base = new Map(origin[seedIndex]?.journeys.map(({ id, ttfbUs }) => [id, ttfbUs]));
  return (edge[seedIndex]?.journeys ?? [])
    .filter(({ place }) => keep(place))
    .map(({ id, ttfbUs }) => (ttfbUs - (base.get(id) ?? Number.NaN)) / 1000);
}

function compared(order: readonly number[]): ReturnType<typeof comparePairs> {
  const [plan] = origin.map((run) => run.plan);
  if (plan === undefined) throw new Error('no run');
  const geography = new Geography(plan);
  return comparePairs({
    arm: 'edge',
    baseline: 'origin',
    records: order.flatMap((i) => edge[i]?.record ?? []),
    baselineRecords: order.toReversed().flatMap((i) => origin[i]?.record ?? []),
    slicesOfPlace: (place) => geography.slices[place] ?? [],
  });
}

describe('pairs', () => {
  test('join every request of both arms, in whatever order the records come', () => {
    const all = compared([2, 0, 1]).find(({ metric, slice }) => metric === 'ttfb' && slice === 'all');
    expect(all?.requests).toBe(edge.reduce((sum, { journeys }) => sum + journeys.length, 0));
    expect(all?.requests).toBeGreaterThan(3000);
    expect(compared([0, 1, 2]).map(({ requests }) => requests)).toEqual(
      compared([2, 1, 0]).map(({ requests }) => requests),
    );
  });

  test('give the mean difference over seeds with its interval, for the world and for continents', () => {
    const { slices } = new Geography((origin[0] as TrialRun).plan);
    for (const pair of compared([0, 1, 2]).filter(({ metric }) => metric === 'ttfb')) {
      const inSlice = (place: number): boolean =>
        pair.slice === 'all' || (slices[place] ?? []).includes(pair.slice);
      const means = SEEDS.map((_seed, i) => {
        const list = differences(i, inSlice);
        return list.reduce((sum, one) => sum + one, 0) / list.length;
      });
      const expected = meanInterval(means);
      expect(pair.meanDifference.value).toBeCloseTo(expected.value ?? Number.NaN, 6);
      expect(pair.meanDifference.low).toBeCloseTo(expected.low ?? Number.NaN, 6);
    }
  });

  test('give quantiles of the difference within 0.4 % of those of the sorted list, and the share that is faster', () => {
    const all = compared([0, 1, 2]).find(({ metric, slice }) => metric === 'ttfb' && slice === 'all');
    const sorted = SEEDS.flatMap((_seed, i) => differences(i, () => true)).toSorted((a, b) => a - b);
    for (const [name, q] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
      const found = all?.differenceQuantile[name] ?? Number.NaN;
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.004 * Math.abs(exact) + 0.001);
    }
    expect(all?.fasterShare).toBeCloseTo(sorted.filter((one) => one < 0).length / sorted.length, 12);
  });
});

describe('merging records', () => {
  test('gives the histogram of all requests of all seeds', () => {
    const merged = mergeHistograms(edge.map(({ record }) => record))['ttfb']?.['all'];
    const times = edge.flatMap(({ journeys }) => journeys.map(({ ttfbUs }) => ttfbUs));
    expect(merged).toMatchObject({
      count: times.length,
      sum: times.reduce((sum, one) => sum + one, 0),
      min: Math.min(...times),
      max: Math.max(...times),
    });
  });

  test('is the same in any order, and continents add up to the world', () => {
    const records = edge.map(({ record }) => record);
    const forward = mergeHistograms(records);
    const backward = mergeHistograms(records.toReversed());
    expect(backward['ttfb']?.['all']).toEqual(forward['ttfb']?.['all']);
    const continents = Object.entries(forward['ttfb'] ?? {}).filter(([slice]) =>
      slice.startsWith('continent:'),
    );
    expect(continents.length).toBeGreaterThan(4);
    expect(continents.reduce((sum, [, { count }]) => sum + count, 0)).toBe(forward['ttfb']?.['all']?.count);
    expect(mergeCounts(records.map(({ counters }) => counters))['requests']).toBe(
      forward['ttfb']?.['all']?.count,
    );
  });
});
