// Reading measured round-trip times from a CSV: a list of pairs, or a matrix with places along both sides.
import { parseCsv } from '../csv.ts';
import type { CsvRecord } from '../csv.ts';
import { TopologyError } from '../errors.ts';
import { createOverlay } from '../measured.ts';
import type { MeasuredOverlay, MeasuredPair } from '../measured.ts';
import { columnOf, placeAt, readPairs } from '../pairs.ts';
import type { Place } from '../place.ts';
import { createPlaceParser } from '../place-parse.ts';
import { PROFILES } from '../profile.ts';
import type { Profile } from '../profile.ts';
import { impossibility } from './result.ts';
import type { Dropped, ImportResult } from './result.ts';

/** A value of the file before it is checked. */
interface Entry {
  readonly line: number;
  readonly from: Place;
  readonly to: Place;
  readonly text: string;
  readonly spreadMs: number;
  readonly profile: Profile | undefined;
  readonly by: string;
}

/**
 * Reads measured RTTs. Pairs: columns src, dst, rtt_ms, and if wanted spread_ms, profile and by. Matrix: the first cell is
 * empty, the first row and the first column name places, empty cells are unknown. `by` tells who measured and when.
 */
export function readMeasuredCsv(text: string, by: string): ImportResult {
  const first = parseCsv(text)[0];
  const entries =
    first !== undefined && first.cells[0]?.trim() === '' ? readMatrix(text, by) : readList(text, by);
  const pairs: MeasuredPair[] = [];
  const dropped: Dropped[] = [];
  for (const { line, from, to, text: value, spreadMs, profile, by: measuredBy } of entries) {
    const ms = value.trim() === '' ? NaN : Number(value);
    const wrong = impossibility(from, to, ms);
    if (wrong === undefined)
      pairs.push({ from, to, ms, spreadMs, by: measuredBy, ...(profile === undefined ? {} : { profile }) });
    else dropped.push({ line, reason: `${from.id} to ${to.id}: ${wrong}` });
  }
  return { pairs, recordCount: entries.length, usedCount: pairs.length, dropped, notes: [] };
}

/** The overlay of a CSV that must be right as a whole: the first impossible value is an error with its line. */
export function overlayFromCsv(text: string, by: string): MeasuredOverlay {
  const { pairs, dropped } = readMeasuredCsv(text, by);
  const first = dropped[0];
  if (first !== undefined) throw new TopologyError('E_FILE', first.reason, { line: first.line });
  return createOverlay(pairs);
}

function readList(text: string, by: string): Entry[] {
  const { header, rows } = readPairs(text);
  const [src, dst, rtt] = [columnOf(header, 'src'), columnOf(header, 'dst'), columnOf(header, 'rtt_ms')];
  const optional = (name: string): number => header.cells.findIndex((cell) => cell.trim() === name);
  const [spread, profile, who] = [optional('spread_ms'), optional('profile'), optional('by')];
  const parser = createPlaceParser();
  return rows.map((row) => ({
    line: row.line,
    from: placeAt(row, src, parser),
    to: placeAt(row, dst, parser),
    text: row.cells[rtt] ?? '',
    spreadMs: Number(row.cells[spread] ?? 0) || 0,
    profile: profileIn(row, profile),
    by: (row.cells[who] ?? '') === '' ? by : (row.cells[who] ?? by),
  }));
}

function profileIn(row: CsvRecord, column: number): Profile | undefined {
  const word = (row.cells[column] ?? '').trim();
  if (word === '') return undefined;
  const profile = PROFILES.find((candidate) => candidate === word);
  if (profile === undefined)
    throw new TopologyError('E_FILE', `there is no profile "${word}"`, {
      line: row.line,
      hint: `profiles are ${PROFILES.join(' and ')}`,
    });
  return profile;
}

function readMatrix(text: string, by: string): Entry[] {
  const [header, ...rows] = parseCsv(text);
  if (header === undefined || rows.length === 0)
    throw new TopologyError('E_FILE', 'the matrix has no rows', { line: 1 });
  const parser = createPlaceParser();
  const columns = header.cells.map((_, column) =>
    column === 0 ? undefined : placeAt(header, column, parser),
  );
  return rows.flatMap((row) => {
    if (row.cells.length !== header.cells.length) {
      throw new TopologyError(
        'E_FILE',
        `${row.cells.length} cells, but the header has ${header.cells.length}`,
        { line: row.line },
      );
    }
    const from = placeAt(row, 0, parser);
    return columns.flatMap((to, column) => {
      const cell = row.cells[column] ?? '';
      if (to === undefined || cell.trim() === '') return [];
      return [{ line: row.line, from, to, text: cell, spreadMs: 0, profile: undefined, by }];
    });
  });
}
