// Reading and writing comma-separated values as RFC 4180 describes them, with the line of each record.
import { TopologyError } from './errors.ts';

/** One record of a file and the line it begins on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The records of a text; empty lines are skipped, a byte order mark is ignored. */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const end = text.length;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let startLine = 1;
  let cells: string[] = [];
  while (at < end) {
    const cell = readCell(text, at, line);
    cells.push(cell.text);
    line = cell.line;
    at = cell.at;
    const separator = text[at];
    at += separator === '\r' && text[at + 1] === '\n' ? 2 : 1;
    if (separator === ',' && at < end) continue;
    if (separator === ',') cells.push('');
    if (cells.length > 1 || cells[0] !== '') records.push({ line: startLine, cells });
    cells = [];
    line += 1;
    startLine = line;
  }
  return records;
}

/** A cell as it is written: quoted when it holds a comma, a quote or a line break. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

interface Cell {
  readonly text: string;
  /** Position of the separator after the cell. */
  readonly at: number;
  readonly line: number;
}

function readCell(text: string, at: number, line: number): Cell {
  return text[at] === '"' ? readQuoted(text, at, line) : readPlain(text, at, line);
}

function readPlain(text: string, at: number, line: number): Cell {
  let end = at;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(at, end), at: end, line };
}

function readQuoted(text: string, at: number, line: number): Cell {
  let value = '';
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new TopologyError('E_FILE', 'a quoted cell has no closing quote', { line });
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const after = text[quote + 1];
      if (after !== undefined && !',\r\n'.includes(after))
        throw new TopologyError('E_FILE', 'text follows the closing quote of a cell', { line });
      return { text: value, at: quote + 1, line: line + (value.match(/\n/g)?.length ?? 0) };
    }
    value += '"';
    from = quote + 2;
  }
}
