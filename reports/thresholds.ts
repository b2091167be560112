// Says how a threshold fared, with its value in the unit of its metric.
import { formatFigure, formatInterval } from './format.ts';
import type { RunResult } from './result.ts';
import { plainText } from './text.ts';

/** A metric on the other side of the comparison, such as `origin.ttfb.p95`. */
const COMPARES_TWO = /[<>]=?\s*[A-Za-z_][\w-]*\./;

/** A threshold as reports show it. */
export interface ThresholdLine {
  readonly ok: boolean;
  readonly text: string;
  /** What the value is: of one metric, or the difference of two. */
  readonly what: 'value' | 'difference';
  readonly value: string;
  readonly limit: string;
  readonly interval: string;
}

/** All thresholds of a run, ready to print. */
export function thresholdLines(result: RunResult): ThresholdLine[] {
  return result.thresholds.map((threshold) => {
    const unit = unitOf(result, threshold.text);
    return {
      ok: threshold.ok,
      text: plainText(threshold.text, 120),
      what: COMPARES_TWO.test(threshold.text) ? 'difference' : 'value',
      value: formatFigure(threshold.value, unit),
      limit: formatFigure(threshold.limit, unit),
      interval: formatInterval(threshold, unit),
    };
  });
}

/** The unit of the metric that a threshold begins with: `edge.ttfb.p95 < 120ms` is in milliseconds. */
function unitOf(result: RunResult, text: string): string {
  const path = /^\s*([\w.-]+)/.exec(text)?.[1] ?? '';
  const direct = result.metrics[path]?.unit;
  const inArm = result.metrics[path.slice(path.indexOf('.') + 1)]?.unit;
  return direct ?? inArm ?? 'count';
}
