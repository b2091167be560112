// Reads figures off a RunResult: arms, quantiles of slices, differences with intervals over seeds.
import { Histogram } from '../sim/metrics/histogram.ts';
import type { HistogramJson } from '../sim/metrics/histogram.ts';
import { US_PER_MS } from '../sim/units.ts';
import type { Estimate } from './format.ts';
import type { ArmResult, PairResult, RunResult } from './result.ts';

/** No value and no interval. */
const NO_ESTIMATE: Estimate = { value: null, low: null, high: null };

/** The quantiles that reports show. */
export const QUANTILES = [
  { name: 'p50', q: 0.5 },
  { name: 'p75', q: 0.75 },
  { name: 'p95', q: 0.95 },
  { name: 'p99', q: 0.99 },
] as const;

/** The quantile q of a metric in a slice, in ms; null where fewer than 10 / (1 − q) requests stand behind it. */
export function sliceQuantile(
  arm: ArmResult,
  options: { metric: string; slice: string; q: number },
): number | null {
  return histogramQuantile(arm.histograms[options.metric]?.[options.slice], options.q);
}

/** The quantile q of a saved histogram of microseconds, in ms, by the same rule. */
export function histogramQuantile(json: HistogramJson | undefined, q: number): number | null {
  if (json === undefined || json.count * (1 - q) < 10 - 1e-9) return null;
  return Histogram.fromJson(json).quantile(q) / US_PER_MS;
}

/** How many values a slice of a metric holds. */
export function sliceCount(arm: ArmResult, metric: string, slice: string): number {
  return arm.histograms[metric]?.[slice]?.count ?? 0;
}

/** A result, or the plan of one: its arms by name, and which of them is the baseline. */
export interface Armed<A extends { readonly name: string }> {
  readonly arms: readonly A[];
  readonly baseline: string;
}

/** The arm that others are compared with. */
export function baselineOf<A extends { readonly name: string }>(result: Armed<A>): A {
  return result.arms.find((arm) => arm.name === result.baseline) ?? firstArm(result);
}

/** The arm that the verdict is about: the one called `edge`, else the last that is not the baseline. */
export function subjectOf<A extends { readonly name: string }>(result: Armed<A>): A {
  const others = result.arms.filter((arm) => arm.name !== result.baseline);
  return others.find((arm) => arm.name === 'edge') ?? others.at(-1) ?? firstArm(result);
}

function firstArm<A extends { readonly name: string }>(result: Armed<A>): A {
  const arm = result.arms[0];
  if (arm === undefined) throw new RangeError('a RunResult has at least one arm');
  return arm;
}

/** The paired differences of an arm against the baseline, for a metric and a slice. */
export function pairFor(
  result: RunResult,
  options: { arm: string; metric: string; slice?: string },
): PairResult | undefined {
  const slice = options.slice ?? 'all';
  return result.pairs.find(
    (pair) => pair.arm === options.arm && pair.metric === options.metric && pair.slice === slice,
  );
}

/** The difference of a summary metric, arm minus baseline, paired seed by seed. */
export function seedDifference(arm: ArmResult, baseline: ArmResult, metric: string): Estimate {
  const ours = arm.perSeed[metric] ?? [];
  const theirs = baseline.perSeed[metric] ?? [];
  const differences = ours.map((value, i) => {
    const other = theirs[i];
    return typeof value === 'number' && typeof other === 'number' ? value - other : null;
  });
  const known = differences.filter((value) => value !== null);
  const whole = arm.summary[metric];
  const other = baseline.summary[metric];
  const value = whole !== undefined && other !== undefined ? whole - other : null;
  if (value === null || known.length !== differences.length || known.length < 2)
    return { ...NO_ESTIMATE, value };
  // Totals (counts, bytes) add up over seeds, so their interval is that of the sum; means and shares keep theirs.
  const scale = isTotal(arm, metric) || isTotal(baseline, metric) ? known.length : 1;
  const interval = meanInterval(known);
  return {
    value: interval.value === null ? value : interval.value * scale,
    low: interval.low === null ? null : interval.low * scale,
    high: interval.high === null ? null : interval.high * scale,
  };
}

function isTotal(arm: ArmResult, metric: string): boolean {
  const values = (arm.perSeed[metric] ?? []).filter((value) => value !== null);
  const sum = values.reduce((all, value) => all + value, 0);
  const whole = arm.summary[metric] ?? 0;
  return values.length > 1 && sum !== 0 && Math.abs(sum - whole) <= Math.abs(whole) * 1e-9;
}

/** The best estimate of arm minus baseline for a metric such as `ttfb.p50`: from the pairs if they hold it, else by seeds. */
export function differenceOf(result: RunResult, arm: ArmResult, metric: string): Estimate {
  const cut = metric.lastIndexOf('.');
  const pair = pairFor(result, { arm: arm.name, metric: metric.slice(0, cut) });
  const part = metric.slice(cut + 1);
  if (pair !== undefined && pair.baseline === result.baseline) {
    if (part === 'mean') return pair.meanDifference;
    const quantile = pair.quantileDifference[part];
    if (quantile !== undefined) return quantile;
  }
  return seedDifference(arm, baselineOf(result), metric);
}

/** −1 when surely below zero, 1 when surely above, 0 when the interval holds zero, null when there is no interval. */
export function signOf(estimate: Estimate): -1 | 0 | 1 | null {
  if (estimate.low === null || estimate.high === null) return null;
  if (estimate.high < 0) return -1;
  return estimate.low > 0 ? 1 : 0;
}

/** Two-sided 95 % points of Student’s t for 1 to 30 degrees of freedom (Fisher and Yates, 1963, table III). */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** The mean of independent values with its 95 % interval by Student’s t; no interval for fewer than two values. */
export function meanInterval(values: readonly number[]): Estimate {
  const n = values.length;
  if (n === 0) return NO_ESTIMATE;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { value: mean, low: null, high: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  // Beyond 30 degrees of freedom the point is approached by 1.96 + 2.4 / df, within 0.003.
  const t = T_95[n - 2] ?? 1.96 + 2.4 / (n - 1);
  const half = t * Math.sqrt(squares / (n - 1) / n);
  return { value: mean, low: mean - half, high: mean + half };
}

/** Continents that the run has requests of, the busiest first. */
export function continentsOf(result: RunResult): { code: string; slice: string; requests: number }[] {
  return slicesOf(result, 'continent:');
}

/** Countries that the run has requests of, the busiest first. */
export function countriesOf(result: RunResult): { code: string; slice: string; requests: number }[] {
  return slicesOf(result, 'country:');
}

function slicesOf(result: RunResult, prefix: string): { code: string; slice: string; requests: number }[] {
  const slices = baselineOf(result).histograms['ttfb'] ?? {};
  return Object.entries(slices)
    .filter(([slice]) => slice.startsWith(prefix))
    .map(([slice, histogram]) => ({ slice, code: slice.slice(prefix.length), requests: histogram.count }))
    .toSorted((a, b) => b.requests - a.requests || (a.code < b.code ? -1 : 1));
}

const CONTINENT_NAMES: Readonly<Record<string, string>> = {
  AF: 'Africa',
  AN: 'Antarctica',
  AS: 'Asia',
  EU: 'Europe',
  NA: 'North America',
  OC: 'Oceania',
  SA: 'South America',
};

/** The English name of a continent code. */
export function continentName(code: string): string {
  return CONTINENT_NAMES[code] ?? code;
}

/** The English name of an ISO 3166-1 alpha-2 code; the code itself where none is known. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** The mean composition of requests around a TTFB quantile: milliseconds per phase; null where too few requests. */
export function phasesAt(arm: ArmResult, q: number): Record<string, number> | null {
  const { counts, sumsUs } = arm.phasesByTtfb;
  const total = counts.reduce((sum, one) => sum + one, 0);
  if (total * (1 - q) < 10 - 1e-9) return null;
  const rank = Math.max(1, Math.ceil(q * total));
  let seen = 0;
  const band = counts.findIndex((one) => (seen += one) >= rank);
  const here = counts[band] ?? 0;
  if (here === 0) return null;
  return Object.fromEntries(
    Object.entries(sumsUs).map(([kind, sums]) => [kind, (sums[band] ?? 0) / here / US_PER_MS]),
  );
}
