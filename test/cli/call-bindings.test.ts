// The file of bindings in all its shapes: what it declares is in env, and holds what it says.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf } from './call-lines.ts';
import { runCli } from './run-cli.ts';

const HANDLER = `
import { DurableObject } from 'cloudflare:workers';
export class Room extends DurableObject {
  async held() { return Object.fromEntries(await this.ctx.storage.list()); }
}
const shown = {
  env: (env) => Object.keys(env).sort(),
  order: (env) => Object.keys(env),
  vars: (env) => [env.TEXT, env.NUMBER, env.NESTED],
  bytes: async (env) => [...new Uint8Array(await env.KV.get('bytes', 'arrayBuffer'))],
  text: async (env) => env.KV.getWithMetadata('tagged'),
  rows: async (env) => (await env.DB.prepare('SELECT * FROM users ORDER BY id').all()).results,
  file: async (env) => [...new Uint8Array(await (await env.FILES.get('a.bin')).arrayBuffer())],
  room: async (env) => [await env.ROOM.getByName('lobby').held(), await env.ROOM.getByName('other').held()],
  limit: async (env) => [(await env.LIMIT.limit({ key: 'a' })).success, (await env.LIMIT.limit({ key: 'a' })).success],
  admin: async (env) => env.ADMIN.role(),
};
const redis = (env, command) => fetch(env.CART, { method: 'POST', body: JSON.stringify(command) }).then((response) => response.json());
const hrana = (env, sql) => fetch(env.SHOP.replace('libsql:', 'https:') + '/v2/pipeline', { method: 'POST', body: JSON.stringify({ requests: [{ type: 'execute', stmt: { sql } }, { type: 'close' }] }) })
  .then((response) => response.json()).then(({ results }) => results[0].response.result.rows);
const further = {
  redis: async (env) => [await redis(env, ['GET', 'k']), await redis(env, ['INCR', 'n']), await redis(env, ['GET', 'n'])],
  turso: async (env) => { await hrana(env, "INSERT INTO users VALUES (2, 'B')"); return hrana(env, 'SELECT name FROM users'); },
  flags: async (env) => {
    const read = () => fetch('https://edge-config.vercel.com/ecfg_flags/item/dark').then((response) => response.json());
    const before = await read();
    await fetch('https://api.vercel.com/v1/edge-config/ecfg_flags/items', { method: 'PATCH', body: JSON.stringify({ items: [{ operation: 'upsert', key: 'dark', value: true }] }) });
    return [before, await read()];
  },
  rules: async (env) => [await env.RULES.get('/old'), await env.RULES.count()],
};
Object.assign(shown, further);
export default {
  async fetch(request, env) {
    return Response.json((await shown[new URL(request.url).pathname.slice(1)](env)) ?? null);
  },
};`;

const SERVICE = `
import { WorkerEntrypoint } from 'cloudflare:workers';
export default { fetch: () => new Response('plain') };
export class Admin extends WorkerEntrypoint { role() { return this.ctx.props.role; } }`;

async function answers(bindings: unknown, paths: readonly string[]): Promise<unknown[]> {
  const lines = await said(
    bindings,
    paths.map((path) => ({ url: `/${path}` })),
  );
  return lines.map((line) => JSON.parse((line as { body: string }).body) as unknown);
}

async function said(bindings: unknown, lines: readonly object[]): Promise<unknown[]> {
  const folder = await folderOf({
    'handler.js': HANDLER,
    'service.js': SERVICE,
    'bindings.json': JSON.stringify(bindings),
    'lines.ndjson': lines.map((line) => JSON.stringify(line)).join('\n'),
  });
  const files = ['--requests', join(folder, 'lines.ndjson'), '--bindings', join(folder, 'bindings.json')];
  const { out, err, code } = await runCli(['call', join(folder, 'handler.js'), ...files, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

test('every kind is there, and holds what the file says', { timeout: 60_000 }, async () => {
  const bindings = {
    kv: { KV: { bytes: { base64: 'AP8=' }, tagged: { value: 'x', metadata: { tag: 1 } } } },
    d1: { DB: { users: [{ id: 1, name: "O'Hara" }, { id: 2 }] } },
    r2: { FILES: { 'a.bin': { value: { base64: 'AQI=' }, httpMetadata: { contentType: 'text/x' } } } },
    durableObjects: { ROOM: { className: 'Room', storage: { lobby: { count: 3, list: [1, { a: 2 }] } } } },
    rateLimits: { LIMIT: { limit: 1, period: 60 } },
    services: { ADMIN: { handler: 'service.js', entrypoint: 'Admin', props: { role: 'keeper' } } },
    vars: { TEXT: 't', NUMBER: 5, NESTED: { a: [true, null] } },
  };
  expect(
    await answers(bindings, ['order', 'vars', 'bytes', 'text', 'rows', 'file', 'room', 'limit', 'admin']),
  ).toEqual([
    ['TEXT', 'NUMBER', 'NESTED', 'ADMIN', 'DB', 'ROOM', 'KV', 'FILES', 'LIMIT'],
    ['t', 5, { a: [true, null] }],
    [0, 255],
    { value: 'x', metadata: { tag: 1 }, cacheStatus: null },
    [
      { id: 1, name: "O'Hara" },
      { id: 2, name: null },
    ],
    [1, 2],
    [{ count: 3, list: [1, { a: 2 }] }, {}],
    [true, false],
    'keeper',
  ]);
});

test('a wrangler configuration is taken as it is', { timeout: 60_000 }, async () => {
  const wrangler = {
    name: 'mine',
    main: 'handler.js',
    compatibility_date: '2026-04-01',
    kv_namespaces: [{ binding: 'KV', id: 'abc' }],
    d1_databases: [{ binding: 'DB', database_name: 'db', database_id: 'def' }],
    r2_buckets: [{ binding: 'FILES', bucket_name: 'files' }],
    durable_objects: { bindings: [{ name: 'ROOM', class_name: 'Room' }] },
    queues: { producers: [{ binding: 'QUEUE', queue: 'q' }], consumers: [{ queue: 'q', max_retries: 2 }] },
    ratelimits: [{ name: 'LIMIT', namespace_id: '1', simple: { limit: 1, period: 10 } }],
    services: [{ binding: 'ADMIN', service: 'service.js', entrypoint: 'Admin', props: { role: 'keeper' } }],
    vars: { TEXT: 't' },
  };
  expect(await answers(wrangler, ['env', 'room', 'limit', 'admin'])).toEqual([
    ['ADMIN', 'DB', 'FILES', 'KV', 'LIMIT', 'QUEUE', 'ROOM', 'TEXT'],
    [{}, {}],
    [true, false],
    'keeper',
  ]);
});

test('a wrangler.jsonc is read with its comments and last commas', { timeout: 60_000 }, async () => {
  const folder = await folderOf({
    'handler.js': HANDLER,
    'wrangler.jsonc': `{
      // what is bound
      "main": "handler.js", /* not "this" */
      "kv_namespaces": [{ "binding": "KV", "id": "a" },],
      "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
      "vars": { "TEXT": "// a text, and no comment,]", },
    }`,
  });
  const bindings = ['--bindings', join(folder, 'wrangler.jsonc')];
  const { out } = await runCli(['call', join(folder, 'handler.js'), '--url', '/vars', ...bindings, '--json']);
  expect(JSON.parse(JSON.parse(out).body)).toEqual(['// a text, and no comment,]', null, null]);
});

test('a dump shows what objects hold, called or not', async () => {
  const storage = { lobby: { count: 3 }, other: { list: [1] } };
  const lines = [{ url: '/room' }, { dump: true }];
  const [first] = await said({ durableObjects: { ROOM: { className: 'Room', storage } } }, [{ dump: true }]);
  expect(first).toMatchObject({ durableObjects: { ROOM: storage } });
  const some = { className: 'Room', storage: { lobby: storage.lobby, third: {} } };
  const [, second] = await said({ durableObjects: { ROOM: some } }, lines);
  expect(second).toMatchObject({ durableObjects: { ROOM: { lobby: storage.lobby } } });
});

test('what a dump shows of kv, d1 and r2 can be given back as their seed', { timeout: 60_000 }, async () => {
  const held = {
    kv: { KV: { bytes: { base64: 'AP8=' }, tagged: { value: 'x', metadata: { tag: 1 } }, text: 'y' } },
    d1: { DB: { users: [{ id: 1, name: "O'Hara" }] } },
    r2: { FILES: { 'a.bin': { value: { base64: '//4=' }, httpMetadata: { contentType: 'text/x' } } } },
  };
  const [first] = await said(held, [{ dump: true }]);
  expect(first).toMatchObject(held);
  expect(await said(first, [{ dump: true }])).toEqual([first]);
});

test('options of Miniflare are taken as they are', { timeout: 60_000 }, async () => {
  const options = {
    modules: true,
    kvNamespaces: ['KV'],
    d1Databases: { DB: 'an-id' },
    r2Buckets: ['FILES'],
    durableObjects: { ROOM: { className: 'Room', useSQLite: true } },
    ratelimits: { LIMIT: { simple: { limit: 1, period: 60 } } },
    bindings: { TEXT: 't' },
  };
  expect(await answers(options, ['env', 'room', 'limit'])).toEqual([
    ['DB', 'FILES', 'KV', 'LIMIT', 'ROOM', 'TEXT'],
    [{}, {}],
    [true, false],
  ]);
});

test(
  'values may end, statements may stand in parts, bodies may be named as in lines',
  { timeout: 60_000 },
  async () => {
    const bindings = {
      kv: { KV: { tagged: { value: 'x', expirationTtl: 120 }, bytes: { bodyBase64: 'AP8=' } } },
      d1: {
        DB: {
          schema: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT DEFAULT "nobody")',
          seed: ["INSERT INTO users VALUES (1, 'A')"],
          users: [{ id: 2 }],
        },
      },
      r2: { FILES: { 'a.bin': { body: { base64: 'AQI=' } } } },
      durableObjects: { ROOM: { class: 'Room' } },
    };
    const shown = await said(bindings, [
      { url: '/text' },
      { url: '/bytes' },
      { url: '/rows' },
      { url: '/file' },
      { url: '/room' },
      { advance: '121s' },
      { url: '/text' },
    ]);
    expect(shown.map((line) => JSON.parse((line as { body?: string }).body ?? 'null') as unknown)).toEqual([
      { value: 'x', metadata: null, cacheStatus: null },
      [0, 255],
      [
        { id: 1, name: 'A' },
        { id: 2, name: 'nobody' },
      ],
      [1, 2],
      [{}, {}],
      null,
      { value: null, metadata: null, cacheStatus: null },
    ]);
  },
);

test('what is only named may stand in a list, or under any id', { timeout: 60_000 }, async () => {
  const bindings = { kv: { KV: 'an-id' }, d1: ['DB'], r2: ['FILES'], queues: { QUEUE: 'q' } };
  expect(await answers(bindings, ['env'])).toEqual([['DB', 'FILES', 'KV', 'QUEUE']]);
});

test(
  'stores of other houses hold what the file says, and show a change at once',
  { timeout: 60_000 },
  async () => {
    const stores = {
      CART: { kind: 'upstash-redis', holds: { k: 'v' } },
      SHOP: { kind: 'turso', sql: { users: [{ id: 1, name: 'A' }] } },
      FLAGS: { kind: 'edge-config', holds: { dark: false } },
      RULES: { kind: 'cloudfront-kvs', holds: { '/old': '/new' } },
    };
    expect(await answers({ stores }, ['redis', 'turso', 'flags', 'rules'])).toEqual([
      [{ result: 'v' }, { result: 1 }, { result: '1' }],
      [[{ type: 'text', value: 'A' }], [{ type: 'text', value: 'B' }]],
      [false, true],
      ['/new', 1],
    ]);
    const [, dump] = await said({ stores }, [{ url: '/turso' }, { dump: true }]);
    const users = [
      { id: 1, name: 'A' },
      { id: 2, name: 'B' },
    ];
    expect(dump).toMatchObject({
      stores: { CART: { k: 'v' }, SHOP: { users }, FLAGS: { dark: false }, RULES: { '/old': '/new' } },
    });
  },
);
