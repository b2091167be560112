// How `inspect` arranges the parts of an object: on one line, in columns, or line by line, by the rules of Node's util.inspect.
import { shownLength } from './inspect-options.ts';

/** Where parts are put. */
export interface Shape {
  readonly open: string;
  readonly close: string;
  /** What stands before the bracket: a function, an error, a boxed value; often empty. */
  readonly base: string;
  readonly breakLength: number;
  readonly indent: number;
  /** How many levels of nesting may share a line; true for as many as there are. */
  readonly compact: number | true;
}

/** Whether all parts fit on a line beside what takes `start`. */
function fits(parts: readonly string[], { breakLength, base }: Shape, start: number): boolean {
  const total = parts.reduce((sum, part) => sum + shownLength(part), parts.length + start);
  return total <= breakLength && parts.length * 2 + start <= breakLength && !base.includes('\n');
}

/** On one line where that is allowed and short enough, else each part on its own. */
export function joinParts(parts: readonly string[], shape: Shape, maybeOneLine: boolean): string {
  const { open, close, indent, base } = shape;
  const line = `\n${' '.repeat(indent)}`;
  if (shape.compact === true) {
    if (fits(parts, shape, 0)) return `${open}${base === '' ? '' : ` ${base}`} ${parts.join(', ')} ${close}`;
    const begin = base === '' && open.length === 1 ? ' ' : `${base === '' ? '' : ` ${base}`}${line}  `;
    return `${open}${begin}${parts.join(`,${line}  `)} ${close}`;
  }
  const head = base === '' ? open : `${base} ${open}`;
  if (maybeOneLine) {
    const start = parts.length + indent + open.length + base.length + 10;
    const joined = parts.join(', ');
    if (fits(parts, shape, start) && !joined.includes('\n')) return `${head} ${joined} ${close}`;
  }
  return `${head}${line}  ${parts.join(`,${line}  `)}${line}${close}`;
}

/** How many columns make a list about two and a half times as wide as it is high. */
function columnsFor(widths: readonly number[], { breakLength, indent, compact }: Shape): number {
  const total = widths.reduce((sum, width) => sum + width + 2, 0);
  const widest = Math.max(...widths) + 2;
  if (widest * 3 + indent >= breakLength) return 1;
  if (total / widest <= 5 && widest - 2 > 6) return 1;
  // Short parts get more columns than their area asks for.
  const biased = Math.max(widest - 3 - Math.sqrt(widest - total / widths.length), 1);
  return Math.min(
    Math.round(Math.sqrt(2.5 * biased * widths.length) / biased),
    Math.floor((breakLength - indent) / widest),
    Number(compact) * 4,
    15,
  );
}

/** The parts of a long list as rows of columns; what says how many more there are stays apart. */
export function groupItems(
  items: string[],
  shape: Shape,
  { isNumeric, hasMore }: { readonly isNumeric: boolean; readonly hasMore: boolean },
): string[] {
  const cells = hasMore ? items.slice(0, -1) : items;
  const lengths = cells.map(shownLength);
  const columns = columnsFor(lengths, shape);
  if (columns <= 1) return items;
  const widths = Array.from({ length: columns }, (_, column) =>
    lengths.reduce((widest, length, i) => (i % columns === column ? Math.max(widest, length) : widest), 0),
  );
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += columns) {
    const row = cells.slice(at, at + columns);
    const last = row.length - 1;
    const padded = row.map((cell, column) => {
      const text = column === last ? cell : `${cell}, `;
      const room = ' '.repeat(
        Math.max(0, (widths[column] ?? 0) + (column === last ? 0 : 2) - shownLength(text)),
      );
      if (isNumeric) return `${room}${text}`;
      return column === last ? text : `${text}${room}`;
    });
    rows.push(padded.join(''));
  }
  return hasMore ? [...rows, items.at(-1) ?? ''] : rows;
}
