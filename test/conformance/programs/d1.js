// Behaviours of a D1 database: statements, results, batches, sessions, values, and the words of its errors.
const fresh = async (env, table) => {
  await env.DB.exec(`DROP TABLE IF EXISTS ${table}`);
  await env.DB.exec(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, a TEXT, b BLOB, c REAL)`);
};
const failure = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [error.name, error.message, error.cause?.message];
  }
};
const meta = ({ changes, last_row_id, changed_db, rows_read, rows_written }) => [
  changes,
  last_row_id,
  changed_db,
  rows_read,
  rows_written,
];

export const d1 = {
  'runs several lines with exec': async ({ env }) => {
    await fresh(env, 'e1');
    const { count } = await env.DB.exec('INSERT INTO e1 (a) VALUES (1);\nINSERT INTO e1 (a) VALUES (2);');
    return [count, await env.DB.prepare('SELECT count(*) AS n FROM e1').first('n')];
  },
  'says which line of exec failed, and undoes all': async ({ env }) => {
    await fresh(env, 'e2');
    const told = await failure(() => env.DB.exec("INSERT INTO e2 (a) VALUES ('x')\nselec"));
    return [told, await env.DB.prepare('SELECT count(*) AS n FROM e2').first('n')];
  },
  'refuses statements over several lines in exec': ({ env }) =>
    failure(() => env.DB.exec('CREATE TABLE m (\n a,\n b)')),
  'refuses an exec of nothing': ({ env }) => failure(() => env.DB.exec('')),
  'inserts, and tells what changed': async ({ env }) => {
    await fresh(env, 'i1');
    const result = await env.DB.prepare('INSERT INTO i1 (a, b, c) VALUES (?, ?, ?)')
      .bind('x', new Uint8Array([1, 2]), 1)
      .run();
    return [result.success, result.results, meta(result.meta)];
  },
  'has results and meta in all, and these keys': async ({ env }) => {
    const result = await env.DB.prepare('SELECT 1').all();
    return [Object.keys(result), Object.keys(result.meta)];
  },
  'gives rows from run too': async ({ env }) => (await env.DB.prepare('SELECT 1 AS a').run()).results,
  'reads rows as objects': async ({ env }) => {
    await fresh(env, 'r1');
    await env.DB.prepare('INSERT INTO r1 (a) VALUES (?), (?)').bind('x', 'y').run();
    const { results, meta: told } = await env.DB.prepare('SELECT * FROM r1 ORDER BY id').all();
    return [results, meta(told)];
  },
  'reads the first row, or null': async ({ env }) => [
    await env.DB.prepare('SELECT 1 AS a, 2 AS b').first(),
    await env.DB.prepare('SELECT 1 AS a WHERE 0').first(),
    await env.DB.prepare('SELECT 1 AS a WHERE 0').first('a'),
  ],
  'reads one column of the first row': async ({ env }) => [
    await env.DB.prepare('SELECT 5 AS a').first('a'),
    await env.DB.prepare('SELECT NULL AS a').first('a'),
    await env.DB.prepare('SELECT 5 AS a').first(undefined),
  ],
  'misses a column that is not there': ({ env }) =>
    failure(() => env.DB.prepare('SELECT 1 AS a').first('zz')),
  'keeps columns of one name apart in raw': async ({ env }) => [
    await env.DB.prepare('SELECT 1 AS a, 2 AS a').raw(),
    await env.DB.prepare('SELECT 1 AS a, 2 AS a').raw({ columnNames: true }),
    (await env.DB.prepare('SELECT 1 AS a, 2 AS a').all()).results,
  ],
  'names columns though there are no rows': ({ env }) =>
    env.DB.prepare('SELECT 1 AS a WHERE 0').raw({ columnNames: true }),
  'gives blobs as lists of numbers': async ({ env }) => [
    await env.DB.prepare("SELECT x'00ff' AS a, x'' AS b, zeroblob(2) AS c").first(),
    await env.DB.prepare('SELECT ? AS a, typeof(?) AS t').bind([1, 2], new ArrayBuffer(2)).first(),
    await env.DB.prepare('SELECT ? AS a')
      .bind(new Float32Array([1.5, 2]))
      .first(),
  ],
  'gives numbers as JavaScript has them': ({ env }) =>
    env.DB.prepare('SELECT 9223372036854775807 AS a, 1.0 AS b, 0.1 AS c, 1e400 AS d, -0.0 AS e').first(),
  'binds every number as a real': ({ env }) =>
    env.DB.prepare('SELECT typeof(?) AS a, typeof(?) AS b, typeof(?) AS c, typeof(?) AS d')
      .bind(1, true, 'x', null)
      .first(),
  'binds what is no number as null': ({ env }) =>
    env.DB.prepare('SELECT ? AS a, ? AS b').bind(NaN, Infinity).first(),
  'refuses to bind undefined': ({ env }) => failure(() => env.DB.prepare('SELECT ?').bind(undefined)),
  'refuses to bind a BigInt': ({ env }) => failure(() => env.DB.prepare('SELECT ?').bind(10n)),
  'refuses to bind an object': ({ env }) => failure(() => env.DB.prepare('SELECT ?').bind({})),
  'refuses to bind a date': ({ env }) => failure(() => env.DB.prepare('SELECT ?').bind(new Date(0))),
  'refuses to bind a symbol': ({ env }) => failure(() => env.DB.prepare('SELECT ?').bind(Symbol('x'))),
  'refuses to bind lists of other numbers': ({ env }) =>
    failure(() => env.DB.prepare('SELECT ?').bind([300])),
  'makes a new statement with each bind': async ({ env }) => {
    const plain = env.DB.prepare('SELECT ? AS a');
    const one = plain.bind(1);
    const two = one.bind(2);
    return [plain === one, await one.first('a'), await two.first('a'), one.statement, one.params];
  },
  'binds by number': ({ env }) => env.DB.prepare('SELECT ?2 AS b, ?1 AS a, ?2 AS c').bind(1, 'x').first(),
  'counts parameters': async ({ env }) => [
    await failure(() => env.DB.prepare('SELECT ?').all()),
    await failure(() => env.DB.prepare('SELECT 1').bind(1).all()),
  ],
  'runs a batch in order': async ({ env }) => {
    await fresh(env, 'b1');
    const results = await env.DB.batch([
      env.DB.prepare('INSERT INTO b1 (a) VALUES (?)').bind('x'),
      env.DB.prepare('SELECT a FROM b1'),
    ]);
    return results.map((result) => [result.success, result.results, meta(result.meta)]);
  },
  'undoes a batch of which one statement fails': async ({ env }) => {
    await fresh(env, 'b2');
    const told = await failure(() =>
      env.DB.batch([
        env.DB.prepare("INSERT INTO b2 (a) VALUES ('gone')"),
        env.DB.prepare('SELECT * FROM nope'),
      ]),
    );
    return [told, await env.DB.prepare('SELECT count(*) AS n FROM b2').first('n')];
  },
  'refuses an empty batch': ({ env }) => failure(() => env.DB.batch([])),
  'words syntax errors': ({ env }) => failure(() => env.DB.prepare('SELECT * FORM t').all()),
  'words missing tables and columns': async ({ env }) => [
    await failure(() => env.DB.prepare('SELECT * FROM nope').all()),
    await failure(() => env.DB.prepare('SELECT nope').all()),
    await failure(() => env.DB.prepare('SELECT nope(1)').all()),
  ],
  'words statements that end too soon': ({ env }) => failure(() => env.DB.prepare('SELECT (').all()),
  'words broken constraints': async ({ env }) => {
    await env.DB.exec('DROP TABLE IF EXISTS c1');
    await env.DB.exec('CREATE TABLE c1 (id INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL, k CHECK (k > 0))');
    await env.DB.exec('INSERT INTO c1 VALUES (1, 1, 1, 1)');
    const rows = ['(1, 2, 2, 1)', '(2, 1, 2, 1)', '(3, 3, NULL, 1)', '(4, 4, 4, 0)'];
    return Promise.all(
      rows.map((row) => failure(() => env.DB.prepare(`INSERT INTO c1 VALUES ${row}`).run())),
    );
  },
  'keeps foreign keys': async ({ env }) => {
    await env.DB.exec('DROP TABLE IF EXISTS kid');
    await env.DB.exec('DROP TABLE IF EXISTS parent');
    await env.DB.exec('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
    await env.DB.exec('CREATE TABLE kid (p REFERENCES parent (id))');
    return failure(() => env.DB.prepare('INSERT INTO kid VALUES (7)').run());
  },
  'refuses transactions of its own': async ({ env }) =>
    (await failure(() => env.DB.prepare('BEGIN').run()))[1].slice(0, 60),
  'refuses other pragmas and databases': async ({ env }) => [
    await failure(() => env.DB.prepare('PRAGMA page_size').all()),
    await failure(() => env.DB.prepare("ATTACH ':memory:' AS x").all()),
  ],
  'allows pragmas about tables': async ({ env }) => {
    await fresh(env, 'p1');
    return (await env.DB.prepare('PRAGMA table_info(p1)').all()).results;
  },
  'refuses statements of nothing': async ({ env }) => [
    await failure(() => env.DB.prepare('').all()),
    await failure(() => env.DB.prepare('-- x').all()),
  ],
  'answers the last of several statements': async ({ env }) =>
    (await env.DB.prepare('SELECT 1 AS a; SELECT 2 AS b;').all()).results,
  'returns rows that were written': async ({ env }) => {
    await fresh(env, 'w1');
    const { results, meta: told } = await env.DB.prepare('INSERT INTO w1 (a) VALUES (?) RETURNING id, a')
      .bind('r')
      .all();
    return [results, meta(told)];
  },
  'updates and deletes, and counts rows': async ({ env }) => {
    await fresh(env, 'u1');
    await env.DB.prepare("INSERT INTO u1 (a) VALUES ('x'), ('y'), ('z')").run();
    const updated = await env.DB.prepare("UPDATE u1 SET c = 2 WHERE a > 'x'").run();
    const deleted = await env.DB.prepare('DELETE FROM u1 WHERE id = 1').run();
    return [meta(updated.meta), meta(deleted.meta)];
  },
  upserts: async ({ env }) => {
    await env.DB.exec('DROP TABLE IF EXISTS up');
    await env.DB.exec('CREATE TABLE up (k TEXT PRIMARY KEY, v)');
    const sql = 'INSERT INTO up VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v RETURNING v';
    return [
      await env.DB.prepare(sql).bind('a', 'one').first('v'),
      await env.DB.prepare(sql).bind('a', 'two').first('v'),
    ];
  },
  'has JSON, full text search and window functions': async ({ env }) => {
    await env.DB.exec('DROP TABLE IF EXISTS f1');
    await env.DB.exec('CREATE VIRTUAL TABLE f1 USING fts5(body)');
    await env.DB.exec("INSERT INTO f1 VALUES ('the quick fox'), ('a slow cat')");
    return [
      await env.DB.prepare(`SELECT json_extract('{"a":[1,2]}', '$.a[1]') AS j`).first('j'),
      await env.DB.prepare("SELECT body FROM f1 WHERE f1 MATCH 'fox'").first('body'),
      await env.DB.prepare('SELECT x, sum(x) OVER (ORDER BY x) AS s FROM (VALUES (1), (2)) AS t(x)')
        .raw()
        .catch((e) => e.message),
    ];
  },
  'begins a session without a bookmark': ({ env }) => [
    env.DB.withSession().getBookmark(),
    env.DB.withSession('first-primary').getBookmark(),
    env.DB.withSession('first-unconstrained').getBookmark(),
    env.DB.withSession('  ').getBookmark(),
  ],
  'has a bookmark after the first query of a session': async ({ env }) => {
    const session = env.DB.withSession('first-primary');
    await session.prepare('SELECT 1').all();
    const bookmark = session.getBookmark();
    return [typeof bookmark, bookmark.split('-').map((part) => part.length)];
  },
  'moves the bookmark on with writes, never back': async ({ env }) => {
    await fresh(env, 's1');
    const session = env.DB.withSession();
    await session.prepare('INSERT INTO s1 (a) VALUES (1)').run();
    const one = session.getBookmark();
    await session.batch([session.prepare('INSERT INTO s1 (a) VALUES (2)')]);
    const two = session.getBookmark();
    const next = env.DB.withSession(two);
    return [
      one < two,
      next.getBookmark() === two,
      await next.prepare('SELECT count(*) AS n FROM s1').first('n'),
    ];
  },
  'keeps a bookmark that is none': async ({ env }) => {
    const session = env.DB.withSession('junk');
    await session.prepare('SELECT 1').all();
    return session.getBookmark();
  },
  'has sessions without exec': ({ env }) => [typeof env.DB.withSession().exec, typeof env.DB.getBookmark],
  'refuses to dump': ({ env }) => failure(() => env.DB.dump()),
  'has classes of these names': ({ env }) => [
    env.DB.constructor.name,
    env.DB.prepare('SELECT 1').constructor.name,
    env.DB.withSession().constructor.name,
  ],
  'refuses sessions of numbers': ({ env }) => env.DB.withSession(5),
  'takes a promise per statement at once': async ({ env }) => {
    const found = await Promise.all([1, 2, 3].map((n) => env.DB.prepare('SELECT ? AS n').bind(n).first('n')));
    return found;
  },
  'counts rows of inserts into a table that others refer to': async ({ env }) => {
    await env.DB.exec('DROP TABLE IF EXISTS owned');
    await env.DB.exec('DROP TABLE IF EXISTS owner');
    await env.DB.exec('CREATE TABLE owner (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE)');
    await env.DB.exec('CREATE TABLE owned (id INTEGER PRIMARY KEY, of INTEGER REFERENCES owner(id))');
    const insert = 'INSERT INTO owner (name) VALUES (?)';
    const upsert = `${insert} ON CONFLICT(name) DO UPDATE SET name = excluded.name`;
    const first = await env.DB.prepare(`${insert} RETURNING id`).bind('a').all();
    await env.DB.exec('INSERT INTO owned (of) VALUES (1), (1), (1)');
    const second = await env.DB.prepare(insert).bind('b').run();
    const again = await env.DB.prepare(upsert).bind('a').run();
    return [first, second, again].map((result) => meta(result.meta));
  },
  'counts what scans, sorts and extremes come by, also in empty tables': async ({ env }) => {
    await env.DB.exec('DROP TABLE IF EXISTS bare');
    await env.DB.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, a, b)');
    const texts = [
      'SELECT * FROM bare',
      'SELECT * FROM bare WHERE a = 1',
      'SELECT * FROM bare ORDER BY a',
      'SELECT * FROM bare ORDER BY id DESC LIMIT 5',
      'SELECT a, count(*) FROM bare GROUP BY a',
      'SELECT count(*) FROM bare',
      'SELECT sum(a) FROM bare',
      'SELECT max(id), 1 FROM bare',
      'SELECT max(id) FROM bare',
      'SELECT EXISTS (SELECT 1 FROM bare)',
      'UPDATE bare SET a = 2',
      'DELETE FROM bare WHERE a = 5',
    ];
    const reads = async (text) => (await env.DB.prepare(text).run()).meta.rows_read;
    const empty = [];
    for (const text of texts) empty.push([text, await reads(text)]);
    await env.DB.exec('INSERT INTO bare (a, b) VALUES (1, 2), (2, 3), (5, 8)');
    const filled = [];
    for (const text of texts) filled.push([text, await reads(text)]);
    return { empty, filled };
  },
};
