// A small scenario whose requests read and write every kind of store, with cables cut and queues that retry; the store of a request is in its path.

/** The scenario, without its handler. */
export const EVERY_STORE = {
  title: 'Every store',
  rate: '60/s',
  window: '30s',
  warmup: '5s',
  users: { from: 'world', count: 40 },
  sessions: { requests: 8, thinkTime: '1s', roaming: '30%' },
  faults: [{ cut: 'Red Sea', from: '8s', to: '12s' }],
  requests: [
    'kv',
    'plain',
    'd1',
    'sql',
    'turso',
    'r2',
    'redis',
    'flags',
    'rules',
    'queue',
    'object',
    'cache',
  ].flatMap((store) => [
    { name: `${store} read`, weight: 3, get: `/${store}/{user}` },
    { name: `${store} write`, weight: 1, post: `/${store}/{user}`, body: '{session}-{n}' },
  ]),
  stores: {
    KV: { kind: 'workers-kv', home: 'aws:us-east-1', seed: [{ key: 'a', value: 'seeded' }] },
    PLAIN: { kind: 'regional-kv', home: 'aws:eu-central-1' },
    DB: {
      kind: 'd1',
      home: 'aws:us-east-1',
      seed: [
        { sql: 'CREATE TABLE r (k TEXT PRIMARY KEY, v TEXT)' },
        { sql: "INSERT INTO r VALUES ('{n}', '')", count: 8 },
      ],
    },
    SQL: {
      kind: 'regional-sql',
      home: 'aws:us-east-1',
      seed: [
        { sql: 'CREATE TABLE r (k TEXT PRIMARY KEY, v TEXT)' },
        { sql: "INSERT INTO r VALUES ('{n}', '')", count: 8 },
      ],
    },
    LIBSQL: {
      kind: 'turso',
      home: 'aws:us-east-1',
      replicas: ['aws:eu-west-1'],
      seed: [
        { sql: 'CREATE TABLE r (k TEXT PRIMARY KEY, v TEXT)' },
        { sql: "INSERT INTO r VALUES ('{n}', '')", count: 8 },
      ],
    },
    BUCKET: { kind: 'r2', home: 'aws:us-east-1' },
    REDIS: {
      kind: 'upstash-redis',
      home: 'aws:us-east-1',
      replicas: ['aws:eu-west-1', 'aws:ap-southeast-1'],
    },
    FLAGS: { kind: 'edge-config', home: 'aws:us-east-1', seed: [{ key: 'dark', value: 'false' }] },
    RULES: { kind: 'cloudfront-kvs', home: 'aws:us-east-1', seed: [{ key: '/old', value: '/new' }] },
    JOBS: { kind: 'queue', home: 'aws:us-east-1', options: { maxBatchTimeout: '1s', maxRetries: 1 } },
    SEATS: { kind: 'durable-objects', class: 'Seats' },
  },
  origin: { region: 'aws:eu-central-1' },
  arms: { edge: { platform: 'cloudflare-workers' } },
};

/** Its handler. */
export const EVERY_STORE_HANDLER = `// Reads or writes the store that the path names.
import { DurableObject } from 'cloudflare:workers';

const API = 'https://api.vercel.com/v1/edge-config/ecfg_flags/items';
const RULES = 'https://rules.cloudfront-kvs.global.api.aws/key-value-stores/arn';

export class Seats extends DurableObject {
  async take(value) {
    const taken = (await this.ctx.storage.get('taken')) ?? 0;
    if (value !== null) await this.ctx.storage.put('taken', taken + 1);
    this.ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS log (at INTEGER)');
    return taken;
  }
}

const asked = async (response) => (await response).text();
const sql = (database, key, value) => value === null
  ? database.prepare('SELECT v FROM r WHERE k = ?').bind(key).first('v')
  : database.prepare('UPDATE r SET v = ?2 WHERE k = ?1').bind(key, value).run();

const STORES = {
  kv: ({ KV }, key, value) => (value === null ? KV.get(key, { cacheTtl: 30 }) : KV.put(key, value, { expirationTtl: 60 })),
  plain: ({ PLAIN }, key, value) => (value === null ? PLAIN.get(key) : PLAIN.put(key, value)),
  d1: ({ DB }, key, value) => sql(DB.withSession(), key, value),
  sql: ({ SQL }, key, value) => sql(SQL, key, value),
  turso: ({ LIBSQL }, key, value) => {
    const sql = value === null ? 'SELECT v FROM r WHERE k = ?1' : 'UPDATE r SET v = ?2 WHERE k = ?1';
    const args = [key, ...(value === null ? [] : [value])].map((text) => ({ type: 'text', value: text }));
    const requests = [{ type: 'execute', stmt: { sql, args } }, { type: 'close' }];
    const url = LIBSQL.replace('libsql:', 'https:') + '/v2/pipeline';
    return asked(fetch(url, { method: 'POST', body: JSON.stringify({ requests }) }));
  },
  r2: async ({ BUCKET }, key, value) => {
    if (value === null) return (await BUCKET.get(key))?.text();
    const old = await BUCKET.head(key);
    return BUCKET.put(key, value, { onlyIf: old === null ? {} : { etagMatches: old.etag } });
  },
  redis: ({ REDIS }, key, value) =>
    asked(fetch(REDIS, { method: 'POST', body: JSON.stringify(value === null ? ['GET', 'n' + key] : ['INCR', 'n' + key]) })),
  flags: ({ FLAGS }, key, value) =>
    value === null
      ? asked(fetch(new URL(FLAGS).origin + '/ecfg_flags/item/dark'))
      : asked(fetch(API, { method: 'PATCH', body: JSON.stringify({ items: [{ operation: 'upsert', key: 'dark', value }] }) })),
  rules: async (_env, key, value) => {
    if (value === null) return asked(fetch(RULES + '/keys/%2Fold'));
    const etag = (await fetch(RULES)).headers.get('etag');
    return asked(fetch(RULES + '/keys/%2Fold', { method: 'PUT', headers: { 'if-match': etag }, body: JSON.stringify({ Value: value }) }));
  },
  queue: ({ JOBS }, key, value) => (value === null ? null : JOBS.send({ key, value })),
  object: ({ SEATS }, key, value) => SEATS.getByName(key).take(value),
  cache: async (_env, key, value) => {
    const url = 'https://cache.test/' + key;
    if (value === null) return (await caches.default.match(url))?.text();
    return caches.default.put(url, new Response(value, { headers: { 'cache-control': 'max-age=5' } }));
  },
};

export default {
  async fetch(request, env) {
    const [, store, user] = new URL(request.url).pathname.split('/');
    const value = request.method === 'POST' ? await request.text() : null;
    const key = String(Number(user) % 8);
    try {
      return new Response(JSON.stringify((await STORES[store](env, key, value)) ?? null));
    } catch (error) {
      return new Response(error.message, { status: 503 });
    }
  },
  queue(batch) {
    for (const message of batch.messages) if (Math.random() < 0.2) message.retry();
  },
};
`;
