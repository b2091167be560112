// A small SQL database over node:sqlite: real SQL in memory, with the simulated clock, seeded draws and workerd's rules; D1 and Durable Objects rest on it.
import { constants as C, DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { earlyParameters, noStatement, SqlProblem, sqlProblemOf } from './sql-errors.ts';
import { LIMITS } from './sql-limits.ts';
import { replaceFunctions, type SqlWorld } from './sql-functions.ts';
import { refusalOf } from './sql-permissions.ts';
import {
  indexedBy,
  programOf,
  scannedBy,
  rowsRead,
  rowsWritten,
  skippedRows,
  type SqlProgram,
  tableNamed,
} from './sql-rows.ts';
import { quoted, SqlTables } from './sql-tables.ts';
import { firstWord, parameterNames, splitStatements, trails } from './sql-text.ts';
import {
  bound,
  columnsOf,
  objectOf,
  type SqlColumn,
  type SqlParameter,
  type SqlValue,
  valueOf,
} from './sql-values.ts';

/** What a statement did. */
export interface SqlResult {
  /** Names of the columns, duplicates and all. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** The same rows with integers as bigint, so that they can be told from reals. */
  readonly exactRows: readonly (readonly SQLOutputValue[])[];
  /** Types of the columns as their tables declare them; null for what is computed. */
  readonly columnTypes: readonly (string | null)[];
  /** Rows inserted, updated and deleted, those of triggers included. */
  readonly changes: number;
  readonly lastRowId: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

/** Which tables a statement writes, as its authoriser saw. */
interface Writes {
  readonly inserts: Set<string>;
  readonly deletes: Set<string>;
  readonly updates: Map<string, Set<string>>;
}

/** A statement ready to run. */
interface Prepared extends Writes {
  readonly statement: StatementSync;
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
  readonly plan: readonly string[];
  readonly program: SqlProgram;
}

/** Statements that are kept ready. */
const MAX_PREPARED = 128;

const TRANSACTIONS = ['begin', 'commit', 'end', 'rollback', 'savepoint', 'release'];
const SCHEMA = ['create', 'drop', 'alter', 'reindex', 'analyze'];
const PLANNED = ['select', 'with', 'insert', 'replace', 'update', 'delete', 'values'];
const NO_TRANSACTIONS =
  "To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer because it will automatically roll back on exceptions, and because it interacts correctly with Durable Objects' automatic atomic write coalescing.";

/** SQLite's usual page, and the size of a database without tables. */
const PAGE_BYTES = 4096;

/** One database. It never looks at the machine's clock or randomness. */
export class SqlDatabase {
  readonly #database = new DatabaseSync(':memory:', {
    enableDoubleQuotedStringLiterals: true,
    limits: LIMITS,
  });
  readonly #prepared = new Map<string, Prepared>();
  readonly #tables = new SqlTables(this.#database);
  readonly #counters: StatementSync;
  readonly #size: StatementSync;
  /** What the authoriser notes of the code's statement; null while the engine prepares its own, which may do anything. */
  #noting: Writes | null = null;
  #absentFunction: string | null = null;
  #depth = 0;

  constructor(world: SqlWorld) {
    replaceFunctions(this.#database, world);
    this.#counters = this.#database.prepare(
      'SELECT total_changes() AS changes, last_insert_rowid() AS lastRowId',
    );
    this.#size = this.#database.prepare(
      'SELECT (page_count - freelist_count) * page_size AS size FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()',
    );
    this.#database.setAuthorizer((action, first, second) => this.#authorise(action, first, second));
  }

  /** Makes a table of the runtime's own, which code sees in the schema but may not touch. */
  addOwnTable(sql: string): void {
    this.#database.exec(sql);
    this.#tables.changed(true);
  }

  /** Size in bytes of the pages in use. */
  get sizeBytes(): number {
    return Math.max(PAGE_BYTES, Number(this.#size.get()?.['size'] ?? 0));
  }

  /** The id of the last row inserted, 0 before the first. */
  get lastRowId(): number {
    return this.#counted().lastRowId;
  }

  /** The columns that a statement would bring, without running it. Throws a `SqlProblem`. */
  columnsOf(sql: string): readonly SqlColumn[] {
    return this.#checked(sql, () => columnsOf(this.#prepare(sql).statement));
  }

  /** Runs all statements of a text; parameters belong to the last of them, whose answer comes back. Throws a `SqlProblem`. */
  run(sql: string, parameters: readonly SqlParameter[] = []): SqlResult {
    const statements = splitStatements(sql);
    const last = statements.pop();
    if (last === undefined) throw noStatement();
    for (const statement of statements) {
      if (parameterNames(statement).length > 0) throw earlyParameters();
      this.#runOne(statement, []);
    }
    const result = this.#runOne(last, parameters);
    if (trails(sql)) throw noStatement();
    return result;
  }

  /** Runs a piece of work whole or not at all; transactions may stand within one another. */
  transaction<T>(work: () => T): T {
    this.begin();
    try {
      const value = work();
      this.commit();
      return value;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  begin(): void {
    this.#database.exec(this.#depth === 0 ? 'BEGIN' : `SAVEPOINT level${this.#depth}`);
    this.#depth++;
  }

  commit(): void {
    this.#database.exec(this.#depth === 1 ? 'COMMIT' : `RELEASE level${this.#depth - 1}`);
    this.#depth--;
  }

  rollback(): void {
    const depth = --this.#depth;
    this.#database.exec(depth === 0 ? 'ROLLBACK' : `ROLLBACK TO level${depth}; RELEASE level${depth}`);
    this.#tables.changed(true);
  }

  /** What its tables hold in the order of their names, those of SQLite and of the runtime left out. */
  tables(): { readonly name: string; readonly rows: readonly Readonly<Record<string, SqlValue>>[] }[] {
    const names = this.#tables.ask(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@' AND name NOT LIKE '@_cf@_%' ESCAPE '@' ORDER BY name",
    );
    return names.map(([name]) => {
      const { columns, rows } = this.#runOne(`SELECT * FROM ${quoted(String(name))}`, []);
      return { name: String(name), rows: rows.map((row) => objectOf(columns, row)) };
    });
  }

  #runOne(sql: string, parameters: readonly SqlParameter[]): SqlResult {
    const word = firstWord(sql);
    if (TRANSACTIONS.includes(word)) throw new SqlProblem(NO_TRANSACTIONS);
    if (word === 'vacuum')
      throw new SqlProblem('cannot VACUUM from within a transaction', { code: 'SQLITE_ERROR' });
    return this.#checked(sql, () => this.#runPrepared(this.#prepare(sql), parameters, SCHEMA.includes(word)));
  }

  /** What SQLite says against a statement becomes a `SqlProblem`. */
  #checked<T>(sql: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      const fails = (text: string): string | null => this.#failure(text);
      throw sqlProblemOf(error, sql, { absentFunction: this.#absentFunction, fails });
    }
  }

  #runPrepared(prepared: Prepared, parameters: readonly SqlParameter[], changesSchema: boolean): SqlResult {
    const { statement, plan } = prepared;
    if (parameters.length !== prepared.parameters.length)
      throw new SqlProblem('Wrong number of parameter bindings for SQL query.');
    const { sql } = prepared;
    const tables = [...scannedBy(plan), ...indexedBy(sql)];
    const counts = new Map(
      tables.map((table) => [
        table,
        this.#tables.rowsOf(table) || this.#tables.rowsOf(tableNamed(sql, table)),
      ]),
    );
    const [into] = prepared.inserts;
    const sequenceSteps = into === undefined ? 0 : this.#tables.sequenceSteps(into);
    const firstSequence = changesSchema && !this.#tables.hasSequences();
    const before = this.#counted();
    const schema = changesSchema ? this.#schemaVersion() : 0;
    const found = statement.all(...bound(prepared.parameters, parameters)) as unknown as SQLOutputValue[][];
    const rows = found.map((row) => row.map(valueOf));
    const after = this.#counted();
    const changes = after.changes - before.changes;
    if (changes > 0 || changesSchema) this.#tables.changed(changesSchema);
    const work = {
      ...prepared,
      resultRows: rows.length,
      changes,
      schemaChanged: changesSchema && this.#schemaVersion() !== schema,
      inserted: after.lastRowId !== before.lastRowId,
      skipped: skippedRows(sql, parameters.at(-1)),
      firstSequence: firstSequence && this.#tables.hasSequences(),
      sequenceSteps,
      rowsOf: (table: string) => counts.get(table) ?? 0,
      indexesOf: (table: string) => this.#tables.indexesOf(table),
    };
    const columns = columnsOf(statement);
    return {
      columns: columns.map(({ name }) => name),
      columnTypes: columns.map(({ type }) => type),
      rows,
      exactRows: found,
      changes,
      lastRowId: after.lastRowId,
      rowsRead: rowsRead(work),
      rowsWritten: rowsWritten(work),
    };
  }

  #schemaVersion(): number {
    return Number(this.#tables.ask('PRAGMA schema_version')[0]?.[0] ?? 0);
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const writes: Writes = { inserts: new Set(), deletes: new Set(), updates: new Map() };
    this.#absentFunction = null;
    this.#noting = writes;
    let statement: StatementSync;
    try {
      statement = this.#database.prepare(sql);
    } finally {
      this.#noting = null;
    }
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const planned = PLANNED.includes(firstWord(sql));
    const plan = planned ? this.#tables.ask(`EXPLAIN QUERY PLAN ${sql}`).map((row) => String(row[3])) : [];
    const program = programOf(planned ? this.#tables.ask(`EXPLAIN ${sql}`).map((row) => String(row[1])) : []);
    const prepared = { ...writes, statement, sql, parameters: parameterNames(sql), plan, program };
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size >= MAX_PREPARED && oldest !== undefined) this.#prepared.delete(oldest);
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #authorise(action: number, first: string | null, second: string | null): number {
    const writes = this.#noting;
    if (writes === null) return C.SQLITE_OK;
    const refusal = refusalOf(action, first, second);
    if (refusal === 'absent') this.#absentFunction = second;
    if (refusal !== null) return C.SQLITE_DENY;
    if (first === null || first.startsWith('sqlite_')) return C.SQLITE_OK;
    if (action === C.SQLITE_INSERT) writes.inserts.add(first);
    else if (action === C.SQLITE_DELETE) writes.deletes.add(first);
    else if (action === C.SQLITE_UPDATE) {
      const columns = writes.updates.get(first) ?? new Set();
      writes.updates.set(first, columns.add(second ?? ''));
    }
    return C.SQLITE_OK;
  }

  /** What SQLite says when it only prepares a text; null when it has nothing against it. */
  #failure(sql: string): string | null {
    try {
      this.#database.prepare(sql);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #counted(): { changes: number; lastRowId: number } {
    const { changes, lastRowId } = this.#counters.get() ?? {};
    return { changes: Number(changes ?? 0), lastRowId: Number(lastRowId ?? 0) };
  }
}
