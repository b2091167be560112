// What a database holds at the start, as people write it, in the words of the schema of bindings: statements, and rows by table.
import { byName, isJson, type Json } from './spelled.ts';

/** A database: rows by table may stand under a word of their own, beside the statements. */
export function databaseOf(given: unknown): unknown {
  if (given === null || given === true) return [];
  if (Array.isArray(given)) return given.flat(2);
  if (!isJson(given)) return given;
  const parts: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(given)) {
    const inner = name === 'tables' ? byName(part, ['name', 'table']) : part;
    if (!isJson(inner)) parts[name] = inner;
    else if (isTable(inner)) Object.assign(parts, tableOf(name, inner));
    else
      for (const [table, rows] of Object.entries(inner))
        Object.assign(parts, isJson(rows) ? tableOf(table, rows) : { [table]: rows });
  }
  return parts;
}

function isTable(given: Json): boolean {
  return 'columns' in given || Array.isArray(given['rows']);
}

/** A table that says how it is made, as a statement of its own beside its rows. */
function tableOf(name: string, { columns, rows, ...others }: Json): Json {
  const [made] = Object.values(others);
  const names = isJson(columns) ? Object.keys(columns) : columnNames(columns);
  const statement = typeof made === 'string' ? made : columnsOf(columns);
  const held = Array.isArray(rows) ? rows.map((row: unknown) => rowOf(row, names)) : [];
  return {
    ...(statement !== undefined && { [`${name}, as it is made`]: madeBy(name, statement) }),
    ...(held.length > 0 && { [name]: held }),
  };
}

function madeBy(table: string, statement: string): string {
  return /^\s*create\b/i.test(statement)
    ? statement
    : `CREATE TABLE IF NOT EXISTS "${table.replaceAll('"', '""')}" (${statement})`;
}

function columnNames(columns: unknown): string[] {
  if (!Array.isArray(columns)) return [];
  return columns.map((one: unknown) =>
    isJson(one) ? String(one['name']) : (String(one).split(' ')[0] ?? ''),
  );
}

function columnsOf(columns: unknown): string | undefined {
  if (isJson(columns))
    return Object.entries(columns)
      .map(([name, type]) => `"${name}" ${String(type)}`)
      .join(', ');
  if (!Array.isArray(columns)) return undefined;
  return columns
    .map((one: unknown) =>
      isJson(one) ? `"${String(one['name'])}" ${String(one['type'] ?? '')}` : String(one),
    )
    .join(', ');
}

function rowOf(row: unknown, columns: readonly string[]): unknown {
  if (!Array.isArray(row)) return row;
  return Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]));
}
