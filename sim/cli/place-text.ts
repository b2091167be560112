// What `antipode place` prints: the placements as a table, the best of them in words, and on a screen that shows maps on a map.
import type { Region } from '../../topology/place.ts';
import { paragraph, painter } from '../../reports/terminal-layout.ts';
import { markedMapLines } from '../../reports/terminal-map.ts';
import { plainText } from '../../reports/text.ts';
import type { Placement } from '../placement/rank.ts';
import type { Terminal } from './terminal.ts';

/** A placement whose copies are regions. */
export interface NamedPlacement extends Omit<Placement, 'primary' | 'replicas'> {
  readonly primary: Region;
  readonly replicas: readonly Region[];
}

const HEADS = ['replicas', 'mean ms', 'p95 ms', 'read ms', 'write ms', 'USD a month'];
const LAST_HEAD = 'primary + replicas';
/** Names of regions stand beside the figures where they have this much room, else below them. */
const LEAST_ROOM = 40;
const PRIMARY = '◆';

/** The whole text; `head` names what was placed, `notes` say what the figures mean. */
export function placeText(
  placements: readonly NamedPlacement[],
  { head, notes }: { readonly head: string; readonly notes: readonly string[] },
  terminal: Pick<Terminal, 'columns' | 'color' | 'maps'>,
): string {
  const { columns } = terminal;
  const plain = [plainText(head, 200), ...notes].flatMap((text) => paragraph(text, { columns, first: '' }));
  // The quickest of those with the most replicas.
  const most = Math.max(...placements.map(({ replicas }) => replicas.length));
  const best = placements.find(({ replicas }) => replicas.length === most);
  return `${[...plain, '', ...tableLines(placements, columns), ...bestLines(best, terminal)].join('\n')}\n`;
}

function figuresOf({ replicas, meanMs, p95Ms, readMs, writeMs, monthUsd }: NamedPlacement): string[] {
  const waits = [meanMs, p95Ms, readMs, writeMs].map((ms) => ms.toFixed(0));
  return [String(replicas.length), ...waits, monthUsd.toFixed(2)];
}

function tableLines(placements: readonly NamedPlacement[], columns: number): string[] {
  const figures = placements.map(figuresOf);
  const widths = HEADS.map((title, i) =>
    Math.max(title.length, ...figures.map((cells) => (cells[i] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ')}  `;
  const room = columns - line(HEADS).length;
  const names = placements.map(({ primary, replicas }) =>
    [primary, ...replicas].map(({ id }) => id).join(' + '),
  );
  if (room >= LEAST_ROOM)
    return [
      line(HEADS) + LAST_HEAD,
      ...placements.flatMap((_one, i) =>
        paragraph(names[i] ?? '', { columns, first: line(figures[i] ?? []) }),
      ),
    ];
  return [
    line(HEADS).trimEnd(),
    `    ${LAST_HEAD}`,
    ...placements.flatMap((_one, i) => [
      line(figures[i] ?? []).trimEnd(),
      ...paragraph(names[i] ?? '', { columns, first: '    ' }),
    ]),
  ];
}

/** Where the best placement is, in names that people know. */
function bestLines(
  best: NamedPlacement | undefined,
  { columns, color, maps }: Pick<Terminal, 'columns' | 'color' | 'maps'>,
): string[] {
  if (best === undefined) return [];
  const marks = [best.primary, ...best.replicas].map(({ name, lat, lon }, i) => ({
    sign: i === 0 ? PRIMARY : '123456789abc'.charAt(i - 1),
    lat,
    lon,
    name,
  }));
  const told = marks.map(
    ({ sign, name }, i) => `${maps ? `${sign} ` : ''}${name}${i === 0 ? ' (primary)' : ''}`,
  );
  const words = paragraph(`The first with the most replicas: ${told.join(', ')}.`, { columns, first: '' });
  return maps ? ['', ...words, ...markedMapLines(marks, { columns, paint: painter(color) })] : ['', ...words];
}
