// The keys of one object: committed versions in a home of the replication engine, and the layers of transactions that are not over yet.
import type { StoreBooks } from './books.ts';
import { byUtf8, Home } from './replication.ts';
import { SqlDatabase, type SqlResult } from './sql-database.ts';
import type { SqlValue } from './sql-values.ts';
import type { SqlWorld } from './sql-functions.ts';

/** Bounds and order of a list; texts compare by UTF-8 bytes, as SQLite does. */
interface ListOptions {
  readonly start?: string;
  readonly startAfter?: string;
  readonly end?: string;
  readonly prefix?: string;
  readonly reverse?: boolean;
  readonly limit?: number | null;
}

/** The table in which workerd keeps keys; those of the simulation lie elsewhere, and it is empty. */
const KEYS_TABLE = `CREATE TABLE _cf_KV (
        key TEXT PRIMARY KEY,
        value BLOB
      ) WITHOUT ROWID`;

const FOR_EVER = { metaJson: '', expiresUs: Number.POSITIVE_INFINITY };

/** Values by key, with transactions. */
export class ObjectData {
  readonly #home = new Home([], 'newest');
  /** By key: what a transaction under way has written; null where it deleted. */
  readonly #layers: Map<string, string | null>[] = [];
  readonly #world: SqlWorld;
  /** Made by the first statement. */
  #sql: SqlDatabase | null = null;
  /** How many statements have written so far. */
  sqlVersion = 0;
  #hasKeys = false;

  constructor(world: SqlWorld) {
    this.#world = world;
  }

  /** Runs SQL at once; throws a `SqlProblem`. */
  run(query: string, parameters: readonly SqlValue[]): SqlResult {
    const result = this.#database().run(query, parameters);
    if (result.rowsWritten > 0) this.sqlVersion++;
    return result;
  }

  get sqlBytes(): number {
    return this.#database().sizeBytes;
  }

  /** What the tables hold. */
  tables(): ReturnType<SqlDatabase['tables']> {
    return this.#sql?.tables() ?? [];
  }

  #database(): SqlDatabase {
    if (this.#sql === null) {
      this.#sql = new SqlDatabase(this.#world);
      if (this.#hasKeys) this.#sql.addOwnTable(KEYS_TABLE);
      for (const _layer of this.#layers) this.#sql.begin();
    }
    return this.#sql;
  }

  /** The value as the object itself sees it, and the number of the committed version below. */
  get(key: string): { value: string | null; version: number; committedUs: number } {
    const { value, number, committedUs } = this.#home.latest(key);
    for (const layer of this.#layers.toReversed()) {
      const written = layer.get(key);
      if (written !== undefined) return { value: written, version: number, committedUs };
    }
    return { value: value === null ? null : String(value), version: number, committedUs };
  }

  /** Writes a key, or deletes it with null; gives the number of the version that it is, or will be when the transaction ends. */
  write(key: string, value: string | null, nowUs: number): number {
    if (!this.#hasKeys) {
      this.#hasKeys = true;
      this.#sql?.addOwnTable(KEYS_TABLE);
    }
    const layer = this.#layers.at(-1);
    if (layer === undefined) return this.#home.commit(key, value, { ...FOR_EVER, atUs: nowUs }).number;
    layer.set(key, value);
    return this.#home.latest(key).number + 1;
  }

  /** Of the writes of keys; those of a transaction count once it is committed. */
  get books(): StoreBooks {
    return this.#home;
  }

  list(options: ListOptions): [string, string][] {
    const { start, startAfter, end, prefix = '', reverse = false, limit } = options;
    const found = this.#keys(prefix).filter(
      (key) =>
        (start === undefined || byUtf8(key, start) >= 0) &&
        (startAfter === undefined || byUtf8(key, startAfter) > 0) &&
        (end === undefined || byUtf8(key, end) < 0),
    );
    const ordered = reverse ? found.toReversed() : found;
    return ordered
      .slice(0, limit ?? ordered.length)
      .map((key): [string, string] => [key, this.get(key).value ?? '']);
  }

  clear(nowUs: number): void {
    for (const key of this.#keys('')) this.write(key, null, nowUs);
    if (this.#layers.length > 0) return;
    this.#sql = null;
    this.#hasKeys = false;
  }

  contents(): [string, string][] {
    return this.list({});
  }

  begin(): void {
    this.#layers.push(new Map());
    this.#sql?.begin();
  }

  commit(nowUs: number): void {
    const layer = this.#layers.pop() ?? new Map<string, string | null>();
    for (const [key, value] of layer) this.write(key, value, nowUs);
    this.#sql?.commit();
  }

  rollback(): void {
    this.#layers.pop();
    this.#sql?.rollback();
  }

  #keys(prefix: string): string[] {
    const keys = new Set(this.#home.keys(prefix, Number.NEGATIVE_INFINITY));
    for (const layer of this.#layers) {
      for (const key of layer.keys()) if (key.startsWith(prefix)) keys.add(key);
    }
    return [...keys].filter((key) => this.get(key).value !== null).toSorted(byUtf8);
  }
}
