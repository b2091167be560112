// What an import of measured round-trip times yields: the pairs it can use, and for everything else why it was dropped.
import { distanceKm } from '../distance.ts';
import type { MeasuredPair } from '../measured.ts';
import type { Place } from '../place.ts';
import { FIBRE_KM_PER_MS, VACUUM_KM_PER_MS } from '../profile.ts';

/** A record that was not used. */
export interface Dropped {
  /** Line of the file, counted from 1. */
  readonly line: number;
  readonly reason: string;
}

/** The outcome of reading a file of measurements. */
export interface ImportResult {
  readonly pairs: readonly MeasuredPair[];
  /** Records in the file: used and dropped ones. */
  readonly recordCount: number;
  readonly usedCount: number;
  readonly dropped: readonly Dropped[];
  /** What a reader of the values should know. */
  readonly notes: readonly string[];
}

/** One usable sample of a pair, before samples of one pair are joined. */
export interface Sample {
  readonly from: Place;
  readonly to: Place;
  readonly ms: number;
}

/** Why an RTT between two places cannot be true: it is no number, negative, or faster than light; undefined when it can. */
export function impossibility(from: Place, to: Place, ms: number): string | undefined {
  if (!Number.isFinite(ms)) return 'the RTT is not a number';
  if (ms < 0) return `an RTT of ${ms} ms is negative; the bound is 0 ms`;
  const km = distanceKm(from, to);
  const fibreMs = km / FIBRE_KM_PER_MS;
  if (ms >= fibreMs) return undefined;
  const vacuumMs = km / VACUUM_KM_PER_MS;
  const bounds = `${km.toFixed(0)} km of great circle take ${vacuumMs.toFixed(2)} ms in vacuum and ${fibreMs.toFixed(2)} ms in fibre`;
  return `an RTT of ${ms} ms is faster than light: ${bounds}; one end is not where the file says`;
}

/** Joins the samples of each pair: the median as value, half the distance from lowest to highest as spread. */
export function joinSamples(
  samples: readonly Sample[],
  about: Pick<MeasuredPair, 'by' | 'profile'>,
): MeasuredPair[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = `${sample.from.lat},${sample.from.lon}|${sample.to.lat},${sample.to.lon}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sample]);
    else group.push(sample);
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = group.map((sample) => sample.ms).sort((a, b) => a - b);
    const [first, lowest, highest] = [group[0], sorted[0], sorted.at(-1)];
    if (first === undefined || lowest === undefined || highest === undefined) return [];
    return [
      { ...about, from: first.from, to: first.to, ms: median(sorted), spreadMs: (highest - lowest) / 2 },
    ];
  });
}

/** The middle of sorted numbers; the mean of the two middle ones when their count is even. */
export function median(sorted: readonly number[]): number {
  const high = sorted.length >> 1;
  const low = (sorted.length - 1) >> 1;
  return ((sorted[low] ?? NaN) + (sorted[high] ?? NaN)) / 2;
}
