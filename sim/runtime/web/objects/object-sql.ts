// `storage.sql`: statements that run at once, and cursors over their rows.
import { decodeBase64Url, encodeBase64Url } from '../base64.ts';
import type { IsolateState } from '../isolate-state.ts';
import { argumentError, bytesOf, defineInterface, illegalConstructor, textOf } from '../webidl.ts';
import { askStorage } from './ask-storage.ts';
import { iterateTaken } from './taking-iterator.ts';

/** A cell as it crosses the wall: bytes as `{ bytes }` in base64, numbers that JSON has not as `{ number }`. */
type Cell = string | number | null | { readonly bytes: string } | { readonly number: string };

/** What a statement came to. */
interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

function parameter(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { number: numberText(value) };
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') throw new TypeError('Cannot convert a BigInt value to a number');
  const bytes = bytesOf(value);
  return bytes === null ? textOf(value) : { bytes: encodeBase64Url(bytes) };
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function shown(cell: Cell | undefined): unknown {
  if (typeof cell !== 'object' || cell === null) return cell ?? null;
  if ('number' in cell) return Number(cell.number);
  return (decodeBase64Url(cell.bytes) ?? new Uint8Array(0)).slice().buffer;
}

/** The rows of one statement, to be walked once. */
class SqlStorageCursor {
  readonly #result: SqlResult;
  #at = 0;

  constructor(result?: SqlResult) {
    if (result === undefined || !Object.hasOwn(result, 'rowsRead')) throw illegalConstructor();
    this.#result = result;
  }

  get columnNames(): string[] {
    return [...this.#result.columns];
  }
  /** Of a plain scan: the rows walked so far and the one that is ready. */
  get rowsRead(): number {
    const { rows, rowsRead } = this.#result;
    return rows.length === rowsRead ? Math.min(this.#at + 1, rowsRead) : rowsRead;
  }
  get rowsWritten(): number {
    return this.#result.rowsWritten;
  }

  next(): { done: boolean; value: unknown } {
    const row = this.#take();
    return row === undefined ? { done: true, value: undefined } : { done: false, value: this.#object(row) };
  }

  toArray(): unknown[] {
    return [...this];
  }

  one(): unknown {
    const [row, second] = [this.#take(), this.#take()];
    const found = row === undefined ? 'no' : 'multiple';
    if (row === undefined || second !== undefined)
      throw new Error(`Expected exactly one result from SQL query, but got ${found} results.`);
    return this.#object(row);
  }

  raw(): IterableIterator<unknown[]> {
    return iterateTaken(() => this.#take()?.map(shown));
  }

  *[Symbol.iterator](): Generator {
    for (let row = this.#take(); row !== undefined; row = this.#take()) yield this.#object(row);
  }

  #take(): readonly Cell[] | undefined {
    return this.#result.rows[this.#at++];
  }

  #object(row: readonly Cell[]): object {
    return Object.fromEntries(this.#result.columns.map((name, i) => [name, shown(row[i])]));
  }
}
defineInterface(SqlStorageCursor, 'Cursor');

/** The database of one object. */
export class SqlStorage {
  readonly #isolate: IsolateState;

  constructor(isolate: IsolateState) {
    this.#isolate = isolate;
  }

  exec(query?: unknown, ...params: unknown[]): SqlStorageCursor {
    if (arguments.length === 0) throw argumentError('SqlStorage', 'exec', 1, 'JsString');
    const args = { query: textOf(query), params: params.map(parameter) };
    return new SqlStorageCursor(askStorage(this.#isolate, 'sql', args) as SqlResult);
  }

  get databaseSize(): number {
    return askStorage(this.#isolate, 'sqlSize') as number;
  }
}
defineInterface(SqlStorage, 'SqlStorage');
Object.defineProperty(SqlStorage.prototype, 'Cursor', {
  value: SqlStorageCursor,
  writable: true,
  configurable: true,
});
