// Lays out plain text for terminals: wrapping, tables, and the few styles that reports use.
import { Chalk } from 'chalk';
import { NARROW } from './format.ts';

/** How a piece of text may be set; blue and yellow differ for every kind of colour vision. */
export type Style = 'plain' | 'strong' | 'quiet' | 'gain' | 'loss';

/** Sets text in a style; without colour it returns the text as it is. */
export type Painter = (text: string, style: Style) => string;

/** A painter for terminals with or without colour. */
export function painter(color: boolean): Painter {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const styles: Record<Style, (text: string) => string> = {
    plain: (text) => text,
    strong: (text) => chalk.bold(text),
    quiet: (text) => chalk.dim(text),
    gain: (text) => chalk.blueBright(text),
    loss: (text) => chalk.yellow(text),
  };
  return (text, style) => (text === '' ? text : styles[style](text));
}

/** How many columns a text takes: one for each character, none for combining marks, two for wide scripts. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) {
    if (/\p{M}/u.test(char)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(
        char,
      )
        ? 2
        : 1;
  }
  return width;
}

/** Cuts a text to a width, marking what was cut. */
function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const char of text) {
    if (widthOf(kept) + widthOf(char) > width - 1) break;
    kept += char;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks text into lines at spaces; words longer than a line are cut through; no-break spaces become spaces. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    while (widthOf(rest) > width) {
      if (line !== '') lines.push(line);
      line = '';
      const head = fit(rest, width + 1).slice(0, -1) || rest.slice(0, 1);
      lines.push(head);
      rest = rest.slice(head.length);
    }
    if (line === '') line = rest;
    else if (widthOf(line) + 1 + widthOf(rest) <= width) line += ` ${rest}`;
    else {
      lines.push(line);
      line = rest;
    }
  }
  if (line !== '') lines.push(line);
  return lines.map((one) => one.replaceAll(NARROW, ' '));
}

/** A paragraph: the first line begins with `first`, the others with as many spaces. */
export function paragraph(text: string, options: { columns: number; first: string }): string[] {
  const indent = ' '.repeat(widthOf(options.first));
  return wrap(text, options.columns - indent.length).map(
    (line, i) => (i === 0 ? options.first : indent) + line,
  );
}

/** A cell of a table. */
export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

/** A row of a table: the first cell is its label. */
export type Row = readonly Cell[];

/** Sets rows under each other: the first column takes what the others leave and is cut to fit; the others end flush. */
export function table(rows: readonly Row[], options: { columns: number; paint: Painter }): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, widthOf(cell.text));
    });
  const others = widths.slice(1).reduce((sum, width) => sum + width + 2, 0);
  const first = Math.min(widths[0] ?? 0, Math.max(8, options.columns - 2 - others));
  // The label column grows a little on wide terminals, never so far that eyes lose the row.
  const label = Math.max(first, Math.min(options.columns - 2 - others, (widths[0] ?? 0) + 8, 34));
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const text = (i === 0 ? fit(cell.text, label) : cell.text).replaceAll(NARROW, ' ');
        const gap = ' '.repeat(Math.max(0, (i === 0 ? label : (widths[i] ?? 0)) - widthOf(text)));
        const painted = options.paint(text, cell.style ?? 'plain');
        return i === 0 ? `  ${painted}${gap}` : `  ${gap}${painted}`;
      })
      .join('')
      .trimEnd(),
  );
}
