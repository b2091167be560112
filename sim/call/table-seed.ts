// Rows by table as the SQL that makes them: what a dump of a database shows can be given back as its seed.

type Row = Readonly<Record<string, unknown>>;

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `'${text.replaceAll("'", "''")}'`;
}

/** One statement for each table and each row; a table that statements before did not make has the columns that any of its rows names, without types. */
export function tablesAsSql(tables: Readonly<Record<string, readonly Row[]>>): string[] {
  return Object.entries(tables).flatMap(([table, rows]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    if (columns.length === 0) return [];
    const names = columns.map(quoted).join(', ');
    const values = rows.map((row) => `(${columns.map((column) => literal(row[column])).join(', ')})`);
    return [
      `CREATE TABLE IF NOT EXISTS ${quoted(table)} (${names})`,
      ...values.map((row) => `INSERT INTO ${quoted(table)} (${names}) VALUES ${row}`),
    ];
  });
}
