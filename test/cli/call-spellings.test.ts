// Files of bindings as people write them from memory, or for other tools: each is understood, or told in words that help.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inOurWords } from '../../sim/call/spellings.ts';
import { folderOf } from './call-lines.ts';
import { runCli } from './run-cli.ts';

const HANDLER = `
export class Room { fetch() { return new Response('room'); } }
export default {
  async fetch(request, env) {
    const names = Object.keys(env).sort();
    const rows = env.DB === undefined ? null : (await env.DB.prepare('SELECT id FROM users ORDER BY id').raw()).flat();
    const cached = await (await caches.default.match('https://site.test/kept'))?.text();
    return Response.json({ names, rows, cached });
  },
};`;

const FILES = {
  'handler.js': HANDLER,
  'service.js': 'export default { fetch: () => new Response("service") };',
  'schema.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
  'two.sql': 'INSERT INTO users VALUES (2)',
};

async function called(
  bindings: unknown,
  ...lines: readonly object[]
): Promise<{ answers: unknown[]; err: string }> {
  const folder = await folderOf({
    ...FILES,
    'bindings.json': JSON.stringify(bindings),
    'lines.ndjson': lines.map((line) => JSON.stringify(line)).join('\n'),
  });
  const flags = ['--requests', join(folder, 'lines.ndjson'), '--bindings', join(folder, 'bindings.json')];
  const { out, err } = await runCli(['call', join(folder, 'handler.js'), ...flags, '--json']);
  return { answers: out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)])), err };
}

describe('files of bindings', () => {
  const same: readonly (readonly [string, unknown, unknown])[] = [
    ['names in a list', { kv: ['KV'] }, { kv: { KV: {} } }],
    ['one name', { kv: 'KV' }, { kv: { KV: {} } }],
    ['a list as wrangler has it', { kv: [{ binding: 'KV', id: '1' }] }, { kv: { KV: {} } }],
    ['a word around the content', { kv: { KV: { seed: { k: 'v' } } } }, { kv: { KV: { k: 'v' } } }],
    ['pairs', { kv: { KV: [['k', 'v']] } }, { kv: { KV: { k: 'v' } } }],
    [
      'bytes under any of their names',
      { kv: { KV: { k: { valueBase64: 'AA==', metadata: 1 } } } },
      { kv: { KV: { k: { value: { base64: 'AA==' }, metadata: 1 } } } },
    ],
    ['JSON, which is no entry', { kv: { KV: { k: { data: 1 } } } }, { kv: { KV: { k: { data: 1 } } } }],
    [
      'objects with a type',
      { r2: { B: { k: { body: 'x', contentType: 'text/x', metadata: { a: 'b' } } } } },
      {
        r2: { B: { k: { value: 'x', httpMetadata: { contentType: 'text/x' }, customMetadata: { a: 'b' } } } },
      },
    ],
    [
      'rows beside a schema',
      { d1: { DB: { schema: 'CREATE', rows: { users: [{ id: 1 }] } } } },
      { d1: { DB: { schema: 'CREATE', users: [{ id: 1 }] } } },
    ],
    [
      'classes in a list',
      { durable_objects: [{ name: 'ROOM', class_name: 'Room' }] },
      { durableObjects: { ROOM: { className: 'Room' } } },
    ],
    ['classes by another key', { durable_objects: { ROOM: 'Room' } }, { durableObjects: { ROOM: 'Room' } }],
    [
      'producers and consumers',
      {
        queues: {
          producers: [{ binding: 'Q', queue: 'q' }],
          consumers: [{ queue: 'q', max_batch_size: 5, max_concurrency: 2 }],
        },
      },
      { queues: { Q: { name: 'q', maxBatchSize: 5 } } },
    ],
    [
      'limits as wrangler has them, beside a key of ours',
      { ratelimits: { L: { simple: { limit: 1, period: '60s' } } }, kv: { KV: { k: 'v' } } },
      { rateLimits: { L: { limit: 1, period: 60 } }, kv: { KV: { k: 'v' } } },
    ],
    [
      'services by module',
      { services: { A: { module: 'a.js', env: { V: 1 } } } },
      { services: { A: { handler: 'a.js', vars: { V: 1 } } } },
    ],
    [
      'responses as cache.put takes them',
      { cache: [{ url: 'https://a.test/', body: 'x' }], vars: { A: 1 }, env: { B: 2 } },
      { cache: { 'https://a.test/': { body: 'x' } }, vars: { A: 1, B: 2 } },
    ],
    ['names in capitals, which are bindings', { KV: { k: 'v' } }, { KV: { k: 'v' } }],
    [
      'bindings that state their types',
      {
        bindings: [
          { type: 'kv_namespace', name: 'KV', namespace_id: '1' },
          { type: 'plain_text', name: 'A', text: 'x' },
        ],
      },
      { kv: { KV: {} }, vars: { A: 'x' } },
    ],
    [
      'types by binding',
      { KV: { type: 'kv', seed: { k: 'v' } }, S: { type: 'secret_text', value: 'x' } },
      { kv: { KV: { k: 'v' } }, secrets: { S: 'x' } },
    ],
    [
      'limits that wrangler knew nothing of',
      { unsafe: { bindings: [{ name: 'L', type: 'ratelimit', simple: { limit: 1, period: 60 } }] } },
      { rateLimits: { L: { limit: 1, period: 60 } } },
    ],
    [
      'seeds apart from what they are of',
      { kv: ['KV'], d1: { DB: 'CREATE' }, seed: { KV: { k: 'v' }, d1: { DB: 'INSERT' } } },
      { kv: { KV: { k: 'v' } }, d1: { DB: ['CREATE', 'INSERT'] } },
    ],
    [
      'content in a list, under any word',
      { kv: [{ binding: 'KV', id: '1', data: { k: 'v' } }] },
      { kv: { KV: { k: 'v' } } },
    ],
    ['an id beside the content', { kv: { KV: { id: '1', seed: { k: 'v' } } } }, { kv: { KV: { k: 'v' } } }],
    [
      'entries as put takes them',
      { kv: { KV: [['k', 'v', { metadata: 1 }]] } },
      { kv: { KV: { k: { value: 'v', metadata: 1 } } } },
    ],
    [
      'the encoding beside the value',
      { kv: { KV: { k: { value: 'AA==', encoding: 'base64', ttl: 60 } } } },
      { kv: { KV: { k: { value: { base64: 'AA==' }, expirationTtl: 60 } } } },
    ],
    [
      'JSON in objects of a bucket',
      { r2: { B: { a: { n: 1 }, b: { json: { n: 1 }, http_metadata: { 'content-type': 'text/x' } } } } },
      { r2: { B: { a: '{"n":1}', b: { value: '{"n":1}', httpMetadata: { contentType: 'text/x' } } } } },
    ],
    [
      'columns and rows',
      { d1: { DB: { users: { columns: { id: 'INTEGER PRIMARY KEY' }, rows: [[1]] } } } },
      {
        d1: {
          DB: {
            'users, as it is made': 'CREATE TABLE IF NOT EXISTS "users" ("id" INTEGER PRIMARY KEY)',
            users: [{ id: 1 }],
          },
        },
      },
    ],
    [
      'what objects hold under another word',
      {
        durableObjects: {
          ROOM: { class: 'Room', use_sqlite: true, objects: [{ name: 'a', storage: { k: 1 } }] },
        },
      },
      { durableObjects: { ROOM: { className: 'Room', storage: { a: { k: 1 } } } } },
    ],
    [
      'consumers beside queues',
      { queues: { Q: { name: 'q', consumer: { maxRetries: 2 } } } },
      { queues: { Q: { name: 'q', maxRetries: 2 } } },
    ],
    [
      'consumers of Miniflare',
      { queueProducers: { Q: 'q' }, queueConsumers: { q: { maxBatchSize: 5 } } },
      { queues: { Q: { name: 'q', maxBatchSize: 5 } } },
    ],
    [
      'the code itself as a service',
      { name: 'me', main: 'a.js', services: [{ binding: 'SELF', service: 'me', entrypoint: 'Admin' }] },
      { services: { SELF: { entrypoint: 'Admin' } } },
    ],
    [
      'vars and secrets in lists',
      { vars: [{ name: 'A', value: 1 }], secrets: [{ name: 'S', value: 'x' }], $comment: 'none' },
      { vars: { A: 1 }, secrets: { S: 'x' } },
    ],
    [
      'responses with JSON or bytes',
      { cache: [{ request: { url: 'https://a.test/' }, response: { body: { a: 1 } } }] },
      { cache: { 'https://a.test/': { body: '{"a":1}' } } },
    ],
  ];

  test.for(same)('may have %s', ([, given, ours]) => {
    expect(inOurWords(given)).toEqual(ours);
  });

  test('may name files of SQL, and hold responses that say nothing of how long', async () => {
    const { answers } = await called(
      {
        d1: { DB: ['schema.sql', 'INSERT INTO users VALUES (1)', './two.sql'] },
        durableObjects: ['Room'],
        services: [{ binding: 'AUTH', service: 'service.js' }],
        cache: { 'https://site.test/kept': 'as it was' },
      },
      { advance: '2d' },
      { url: '/' },
    );
    expect(JSON.parse((answers[1] as { body: string }).body)).toEqual({
      names: ['AUTH', 'DB', 'Room'],
      rows: [1, 2],
      cached: 'as it was',
    });
  });

  test('are refused with what was expected', { timeout: 30_000 }, async () => {
    const wrong: readonly (readonly [unknown, string])[] = [
      [{ services: { AUTH: 'export default {}' } }, 'the path of a handler module'],
      [{ d1: { DB: 'absent.sql' } }, 'absent.sql: there is no such file of SQL'],
      [{ KV: { k: 'v' } }, 'it holds kv, d1, r2'],
      [{ cache: [{ body: 'x' }] }, 'at cache'],
      [{ cache: { v1: { 'https://a.test/': 'x' } } }, 'responses of caches.default by their URLs'],
      [{ kv: ['KV'], seed: { OTHER: {} } }, 'Unrecognized key: "seed"'],
    ];
    for (const [bindings, words] of wrong)
      expect((await called(bindings, { url: '/' })).err).toContain(words);
    const { answers } = await called({ d1: { DB: 'CREATE TABEL users (id)' } }, { url: '/' });
    expect(answers).toMatchObject([
      { error: { code: 'E_SCENARIO', message: expect.stringContaining('TABEL') } },
    ]);
  });
});
