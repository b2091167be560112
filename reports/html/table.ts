// HTML tables: plain ones behind charts, and long ones that script makes sortable and searchable.
import { escapeHtml } from '../text.ts';

/** A column: its title, and whether it holds numbers (which end flush). */
export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
  /** `minor` columns give way on narrow screens. */
  readonly className?: 'minor';
}

/** A cell: text, or text with a class. */
export type HtmlCell = string | { readonly text: string; readonly className: string };

interface TableOptions {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly HtmlCell[])[];
  /** `long` tables scroll in a box and can be sorted and searched. */
  readonly kind?: 'short' | 'long';
  readonly limit?: number;
}

/** A table; all texts are escaped. */
export function htmlTable(options: TableOptions): string {
  const { columns, rows } = options;
  const long = options.kind === 'long';
  const head = columns.map((column) => {
    const name = alignment(column, long);
    // A heading that eyes do not need is still said to those who listen.
    const title = column.title === '' ? '<span class="hidden">figure</span>' : escapeHtml(column.title);
    return `<th scope="col"${name === '' ? '' : ` class="${name}"`}>${long ? `<button type="button">${title}</button>` : title}</th>`;
  });
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, i) => cellHtml(cell, i, { column: columns[i], long, limit: options.limit })).join('')}</tr>`,
  );
  const caption = `<caption>${escapeHtml(options.caption)}</caption>`;
  const table = `<table${long ? ' class="long"' : ''}>${caption}<thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
  const name = escapeHtml(options.caption);
  return `<div class="scroll${long ? ' tall' : ''}" tabindex="0" role="region" aria-label="${name}">${table}</div>`;
}

/** Most cells of long tables are numbers, so there the texts carry the class: it saves a tenth of the file. */
function alignment(column: Column | undefined, long: boolean): string {
  const numeric = column?.numeric === true;
  const align = numeric === long ? '' : long ? 't' : 'n';
  return [align, column?.className ?? ''].filter((name) => name !== '').join(' ');
}

interface CellOptions {
  readonly column: Column | undefined;
  readonly long: boolean;
  readonly limit: number | undefined;
}

function cellHtml(cell: HtmlCell, index: number, options: CellOptions): string {
  const text = typeof cell === 'string' ? cell : cell.text;
  const names = [alignment(options.column, options.long), typeof cell === 'string' ? '' : cell.className];
  const classes = names.filter((name) => name !== '').join(' ');
  const name = classes === '' ? '' : ` class="${classes}"`;
  const inner = escapeHtml(text, options.limit ?? 120);
  return index === 0 ? `<th scope="row"${name}>${inner}</th>` : `<td${name}>${inner}</td>`;
}

interface FigureOptions {
  readonly title: string;
  readonly note?: string;
  readonly legend?: string;
  readonly drawing: string;
  readonly table: string;
  readonly className?: string;
}

/** A chart with its title above and its table behind; `legend` and `drawing` are finished HTML. */
export function figure(options: FigureOptions): string {
  const note = options.note === undefined ? '' : `<p class="note">${escapeHtml(options.note, 500)}</p>`;
  const name = options.className === undefined ? '' : ` class="${options.className}"`;
  return `<figure${name}><figcaption><h3>${escapeHtml(options.title)}</h3>${note}${options.legend ?? ''}</figcaption>${options.drawing}<details><summary>Numbers<span class="hidden"> behind: ${escapeHtml(options.title)}</span></summary>${options.table}</details></figure>`;
}

/** A legend: swatches with names. */
export function legend(entries: readonly { className: string; text: string }[]): string {
  const items = entries.map(
    (entry) => `<li><i class="${entry.className}"></i>${escapeHtml(entry.text, 120)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}
