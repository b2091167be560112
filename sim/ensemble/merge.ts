// Merges the records of one arm over its seeds, exactly: histograms and counts add up, in the order of the seeds.
import type { HistogramJson } from '../metrics/histogram.ts';
import { Histogram } from '../metrics/histogram.ts';
import { DISTRIBUTIONS, FIGURES, QUANTILES } from '../metrics/names.ts';
import type { TrialRecord } from '../trial-record.ts';
import { US_PER_MS } from '../units.ts';

export type HistogramTable = Record<string, Record<string, HistogramJson>>;

/** Histograms of several records, metric by metric and slice by slice. */
export function mergeHistograms(records: readonly TrialRecord[]): HistogramTable {
  const merged = new Map<string, Map<string, Histogram>>();
  for (const { histograms } of records) {
    for (const [metric, slices] of Object.entries(histograms)) {
      const target = merged.get(metric) ?? new Map<string, Histogram>();
      merged.set(metric, target);
      for (const [slice, json] of Object.entries(slices)) mergeInto(target, slice, json);
    }
  }
  return Object.fromEntries(
    [...merged].map(([metric, slices]) => [
      metric,
      Object.fromEntries([...slices].map(([slice, h]) => [slice, h.toJson()])),
    ]),
  );
}

function mergeInto(target: Map<string, Histogram>, slice: string, json: HistogramJson): void {
  const known = target.get(slice);
  if (known === undefined) target.set(slice, Histogram.fromJson(json));
  else known.merge(Histogram.fromJson(json));
}

/** Adds up counts by name, names in order. */
export function mergeCounts(tables: readonly Record<string, number>[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const table of tables)
    for (const [name, value] of Object.entries(table)) sums.set(name, (sums.get(name) ?? 0) + value);
  return Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Adds up columns of equal length by name. */
export function mergeColumns(tables: readonly Record<string, readonly number[]>[]): Record<string, number[]> {
  const sums: Record<string, number[]> = {};
  for (const table of tables) {
    for (const [name, column] of Object.entries(table)) {
      const known = sums[name] ?? [];
      sums[name] = column.map((value, i) => value + (known[i] ?? 0));
    }
  }
  return sums;
}

/** The flat summary of metrics: distributions in milliseconds (a quantile only over enough values), ratios from counters. */
export function summaryOf(
  histograms: HistogramTable,
  counters: Record<string, number>,
): Record<string, number> {
  return { ...distributionsOf(histograms, Object.keys(DISTRIBUTIONS), 'all'), ...figuresOf(counters) };
}

/** The same for one store, under the names of its family. */
export function storeSummaryOf(
  histograms: HistogramTable,
  counters: Record<string, number>,
  { family, binding }: { readonly family: string; readonly binding: string },
): Record<string, number> {
  const metrics = Object.keys(DISTRIBUTIONS).filter((metric) => metric.startsWith(`${family}.`));
  return {
    ...distributionsOf(histograms, metrics, `store:${binding}`),
    ...storeFiguresOf((name) => counters[`${family}.${name}:${binding}`] ?? 0, family),
  };
}

function distributionsOf(
  histograms: HistogramTable,
  metrics: readonly string[],
  slice: string,
): Record<string, number> {
  const summary: Record<string, number> = {};
  for (const metric of metrics) {
    const json = histograms[metric]?.[slice];
    if (json === undefined || json.count === 0) continue;
    const histogram = Histogram.fromJson(json);
    summary[`${metric}.mean`] = histogram.mean() / US_PER_MS;
    for (const { name, q, fewest } of QUANTILES) {
      if (json.count >= fewest) summary[`${metric}.${name}`] = histogram.quantile(q) / US_PER_MS;
    }
    summary[`${metric}.max`] = json.max / US_PER_MS;
  }
  return summary;
}

/** The figures of data stores; `count` gives a counter by its name without the family. */
function storeFiguresOf(count: (name: string) => number, family: string): Record<string, number> {
  const figures: Record<string, number> = {};
  const [reads, writes] = [count('reads'), count('writes')];
  if (reads + writes + count('calls') === 0) return figures;
  // Not every family has every figure: caches of sites have no versions, limits are not written.
  const put = (name: string, value: number): void => {
    if (`${family}.${name}` in FIGURES) figures[`${family}.${name}`] = value;
  };
  for (const name of STORE_COUNTS) put(name, count(name));
  if (reads === 0) return figures;
  const inPop = INSIDE_POP.reduce((sum, tier) => sum + count(`tier.${tier}`), 0);
  put('hitRatio', inPop / reads);
  put('staleRatio', count('staleReads') / reads);
  put('refusedRatio', count('tier.refused') / reads);
  return figures;
}

const STORE_COUNTS = [
  'calls',
  'reads',
  'writes',
  'rejectedWrites',
  'staleReads',
  'lostUpdates',
  'ownWriteMissed',
  'ownWriteMissedElsewhere',
  'monotonicReadsBroken',
];

/** The tiers that answer without leaving the PoP. */
const INSIDE_POP = ['memory', 'colo', 'hit'];

function figuresOf(counters: Record<string, number>): Record<string, number> {
  const count = (name: string): number => counters[name] ?? 0;
  const figures: Record<string, number> = { requests: count('requests') };
  const ratio = (name: string, part: number, whole: number): void => {
    if (whole > 0) figures[name] = part / whole;
  };
  ratio('ttfb.under50ms', count('ttfb.under50ms'), count('requests'));
  ratio('ok.ratio', count('ok'), count('requests'));
  figures['cold.count'] = count('cold');
  ratio('cold.rate', count('cold'), count('handlerRuns'));
  ratio('cache.hitRatio', count('cache.hits'), count('cache.cacheable'));
  ratio('cache.byteHitRatio', count('cache.hitBytes'), count('cache.cacheableBytes'));
  figures['origin.requests'] = count('origin.requests');
  figures['origin.egressBytes'] = count('origin.egressBytes');
  ratio('offload', count('offloaded'), count('requests'));
  for (const family of ['store', 'objects', 'cacheApi', 'rateLimit'])
    Object.assign(
      figures,
      storeFiguresOf((name) => count(`${family}.${name}`), family),
    );
  figures['memory.isolatesPeak'] = count('isolates.peak');
  return figures;
}
