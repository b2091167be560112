// Values of SQL as they go in and come out, and how node:sqlite is given them.
import type { SQLOutputValue, StatementSync } from 'node:sqlite';

/** A value that goes in or comes out; integers are JavaScript numbers, as Workers see them. */
export type SqlValue = string | number | null | Uint8Array;
/** What may be bound: integers also exactly. */
export type SqlParameter = SqlValue | bigint;

/** A column of an answer; its type is the declared one. */
export interface SqlColumn {
  readonly name: string;
  readonly type: string | null;
}

/** The arguments under which node:sqlite binds values: by position where all are plain, else by name. */
export function bound(
  names: readonly (string | null)[],
  values: readonly SqlParameter[],
): [Record<string, SqlParameter>, ...SqlParameter[]] {
  const named = names.flatMap((name, i) => (name === null ? [] : [[name, values[i] ?? null] as const]));
  const plain = values.filter((_, i) => names[i] === null);
  return [Object.fromEntries(named), ...plain];
}

/** The columns of a statement. */
export function columnsOf(statement: StatementSync): readonly SqlColumn[] {
  return statement.columns();
}

/** A row by its columns. */
export function objectOf(columns: readonly string[], row: readonly SqlValue[]): Record<string, SqlValue> {
  return Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]));
}

/** Integers become numbers, beyond 2^53 the nearest one, as on Workers. */
export function valueOf(value: SQLOutputValue): SqlValue {
  return typeof value === 'bigint' ? Number(value) : value;
}
