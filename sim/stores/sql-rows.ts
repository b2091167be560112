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
  readonly program: SqlProgram;
  /** Rows that OFFSET skipped. */
  readonly skipped: number;
  /** Whether it made the first table whose ids are counted apart. */
  readonly firstSequence: boolean;
  /** Rows read to count the ids of the table that it inserts into apart, of which it writes one then; 0 where they are not. */
  readonly sequenceSteps: number;
  /** Rows of a table as they were before the statement. */
  rowsOf(table: string): number;
  /** Tables that the statement inserts into or deletes from, and the columns that it updates, by table. */
  readonly inserts: ReadonlySet<string>;
  readonly deletes: ReadonlySet<string>;
  readonly updates: ReadonlyMap<string, ReadonlySet<string>>;
  /** Indexes of a table beside the table itself, each with its columns. */
  indexesOf(table: string): readonly (readonly string[])[];
}

/** What the program of a statement tells beyond its plan. */
export interface SqlProgram {
  /** Whether an insert looks for the id of its row, because the text names it. */
  readonly looksForId: boolean;
  /** Values of its lists (`IN (…)`), which are put into a table of their own first. */
  readonly listed: number;
  /** Whether it takes the first row or the last of a key or an index for an extreme, and leaves it at that. */
  readonly takesEnd: boolean;
  /** Whether the engine counts the rows of a table without reading them one by one. */
  readonly counts: boolean;
}

/** Reads the opcodes of EXPLAIN. */
export function programOf(opcodes: readonly string[]): SqlProgram {
  const text = opcodes.join(' ');
  const lists = [...text.matchAll(/OpenEphemeral (?:(?!OpenEphemeral|Open|Rewind).)*?NullRow Return/g)];
  return {
    looksForId: /NotExists .*\bInsert\b/.test(text),
    listed: lists.reduce((sum, [list]) => sum + list.split('IdxInsert').length - 1, 0),
    takesEnd: /\bAggStep Goto (?:Next|Prev)\b/.test(text),
    counts: /\bCount\b/.test(text),
  };
}

/** The tables that a plan walks from end to end; an extreme of a column without an index is called a search, too. */
export function scannedBy(plan: readonly string[]): string[] {
  return plan.flatMap((line) => /^(?:SCAN|SEARCH(?!.* USING )) (\S+)/.exec(line)?.[1] ?? []);
}

/** Rows that OFFSET skips, as far as it stands at the end; its number may be the last parameter. */
export function skippedRows(sql: string, last: unknown): number {
  const [, skipped] = /\boffset\s+(\d+|\?\d*)\s*;?\s*$/i.exec(sql) ?? [];
  if (skipped === undefined) return 0;
  return Number(skipped.startsWith('?') ? last : skipped) || 0;
}

/** The table that a plan calls by an alias; the alias itself where the text has none such. */
export function tableNamed(sql: string, alias: string): string {
  const found = new RegExp(
    `(?:\\bfrom|\\bjoin|,)\\s*"?(\\w+)"?\\s+(?:as\\s+)?"?${alias.replaceAll(/\W/g, '\\$&')}"?\\b`,
    'i',
  );
  return found.exec(sql)?.[1] ?? alias;
}

/**
 * Rows read: every step of a scan counts, a search counts what it finds and, in an index that is not unique, the row after; sorting
 * counts each sorted row again, and so does a list each of its values. An insert does not look for rows that refer to the new one, though
 * its plan says how it would. Exact for scans, look-ups by key and sorts of one table; an estimate for joins and ranges.
 */
export function rowsRead(work: SqlWork): number {
  const { plan, sql, resultRows, changes, program } = work;
  const created = schemaRows(work);
  if (created !== null) return created.read;
  const found = Math.max(resultRows, changes);
  const sorted = plan.some((line) => /^USE TEMP B-TREE FOR (?:ORDER|GROUP) BY/.test(line));
  const limited = /\blimit\b/i.test(sql);
  const bare = !/\bwhere\b/i.test(sql);
  let outer = 1;
  let read = 0;
  for (const line of plan) {
    const [, way, table = ''] = /^(SCAN|SEARCH) (\S+)/.exec(line) ?? [];
    if (work.inserts.size > 0 && !sql.includes(table)) continue;
    if (scannedBy([line]).length > 0) {
      const rows = table === 'CONSTANT' ? 0 : rowsWalked(work, table);
      // A scan without a condition stops at its limit.
      const held = table === 'CONSTANT' ? 1 : work.rowsOf(table);
      const steps = limited && !sorted && bare && held > 0 ? Math.min(rows, resultRows + work.skipped) : rows;
      read += outer * steps;
      outer *= Math.min(held, Math.max(1, steps));
    } else if (way === 'SEARCH') read += searched(line, { found, outer, listed: program.listed });
  }
  // What is sorted is read again, without a condition all of it.
  const again = sorted && bare ? read : sorted ? resultRows : 0;
  return read + again + insertedReads(work) + returnedReads(work);
}

/**
 * What RETURNING reads besides: an update or delete first collects its rows, unless there can be only one, and an insert of several the rows
 * that it is given; finding nothing to return counts as one. What an insert selects from its own table is collected, too.
 */
function returnedReads(work: SqlWork): number {
  const { sql, plan, resultRows, changes, inserts, deletes } = work;
  const [into = ''] = inserts;
  const selects = /\bselect\b/i.test(sql);
  const ownRows = selects && plan.some((line) => line.split(' ')[1] === into) ? changes : 0;
  if (!/\breturning\b/i.test(sql)) return ownRows;
  if (into !== '') return ownRows + (resultRows > 1 || selects ? resultRows : resultRows === 0 ? 1 : 0);
  const isOne = plan.some((line) => /^SEARCH .*(?:\(rowid=\?\)|(?:autoindex|PRIMARY KEY).*=\?)/.test(line));
  if (isOne && changes <= 1) return 1;
  if (changes > 0) return (deletes.size > 0 ? 2 : 3) * changes;
  return (deletes.size > 0 ? 0 : 1) + (scannedBy(plan).length > 0 ? 1 : 0);
}

/** The table that an index is made for. */
export function indexedBy(sql: string): string[] {
  const [, table] = /^\s*create\s+(?:unique\s+)?index\b.*?\bon\s+["'`[]?(\w+)/is.exec(sql) ?? [];
  return table === undefined ? [] : [table];
}

/** Rows of a table that a scan comes by: finding it empty counts as one, and the end of it is enough for an extreme, or to see whether there is any. */
function rowsWalked(work: SqlWork, table: string): number {
  const { program, sql } = work;
  const rows = work.rowsOf(table);
  if (program.counts) return rows;
  const isEnough = program.takesEnd || /\bexists\s*\(\s*select\b(?!.*\bwhere\b)/i.test(sql);
  return isEnough ? 1 : Math.max(1, rows);
}

/** RETURNING reads the rows that an insert wrote; ids that it names, and what an upsert would conflict with, are looked for once for each row. */
function insertedReads(work: SqlWork): number {
  const { sql, resultRows, changes, program, inserted } = work;
  const [table] = work.inserts;
  if (table === undefined) return 0;
  const upserts = /\bon\s+conflict\b/i.test(sql) && !inserted ? changes : 0;
  const looked = program.looksForId ? Math.max(1, changes) : upserts;
  return resultRows + looked + (changes > 0 ? work.sequenceSteps : 0);
}

/** Rows of the schema that a CREATE reads and writes, the table empty, or none where that was there already; null for any other statement. */
function schemaRows(work: SqlWork): { read: number; written: number } | null {
  const { sql, schemaChanged, firstSequence } = work;
  const [, kind = '', table = ''] =
    /^\s*create\s+(?:unique\s+|virtual\s+)?(\w+)\s+(?:if\s+not\s+exists\s+)?["'`[]?(\w*)/i.exec(sql) ?? [];
  if (kind === '') return null;
  if (!schemaChanged) return { read: 0, written: 0 };
  if (kind.toLowerCase() === 'index') {
    const rows = indexedBy(sql).reduce((sum, name) => sum + work.rowsOf(name), 0);
    return { read: 2 + 2 * rows, written: 1 + rows };
  }
  if (kind.toLowerCase() === 'trigger') return { read: 0, written: 1 };
  const sequences = firstSequence ? 1 : 0;
  return { read: 1 + sequences, written: 2 + 2 * sequences + work.indexesOf(table).length };
}

interface Search {
  /** Rows of the whole answer. */
  readonly found: number;
  /** How often it is made. */
  readonly outer: number;
  /** Values of the list that it is made for. */
  readonly listed: number;
}

/** What one search reads. */
function searched(line: string, { found, outer, listed }: Search): number {
  if (!line.includes('(')) return outer;
  const lists = listed * outer;
  if (/\(rowid=\?\)/.test(line)) return lists > 0 ? 2 * lists : outer;
  // The row after is read where there is an upper bound.
  const ends = line.includes('<?') ? outer : 0;
  if (/\(rowid/.test(line)) return found + ends;
  const equal = /[a-z_]\w*=\?/i.test(line);
  if (/sqlite_autoindex|PRIMARY KEY/.test(line) && (found <= (lists || outer) || !equal))
    return equal ? lists + found : found + ends;
  return equal ? found + (lists > 0 ? 2 * lists : outer) : found + ends;
}

/** Rows written: a row and each index entry count; an update writes the indexes of the columns that it sets, a delete only rows. */
export function rowsWritten(work: SqlWork): number {
  const { changes, inserts, deletes, updates } = work;
  const created = schemaRows(work);
  if (created !== null) return created.written;
  if (changes === 0) return 0;
  const [inserted] = inserts;
  const counted = work.sequenceSteps > 0 ? 1 : 0;
  if (inserted !== undefined && (work.inserted || updates.size === 0))
    return changes * (1 + work.indexesOf(inserted).length) + counted;
  const [updated] = updates;
  if (updated !== undefined && deletes.size === 0) {
    const [table, columns] = updated;
    const touched = work.indexesOf(table).filter((index) => index.some((column) => columns.has(column)));
    return changes * (1 + touched.length) + counted;
  }
  return changes;
}
