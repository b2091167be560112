// Mean TTFB over simulated time as one line of blocks for each arm, on a scale that begins at zero and that all arms share.
import { formatMs, NARROW } from './format.ts';
import type { ArmResult, RunResult } from './result.ts';
import { US_PER_MS } from '../sim/units.ts';
import { plainText } from './text.ts';

const BLOCKS = ' ▁▂▃▄▅▆▇█';
const LONGEST_NAME = 12;
const MINUTE_MS = 60_000;

/** Lines of at most `columns` columns: one per arm with its lowest and highest step, then the axis in minutes of the window. */
export function timelineLines(result: RunResult, columns: number): string[] {
  const label = Math.max(...result.arms.map((arm) => plainText(arm.name, LONGEST_NAME).length));
  const rows = result.arms.map((arm) => {
    const means = meansOf(arm);
    const known = means.filter((mean) => mean !== null);
    const range = `${formatMs(Math.min(...known))} to ${formatMs(Math.max(...known))}`.replaceAll(
      NARROW,
      ' ',
    );
    return { name: plainText(arm.name, LONGEST_NAME).padEnd(label), means, known, range };
  });
  const figures = Math.max(...rows.map((row) => row.range.length));
  const steps = Math.max(...rows.map((row) => row.means.length));
  // A step may be drawn over several columns on wide terminals, or several steps into one on narrow ones.
  const cells = Math.max(10, Math.min(steps, columns - label - figures - 6));
  const top = Math.max(...rows.flatMap((row) => row.known), 0);
  const lines = rows.map(({ name, means, range }) => {
    const blocks = Array.from({ length: cells }, (_cell, cell) => {
      const part = means
        .slice(Math.floor((cell * means.length) / cells), Math.ceil(((cell + 1) * means.length) / cells))
        .filter((mean) => mean !== null);
      if (part.length === 0 || top === 0) return ' ';
      return BLOCKS[Math.max(1, Math.round((Math.max(...part) / top) * 8))] ?? ' ';
    });
    return `  ${name}  ${blocks.join('')}  ${range.padStart(figures)}`.trimEnd();
  });
  return [...lines, axis(result.windowMs / MINUTE_MS, { label, cells })];
}

/** The mean of each step in ms; null for a step without requests. */
function meansOf(arm: ArmResult): (number | null)[] {
  const { requests = [], ttfbSumUs = [] } = arm.series.columns;
  return requests.map((count, step) => (count === 0 ? null : (ttfbSumUs[step] ?? 0) / count / US_PER_MS));
}

function axis(minutes: number, { label, cells }: { label: number; cells: number }): string {
  const line = Array.from({ length: cells }, () => ' ');
  for (let minute = 0; minute < minutes; minute++) {
    const cell = Math.floor((minute / minutes) * cells);
    for (const [i, char] of Array.from(`${minute}`).entries()) line[cell + i] = char;
  }
  return `  ${'min'.padEnd(label)}  ${line.join('')}`.trimEnd();
}
