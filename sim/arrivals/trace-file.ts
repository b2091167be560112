// Reads a trace of real requests (CSV or NDJSON) into visits: who asks for what, when and from where. Every mistake is told with its line.
import { parseCsv } from '../../topology/csv.ts';
import { TopologyError } from '../../topology/errors.ts';
import type { City, Place } from '../../topology/place.ts';
import { createPlaceParser } from '../../topology/place-parse.ts';
import { citiesOf, cumulativeShares, drawIndex } from '../../topology/population.ts';
import { SimError } from '../errors.ts';
import type { RequestClass } from '../plan.ts';
import { labelHash, uniform } from '../random.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import { REQUESTS_PER_VISIT } from './process.ts';
import { classFinder } from './trace-class.ts';

const LONGEST_PATH = 8192;
const LABEL_TOWN = labelHash('trace.town');
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const FIELDS = ['time', 'place', 'country', 'method', 'path', 'user'] as const;
type Field = (typeof FIELDS)[number];

/** One request of a trace. */
export interface TraceRequest {
  readonly atUs: number;
  /** Index of its class in the scenario's mix. */
  readonly classIndex: number;
  readonly path: string;
}

/** The requests of one user, in order; at least one. */
export interface TraceVisit {
  readonly user: number;
  /** Index in the trace's places. */
  readonly place: number;
  readonly requests: readonly TraceRequest[];
}

/** A trace, ready to be played: visits by ascending first instant. */
export interface Trace {
  readonly places: readonly City[];
  readonly visits: readonly TraceVisit[];
}

/** What a trace is read against. */
export interface TraceOptions {
  /** For messages. */
  readonly file: string;
  /** The scenario's mix: every request must fit one of its methods and paths. */
  readonly classes: readonly RequestClass[];
}

interface Row {
  readonly line: number;
  readonly fields: Readonly<Partial<Record<Field, string>>>;
}

interface TimedRow extends Row {
  readonly atUs: number;
}

/** Reads a trace; throws E_FILE with the line of the first mistake. */
export function readTrace(text: string, options: TraceOptions): Trace {
  const { file } = options;
  const rows = text.trimStart().startsWith('{') ? rowsOfNdjson(text, file) : rowsOfCsv(text, file);
  const timed = timesOf(rows, file).toSorted((a, b) => a.atUs - b.atUs);
  const places = new Places(file);
  const findClass = classFinder(options.classes);
  const byUser = new Map<string, { place: number; requests: TraceRequest[] }>();
  for (const row of timed) {
    const { method = 'GET', path = '', user = '' } = row.fields;
    const request = { atUs: row.atUs, classIndex: classOf(row, { method, path, file, findClass }), path };
    // Without a name every request is a visitor of its own.
    const key = user === '' ? `line ${row.line}` : `user ${user}`;
    const known = byUser.get(key);
    if (known === undefined)
      byUser.set(key, { place: places.indexOf(row, byUser.size), requests: [request] });
    else known.requests.push(request);
  }
  const visits = [...byUser.values()].flatMap(({ place, requests }, user) =>
    chunks(requests).map((part) => ({ user, place, requests: part })),
  );
  const startOf = (visit: TraceVisit): number => visit.requests[0]?.atUs ?? 0;
  return { places: places.all, visits: visits.toSorted((a, b) => startOf(a) - startOf(b)) };
}

/** A user with more requests than fit into a visit has several visits. */
function chunks(requests: readonly TraceRequest[]): TraceRequest[][] {
  return Array.from({ length: Math.ceil(requests.length / REQUESTS_PER_VISIT) }, (_, i) =>
    requests.slice(i * REQUESTS_PER_VISIT, (i + 1) * REQUESTS_PER_VISIT),
  );
}

function rowsOfCsv(text: string, file: string): Row[] {
  const [header, ...records] = withLines(file, () => parseCsv(text));
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const columns = FIELDS.map((field) => ({ field, column: names.indexOf(field) }));
  const missing = ['time', 'path'].filter((name) => !names.includes(name));
  if (missing.length > 0 || !(names.includes('place') || names.includes('country'))) {
    const wanted = missing[0] ?? 'place" or "country';
    throw mistake(file, header?.line ?? 1, `there is no column "${wanted}"`, {
      hint: 'the first line names the columns: time,country,method,path and if wanted place and user',
    });
  }
  if (records.length === 0) throw mistake(file, 1, 'the trace has no requests after its header');
  return records.map(({ line, cells }) => {
    if (cells.length !== names.length)
      throw mistake(file, line, `${cells.length} cells, but the header names ${names.length}`);
    const fields = columns.map(({ field, column }) => [field, (cells[column] ?? '').trim()]);
    return { line, fields: Object.fromEntries(fields.filter(([, value]) => value !== '')) };
  });
}

function rowsOfNdjson(text: string, file: string): Row[] {
  return text.split(/\r?\n/).flatMap((written, index) => {
    if (written.trim() === '') return [];
    const line = index + 1;
    const value = parsed(written, line, file);
    const fields = FIELDS.flatMap((field) => {
      const inner: unknown = Reflect.get(value, field);
      if (inner === undefined || inner === null || inner === '') return [];
      if (typeof inner !== 'string' && typeof inner !== 'number')
        throw mistake(file, line, `"${field}" must be a text or a number`);
      return [[field, String(inner).trim()]];
    });
    return [{ line, fields: Object.fromEntries(fields) as Row['fields'] }];
  });
}

function parsed(written: string, line: number, file: string): object {
  const hint = 'each line is one object: {"time":0.5,"country":"BR","method":"GET","path":"/"}';
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    throw mistake(file, line, 'this line is not JSON', { hint });
  }
  throw mistake(file, line, 'this line is not a JSON object', { hint });
}

/** Seconds since time zero, or instants; the first instant of a trace is time zero. */
function timesOf(rows: readonly Row[], file: string): TimedRow[] {
  const asInstants = INSTANT.test(rows[0]?.fields.time ?? '');
  const ms = rows.map(({ line, fields: { time = '' } }) => {
    const value = asInstants && INSTANT.test(time) ? Date.parse(time) : Number(time || Number.NaN) * 1000;
    if (Number.isFinite(value) && INSTANT.test(time) === asInstants && (asInstants || value >= 0))
      return value;
    const hint = asInstants
      ? 'the first row gives an instant, so all must: 2026-06-01T12:00:00Z'
      : 'seconds since the start such as 12.5, or instants in all rows: 2026-06-01T12:00:00Z';
    throw mistake(file, line, `"${time}" is not a time of this trace`, { hint });
  });
  const zeroMs = asInstants
    ? ms.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
    : 0;
  return rows.map((row, index) => ({ ...row, atUs: Math.round(((ms[index] ?? 0) - zeroMs) * US_PER_MS) }));
}

function classOf(
  row: Row,
  at: { method: string; path: string; file: string; findClass: ReturnType<typeof classFinder> },
): number {
  const { method, path, file, findClass } = at;
  if (!/^\/\S*$/.test(path) || path.length > LONGEST_PATH)
    throw mistake(
      file,
      row.line,
      `"${path.slice(0, 80)}" is not a path: it begins with / and holds no spaces`,
    );
  const index = findClass(method.toUpperCase(), path);
  if (index >= 0) return index;
  throw mistake(
    file,
    row.line,
    `no request of the scenario fits ${method.toUpperCase()} ${path.slice(0, 80)}`,
    {
      hint: 'add it to "requests"; {n} and other words in braces stand for any text without a slash',
    },
  );
}

/** The distinct places of a trace; a country stands for one of its towns, drawn by where its internet users live. */
class Places {
  readonly all: City[] = [];
  readonly #file: string;
  readonly #parser = createPlaceParser();
  readonly #indices = new Map<Place, number>();
  readonly #towns = new Map<string, { cities: readonly City[]; shares: Float64Array }>();

  constructor(file: string) {
    this.#file = file;
  }

  indexOf(row: Row, user: number): number {
    const { place, country } = row.fields;
    const found =
      place === undefined
        ? this.#townOf(row, country ?? '', user)
        : withLines(this.#file, () => this.#parser.parse(place), row.line);
    const known = this.#indices.get(found);
    if (known !== undefined) return known;
    this.#indices.set(found, this.all.length);
    this.all.push({ population: 0, internetUsers: 0, ...found });
    return this.all.length - 1;
  }

  #townOf({ line }: Row, written: string, user: number): Place {
    const code = written.toUpperCase();
    let towns = this.#towns.get(code);
    if (towns === undefined) {
      const cities = citiesOf(new Set([code]));
      towns = { cities, shares: cumulativeShares(cities.map((city) => city.internetUsers)) };
      this.#towns.set(code, towns);
    }
    const town = towns.cities[drawIndex(towns.shares, uniform(0, user, LABEL_TOWN))];
    if (town !== undefined) return town;
    const message =
      written === '' ? 'the row has no place and no country' : `there is no country "${written}"`;
    throw mistake(this.#file, line, message, { hint: 'countries are named by two letters, for example SG' });
  }
}

function mistake(file: string, line: number, message: string, details: { hint?: string } = {}): SimError {
  return new SimError('E_FILE', message, { ...details, at: { file, line } });
}

/** Mistakes that geography finds become mistakes of this file. */
function withLines<T>(file: string, read: () => T, line?: number): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw mistake(file, error.line ?? line ?? 1, error.message, hint);
  }
}

/** Requests per second between time zero and an instant. */
export function meanRate(trace: Trace, untilMs: number): number {
  const untilUs = untilMs * US_PER_MS;
  const requests = trace.visits.reduce(
    (sum, visit) => sum + visit.requests.filter(({ atUs }) => atUs < untilUs).length,
    0,
  );
  return (requests * US_PER_SECOND) / untilUs;
}
