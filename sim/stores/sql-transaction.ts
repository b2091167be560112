// A transaction that is run in pieces, at several instants: between them nothing of it stands in its database, so that others never see it.
import type { LogEntry, RanStatement, SqlCopy, Statement } from './sql-copy.ts';
import type { SqlDatabase } from './sql-database.ts';

/** How it was begun: to write from the start, to read only, or whichever comes. */
export type TransactionMode = 'deferred' | 'immediate' | 'readonly';

/**
 * Begun on a copy that shows one version. It is paused by undoing it, and resumed by running it again, which brings the same because
 * clock and draws of each statement are kept: the price is that long transactions in many pieces take their statements' time again.
 */
export class OpenTransaction {
  readonly mode: TransactionMode;
  readonly version: number;
  /** Whether it has changed anything. */
  changed = false;
  readonly #entries: LogEntry[] = [];
  #copy: SqlCopy;
  #database: SqlDatabase | null;

  constructor(mode: TransactionMode, version: number, copy: SqlCopy) {
    this.mode = mode;
    this.version = version;
    this.#copy = copy;
    this.#database = copy.at(version);
    this.#database.begin();
  }

  /** Draws that were used by what ran last. */
  get drawn(): number {
    return this.#copy.drawn;
  }

  /** Runs a statement whole or not at all. Throws a `SqlProblem`. */
  run(statement: Statement, at: Omit<LogEntry, 'statements'>): RanStatement {
    const entry = { ...at, statements: [statement] };
    const [ran] = this.#copy.perform(entry);
    if (ran === undefined) throw new Error('a statement without a result');
    this.#entries.push(entry);
    this.changed ||= ran.changedDb;
    return ran;
  }

  /** What it did, to become a version; null when it changed nothing. */
  commit(): readonly LogEntry[] | null {
    this.#database?.commit();
    this.#database = null;
    return this.changed ? this.#entries : null;
  }

  /** Leaves its database as it was before; the transaction may be resumed or forgotten. */
  undo(): void {
    this.#database?.rollback();
    this.#database = null;
  }

  /** Goes on at a copy that shows its version. */
  resume(copy: SqlCopy): void {
    this.#copy = copy;
    this.#database = copy.at(this.version);
    this.#database.begin();
    for (const entry of this.#entries) copy.perform(entry);
  }
}
