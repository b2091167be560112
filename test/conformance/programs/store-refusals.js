// Behaviours of stores at their limits: what KV, D1, R2, queues and the storage of objects refuse, and in which words.
import { caught, within } from './probes.js';

const said = async (run) => {
  try {
    return (await run()) ?? null;
  } catch (error) {
    return [error.name, error.message];
  }
};
const all = (runs) => Promise.all(runs.map(said));
const inTurn = async (runs) => {
  const told = [];
  for (const run of runs) told.push(await said(run));
  return told;
};

export const storeRefusals = {
  'KV: bulk reads refuse types and counts of their own': ({ env: { KV } }) =>
    all([
      () => KV.get(['a'], 'stream'),
      () => KV.get(['a'], { type: 'nope' }),
      () => KV.get([]),
      () => KV.get(Array.from({ length: 101 }, (_, i) => `k${i}`)),
      () => KV.get(['a'], { cacheTtl: 5 }),
    ]),
  'KV: bulk reads refuse names of their own': ({ env: { KV } }) =>
    all([() => KV.get(['']), () => KV.get(['.']), () => KV.get(['x'.repeat(513)])]),
  'KV: bulk reads of JSON that is none fail at the service': async ({ env: { KV } }) => {
    await KV.put('bulk-bad', '{');
    return said(() => KV.get(['bulk-bad'], 'json'));
  },
  'KV: any option that is no object is a type': async ({ env: { KV } }) => {
    await KV.put('typed', 'x');
    return inTurn([() => KV.get('typed', 5), () => KV.get('typed', null), () => KV.get('typed', '')]);
  },
  'KV: expiry is a number of seconds to come': ({ env: { KV } }) =>
    all([
      () => KV.put('o', 'a', { expiration: 'x' }),
      () => KV.put('o', 'a', { expirationTtl: 'x' }),
      () => KV.put('o', 'a', { expirationTtl: -1 }),
    ]),
  'KV: a cacheTtl that is no number is 0': ({ env: { KV } }) =>
    all([() => KV.get('c', { cacheTtl: 'x' }), () => KV.get('c', { cacheTtl: -5 })]),
  'KV: a function is no metadata': ({ env: { KV } }) => said(() => KV.put('o', 'a', { metadata: () => 1 })),
  'KV: values end at 25 MiB': ({ env: { KV } }) =>
    said(() => KV.put('big', new Uint8Array(26 * 1024 * 1024))),
  'KV: lists names by their bytes': async ({ env: { KV } }) => {
    for (const name of ['b', 'é', 'Z', '10', '9', '\u{1F600}', '�']) await KV.put(`bytes:${name}`, '1');
    return (await KV.list({ prefix: 'bytes:' })).keys.map(({ name }) => name);
  },
  'D1: an upsert looks at the row that it may meet': async ({ env: { DB } }) => {
    await DB.exec('DROP TABLE IF EXISTS up');
    await DB.exec('CREATE TABLE up (id INTEGER PRIMARY KEY, a)');
    const upsert = DB.prepare(
      'INSERT INTO up (id, a) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET a = excluded.a',
    );
    const rows = ({ meta }) => [meta.changes, meta.last_row_id, meta.rows_read, meta.rows_written];
    return [rows(await upsert.bind(1, 'x').run()), rows(await upsert.bind(1, 'y').run())];
  },
  'D1: making a table that is there changes nothing': async ({ env: { DB } }) => {
    await DB.exec('DROP TABLE IF EXISTS there');
    const make = () => DB.prepare('CREATE TABLE IF NOT EXISTS there (a)').run();
    const rows = ({ meta }) => [meta.changed_db, meta.rows_read, meta.rows_written];
    return [rows(await make()), rows(await make())];
  },
  'D1: extensions are not loaded': ({ env: { DB } }) =>
    said(() => DB.prepare('SELECT load_extension(1)').all()),
  'R2: conditions take one tag': async ({ env: { BUCKET } }) => {
    const { etag } = await BUCKET.put('tags', 'v');
    return all([
      () => BUCKET.get('tags', { onlyIf: { etagMatches: ['x', etag] } }),
      () => BUCKET.get('tags', { onlyIf: { etagDoesNotMatch: [etag] } }),
    ]);
  },
  'R2: digests are checked one by one, in hex': ({ env: { BUCKET } }) => {
    const sha256 = new Uint8Array(32);
    return all([
      () => BUCKET.put('digest', 'abc', { sha1: 'zz'.repeat(20) }),
      () => BUCKET.put('digest', 'abc', { md5: sha256, sha256 }),
      () => BUCKET.put('digest', 'abc', { md5: '0'.repeat(32), sha256 }),
      () => BUCKET.put('digest', 'abc', { md5: '00' }),
    ]);
  },
  'R2: an object of nothing is empty': async ({ env: { BUCKET } }) => [
    (await BUCKET.put('nothing', undefined)).size,
    (await BUCKET.put('nothing', null)).size,
    await said(() => BUCKET.put('nothing', 5)),
  ],
  'R2: ranges of objects and of headers': async ({ env: { BUCKET } }) => {
    await BUCKET.put('ranges', '0123456789');
    const part = (range) => async () => (await BUCKET.get('ranges', { range })).text();
    return inTurn([
      part({ offset: 2, length: 3 }),
      part({ suffix: 20 }),
      part({ offset: 8, length: 20 }),
      part({ offset: 20 }),
      part({ length: 0 }),
      part({ suffix: 0 }),
      part(new Headers({ range: 'bytes=1-3' })),
      part(new Headers({ range: 'bytes=1-2,4-5' })),
      part(new Headers({ range: 'nope' })),
    ]);
  },
  'R2: a put with a condition that is not met writes nothing': async ({ env: { BUCKET } }) => {
    const { etag } = await BUCKET.put('guarded', '1');
    return [
      await BUCKET.put('guarded', '2', { onlyIf: { etagMatches: 'x' } }),
      (await BUCKET.put('guarded', '33', { onlyIf: { etagMatches: etag } })).size,
      await BUCKET.put('guarded', '4', { onlyIf: new Headers({ 'if-none-match': '*' }) }),
      await (await BUCKET.get('guarded')).text(),
    ];
  },
  'queues: a delay that is no number is none': ({ env: { QUEUE } }) =>
    said(async () => typeof (await QUEUE.send('late', { delaySeconds: 'a' }))),
  'queues: messages of a batch are objects': ({ env: { QUEUE } }) =>
    all([() => QUEUE.sendBatch(['x']), () => QUEUE.sendBatch([{}]), () => QUEUE.sendBatch([])]),
};

export const objectRefusals = {
  'storage wants keys': within(({ storage }) =>
    inTurn([() => storage.get(), () => storage.delete(), () => storage.list(5)]),
  ),
  'storage refuses values that are too large': within(({ storage }) =>
    caught(() => storage.put('large', 'x'.repeat(3_000_000))),
  ),
  'a transaction that was rolled back is over': within(({ storage }) => {
    const after = (work) => () =>
      storage.transaction((txn) => {
        txn.rollback();
        txn.rollback();
        return work(txn);
      });
    return inTurn([
      after((txn) => txn.get('a')),
      after((txn) => txn.put('a', 1)),
      after((txn) => txn.delete('a')),
      after((txn) => txn.list()),
    ]);
  }),
  'an alarm wants a date': within(({ storage }) =>
    inTurn([
      () => storage.setAlarm(Number.NaN),
      () => storage.setAlarm('x'),
      () => storage.setAlarm(-1),
      () => storage.setAlarm(new Date(Number.NaN)),
    ]),
  ),
  'storage.kv keeps undefined': within(({ storage }) => [
    storage.kv.put('u', undefined) ?? 'put',
    storage.kv.get('u') ?? 'none',
    [...storage.kv.list()].length,
  ]),
  'SQL takes booleans as texts and no BigInt': within(({ storage: { sql } }) =>
    inTurn([
      () => sql.exec('SELECT ? AS v, typeof(?1) AS t', true).one(),
      () => sql.exec('SELECT ? AS v', 5n).one(),
      () => sql.exec('SELECT ? AS v', new Date(0)).one(),
    ]),
  ),
  'SQL loads no extensions': within(({ storage: { sql } }) =>
    caught(() => sql.exec('SELECT load_extension(1)')),
  ),
  'a database without tables has a size': within(({ storage: { sql } }) => [
    sql.databaseSize > 0,
    sql.databaseSize % 4096,
  ]),
};
