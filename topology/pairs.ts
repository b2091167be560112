// Many pairs of places at once: a CSV with the columns src and dst comes back with rtt_ms added.
import { csvCell, parseCsv } from './csv.ts';
import type { CsvRecord } from './csv.ts';
import { TopologyError } from './errors.ts';
import type { Place } from './place.ts';
import { createPlaceParser } from './place-parse.ts';
import type { PlaceParser } from './place-parse.ts';
import type { Profile } from './profile.ts';
import type { RttModel } from './rtt.ts';

/** Adds the column rtt_ms (two decimals; `cut-off` under a fault) to a CSV with the columns src and dst; keeps all others. */
export function addRttToCsv(text: string, model: RttModel, profile: Profile): string {
  const { header, rows } = readPairs(text);
  const [src, dst] = [columnOf(header, 'src'), columnOf(header, 'dst')];
  if (header.cells.includes('rtt_ms')) {
    throw new TopologyError('E_FILE', 'the file already has a column rtt_ms', {
      line: header.line,
      hint: 'rename it, for example to measured_ms',
    });
  }
  const parser = createPlaceParser();
  const lines = [[...header.cells, 'rtt_ms'].map(csvCell).join(',')];
  for (const row of rows) {
    const { ms } = model.rttMs(placeAt(row, src, parser), placeAt(row, dst, parser), profile);
    lines.push([...row.cells, ms === Infinity ? 'cut-off' : ms.toFixed(2)].map(csvCell).join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** The header and the rows of a CSV of pairs; every row must have as many cells as the header. */
export function readPairs(text: string): { header: CsvRecord; rows: readonly CsvRecord[] } {
  const [header, ...rows] = parseCsv(text);
  if (header === undefined)
    throw new TopologyError('E_FILE', 'the file is empty', {
      line: 1,
      hint: 'its first line names the columns: src,dst',
    });
  columnOf(header, 'src');
  columnOf(header, 'dst');
  if (rows.length === 0)
    throw new TopologyError('E_FILE', 'the file has no pairs after its header', { line: header.line + 1 });
  for (const row of rows) {
    if (row.cells.length === header.cells.length) continue;
    throw new TopologyError(
      'E_FILE',
      `${row.cells.length} cells, but the header names ${header.cells.length}`,
      {
        line: row.line,
        hint: 'a place with commas stands in quotes: "-33.87,151.21,AU"',
      },
    );
  }
  return { header, rows };
}

/** The index of a column by its name. */
export function columnOf(header: CsvRecord, name: string): number {
  const column = header.cells.findIndex((cell) => cell.trim() === name);
  if (column >= 0) return column;
  throw new TopologyError('E_FILE', `there is no column "${name}"`, {
    line: header.line,
    hint: 'the first line names the columns: src,dst',
  });
}

/** The place in a cell; what is wrong with it is told with the line. */
export function placeAt(row: CsvRecord, column: number, parser: PlaceParser): Place {
  try {
    return parser.parse(row.cells[column] ?? '');
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    throw new TopologyError(error.code, error.message, {
      line: row.line,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}
