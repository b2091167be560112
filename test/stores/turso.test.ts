// Turso: libSQL's own client, unmodified, in a handler; transactions over several requests; who sees which write when.
import { describe, expect, test } from 'vitest';
import { bodies, trial, type TrialRun } from '../engine/trial-bench.ts';
import { play, SITE, valueOf } from './store-bench.ts';

const STORE = {
  kind: 'turso',
  home: 'aws:us-east-1',
  seed: [
    { sql: 'CREATE TABLE cart(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, price REAL, picture BLOB)' },
    { sql: "INSERT INTO cart(name, price) VALUES ('tea {n}', {n} + 0.5)", count: 3 },
  ],
};

/** What the real client brings back to a handler in Singapore. */
async function clientRun(code: string, store: object = {}): Promise<TrialRun> {
  const run = await trial({
    source: `import { createClient } from '@libsql/client/web';
      const shown = async (run) => { try { return await run(); } catch (error) { return error.code + ' ' + error.message.replaceAll(error.code + ': ', ''); } };
      const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      let calls = 0;
      export default { async fetch(request, env) {
        if (calls++ > 0) return new Response('done');
        const db = createClient({ url: env.SHOP_DB, authToken: 'any' });
        ${code}
      } };`,
    scenario: {
      stores: { SHOP_DB: { ...STORE, ...store } },
      rate: '5/s',
      window: '4s',
      users: { from: { cities: ['Singapore'] }, count: 1 },
      requests: [{ name: 'only', get: '/' }],
    },
  });
  expect(run.record.errors).toEqual([]);
  return run;
}

async function client(code: string, store: object = {}): Promise<unknown> {
  return JSON.parse(bodies(await clientRun(code, store)).find((body) => body !== 'done') ?? '');
}

describe('the real client', () => {
  test('tells integers, reals, texts, blobs and nulls apart, and names columns and their types', async () => {
    expect(
      await client(`const made = await db.execute({ sql: 'INSERT INTO cart(name, price, picture) VALUES (?, ?, ?)', args: ['é', 2, new Uint8Array([0, 255, 7])] });
        const { columns, columnTypes, rows } = await db.execute({ sql: 'SELECT id, name, price, picture, NULL AS empty, typeof(price) AS kind FROM cart WHERE name = $name', args: { name: 'é' } });
        const [row] = rows;
        return Response.json([String(made.lastInsertRowid), made.rowsAffected, columns, columnTypes, row.id, row.name, row.price, [...new Uint8Array(row.picture)], row.empty, row.kind]);`),
    ).toEqual([
      '4',
      1,
      ['id', 'name', 'price', 'picture', 'empty', 'kind'],
      ['INTEGER', 'TEXT', 'REAL', 'BLOB', '', ''],
      4,
      'é',
      2,
      [0, 255, 7],
      null,
      'real',
    ]);
  });

  test('keeps integers beyond 2^53 whole when it is asked to', async () => {
    expect(
      await client(`const whole = createClient({ url: env.SHOP_DB, authToken: 'any', intMode: 'bigint' });
        const { rows } = await whole.execute({ sql: 'SELECT ? + 1 AS n, 1.0 AS r', args: [9007199254740993n] });
        return Response.json([String(rows[0].n), rows[0].r, await shown(() => db.execute('SELECT 9007199254740993'))]);`),
    ).toEqual(['9007199254740994', 1, expect.stringContaining('too large')]);
  });

  test('runs batches whole or not at all, and scripts', async () => {
    expect(
      await client(`const [, count] = await db.batch([{ sql: 'INSERT INTO cart(name) VALUES (?)', args: ['a'] }, 'SELECT count(*) AS n FROM cart'], 'write');
        const failed = await shown(() => db.batch(["INSERT INTO cart(name) VALUES ('b')", "INSERT INTO cart(name) VALUES ('a')"], 'write'));
        await db.executeMultiple("CREATE TABLE more(v); INSERT INTO more VALUES (1), (2);");
        const sums = await db.batch(['SELECT sum(v) AS s FROM more', 'SELECT count(*) AS n FROM cart'], 'read');
        return Response.json([count.rows[0].n, failed, sums.map(({ rows }) => rows[0][0])]);`),
    ).toEqual([4, 'SQLITE_CONSTRAINT SQLite error: UNIQUE constraint failed: cart.name', [3, 4]]);
  });

  test('says what is wrong as the server words it', async () => {
    expect(
      await client(`return Response.json([
          await shown(() => db.execute('SELECT missing FROM cart')), await shown(() => db.execute('SELECT * FROM none')),
          await shown(() => db.execute('SELEC 1')), await shown(() => db.execute({ sql: 'SELECT ?', args: [] })),
          await shown(() => db.execute('SELECT 1; SELECT 2')), await shown(() => db.execute('')), await shown(() => db.batch(['DELETE FROM cart'], 'read')),
          await shown(() => db.sync())]);`),
    ).toEqual([
      'SQL_INPUT_ERROR SQLite input error: no such column: missing (at offset 7)',
      'SQLITE_UNKNOWN SQLite error: no such table: none',
      'SQL_PARSE_ERROR SQL string could not be parsed: near "SELEC": syntax error',
      'ARGS_INVALID Arguments do not match SQL parameters: value for parameter 1 not found',
      'SQL_MANY_STATEMENTS SQL string contains more than one statement',
      'SQL_NO_STATEMENT SQL string does not contain any statement',
      'SQLITE_READONLY SQLite error: attempt to write a readonly database',
      'SYNC_NOT_SUPPORTED sync not supported in http mode',
    ]);
  });

  test('keeps a transaction open over several requests: others see nothing of it before it commits, and nothing of one that rolls back', async () => {
    expect(
      await client(`const count = async (on) => (await on.execute('SELECT count(*) AS n FROM cart')).rows[0].n;
        const first = await db.transaction('write');
        await first.execute("INSERT INTO cart(name) VALUES (hex(randomblob(4)))");
        const name = (await first.execute('SELECT name FROM cart WHERE id = 4')).rows[0].name;
        const seen = [await count(first), await count(db)];
        await first.execute("INSERT INTO cart(name) VALUES ('second')");
        await first.commit();
        const stayed = (await db.execute('SELECT name FROM cart WHERE id = 4')).rows[0].name === name;
        const second = await db.transaction('write');
        await second.execute('DELETE FROM cart');
        seen.push(await count(second), await count(db));
        await second.rollback();
        const closed = await shown(() => second.execute('SELECT 1'));
        const [reader, writer] = [await db.transaction('read'), await db.transaction('deferred')];
        seen.push(await count(reader), await count(writer));
        await db.execute("DELETE FROM cart WHERE name = 'second'");
        seen.push(await count(reader), await count(db));
        const busy = await shown(() => writer.execute('DELETE FROM cart'));
        return Response.json([seen, stayed, closed, busy]);`),
    ).toEqual([
      [4, 3, 0, 5, 5, 5, 5, 4],
      true,
      'TRANSACTION_CLOSED Cannot execute statements because the transaction is closed',
      'SQLITE_BUSY SQLite error: database is locked',
    ]);
  });

  test('waits while somebody else writes, and takes the database from one who holds it for more than five seconds', async () => {
    expect(
      await client(`const insert = (name) => ({ sql: 'INSERT INTO cart(name) VALUES (?)', args: [name] });
        const first = await db.transaction('write');
        await first.execute(insert('held'));
        const from = Date.now();
        const waiting = db.execute(insert('waiting')).then(() => Date.now() - from);
        await later(1000);
        await first.commit();
        const brief = await waiting;
        const second = await db.transaction('write');
        await second.execute(insert('too long'));
        const again = Date.now();
        await db.execute(insert('patient'));
        const long = Date.now() - again;
        const lost = await shown(() => second.execute(insert('late')));
        const idle = await db.transaction('read');
        await idle.execute('SELECT 1');
        await later(11000);
        const { rows } = await db.execute("SELECT name FROM cart WHERE id > 3 ORDER BY id");
        return Response.json([brief > 1000 && brief < 2000, long > 4000 && long < 6000, lost, await shown(() => idle.execute('SELECT 1')), rows.map(({ name }) => name)]);`),
    ).toEqual([
      true,
      true,
      'TRANSACTION_TIMEOUT Transaction timed out',
      'STREAM_EXPIRED The stream has expired due to inactivity',
      ['held', 'waiting', 'patient'],
    ]);
  });

  test('reads at the embedded replica of the region beside it, its own write at once, what others wrote after the next sync', async () => {
    const run = await clientRun(
      `const ms = async (run) => { const from = Date.now(); await run(); return Date.now() - from; };
      const names = async () => (await db.execute('SELECT count(*) AS n FROM cart')).rows[0].n;
      await names();
      const read = await ms(names);
      const write = await ms(() => db.execute("INSERT INTO cart(name) VALUES ('mine')"));
      return Response.json([read, write, await names()]);`,
      { replicas: ['aws:ap-southeast-1'] },
    );
    const [read = 0, write = 0, seen] = JSON.parse(
      bodies(run).find((body) => body !== 'done') ?? '',
    ) as number[];
    expect(read).toBeLessThan(60);
    expect(write).toBeGreaterThan(200);
    expect(seen).toBe(4);
    expect(run.record.counters['usage.ops.turso.query']).toBe(4);
    expect(run.record.counters['usage.ops.turso.rowsWritten']).toBe(2);
  });
});

test('answers cursors line by line, describes statements, and refuses what is no request', async () => {
  expect(
    await client(`const url = env.SHOP_DB.replace('libsql:', 'https:');
      const post = async (path, body) => { const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) }); return [response.status, await response.text()]; };
      const [, cursor] = await post('/v3/cursor', { batch: { steps: [{ stmt: { sql: 'SELECT 1 AS one' } }, { stmt: { sql: 'SELECT x' } }] } });
      const lines = cursor.trim().split('\\n').map((line) => JSON.parse(line));
      const [, described] = await post('/v3/pipeline', { requests: [{ type: 'describe', sql: 'SELECT id, :a FROM cart' }, { type: 'get_autocommit' }, { type: 'close' }] });
      const [{ response: { result } }, { response: { is_autocommit } }] = JSON.parse(described).results;
      return Response.json([lines.slice(1), result, is_autocommit, await post('/v2/pipeline', { baton: '7.7', requests: [] }), await post('/v2/pipeline', { requests: 1 }),
        await post('/v2/cursor', {}), (await fetch(url + '/v3')).status, (await fetch(url + '/v3-protobuf')).status,
        await post('/v2/pipeline', { requests: [{ type: 'execute', stmt: { sql_id: 3 } }] })]);`),
  ).toEqual([
    [
      { type: 'step_begin', step: 0, cols: [{ name: 'one', decltype: null }] },
      { type: 'row', row: [{ type: 'integer', value: '1' }] },
      { type: 'step_end', affected_row_count: 0, last_insert_rowid: null },
      {
        type: 'step_error',
        step: 1,
        error: { message: 'SQLite input error: no such column: x (at offset 7)', code: 'SQL_INPUT_ERROR' },
      },
    ],
    {
      params: [{ name: ':a' }],
      cols: [
        { name: 'id', decltype: 'INTEGER' },
        { name: ':a', decltype: null },
      ],
      is_explain: false,
      is_readonly: true,
    },
    true,
    [400, 'Received an invalid baton'],
    [400, expect.stringContaining('Cannot deserialize')],
    [404, 'not found'],
    200,
    404,
    [400, 'SQL text 3 not found'],
  ]);
});

test('an embedded replica shows a write after at most one interval and the way there and back, and all it missed at once', () => {
  const asked = (sql: string): object => ({
    baton: null,
    requests: [{ type: 'execute', stmt: { sql } }, { type: 'close' }],
  });
  const query = (atMs: number, site: number, sql: string) => ({
    atMs,
    verb: 'query' as const,
    site,
    options: { ...asked(sql) },
  });
  const reads = Array.from({ length: 45 }, (_, i) => query(1500 + 100 * i, SITE.SIN, 'SELECT v FROM t'));
  const { done, followed } = play(
    [
      query(0, SITE.IAD, 'CREATE TABLE t(v)'),
      query(1000, SITE.IAD, 'INSERT INTO t VALUES (0)'),
      ...[1, 2, 3].map((v) => query(1000 + 200 * v, SITE.IAD, `UPDATE t SET v = ${v}`)),
      ...reads,
    ],
    { kind: 'turso', replicas: ['aws:ap-southeast-1'], options: { syncIntervalMs: 4000 }, followed: 5 },
  );
  const shown = done
    .filter(({ site }) => site === SITE.SIN)
    .map((one) => /"value":"(\d)"/.exec(valueOf(one) ?? '')?.[1] ?? null);
  const first = shown.indexOf('3');
  expect(first).toBeGreaterThan(0);
  expect(new Set(shown.slice(0, first)).size).toBe(1);
  expect(shown.slice(first)).toEqual(shown.slice(first).map(() => '3'));
  const last = followed.at(-1);
  const lagMs = ((last?.visibleUs[SITE.SIN] ?? 0) - (last?.committedUs ?? 0)) / 1000;
  expect(lagMs).toBeGreaterThan(0);
  expect(lagMs).toBeLessThan(4000 + 300);
  const seenMs = 1500 + 100 * first;
  expect(Math.abs(seenMs - (last?.visibleUs[SITE.SIN] ?? 0) / 1000)).toBeLessThanOrEqual(100);
});
