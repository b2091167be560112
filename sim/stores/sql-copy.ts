// One copy of a SQL database: it runs the log of the primary, each statement with the clock and the draws that it had there.
import { SimError } from '../errors.ts';
import { draw32, labelHash } from '../random.ts';
import type { Version } from './replication.ts';
import { SqlDatabase, type SqlResult } from './sql-database.ts';
import { SqlProblem } from './sql-errors.ts';
import { splitStatements } from './sql-text.ts';
import type { SqlParameter } from './sql-values.ts';
import type { StoreOptions } from './store.ts';

const SQL = labelHash('sql');
/** Characters of a statement that a message shows. */
const SHOWN = 120;

/** One statement with its parameters. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlParameter[];
}

/** Statements that were run together: enough to do the same again elsewhere. */
export interface LogEntry {
  readonly statements: readonly Statement[];
  readonly nowMs: number;
  readonly drawKey: number;
  /** How many draws of that key had been used before. */
  readonly firstDraw: number;
}

/** What one statement brought back. */
export interface RanStatement extends SqlResult {
  readonly changedDb: boolean;
  readonly sizeBytes: number;
}

/** Where a copy is, and what it is made from. */
interface CopyShape {
  readonly region: string;
  readonly ownTable: string;
  readonly log: () => readonly Version[];
}

/** A database somewhere, made when it is first asked. */
export class SqlCopy {
  readonly region: string;
  busyUntilUs = 0;
  readonly #options: StoreOptions;
  readonly #log: () => readonly Version[];
  #database: SqlDatabase | null = null;
  #applied = 0;
  /** What its functions see while statements run. */
  #clockMs = 0;
  #drawKey = 0;
  #drawn = 0;
  /** What is still to be made beside the tables of the code; empty for nothing. */
  #ownTable: string;

  constructor({ region, ownTable, log }: CopyShape, options: StoreOptions) {
    this.region = region;
    this.#options = options;
    this.#log = log;
    this.#ownTable = ownTable;
  }

  /** The version that it shows. */
  get applied(): number {
    return this.#applied;
  }

  /** How many draws of the present key have been used. */
  get drawn(): number {
    return this.#drawn;
  }

  /** The database, caught up with the log to a version; one that is further stays there. */
  at(version: number): SqlDatabase {
    const database = (this.#database ??= this.#open());
    const log = this.#log();
    while (this.#applied < version) {
      const value = log[++this.#applied]?.value;
      if (typeof value !== 'string') throw new Error(`no log entry ${this.#applied}`);
      const entries = JSON.parse(value, revived) as readonly LogEntry[];
      database.transaction(() => entries.forEach((entry) => this.perform(entry)));
    }
    return database;
  }

  /** What was done here has become a version. */
  committed(version: number): void {
    this.#applied = version;
  }

  /** Runs statements, all or none of them. Throws a `SqlProblem`. */
  perform({ statements, nowMs, drawKey, firstDraw }: LogEntry): readonly RanStatement[] {
    const database = (this.#database ??= this.#open());
    this.#clockMs = nowMs;
    this.#drawKey = drawKey;
    this.#drawn = firstDraw;
    const ran = database.transaction(() =>
      statements.map(({ sql, params }) => {
        const before = { sizeBytes: database.sizeBytes, lastRowId: database.lastRowId };
        const result = database.run(sql, params);
        const { sizeBytes } = database;
        const changedDb =
          result.changes > 0 || result.lastRowId !== before.lastRowId || sizeBytes !== before.sizeBytes;
        return { ...result, changedDb, sizeBytes };
      }),
    );
    this.#addOwnTable(database);
    return ran;
  }

  #addOwnTable(database: SqlDatabase): void {
    if (this.#ownTable !== '') database.addOwnTable(this.#ownTable);
    this.#ownTable = '';
  }

  /** A fresh database with what the scenario seeds. */
  #open(): SqlDatabase {
    const { seed } = this.#options.world;
    const database = new SqlDatabase({
      nowMs: () => this.#clockMs,
      draw32: () => draw32(seed, this.#drawKey, SQL, this.#drawn++),
    });
    this.#clockMs = this.#options.epochMs;
    database.transaction(() => {
      for (const { count, value } of this.#options.seed)
        for (let n = 0; n < count; n++)
          for (const sql of splitStatements(value.replaceAll('{n}', String(n)))) runSeed(database, sql);
    });
    // It comes after the first statements that anybody ran, and seeds are such.
    if (this.#options.seed.length > 0) this.#addOwnTable(database);
    return database;
  }
}

/** What a user wrote for the start, and may have written wrongly. */
function runSeed(database: SqlDatabase, sql: string): void {
  try {
    database.run(sql);
  } catch (error) {
    if (!(error instanceof SqlProblem)) throw error;
    const shown = sql.trim().replaceAll(/\s+/g, ' ');
    throw new SimError('E_SCENARIO', `What a database holds at the start does not run: ${error.message}`, {
      hint: `the statement is ${shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown}`,
    });
  }
}

/** Entries as the log holds them. */
export function logText(entries: readonly LogEntry[]): string {
  return JSON.stringify(entries, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { integer: String(value) };
    return value instanceof Uint8Array ? { bytes: [...value] } : value;
  });
}

function revived(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { bytes, integer } = value as { readonly bytes?: unknown; readonly integer?: unknown };
  if (Array.isArray(bytes)) return Uint8Array.from(bytes);
  return typeof integer === 'string' ? BigInt(integer) : value;
}
