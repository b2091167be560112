// Draws a counterexample: one line per operation, over one axis of time.
import { msFromUs } from '../units.ts';
import type { HistoryOperation } from './operation.ts';

const BAR_COLUMNS = 16;

/** The operations in the order in which they were asked, each with who, what and when; times count from the first. */
export function timeline(operations: readonly HistoryOperation[]): string {
  const inOrder = operations.toSorted((a, b) => a.invokedUs - b.invokedUs);
  const startUs = inOrder[0]?.invokedUs ?? 0;
  const endUs = Math.max(...inOrder.map((one) => one.completedUs ?? one.invokedUs));
  const column = (us: number): number =>
    Math.round(((us - startUs) / Math.max(1, endUs - startUs)) * (BAR_COLUMNS - 1));
  const rows = inOrder.map((operation) => {
    const { client, site, invokedUs, completedUs } = operation;
    const from = column(invokedUs);
    const to = completedUs === null ? BAR_COLUMNS : Math.max(from, column(completedUs));
    const bar = `${' '.repeat(from)}${completedUs === null ? '├'.padEnd(to - from, '─') : barOf(to - from)}`;
    const answered = completedUs === null ? 'never answered' : milliseconds(completedUs - startUs);
    return [
      site === '' ? client : `${client} at ${site}`,
      `${operation.op} ${contentText(operation)}`,
      bar.padEnd(BAR_COLUMNS),
      `${milliseconds(invokedUs - startUs)} to ${answered}`,
    ] as const;
  });
  const widths = [0, 1].map((n) => Math.max(...rows.map((row) => (row[n] ?? '').length)));
  return rows
    .map(
      ([who, what, bar, when]) =>
        `    ${who.padEnd(widths[0] ?? 0)}  ${what.padEnd(widths[1] ?? 0)}  ${bar}  ${when}\n`,
    )
    .join('');
}

function barOf(columns: number): string {
  return columns === 0 ? '│' : `├${'─'.repeat(columns - 1)}┤`;
}

function milliseconds(us: number): string {
  const ms = msFromUs(us);
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(1)} ms`;
}

const LONGEST_VALUE = 16;

function contentText({ op, version, value }: HistoryOperation): string {
  if (version !== undefined) return `version ${version}`;
  if (op === 'delete') return '';
  if (value === undefined || value === null) return 'nothing';
  return JSON.stringify(value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE - 1)}…` : value);
}
