// Behaviours of Durable Objects for what is given to them and what they show of themselves; of caches and D1 for the same.
import { caught, within } from './probes.js';

const inTurn = async (runs) => {
  const told = [];
  for (const run of runs) told.push((await caught(run)) ?? null);
  return told;
};
const own = (value) => [
  Object.keys(value),
  Object.getOwnPropertyNames(Object.getPrototypeOf(value)).toSorted(),
];

/** Requests as objects and services see them, headers of this test's own server left out. */
const asked = {
  'an object sees a request as it was made': async ({ env }) => {
    const seen = async (init) =>
      (await env.PROBE.getByName('asked').fetch('http://asked.test/seen?q=1#part', init)).json();
    const unsized = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('ab'));
        controller.close();
      },
    });
    return [
      await seen(),
      await seen({ method: 'POST', body: 'text' }),
      await seen({ method: 'POST', body: '' }),
      await seen({ method: 'PUT', body: new Uint8Array([65]) }),
      await seen({ method: 'POST', body: new Response('stream').body }),
      await seen({ method: 'POST', body: unsized }),
      await seen({ cf: { colo: 'X' }, headers: { host: 'other.test' } }),
    ];
  },
};

const answered = {
  'a caller sees the length that was set, and none that was not': async ({ env }) => {
    const lengthOf = async (path, method) => {
      const response = await env.PROBE.getByName('lengths').fetch(`http://asked.test/${path}`, { method });
      return [response.headers.get('content-length'), (await response.text()).length];
    };
    return [
      await lengthOf('length?of=4', 'GET'),
      await lengthOf('length?of=4', 'HEAD'),
      await lengthOf('length', 'GET'),
    ];
  },
};

const broken = {
  'an object that fails behind its own back breaks its stubs': async ({ env }) => {
    const stub = env.PROBE.getByName('failing');
    const told = await stub.failBlock().then(
      () => 'returned',
      (error) => [error.message, Object.keys(error)],
    );
    return [told, await caught(() => stub.log()), (await env.PROBE.getByName('failing').log()).length];
  },
  'an object that aborts later breaks its stubs': async ({ env }) => {
    const stub = env.PROBE.getByName('aborting');
    const told = await stub.abortLater();
    await scheduler.wait(60);
    return [told, await caught(() => stub.log()), (await env.PROBE.getByName('aborting').log()).length];
  },
};

export const objectArguments = {
  ...broken,
  ...answered,
  ...asked,
  'storage and context have these members': within(({ ctx, storage }) => [
    own(storage),
    own(storage.kv),
    Object.keys(ctx),
    Object.keys(ctx.id),
    JSON.stringify(ctx.id),
  ]),
  'lists of storage take any truth for reverse, and null': within(async ({ storage }) => {
    await storage.put({ a: 1, b: 2 });
    return [...(await storage.list({ reverse: 'yes' })), ...(await storage.list(null))];
  }),
  'storage refuses what is no function, no options, no value': within(({ storage }) =>
    inTurn([
      () => storage.transaction(),
      () => storage.transactionSync(),
      () => storage.get('a', 5),
      () => storage.put([1, 2]),
      () => storage.transaction((txn) => txn.deleteAll()),
      () => storage.kv.get(),
      () => storage.kv.put(),
      () => storage.kv.put('a'),
      () => storage.sql.exec(),
    ]),
  ),
  'an alarm is told for when it was set': async ({ env }) => {
    const stub = env.PROBE.getByName('told');
    await stub.setAlarmIn(5);
    await scheduler.wait(150);
    return stub.read('told');
  },
  'storage takes objects of own classes for plain ones': within(async ({ storage }) => {
    class Own {
      a = 1;
      get b() {
        return 2;
      }
    }
    await storage.put({ own: new Own(), bare: Object.assign(Object.create(null), { c: 3 }) });
    const found = await storage.get(['own', 'bare']);
    return [...found].map(([key, value]) => [key, value, value.constructor === Object]);
  }),
  'deleting all deletes the alarm': within(async ({ storage }) => {
    await storage.setAlarm(Date.now() + 1_000_000);
    await storage.deleteAll();
    return storage.getAlarm();
  }),
  'SQL keeps numbers that JSON has not': within(({ storage: { sql } }) =>
    [Infinity, -Infinity, -0].map((value) => sql.exec('SELECT ? AS v', value).one().v),
  ),
  'results of iterators say first whether they are done': within(({ storage }) => {
    storage.kv.put('a', 1);
    return [
      JSON.stringify(storage.sql.exec('SELECT 1 AS a').raw().next()),
      JSON.stringify(storage.kv.list().next()),
    ];
  }),
  'keys have a table of their own in the schema': within(async ({ storage }) => {
    await storage.put('a', 1);
    return storage.sql.exec('SELECT name, type, sql FROM sqlite_master').toArray();
  }),
  'bookmarks are texts of four parts': within(async ({ storage }) =>
    (await storage.getCurrentBookmark()).split('-').map((part) => part.length),
  ),
  'context keeps a timeout for events of sockets': within(({ ctx }) => {
    const before = ctx.getHibernatableWebSocketEventTimeout();
    ctx.setHibernatableWebSocketEventTimeout(500);
    return [before, ctx.getHibernatableWebSocketEventTimeout()];
  }),
  'ids are equal to ids only': ({ env }) => caught(() => env.PROBE.idFromName('a').equals('a')),
  'a namespace without jurisdiction is the same': ({ env }) =>
    env.PROBE.jurisdiction(null).idFromName('a').equals(env.PROBE.idFromName('a')),
  'stubs refuse options that are no object': ({ env }) =>
    inTurn([() => env.PROBE.get(env.PROBE.idFromName('a'), 5), () => env.PROBE.getByName('a', 5)]),
  'an object that was aborted breaks its stub, and says so': async ({ env }) => {
    const object = () => env.FRAGILE.getByName('broken');
    const first = await caught(() => object().hello());
    const stub = object();
    await stub.hello();
    let error;
    try {
      await stub.abort();
    } catch (thrown) {
      error = thrown;
    }
    return [
      first,
      error.message,
      Object.keys(error),
      await caught(() => stub.hello()),
      await object().kept(),
    ];
  },
};

const rows = ({ meta }) => [meta.changes, meta.rows_read, meta.rows_written];
const counts = async (db, statements) => {
  const told = [];
  for (const sql of statements) told.push([sql, ...rows(await db.prepare(sql).run())]);
  return told;
};

export const databaseCounts = {
  'counts rows of inserts': async ({ env: { DB } }) => {
    await DB.batch(['counted', 'numbered'].map((name) => DB.prepare(`DROP TABLE IF EXISTS ${name}`)));
    await DB.exec('CREATE TABLE first_numbered (id INTEGER PRIMARY KEY AUTOINCREMENT)');
    await DB.exec('DROP TABLE first_numbered');
    return counts(DB, [
      'CREATE TABLE counted (id INTEGER PRIMARY KEY, k TEXT UNIQUE, a)',
      'CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT, a)',
      "INSERT INTO counted VALUES (1, 'x', 1)",
      "INSERT INTO counted (k, a) VALUES ('y', 2), ('z', 3)",
      "INSERT OR IGNORE INTO counted VALUES (1, 'q', 1)",
      "INSERT INTO counted (k, a) VALUES ('new', 1) ON CONFLICT (k) DO UPDATE SET a = 9",
      "INSERT INTO counted (k, a) VALUES ('new', 1) ON CONFLICT (k) DO UPDATE SET a = 9",
      'INSERT INTO numbered (a) VALUES (1)',
      'INSERT INTO numbered (a) VALUES (2), (3)',
      'INSERT INTO numbered (a) VALUES (4) RETURNING id',
    ]);
  },
  'counts rows of queries': async ({ env: { DB } }) => {
    await DB.exec('DROP TABLE IF EXISTS asked');
    await DB.exec('CREATE TABLE asked (id INTEGER PRIMARY KEY, k TEXT UNIQUE, a)');
    await DB.exec("INSERT INTO asked (k, a) VALUES ('a', 3), ('b', 2), ('c', 2), ('d', 1)");
    return counts(DB, [
      'SELECT * FROM asked WHERE id > 2',
      'SELECT * FROM asked WHERE id IN (1, 2, 99)',
      "SELECT * FROM asked WHERE k IN ('a', 'b')",
      "SELECT * FROM asked WHERE k > 'b'",
      'SELECT * FROM asked ORDER BY a LIMIT 1',
      'SELECT * FROM asked LIMIT 1 OFFSET 1',
      'SELECT max(a) FROM asked',
      'SELECT a, count(*) FROM asked GROUP BY a',
      'SELECT * FROM asked x JOIN asked y ON x.id = y.a',
    ]);
  },
  'ends where workerd does': ({ env: { DB } }) => {
    const numbers = (count) => Array.from({ length: count }, (_, i) => i + 1);
    return inTurn([
      () => DB.prepare(`CREATE TABLE wide (${numbers(101).map((n) => `c${n}`)})`).run(),
      () =>
        DB.prepare(
          'SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6',
        ).all(),
      () => DB.prepare(`SELECT ${numbers(101).join(' + ')}`).all(),
      () => DB.prepare('SELECT ? LIKE ?').bind('a', 'a'.repeat(51)).all(),
      () => DB.prepare("SELECT json_pretty('{}')").all(),
      () => DB.prepare("SELECT sqlite_compileoption_used('X')").all(),
    ]);
  },
  'shows the table of the runtime': async ({ env: { DB } }) => {
    const { results } = await DB.prepare(
      "SELECT name, sql FROM sqlite_master WHERE name LIKE '@_cf@_%' ESCAPE '@'",
    ).all();
    return results;
  },
};

const KEPT = { 'cache-control': 'max-age=60' };

export const cacheArguments = {
  'refuses options that are none, and those that are not implemented': () =>
    inTurn([
      () => caches.default.match('http://a.test/', 5),
      () => caches.default.match('http://a.test/', { ignoreSearch: true }),
      () => caches.default.delete('http://a.test/', 'x'),
      () => caches.default.delete(),
      () => caches.default.put(),
    ]),
  'has the default cache for its own': () => Object.keys(caches),
  'keeps no empty responses': async () => {
    const key = 'http://a.test/no-content';
    await caches.default.put(key, new Response(null, { status: 204, headers: KEPT }));
    return (await caches.default.match(key)) ?? null;
  },
  'refuses ranges that are none of bytes': async () => {
    const key = 'http://a.test/ranges';
    await caches.default.put(key, new Response('0123456789', { headers: KEPT }));
    const statuses = [];
    for (const range of ['junk', 'items=0-1', 'bytes=-0', 'bytes=0-3', 'bytes=20-'])
      statuses.push((await caches.default.match(new Request(key, { headers: { range } }))).status);
    return statuses;
  },
  'looks at the date when the tag is another one': async () => {
    const key = 'http://a.test/dates';
    const headers = { ...KEPT, etag: '"a"', 'last-modified': 'Wed, 21 Oct 2020 07:28:00 GMT' };
    await caches.default.put(key, new Response('x', { headers }));
    const asking = { 'if-none-match': '"b"', 'if-modified-since': 'Wed, 21 Oct 2021 07:28:00 GMT' };
    return (await caches.default.match(new Request(key, { headers: asking }))).status;
  },
};
