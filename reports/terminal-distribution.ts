// The distribution of TTFB as one line of blocks for each arm, on a logarithmic axis that all arms share.
import { Histogram, bucketMiddle } from '../sim/metrics/histogram.ts';
import { US_PER_MS } from '../sim/units.ts';
import type { ArmResult } from './result.ts';
import { plainText } from './text.ts';

const BLOCKS = ' ▁▂▃▄▅▆▇█';
const TICKS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/** Lines of at most `columns` columns: one per arm, then the axis; empty when there is nothing to draw. */
export function distributionLines(arms: readonly ArmResult[], columns: number): string[] {
  const all = arms.flatMap((arm) => {
    const json = arm.histograms['ttfb']?.['all'];
    return json === undefined || json.count === 0 ? [] : [{ arm, json, histogram: Histogram.fromJson(json) }];
  });
  if (all.length === 0) return [];
  const low = Math.log(Math.max(1000, Math.min(...all.map(({ histogram }) => histogram.quantile(0.002)))));
  const high = Math.log(Math.max(2000, ...all.map(({ histogram }) => histogram.quantile(0.998))));
  const label = Math.min(14, Math.max(...all.map(({ arm }) => plainText(arm.name, 14).length)));
  const cells = columns - label - 4;
  const at = (us: number): number =>
    Math.min(
      cells - 1,
      Math.max(0, Math.floor(((Math.log(Math.max(1, us)) - low) / (high - low || 1)) * cells)),
    );
  const lines = all.map(({ arm, json }) => {
    const shares = Array.from({ length: cells }, () => 0);
    json.buckets.forEach((bucket, i) => {
      const cell = at(bucketMiddle(bucket));
      shares[cell] = (shares[cell] ?? 0) + (json.counts[i] ?? 0) / json.count;
    });
    return { name: plainText(arm.name, label).padEnd(label), shares };
  });
  const top = Math.max(...lines.flatMap((line) => line.shares));
  const drawn = lines.map(({ name, shares }) => {
    const blocks = shares.map(
      (share) => BLOCKS[share === 0 ? 0 : Math.max(1, Math.round((share / top) * 8))] ?? ' ',
    );
    return `  ${name}  ${blocks.join('')}`.trimEnd();
  });
  return [...drawn, axis({ label, cells, at, low, high })];
}

function axis(scale: {
  label: number;
  cells: number;
  at: (us: number) => number;
  low: number;
  high: number;
}): string {
  const line = Array.from({ length: scale.cells }, () => ' ');
  let free = 0;
  for (const tick of TICKS_MS) {
    const log = Math.log(tick * US_PER_MS);
    const cell = scale.at(tick * US_PER_MS);
    const text = `${tick}`;
    if (log < scale.low || log > scale.high || cell < free || cell + text.length > scale.cells) continue;
    for (const [i, char] of Array.from(text).entries()) line[cell + i] = char;
    free = cell + text.length + 2;
  }
  return `  ${'ms'.padEnd(scale.label)}  ${line.join('')}`.trimEnd();
}
