// The SQL database under D1 and Durable Objects: its own clock and chance, workerd's rules and words, and what it counts.
import { describe, expect, test } from 'vitest';
import { SqlDatabase } from '../../sim/stores/sql-database.ts';
import type { SqlValue } from '../../sim/stores/sql-values.ts';

const NOON = Date.UTC(2026, 5, 1, 12, 0, 0, 250);

function open(): { database: SqlDatabase; clock: { nowMs: number } } {
  const clock = { nowMs: NOON };
  let drawn = 0;
  const database = new SqlDatabase({
    nowMs: () => clock.nowMs,
    draw32: () => Math.imul(++drawn, 0x9e3779b1) >>> 0,
  });
  return { database, clock };
}

function answer(sql: string, ...parameters: SqlValue[]): unknown {
  try {
    return open().database.run(sql, parameters).rows;
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

describe('clock and chance', () => {
  test.each([
    [
      "SELECT CURRENT_TIMESTAMP, date('now'), time(), datetime()",
      ['2026-06-01 12:00:00', '2026-06-01', '12:00:00', '2026-06-01 12:00:00'],
    ],
    ["SELECT strftime('%s'), unixepoch(), unixepoch('subsec')", ['1780315200', 1780315200, 1780315200.25]],
    [
      "SELECT julianday('now'), datetime('NOW', '+1 day', 'localtime')",
      [2461193.0000028936, '2026-06-02 12:00:00'],
    ],
    [
      "SELECT date('2020-02-29', '+1 year'), timediff('now', '2026-06-01')",
      ['2021-03-01', '+0000-00-00 12:00:00.250'],
    ],
  ])('are those of the simulation: %s', (sql, row) => {
    expect(answer(sql)).toEqual([row]);
  });

  test('move on with it, in defaults of columns too', () => {
    const { database, clock } = open();
    database.run('CREATE TABLE t(id INTEGER PRIMARY KEY, at DEFAULT CURRENT_TIMESTAMP)');
    database.run('INSERT INTO t DEFAULT VALUES');
    clock.nowMs += 60_000;
    database.run('INSERT INTO t DEFAULT VALUES');
    expect(database.run('SELECT at FROM t').rows).toEqual([['2026-06-01 12:00:00'], ['2026-06-01 12:01:00']]);
  });

  test('are the same on every run, and differ from draw to draw', () => {
    const sql = 'SELECT random(), random(), hex(randomblob(6))';
    const [row] = answer(sql) as SqlValue[][];
    expect(answer(sql)).toEqual([row]);
    expect(row?.[0]).not.toEqual(row?.[1]);
    expect(row?.[2]).toMatch(/^[0-9A-F]{12}$/);
  });
});

describe('values', () => {
  test('come back as Workers see them: large integers as numbers, blobs as bytes, columns of one name apart', () => {
    const { columns, rows } = open().database.run(
      "SELECT 9007199254740993 AS n, 1.5 AS n, x'00ff' AS b, NULL AS z",
    );
    expect(columns).toEqual(['n', 'n', 'b', 'z']);
    expect(rows).toEqual([[9007199254740992, 1.5, new Uint8Array([0, 255]), null]]);
  });

  test('are bound by position, number and name', () => {
    expect(answer("SELECT ?, '?', ? -- ?", 1, 'two')).toEqual([[1, '?', 'two']]);
    expect(answer('SELECT ?2, ?1, ?2', 'a', 'b')).toEqual([['b', 'a', 'b']]);
    expect(answer('SELECT :x, @y, :x', 1, 2)).toEqual([[1, 2, 1]]);
    expect(answer('SELECT ?', 1, 2)).toBe('Wrong number of parameter bindings for SQL query.');
  });
});

describe('rules and words of workerd', () => {
  test.each([
    ['selec', 'near "selec": syntax error at offset 0: SQLITE_ERROR'],
    ['SELECT 1 FROM FROM', 'near "FROM": syntax error at offset 14: SQLITE_ERROR'],
    ['SELECT nope', 'no such column: nope at offset 7: SQLITE_ERROR'],
    ['SELECT * FROM nope', 'no such table: nope: SQLITE_ERROR'],
    ['SELECT median(1)', 'no such function: median at offset 7: SQLITE_ERROR'],
    ['SELECT sqlite_version()', 'not authorized to use function: sqlite_version at offset 7: SQLITE_ERROR'],
    ["ATTACH ':memory:' AS x", 'not authorized: SQLITE_AUTH'],
    ['PRAGMA page_size', 'not authorized: SQLITE_AUTH'],
    ['CREATE TEMP TABLE t(x)', 'not authorized: SQLITE_AUTH'],
    ['CREATE TABLE _cf_KV(x)', 'not authorized: SQLITE_AUTH'],
    ['CREATE VIRTUAL TABLE r USING rtree(a, b, c)', 'not authorized: SQLITE_AUTH'],
    ['VACUUM', 'cannot VACUUM from within a transaction: SQLITE_ERROR'],
    ['-- nothing', 'SQL code did not contain a statement.'],
    [
      'CREATE TABLE t(x NOT NULL); INSERT INTO t VALUES (NULL)',
      'NOT NULL constraint failed: t.x: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_NOTNULL)',
    ],
  ])('%s: %s', (sql, message) => {
    expect(answer(sql)).toBe(message);
  });

  test('transactions belong to the platform', () => {
    expect(answer('BEGIN')).toContain('state.storage.transaction()');
    expect(answer('savepoint a')).toContain('state.storage.transaction()');
  });

  test('allowed pragmas, triggers and full text search work', () => {
    const { database } = open();
    database.run(
      "CREATE TABLE t(x); CREATE TABLE log(x); CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.x); END; INSERT INTO t VALUES ('a;b')",
    );
    expect(database.run('SELECT x FROM log').rows).toEqual([['a;b']]);
    expect(database.run('PRAGMA table_info(t)').rows).toHaveLength(1);
    database.run("CREATE VIRTUAL TABLE f USING fts5(body); INSERT INTO f VALUES ('the quick fox')");
    expect(database.run("SELECT body FROM f WHERE f MATCH 'fox'").rows).toHaveLength(1);
  });
});

describe('transactions', () => {
  test('are whole or nothing, within one another too', () => {
    const { database } = open();
    database.run('CREATE TABLE t(x UNIQUE)');
    database.transaction(() => {
      database.run('INSERT INTO t VALUES (1)');
      expect(() =>
        database.transaction(() => {
          database.run('INSERT INTO t VALUES (2)');
          database.run('INSERT INTO t VALUES (1)');
        }),
      ).toThrow('UNIQUE constraint failed: t.x');
    });
    expect(database.run('SELECT x FROM t').rows).toEqual([[1]]);
    expect(database.tables()).toEqual([{ name: 't', rows: [{ x: 1 }] }]);
  });
});

/** Rows read and written as workerd 2026-07-30 counted them for the same statements. */
describe('rows read and written', () => {
  test.each([
    ['INSERT INTO t(a, b) VALUES (9, 9), (8, 8)', 0, 4],
    ['SELECT * FROM t', 4, 0],
    ['SELECT * FROM t WHERE id = 2', 1, 0],
    ['SELECT * FROM t WHERE a = 1', 3, 0],
    ['SELECT * FROM t WHERE b = 4', 4, 0],
    ['SELECT * FROM t LIMIT 2', 2, 0],
    ['SELECT * FROM t ORDER BY b', 8, 0],
    ["SELECT * FROM u WHERE k = 'x'", 1, 0],
    ["SELECT * FROM u WHERE k = 'none'", 0, 0],
    ['SELECT count(*) FROM t', 4, 0],
    ['UPDATE t SET b = 9 WHERE id = 1', 1, 1],
    ['UPDATE t SET a = 9 WHERE id = 1', 1, 2],
    ['UPDATE t SET b = b + 1', 4, 4],
    ["INSERT OR IGNORE INTO u VALUES ('x', 1)", 0, 0],
    ["INSERT INTO u VALUES ('z', 1)", 0, 2],
    ["INSERT INTO w VALUES ('z', 1)", 0, 1],
    ['DELETE FROM t WHERE id = 1', 1, 1],
  ])('%s: %i read, %i written', (sql, read, written) => {
    const { database } = open();
    database.run(
      'CREATE TABLE t(id INTEGER PRIMARY KEY, a, b); CREATE INDEX ta ON t(a); INSERT INTO t(a, b) VALUES (1, 2), (1, 2), (3, 4), (5, 6)',
    );
    database.run(
      "CREATE TABLE u(k TEXT PRIMARY KEY, v); CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO u VALUES ('x', 1), ('y', 1)",
    );
    const { rowsRead, rowsWritten } = database.run(sql);
    expect([rowsRead, rowsWritten]).toEqual([read, written]);
  });
});
