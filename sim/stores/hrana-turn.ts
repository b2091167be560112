// What one HTTP request of a Hrana stream does to its connection: statements, batches and transactions, all at one instant.
import {
  type HranaBatch,
  type HranaBatchResult,
  HranaBreach,
  type HranaCondition,
  type HranaError,
  HranaProblem,
  hranaProblemOf,
  type HranaRequest,
  type HranaResult,
  type HranaStatement,
  NO_ROWS,
  resultOf,
  statementOf,
  textOf,
} from './hrana.ts';
import { OpenTransaction, type TransactionMode } from './sql-transaction.ts';
import type { SqlCopies } from './sql-copies.ts';
import { SqlProblem } from './sql-errors.ts';
import { firstWord, onlyReads, parameterNames, splitStatements } from './sql-text.ts';
import type { StoreOperation } from './store.ts';

/** The state of a stream between requests. */
export interface HranaStream {
  readonly id: number;
  /** Number that the next baton must carry. */
  sequence: number;
  /** Where its transaction is open. */
  copy: number;
  /** Texts that it has stored, by their numbers. */
  readonly texts: Map<number, string>;
  transaction: OpenTransaction | null;
  /** Its transaction was ended because others waited for it too long. */
  timedOut: boolean;
  lastUsedUs: number;
}

/** Texts that a stream may store, and the most bytes of one. */
const MOST_TEXTS = 50;
const MOST_TEXT_BYTES = 5000;

/** How a statement stands to transactions. */
export function controlOf(sql: string): TransactionMode | 'end' | 'rollback' | null {
  const word = firstWord(sql);
  if (word === 'begin')
    return /\breadonly\b/i.test(sql)
      ? 'readonly'
      : /\b(immediate|exclusive)\b/i.test(sql)
        ? 'immediate'
        : 'deferred';
  if (word === 'commit' || word === 'end') return 'end';
  return word === 'rollback' ? 'rollback' : null;
}

/** One HTTP request's turn. */
export class HranaTurn {
  /** The newest version that it saw or made. */
  version: number;
  changed = false;
  closed = false;
  rowsRead = 0;
  rowsWritten = 0;
  readonly #stream: HranaStream;
  readonly #copies: SqlCopies;
  readonly #operation: StoreOperation;
  readonly #tookMs: number;
  /** Draws of the operation that were used so far. */
  #drawn = 0;

  constructor(stream: HranaStream, copies: SqlCopies, operation: StoreOperation, tookMs: number) {
    this.#stream = stream;
    this.#copies = copies;
    this.#operation = operation;
    this.#tookMs = tookMs;
    this.version = copies.versionAt(stream.copy);
    const { transaction } = stream;
    if (transaction !== null) {
      transaction.resume(copies.showing(stream.copy, transaction.version));
      this.version = transaction.version;
    }
  }

  /** Answers requests in turn. Throws a `HranaBreach`. */
  run(requests: readonly HranaRequest[]): object[] {
    try {
      return requests.map((request) => this.#answer(request));
    } finally {
      this.#stream.transaction?.undo();
      if (this.closed) this.#stream.transaction = null;
    }
  }

  #answer(request: HranaRequest): object {
    try {
      return { type: 'ok', response: { type: request.type, ...this.#response(request) } };
    } catch (error) {
      return { type: 'error', error: errorOf(error) };
    }
  }

  #response(request: HranaRequest): object {
    if (this.closed) throw new HranaBreach('Stream for this baton was closed');
    const { texts, transaction } = this.#stream;
    switch (request.type) {
      case 'execute':
        return { result: this.#execute(request.stmt) };
      case 'batch':
        return { result: this.#batch(request.batch) };
      case 'sequence':
        for (const sql of splitStatements(textOf(request, texts))) this.#execute({ sql, want_rows: false });
        return {};
      case 'describe':
        return { result: this.#describe(textOf(request, texts)) };
      case 'store_sql':
        this.#store(request.sql_id, request.sql);
        return {};
      case 'close_sql':
        texts.delete(request.sql_id);
        return {};
      case 'get_autocommit':
        return { is_autocommit: transaction === null };
      case 'close':
        this.closed = true;
        return {};
      default:
        throw new HranaBreach('StreamRequest type not recognized');
    }
  }

  #store(id: number, sql: string): void {
    const { texts } = this.#stream;
    if (texts.has(id)) throw new HranaBreach(`SQL text ${id} already exists`);
    if (texts.size >= MOST_TEXTS)
      throw new HranaProblem(
        `The server already stores ${texts.size} SQL texts, it cannot store more`,
        'SQL_STORE_TOO_MANY',
      );
    if (Buffer.byteLength(sql) > MOST_TEXT_BYTES)
      throw new HranaProblem('The statement is too large to be stored', 'SQL_STORE_TOO_LARGE');
    texts.set(id, sql);
  }

  #batch({ steps }: HranaBatch): HranaBatchResult {
    const results: (HranaResult | null)[] = [];
    const errors: (HranaError | null)[] = [];
    for (const { condition, stmt } of steps) {
      let result: HranaResult | null = null;
      let error: HranaError | null = null;
      try {
        if (condition === undefined || condition === null || this.#holds(condition, results, errors))
          result = this.#execute(stmt);
      } catch (thrown) {
        error = errorOf(thrown);
      }
      results.push(result);
      errors.push(error);
    }
    return { step_results: results, step_errors: errors };
  }

  #holds(
    condition: HranaCondition,
    results: readonly (HranaResult | null)[],
    errors: readonly (HranaError | null)[],
  ): boolean {
    const holds = (one: HranaCondition): boolean => this.#holds(one, results, errors);
    switch (condition.type) {
      case 'ok':
      case 'error':
        if (condition.step >= results.length)
          throw new HranaBreach('Invalid reference to step in a batch condition');
        return (condition.type === 'ok' ? results : errors)[condition.step] !== null;
      case 'not':
        return !holds(condition.cond);
      case 'and':
        return condition.conds.every(holds);
      case 'or':
        return condition.conds.some(holds);
      case 'is_autocommit':
        return this.#stream.transaction === null;
      default:
        throw new HranaBreach('BatchCond type not recognized');
    }
  }

  #describe(sql: string): object {
    const copy = this.#copies.showing(this.#stream.copy, this.version);
    const columns = copy.at(this.version).columnsOf(sql);
    return {
      params: parameterNames(sql).map((name) => ({ name })),
      cols: columns.map(({ name, type }) => ({ name, decltype: type })),
      is_explain: firstWord(sql) === 'explain',
      is_readonly: onlyReads(sql),
    };
  }

  #execute(stmt: HranaStatement): HranaResult {
    const statement = statementOf(stmt, this.#stream.texts);
    if (this.#stream.timedOut) {
      this.#stream.timedOut = false;
      throw new HranaProblem('Transaction timed out', 'TRANSACTION_TIMEOUT');
    }
    const control = controlOf(statement.sql);
    if (control !== null) {
      this.#control(control);
      return NO_ROWS;
    }
    // Outside a transaction a statement is one of its own.
    const own = this.#stream.transaction === null;
    const transaction = this.#stream.transaction ?? this.#begun('deferred');
    try {
      if (!onlyReads(statement.sql)) this.#refuseWrite(transaction);
      const ran = transaction.run(statement, {
        nowMs: this.#copies.nowMs(),
        drawKey: this.#operation.drawKey,
        firstDraw: this.#drawn,
      });
      this.#drawn = transaction.drawn;
      this.rowsRead += ran.rowsRead;
      this.rowsWritten += ran.rowsWritten;
      if (own) this.#commit(transaction);
      return resultOf(ran, stmt, statement.sql, this.#tookMs);
    } catch (error) {
      if (own) transaction.undo();
      throw error;
    }
  }

  #refuseWrite({ mode, version }: OpenTransaction): void {
    if (mode === 'readonly')
      throw new HranaProblem('SQLite error: attempt to write a readonly database', 'SQLITE_READONLY');
    // What it has read is no longer what the database holds.
    if (version < this.#copies.versionAt(this.#stream.copy))
      throw new HranaProblem('SQLite error: database is locked', 'SQLITE_BUSY');
  }

  #control(control: NonNullable<ReturnType<typeof controlOf>>): void {
    const { transaction } = this.#stream;
    if (control !== 'end' && control !== 'rollback') {
      if (transaction !== null) throw unfit('cannot start a transaction within a transaction');
      this.#stream.transaction = this.#begun(control);
      return;
    }
    if (transaction === null)
      throw unfit(`cannot ${control === 'end' ? 'commit' : 'rollback'} - no transaction is active`);
    this.#stream.transaction = null;
    if (control === 'end') this.#commit(transaction);
    else transaction.undo();
  }

  #begun(mode: TransactionMode): OpenTransaction {
    this.version = this.#copies.versionAt(this.#stream.copy);
    return new OpenTransaction(mode, this.version, this.#copies.showing(this.#stream.copy, this.version));
  }

  #commit(transaction: OpenTransaction): void {
    const entries = transaction.commit();
    if (entries === null) return;
    this.version = this.#copies.commit(entries, this.#operation);
    this.changed = true;
  }
}

function unfit(message: string): HranaProblem {
  return new HranaProblem(`SQLite error: ${message}`, 'SQLITE_UNKNOWN');
}

/** What is said of a failed request; a breach of the protocol is thrown on. */
function errorOf(thrown: unknown): HranaError {
  const problem = thrown instanceof SqlProblem ? hranaProblemOf(thrown) : thrown;
  if (!(problem instanceof HranaProblem)) throw thrown;
  const { message, code } = problem;
  return { message, code };
}
