// Hrana, libSQL's protocol, in JSON: statements with their arguments, results, errors. Shapes: libsql's docs/HRANA_3_SPEC.md.
import type { SQLOutputValue } from 'node:sqlite';
import type { RanStatement, Statement } from './sql-copy.ts';
import type { SqlParameter } from './sql-values.ts';
import type { SqlProblem } from './sql-errors.ts';
import { firstWord, parameterNames, splitStatements } from './sql-text.ts';

/** A value as it travels; integers are texts, so that none loses digits. */
export type HranaValue =
  | { readonly type: 'null' }
  | { readonly type: 'integer'; readonly value: string }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'blob'; readonly base64: string };

/** A statement as it travels; its text may have been stored in its stream before. */
export interface HranaStatement {
  readonly sql?: string | null;
  readonly sql_id?: number | null;
  readonly args?: readonly HranaValue[] | null;
  readonly named_args?: readonly { readonly name: string; readonly value: HranaValue }[] | null;
  readonly want_rows?: boolean | null;
}

/** When a step of a batch runs: after others that went well or failed. */
export type HranaCondition =
  | { readonly type: 'ok' | 'error'; readonly step: number }
  | { readonly type: 'not'; readonly cond: HranaCondition }
  | { readonly type: 'and' | 'or'; readonly conds: readonly HranaCondition[] }
  | { readonly type: 'is_autocommit' };

/** Steps in turn. */
export interface HranaBatch {
  readonly steps: readonly {
    readonly condition?: HranaCondition | null;
    readonly stmt: HranaStatement;
  }[];
}

/** One request of a stream. */
export type HranaRequest =
  | { readonly type: 'execute'; readonly stmt: HranaStatement }
  | { readonly type: 'batch'; readonly batch: HranaBatch }
  | { readonly type: 'sequence' | 'describe'; readonly sql?: string | null; readonly sql_id?: number | null }
  | { readonly type: 'store_sql'; readonly sql_id: number; readonly sql: string }
  | { readonly type: 'close_sql'; readonly sql_id: number }
  | { readonly type: 'close' | 'get_autocommit' };

/** What a statement brings back. */
export interface HranaResult {
  readonly cols: readonly { readonly name: string; readonly decltype: string | null }[];
  readonly rows: readonly (readonly HranaValue[])[];
  readonly affected_row_count: number;
  readonly last_insert_rowid: string | null;
  readonly replication_index: string | null;
  readonly rows_read: number;
  readonly rows_written: number;
  readonly query_duration_ms: number;
}

/** What a batch brings back: of each step a result, an error, or neither where it did not run. */
export interface HranaBatchResult {
  readonly step_results: readonly (HranaResult | null)[];
  readonly step_errors: readonly (HranaError | null)[];
}

/** An error as it travels. */
export interface HranaError {
  readonly message: string;
  readonly code: string;
}

/** A request that failed; its stream goes on. */
export class HranaProblem extends Error {
  override readonly name = 'HranaProblem';
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** A request that no client should send; it ends its stream. */
export class HranaBreach extends Error {
  override readonly name = 'HranaBreach';
}

/** What a problem of SQL is called over the protocol. */
export function hranaProblemOf({ reason, offset, code }: SqlProblem): HranaProblem {
  if (/syntax error$|^unrecognized token|^incomplete input/.test(reason))
    return new HranaProblem(`SQL string could not be parsed: ${reason}`, 'SQL_PARSE_ERROR');
  if (offset !== null)
    return new HranaProblem(`SQLite input error: ${reason} (at offset ${offset})`, 'SQL_INPUT_ERROR');
  const named = code === null || code === 'SQLITE_ERROR' ? 'SQLITE_UNKNOWN' : code;
  return new HranaProblem(`SQLite error: ${reason}`, named);
}

/** The text of a statement or of a request, which may name one that its stream has stored. */
export function textOf(
  { sql, sql_id: id }: Pick<HranaStatement, 'sql' | 'sql_id'>,
  stored: ReadonlyMap<number, string>,
): string {
  const given = sql ?? null;
  const number = id ?? null;
  if (given !== null && number !== null)
    throw new HranaBreach('Either `sql` or `sql_id` are required, but not both');
  if (given !== null) return given;
  if (number === null) throw new HranaBreach('Either `sql` or `sql_id` are required');
  const text = stored.get(number);
  if (text === undefined) throw new HranaBreach(`SQL text ${number} not found`);
  return text;
}

/** A statement ready to run: one, with a value for each of its parameters. */
export function statementOf(stmt: HranaStatement, stored: ReadonlyMap<number, string>): Statement {
  const [sql, ...more] = splitStatements(textOf(stmt, stored));
  if (sql === undefined)
    throw new HranaProblem('SQL string does not contain any statement', 'SQL_NO_STATEMENT');
  if (more.length > 0)
    throw new HranaProblem('SQL string contains more than one statement', 'SQL_MANY_STATEMENTS');
  const positional = stmt.args ?? [];
  const named = stmt.named_args ?? [];
  if (positional.length > 0 && named.length > 0)
    throw new HranaProblem(
      'Specifying both positional and named arguments is not supported',
      'ARGS_BOTH_POSITIONAL_AND_NAMED',
    );
  const names = parameterNames(sql);
  const given = positional.length + named.length;
  if (given > names.length) throw unfit(`too many parameters, expected ${names.length} found ${given}`);
  const params = names.map((name, i) => {
    const numbered = name === null || name.startsWith('?');
    const value = numbered
      ? positional[name === null ? i : Number(name.slice(1)) - 1]
      : named.find((one) => one.name === name || one.name === name.slice(1))?.value;
    if (value === undefined) throw unfit(`value for parameter ${name ?? i + 1} not found`);
    return parameterOf(value);
  });
  return { sql, params };
}

function unfit(why: string): HranaProblem {
  return new HranaProblem(`Arguments do not match SQL parameters: ${why}`, 'ARGS_INVALID');
}

function parameterOf(value: HranaValue): SqlParameter {
  switch (value.type) {
    case 'null':
      return null;
    case 'integer':
      if (!/^-?\d+$/.test(value.value)) throw new HranaBreach(`invalid integer ${value.value}`);
      return BigInt(value.value);
    case 'float':
    case 'text':
      return value.value;
    case 'blob':
      return new Uint8Array(Buffer.from(value.base64, 'base64'));
    default:
      throw new HranaBreach('Value type not recognized');
  }
}

/** The result of a statement that took so long. */
export function resultOf(ran: RanStatement, stmt: HranaStatement, sql: string, tookMs: number): HranaResult {
  const inserts = ['insert', 'replace'].includes(firstWord(sql));
  return {
    cols: ran.columns.map((name, i) => ({ name, decltype: ran.columnTypes[i] ?? null })),
    rows: stmt.want_rows === false ? [] : ran.exactRows.map((row) => row.map(valueOf)),
    affected_row_count: ran.changes,
    last_insert_rowid: inserts ? String(ran.lastRowId) : null,
    replication_index: null,
    rows_read: ran.rowsRead,
    rows_written: ran.rowsWritten,
    query_duration_ms: tookMs,
  };
}

/** The result of a statement that only begins or ends a transaction. */
export const NO_ROWS: HranaResult = {
  cols: [],
  rows: [],
  affected_row_count: 0,
  last_insert_rowid: null,
  replication_index: null,
  rows_read: 0,
  rows_written: 0,
  query_duration_ms: 0,
};

function valueOf(value: SQLOutputValue): HranaValue {
  if (value === null) return { type: 'null' };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return { type: 'float', value };
  if (typeof value === 'string') return { type: 'text', value };
  // Without padding, as the server writes it.
  return { type: 'blob', base64: Buffer.from(value).toString('base64').replace(/=+$/, '') };
}
