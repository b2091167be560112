// Counters and histograms in the order of their names, as records hold them.
import type { Histogram, HistogramJson } from './histogram.ts';

/** The entries of a map in the order of their keys. */
function sorted<T>(entries: ReadonlyMap<string, T>): [string, T][] {
  return [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Histograms by metric and slice. */
export function histogramsJson(
  histograms: ReadonlyMap<string, ReadonlyMap<string, Histogram>>,
): Record<string, Record<string, HistogramJson>> {
  return Object.fromEntries(
    sorted(histograms).map(([metric, slices]) => [
      metric,
      Object.fromEntries(sorted(slices).map(([slice, h]) => [slice, h.toJson()])),
    ]),
  );
}
