// The metrics that set arms side by side, in reading order; terminal, page and Markdown show the same lines.
import type { ArmResult } from './result.ts';

/** A line of the comparison. */
export interface ComparisonLine {
  /** What it is called; empty where it continues the line above. */
  readonly title: string;
  /** Which quantile; empty for single figures. */
  readonly part: string;
  readonly metric: string;
  /** Shown only when some arm has it. */
  readonly optional?: boolean;
  /** Shown only when it is not 0 in some arm. */
  readonly onlyWhenMet?: boolean;
}

/** All lines. */
export const COMPARISON: readonly ComparisonLine[] = [
  { title: 'Time to first byte', part: 'p50', metric: 'ttfb.p50' },
  { title: '', part: 'p75', metric: 'ttfb.p75' },
  { title: '', part: 'p95', metric: 'ttfb.p95' },
  { title: '', part: 'p99', metric: 'ttfb.p99' },
  { title: 'First byte within 50 ms', part: '', metric: 'ttfb.under50ms' },
  { title: 'Last byte', part: 'p50', metric: 'total.p50' },
  { title: '', part: 'p95', metric: 'total.p95' },
  { title: 'Round trip', part: 'p50', metric: 'rtt.p50' },
  { title: '', part: 'p95', metric: 'rtt.p95' },
  { title: 'Cold starts, rate', part: '', metric: 'cold.rate', optional: true },
  { title: 'Cold start wait', part: 'p50', metric: 'coldStart.p50', optional: true },
  { title: '', part: 'p95', metric: 'coldStart.p95', optional: true },
  { title: 'PoP cache hit ratio', part: '', metric: 'cache.hitRatio', optional: true },
  { title: 'Store reads hit in PoP', part: '', metric: 'store.hitRatio', optional: true },
  { title: 'Updates lost in stores', part: '', metric: 'store.lostUpdates', onlyWhenMet: true },
  { title: 'Reads gone back in time', part: '', metric: 'store.monotonicReadsBroken', onlyWhenMet: true },
  { title: 'Updates lost in objects', part: '', metric: 'objects.lostUpdates', onlyWhenMet: true },
  { title: 'Call of an object', part: 'p50', metric: 'objects.call.p50', optional: true },
  { title: '', part: 'p95', metric: 'objects.call.p95', optional: true },
  { title: 'Never reached origin', part: '', metric: 'offload' },
  { title: 'Origin requests', part: '', metric: 'origin.requests' },
  { title: 'Origin egress', part: '', metric: 'origin.egressBytes' },
  { title: 'Cost of a month', part: '', metric: 'cost.month', optional: true },
  { title: 'Cost of 1M requests', part: '', metric: 'cost.perMillion', optional: true },
  { title: 'Answered as meant', part: '', metric: 'ok.ratio' },
];

/** The lines that say something of these arms. */
export function comparisonLines(arms: readonly ArmResult[]): readonly ComparisonLine[] {
  const some = (metric: string, fits: (value: number) => boolean): boolean =>
    arms.some(({ summary }) => {
      const value = summary[metric];
      return value !== undefined && value !== null && fits(value);
    });
  return COMPARISON.filter(
    ({ metric, optional, onlyWhenMet }) =>
      (optional !== true || some(metric, () => true)) &&
      (onlyWhenMet !== true || some(metric, (value) => value > 0)),
  );
}
