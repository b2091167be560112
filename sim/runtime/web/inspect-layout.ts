// How `inspect` arranges the parts of an object: on one line, in columns, or line by line, by the rules of Node's util.inspect.

/** Where parts are put. */
interface Shape {
  readonly open: string;
  readonly close: string;
  readonly breakLength: number;
  readonly indent: number;
  /** How many levels of nesting may share a line. */
  readonly compact: number;
}

/** On one line where that is allowed and short enough, else each part on its own. */
export function joinParts(parts: readonly string[], shape: Shape, maybeOneLine: boolean): string {
  const { open, close, breakLength, indent } = shape;
  if (maybeOneLine) {
    const lengths = parts.reduce((sum, part) => sum + part.length, 0);
    const start = parts.length + indent + open.length + 10;
    const joined = parts.join(', ');
    if (lengths + parts.length + start <= breakLength && !joined.includes('\n')) {
      return `${open} ${joined} ${close}`;
    }
  }
  const line = `\n${' '.repeat(indent)}`;
  return `${open}${line}  ${parts.join(`,${line}  `)}${line}${close}`;
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
    compact * 4,
    15,
  );
}

/** The parts of a long list as rows of columns; what says how many more there are stays apart. */
export function groupItems(
  items: string[],
  shape: Shape,
  { value, hasMore }: { readonly value: object; readonly hasMore: boolean },
): string[] {
  const cells = hasMore ? items.slice(0, -1) : items;
  const columns = columnsFor(
    cells.map((cell) => cell.length),
    shape,
  );
  if (columns <= 1) return items;
  const widths = Array.from({ length: columns }, (_, column) =>
    cells.reduce((widest, cell, i) => (i % columns === column ? Math.max(widest, cell.length) : widest), 0),
  );
  const isNumeric = Object.values(value).every(
    (held) => typeof held === 'number' || typeof held === 'bigint',
  );
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += columns) {
    const row = cells.slice(at, at + columns);
    const last = row.length - 1;
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      if (isNumeric) return column === last ? cell.padStart(width) : `${cell}, `.padStart(width + 2);
      return column === last ? cell : `${cell}, `.padEnd(width + 2);
    });
    rows.push(padded.join(''));
  }
  return hasMore ? [...rows, items.at(-1) ?? ''] : rows;
}
