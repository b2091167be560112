// What the engine itself asks of a SQL database: how many rows a table has and which indexes, remembered until they may have changed.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

/** What the schema itself is called in statements, which do not name it among the tables. */
const SCHEMA_TABLES = ['sqlite_master', 'sqlite_schema'];

/** The tables of one database. */
export class SqlTables {
  readonly #database: DatabaseSync;
  readonly #rowCounts = new Map<string, number>();
  readonly #indexes = new Map<string, readonly (readonly string[])[]>();

  readonly #countsIds = new Map<string, boolean>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Rows were written; the schema too, or it may have been. */
  changed(schema: boolean): void {
    this.#rowCounts.clear();
    if (!schema) return;
    this.#indexes.clear();
    this.#countsIds.clear();
  }

  rowsOf(table: string): number {
    const known = this.#rowCounts.get(table);
    if (known !== undefined) return known;
    // Plans name tables by their aliases too, and steps that are none; those count as empty.
    const exists =
      SCHEMA_TABLES.includes(table) ||
      Number(this.ask('SELECT count(*) FROM sqlite_master WHERE name = ?', table)[0]?.[0]) > 0;
    const rows = !exists ? 0 : Number(this.ask(`SELECT count(*) FROM ${quoted(table)}`)[0]?.[0] ?? 0);
    this.#rowCounts.set(table, rows);
    return rows;
  }

  /** Whether ids of any table are counted apart (AUTOINCREMENT). */
  hasSequences(): boolean {
    return this.ask("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").length > 0;
  }

  /** Whether ids of a table are counted apart. */
  #countsIdsOf(table: string): boolean {
    let counts = this.#countsIds.get(table);
    if (counts === undefined) {
      const [row] = this.ask("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", table);
      this.#countsIds.set(table, (counts = /\bautoincrement\b/i.test(String(row?.[0]))));
    }
    return counts;
  }

  /** How many rows of SQLite's own table an insert reads to count the ids of a table, as far as its row there or past all of them; 0 where ids are not counted apart. */
  sequenceSteps(table: string): number {
    if (!this.#countsIdsOf(table)) return 0;
    const names = this.ask('SELECT name FROM sqlite_sequence').map(([name]) => name);
    return names.indexOf(table) + 1 || Math.max(1, names.length);
  }

  /** The columns of each index of a table, the table's own order left out. */
  indexesOf(table: string): readonly (readonly string[])[] {
    const known = this.#indexes.get(table);
    if (known !== undefined) return known;
    const withoutRowid = this.ask(
      "SELECT wr FROM pragma_table_list WHERE name = ? AND type = 'table'",
      table,
    );
    const names = this.ask('SELECT name, origin FROM pragma_index_list(?)', table)
      .filter(([, origin]) => origin !== 'pk' || Number(withoutRowid[0]?.[0] ?? 0) === 0)
      .map(([name]) => String(name));
    const indexes = names.map((name) =>
      this.ask('SELECT name FROM pragma_index_info(?)', name).map(([column]) => String(column)),
    );
    this.#indexes.set(table, indexes);
    return indexes;
  }

  /** The rows that answer a question of the engine's own. */
  ask(sql: string, ...parameters: string[]): SQLOutputValue[][] {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all(...parameters) as unknown as SQLOutputValue[][];
  }
}

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
