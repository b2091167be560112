// Behaviours of the storage of Durable Objects: keys, lists, transactions and SQL.
import { caught, within } from './probes.js';

export const objectStorage = {
  'gives undefined for keys that are absent': within(async ({ storage }) => [
    await storage.get('absent'),
    [...(await storage.get(['absent']))],
    await storage.delete('absent'),
    await storage.delete(['absent', 'too']),
  ]),
  'keeps values of all kinds': within(async ({ storage }) => {
    const value = {
      map: new Map([[1, new Date(7)]]),
      big: 3n,
      list: [undefined, null],
      bytes: new Uint8Array([9]),
    };
    await storage.put('v', value);
    const got = await storage.get('v');
    value.big = 4n;
    return [got.map.get(1).getTime(), got.big, got.list, got.bytes, got !== (await storage.get('v'))];
  }),
  'writes and reads several keys at once': within(async ({ storage }) => {
    await storage.put({ b: 2, a: 1, c: 3 });
    const some = await storage.get(['c', 'x', 'a']);
    return [some instanceof Map, [...some], await storage.delete(['a', 'x', 'b'])];
  }),
  'keeps nothing of several values of which one is too large': within(async ({ storage }) => {
    await storage.put('b', 0);
    const refused = await caught(() => storage.put({ a: 1, b: new Uint8Array(3_000_000), c: 2 }));
    await storage.put({ d: 1, e: new Uint8Array(1_000_000) });
    return [refused, [...(await storage.list()).keys()], await storage.get('b')];
  }),
  'lists in the order of keys': within(async ({ storage }) => {
    await storage.put({ b: 2, a: 1, 'a/1': 3, B: 4, ä: 5 });
    return [[...(await storage.list())], [...(await storage.list({ reverse: true })).keys()]];
  }),
  'lists by prefix, start, end and limit': within(async ({ storage }) => {
    await storage.put({ a1: 1, a2: 2, a3: 3, b1: 4, b2: 5 });
    const keys = async (options) => [...(await storage.list(options)).keys()];
    return [
      await keys({ prefix: 'a' }),
      await keys({ start: 'a2', end: 'b2' }),
      await keys({ startAfter: 'a2', limit: 2 }),
      await keys({ prefix: 'a', reverse: true, limit: 2 }),
      await keys({ start: 'z' }),
      await keys({ start: 'b', end: 'a' }),
    ];
  }),
  'refuses a limit that is none': within(({ storage }) => caught(() => storage.list({ limit: 0 }))),
  'refuses start and startAfter together': within(({ storage }) =>
    caught(() => storage.list({ start: 'a', startAfter: 'b' })),
  ),
  'refuses undefined as a value': within(({ storage }) => caught(() => storage.put('k', undefined))),
  'refuses functions as values': within(({ storage }) => caught(() => storage.put('k', () => 1))),
  'forgets everything with deleteAll': within(async ({ storage }) => {
    await storage.put({ a: 1, b: 2 });
    await storage.deleteAll();
    return [(await storage.list()).size, await storage.get('a')];
  }),
  'takes back what a failed transaction wrote': within(async ({ storage }) => {
    await storage.put('a', 1);
    const failed = await caught(() =>
      storage.transaction(async (txn) => {
        await txn.put('a', 2);
        await txn.put('b', 2);
        throw new Error('no');
      }),
    );
    return [failed, await storage.get('a'), await storage.get('b')];
  }),
  'takes back what an explicit rollback says': within(async ({ storage }) => {
    await storage.put('a', 1);
    const result = await storage.transaction(async (txn) => {
      await txn.put('a', 2);
      txn.rollback();
      return 'done';
    });
    return [result, await storage.get('a')];
  }),
  'takes back at once what a rollback says, and keeps what follows it': within(async ({ storage }) => {
    await storage.put('a', 1);
    const seen = await storage.transaction(async (txn) => {
      await txn.put('a', 2);
      txn.rollback();
      txn.rollback();
      const refused = await caught(() => txn.get('a'));
      const shown = await storage.get('a');
      await storage.put('b', 3);
      return [refused, shown];
    });
    return [seen, await storage.get('a'), await storage.get('b')];
  }),
  'keeps what a transaction wrote': within(async ({ storage }) => {
    const result = await storage.transaction(async (txn) => {
      await txn.put('a', 1);
      return txn.get('a');
    });
    return [result, await storage.get('a')];
  }),
  'takes back a synchronous transaction that throws': within(async ({ storage }) => {
    storage.kv.put('a', 1);
    const failed = await caught(() =>
      storage.transactionSync(() => {
        storage.kv.put('a', 2);
        throw new TypeError('no');
      }),
    );
    return [failed, storage.kv.get('a'), storage.transactionSync(() => 'value')];
  }),
  'reads and writes without waiting by kv': within(async ({ storage }) => {
    storage.kv.put('a', { n: 1 });
    storage.kv.put('b', 2);
    return [
      storage.kv.get('a'),
      storage.kv.get('x'),
      [...storage.kv.list()],
      [...storage.kv.list({ prefix: 'b' })],
      storage.kv.delete('a'),
      storage.kv.delete('a'),
      await storage.get('b'),
    ];
  }),
  'sees its own writes before they are durable': within(async ({ storage }) => {
    storage.put('a', 1);
    const [a] = await Promise.all([storage.get('a'), storage.sync()]);
    return a;
  }),
  'asks SQL and gives rows': within(({ storage }) => {
    const { sql } = storage;
    sql.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, score REAL, data BLOB)');
    sql.exec(
      'INSERT INTO t (name, score, data) VALUES (?, ?, ?), (?, ?, ?)',
      'a',
      1.5,
      new Uint8Array([1]),
      'b',
      null,
      null,
    );
    const rows = sql.exec('SELECT id, name, score FROM t ORDER BY id').toArray();
    return [
      rows,
      sql.exec('SELECT count(*) AS n FROM t').one(),
      [...sql.exec('SELECT name, id FROM t').raw()],
    ];
  }),
  'gives blobs as buffers and null as null': within(({ storage }) => {
    const { sql } = storage;
    sql.exec('CREATE TABLE t (data BLOB, none TEXT)');
    sql.exec('INSERT INTO t VALUES (?, ?)', new Uint8Array([1, 2]), null);
    const { data, none } = sql.exec('SELECT * FROM t').one();
    return [data instanceof ArrayBuffer, [...new Uint8Array(data)], none];
  }),
  'walks a cursor once': within(({ storage }) => {
    const cursor = storage.sql.exec('SELECT 1 AS a UNION ALL SELECT 2');
    return [cursor.columnNames, cursor.next(), cursor.toArray(), cursor.toArray(), cursor.next()];
  }),
  'says what is wrong with one()': within(async ({ storage }) => [
    await caught(() => storage.sql.exec('SELECT 1 WHERE 0').one()),
    await caught(() => storage.sql.exec('SELECT 1 UNION ALL SELECT 2').one()),
  ]),
  'says what is wrong with SQL': within(({ storage }) => caught(() => storage.sql.exec('SELEC 1'))),
  'refuses the wrong number of parameters': within(({ storage }) =>
    caught(() => storage.sql.exec('SELECT ?')),
  ),
  'refuses transactions by SQL': within(({ storage }) => caught(() => storage.sql.exec('BEGIN TRANSACTION'))),
  'counts rows read and written': within(({ storage }) => {
    const { sql } = storage;
    sql.exec('CREATE TABLE t (a)');
    const wrote = sql.exec('INSERT INTO t VALUES (1), (2)');
    const read = sql.exec('SELECT * FROM t');
    read.toArray();
    return [wrote.rowsWritten, read.rowsRead, sql.databaseSize > 0];
  }),
  'takes back SQL of a synchronous transaction that throws': within(async ({ storage }) => {
    const { sql } = storage;
    sql.exec('CREATE TABLE t (a)');
    await caught(() =>
      storage.transactionSync(() => {
        sql.exec('INSERT INTO t VALUES (1)');
        throw new Error('no');
      }),
    );
    return sql.exec('SELECT count(*) AS n FROM t').one().n;
  }),
};
