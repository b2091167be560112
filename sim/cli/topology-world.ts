// What the topology commands share: reading places and files, the model under faults and measurements, and tables of text.
import { readFile, stat } from 'node:fs/promises';
import { TopologyError } from '../../topology/errors.ts';
import { linksNamed } from '../../topology/faults.ts';
import { overlayFromCsv } from '../../topology/import/csv.ts';
import type { Place } from '../../topology/place.ts';
import { createPlaceParser, looksLikeCoordinates } from '../../topology/place-parse.ts';
import { createRttModel } from '../../topology/rtt.ts';
import type { RttModel } from '../../topology/rtt.ts';
import { SimError } from '../errors.ts';

const LARGEST_FILE_BYTES = 256 * 1024 * 1024;

/** Options that change the world. */
export interface WorldOptions {
  readonly cut: readonly string[];
  readonly close: readonly string[];
  readonly measured?: string;
}

/** The model under the faults and measured values that the options name. */
export async function modelOf(options: WorldOptions): Promise<RttModel> {
  const faults = { cutLinks: options.cut, closedSites: options.close };
  const file = options.measured;
  if (file === undefined) return createRttModel(faults);
  const text = await readText(file);
  return createRttModel({
    ...faults,
    overlay: inFile(file, text, () => overlayFromCsv(text, `measured, ${file}`)),
  });
}

/** The links that the options cut. */
export function cutLinksOf(options: WorldOptions): ReturnType<typeof linksNamed> {
  return options.cut.flatMap((name) => linksNamed(name));
}

/** The places of a command line; a word that begins with a minus sign and is no coordinate is an unknown option. */
export function placesOf(
  words: readonly string[],
  expected: { readonly least: number; readonly most: number; readonly usage: string },
): Place[] {
  const unknown = words.find((word) => word.startsWith('-') && !looksLikeCoordinates(word));
  if (unknown !== undefined)
    throw new SimError('E_USAGE', `unknown option ${unknown}`, { hint: `see ${expected.usage} --help` });
  if (words.length < expected.least || words.length > expected.most) {
    throw new SimError('E_USAGE', `${words.length} places were given`, {
      hint: `usage: ${expected.usage}; a name of several words stands in quotes`,
    });
  }
  const parser = createPlaceParser();
  return words.map((word) => parser.parse(word));
}

/** The text of a file; a file that cannot be read is the user's mistake. */
export async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_FILE_BYTES)
      throw new SimError('E_FILE', `${file} is too large: ${size} bytes`, {
        hint: `files may have up to ${LARGEST_FILE_BYTES} bytes`,
      });
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof SimError) throw error;
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SimError('E_FILE', `${file} cannot be read: ${reason}`, {
      hint: 'check the path',
      at: { file },
    });
  }
}

/** Runs a reader of a file's text; what is wrong in it is told with file and line. */
export function inFile<Result>(file: string, text: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    // A mistake inside a file is a mistake of the file, whatever kind it is.
    const { line, hint, message } = error;
    const at = line === undefined ? { file } : { file, line, text: text.split('\n')[line - 1] ?? '' };
    throw new SimError('E_FILE', message, { at, ...(hint === undefined ? {} : { hint }) });
  }
}

/** Rows as aligned columns; columns of numbers stand right. */
export function columns(rows: readonly (readonly (string | number)[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, String(cell).length)));
  const line = (row: readonly (string | number)[]): string =>
    row
      .map((cell, i) =>
        typeof cell === 'number' ? String(cell).padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}

/** "Singapore, SG (cloudflare:SIN)". */
export function labelOf(place: Place): string {
  return place.id.startsWith(place.name) ? place.id : `${place.name}, ${place.country} (${place.id})`;
}
