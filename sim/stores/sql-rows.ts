// How many rows a statement read and wrote, which platforms bill: worked out from its plan, because Node's SQLite does not count them.

/** What a statement did, as far as its text and its answer tell. */
export interface SqlWork {
  /** Lines of EXPLAIN QUERY PLAN. */
  readonly plan: readonly string[];
  readonly sql: string;
  readonly resultRows: number;
  readonly changes: number;
  /** Whether the schema is another one now. */
  readonly schemaChanged: boolean;
  /** Whether the id of the last row inserted changed: an upsert that finds its row only updates it. */
  readonly inserted: boolean;
  /** Rows of a table as they were before the statement. */
  rowsOf(table: string): number;
  /** Tables that the statement inserts into or deletes from, and the columns that it updates, by table. */
  readonly inserts: ReadonlySet<string>;
  readonly deletes: ReadonlySet<string>;
  readonly updates: ReadonlyMap<string, ReadonlySet<string>>;
  /** Indexes of a table beside the table itself, each with its columns. */
  indexesOf(table: string): readonly (readonly string[])[];
}

/**
 * Rows read: every step of a scan counts, a search counts what it finds and, in an index that is not unique, the row after; sorting
 * counts each sorted row again. Exact for scans, look-ups by key and sorts of one table; an estimate for joins and ranges.
 */
export function rowsRead(work: SqlWork): number {
  const { plan, sql, resultRows, changes } = work;
  const created = schemaRows(work);
  if (created !== null) return created.read;
  const found = Math.max(resultRows, changes);
  const sorted = plan.some((line) => line.startsWith('USE TEMP B-TREE FOR ORDER BY'));
  const limited = /\blimit\b/i.test(sql) && !sorted;
  let outer = 1;
  let read = 0;
  for (const line of plan) {
    const [, way, table = ''] = /^(SCAN|SEARCH) (\S+)/.exec(line) ?? [];
    if (way === 'SCAN') {
      const rows = table === 'CONSTANT' ? 0 : work.rowsOf(table);
      // An extreme of an indexed column is one step, and a scan without a condition stops at its limit.
      const steps = limited && !/\bwhere\b/i.test(sql) ? Math.min(rows, resultRows) : rows;
      read += outer * steps;
      outer *= Math.max(1, steps);
    } else if (way === 'SEARCH') {
      read += outer * searched(line, found);
    }
  }
  // RETURNING reads the rows that an insert wrote.
  // What an upsert would conflict with is looked for once for each row.
  const looked = work.inserts.size > 0 && /\bon\s+conflict\b/i.test(sql) ? changes : 0;
  return read + looked + (sorted || work.inserts.size > 0 ? resultRows : 0);
}

/** Rows of the schema that a CREATE reads and writes, the table empty, or none where that was there already; null for any other statement. */
function schemaRows({ sql, schemaChanged }: SqlWork): { read: number; written: number } | null {
  const [, kind = ''] = /^\s*create\s+(?:unique\s+|virtual\s+)?(\w+)/i.exec(sql) ?? [];
  if (kind === '') return null;
  if (!schemaChanged) return { read: 0, written: 0 };
  const [read = 1, written = 2] = { index: [2, 1], trigger: [0, 1] }[kind.toLowerCase()] ?? [];
  return { read, written };
}

/** What one search reads. */
function searched(line: string, found: number): number {
  if (/\(rowid=\?\)/.test(line)) return 1;
  if (/\(rowid/.test(line)) return found + 1;
  if (/sqlite_autoindex|PRIMARY KEY/.test(line)) return Math.min(1, found);
  return /[a-z_]\w*=\?/i.test(line) ? found + 1 : Math.max(1, found);
}

/** Rows written: a row and each index entry count; an update writes the indexes of the columns that it sets, a delete only rows. */
export function rowsWritten(work: SqlWork): number {
  const { changes, inserts, deletes, updates } = work;
  const created = schemaRows(work);
  if (created !== null) return created.written;
  if (changes === 0) return 0;
  const [inserted] = inserts;
  if (inserted !== undefined && (work.inserted || updates.size === 0))
    return changes * (1 + work.indexesOf(inserted).length);
  const [updated] = updates;
  if (updated !== undefined && deletes.size === 0) {
    const [table, columns] = updated;
    const touched = work.indexesOf(table).filter((index) => index.some((column) => columns.has(column)));
    return changes * (1 + touched.length);
  }
  return changes;
}
