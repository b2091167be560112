// Merges the records of one arm over its seeds, exactly: histograms and counts add up, in the order of the seeds.
import type { HistogramJson } from '../metrics/histogram.ts';
import { Histogram } from '../metrics/histogram.ts';
import { DISTRIBUTIONS, QUANTILES } from '../metrics/names.ts';
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
  const summary: Record<string, number> = {};
  for (const metric of Object.keys(DISTRIBUTIONS)) {
    const json = histograms[metric]?.['all'];
    if (json === undefined || json.count === 0) continue;
    const histogram = Histogram.fromJson(json);
    summary[`${metric}.mean`] = histogram.mean() / US_PER_MS;
    for (const { name, q, fewest } of QUANTILES) {
      if (json.count >= fewest) summary[`${metric}.${name}`] = histogram.quantile(q) / US_PER_MS;
    }
    summary[`${metric}.max`] = json.max / US_PER_MS;
  }
  return { ...summary, ...figuresOf(counters) };
}

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
  if (counters['kv.reads'] !== undefined || counters['kv.writes'] !== undefined) {
    for (const name of [
      'reads',
      'writes',
      'rejectedWrites',
      'staleReads',
      'lostUpdates',
      'ownWriteMissed',
      'ownWriteMissedElsewhere',
    ])
      figures[`kv.${name}`] = count(`kv.${name}`);
    ratio('kv.hitRatio', count('kv.tier.memory') + count('kv.tier.colo'), count('kv.reads'));
    ratio('kv.staleRatio', count('kv.staleReads'), count('kv.reads'));
  }
  if (counters['objects.calls'] !== undefined) {
    figures['objects.calls'] = count('objects.calls');
    figures['objects.lostUpdates'] = count('objects.lostUpdates');
  }
  ratio('cacheApi.hitRatio', count('cacheApi.tier.hit'), count('cacheApi.reads'));
  ratio('rateLimit.refusedRatio', count('rateLimit.tier.refused'), count('rateLimit.reads'));
  figures['memory.isolatesPeak'] = count('isolates.peak');
  return figures;
}
