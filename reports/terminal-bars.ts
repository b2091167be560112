// Horizontal bars for terminals: one line for each figure, all on one scale that begins at zero.
import { NARROW } from './format.ts';
import { widthOf } from './terminal-layout.ts';
import { plainText } from './text.ts';

/** One bar: its label, its length, and the figure as it is written beside it. */
export interface Bar {
  readonly label: string;
  /** null draws no bar. */
  readonly value: number | null;
  readonly text: string;
}

const LONGEST_LABEL = 34;

/** Lines of at most `columns` columns; a figure above zero is never drawn as nothing. */
export function barLines(bars: readonly Bar[], columns: number): string[] {
  const rows = bars.map(({ label, value, text }) => ({
    label: plainText(label, LONGEST_LABEL),
    size: Math.max(0, value ?? 0),
    text: text.replaceAll(NARROW, ' '),
  }));
  const labels = Math.max(0, ...rows.map((row) => widthOf(row.label)));
  const figures = Math.max(0, ...rows.map((row) => widthOf(row.text)));
  const room = Math.max(4, columns - labels - figures - 6);
  const most = Math.max(...rows.map((row) => row.size), 0);
  return rows.map((row) => {
    const cells = most === 0 || row.size === 0 ? 0 : Math.max(1, Math.round((row.size / most) * room));
    const label = row.label + ' '.repeat(labels - widthOf(row.label));
    const figure = ' '.repeat(figures - widthOf(row.text)) + row.text;
    return `  ${label}  ${figure}  ${'█'.repeat(cells)}`.trimEnd();
  });
}
