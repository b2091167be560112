// Compares two arms request by request: every trial kept the same journeys, so differences are exact and intervals are over seeds.
import type { PairResult } from '../../reports/result.ts';
import { Histogram } from '../metrics/histogram.ts';
import { meanInterval } from '../metrics/interval.ts';
import { QUANTILES } from '../metrics/names.ts';
import type { TrialRecord } from '../trial-record.ts';
import { US_PER_MS } from '../units.ts';

const METRICS = ['ttfb', 'total'] as const;
/** A slice is compared when at least so many paired requests fall into it. */
const FEWEST_PAIRS = 200;

/** The records of two arms with the slices of each user place. */
export interface PairInput {
  readonly arm: string;
  readonly baseline: string;
  readonly records: readonly TrialRecord[];
  readonly baselineRecords: readonly TrialRecord[];
  readonly slicesOfPlace: (place: number) => readonly string[];
}

/** Arm minus baseline for each metric, over all requests and by continent. */
export function comparePairs(input: PairInput): PairResult[] {
  const seeds = input.records.flatMap((record) => {
    const base = input.baselineRecords.find((other) => other.seed === record.seed);
    return base === undefined ? [] : [{ record, base }];
  });
  return METRICS.flatMap((metric) => {
    const slices = differencesBySlice(seeds, metric, input.slicesOfPlace);
    return [...slices]
      .filter(([slice, one]) => slice === 'all' || one.histogram.count >= FEWEST_PAIRS)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([slice, one]) => pairOf(input, { metric, slice, one, seeds }));
  });
}

interface SeedPair {
  readonly record: TrialRecord;
  readonly base: TrialRecord;
}

interface SliceDifferences {
  readonly histogram: Histogram;
  readonly perSeed: { sumUs: number; count: number }[];
  faster: number;
}

function differencesBySlice(
  seeds: readonly SeedPair[],
  metric: (typeof METRICS)[number],
  slicesOfPlace: PairInput['slicesOfPlace'],
): Map<string, SliceDifferences> {
  const slices = new Map<string, SliceDifferences>();
  seeds.forEach(({ record, base }, seedIndex) => {
    const values = metric === 'ttfb' ? record.pairs.ttfbUs : record.pairs.totalUs;
    const baseValues = metric === 'ttfb' ? base.pairs.ttfbUs : base.pairs.totalUs;
    joined(record.pairs.ids, base.pairs.ids, (mine, theirs) => {
      const differenceUs = (values[mine] ?? 0) - (baseValues[theirs] ?? 0);
      const continents = slicesOfPlace(record.pairs.places[mine] ?? 0).filter((slice) =>
        slice.startsWith('continent:'),
      );
      for (const slice of ['all', ...continents]) {
        let one = slices.get(slice);
        if (one === undefined)
          slices.set(
            slice,
            (one = {
              histogram: new Histogram(),
              perSeed: seeds.map(() => ({ sumUs: 0, count: 0 })),
              faster: 0,
            }),
          );
        one.histogram.record(differenceUs);
        if (differenceUs < 0) one.faster++;
        const seed = one.perSeed[seedIndex];
        if (seed !== undefined) {
          seed.sumUs += differenceUs;
          seed.count++;
        }
      }
    });
  });
  return slices;
}

/** Visits the positions of equal ids in two ascending lists. */
function joined(a: Float64Array, b: Float64Array, visit: (i: number, j: number) => void): void {
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    const id = a[i] ?? 0;
    while (j < b.length && (b[j] ?? 0) < id) j++;
    if (j < b.length && b[j] === id) visit(i, j);
  }
}

function pairOf(
  input: PairInput,
  found: {
    metric: (typeof METRICS)[number];
    slice: string;
    one: SliceDifferences;
    seeds: readonly SeedPair[];
  },
): PairResult {
  const { metric, slice, one, seeds } = found;
  const means = one.perSeed
    .filter((seed) => seed.count > 0)
    .map((seed) => seed.sumUs / seed.count / US_PER_MS);
  const enough = QUANTILES.filter(({ fewest }) => one.histogram.count >= fewest);
  return {
    arm: input.arm,
    baseline: input.baseline,
    metric,
    slice,
    requests: one.histogram.count,
    meanDifference: meanInterval(means),
    quantileDifference: Object.fromEntries(
      enough.map(({ name, q, fewest }) => [
        name,
        meanInterval(quantileDifferences(seeds, { metric, slice, q, fewest })),
      ]),
    ),
    differenceQuantile: Object.fromEntries(
      enough.map(({ name, q }) => [name, one.histogram.quantile(q) / US_PER_MS]),
    ),
    fasterShare: one.histogram.count === 0 ? 0 : one.faster / one.histogram.count,
  };
}

/** Per seed: the arm's quantile minus the baseline's, over all requests; seeds with too few requests are left out. */
function quantileDifferences(
  seeds: readonly SeedPair[],
  at: { metric: string; slice: string; q: number; fewest: number },
): number[] {
  return seeds.flatMap(({ record, base }) => {
    const mine = record.histograms[at.metric]?.[at.slice];
    const theirs = base.histograms[at.metric]?.[at.slice];
    if (mine === undefined || theirs === undefined || mine.count < at.fewest || theirs.count < at.fewest)
      return [];
    return [
      (Histogram.fromJson(mine).quantile(at.q) - Histogram.fromJson(theirs).quantile(at.q)) / US_PER_MS,
    ];
  });
}
