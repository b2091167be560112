// Files of bindings and lines as people write them from memory, or for other tools: each is understood, or told in words that help.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLine } from '../../sim/call/read-line.ts';
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
  async queue(batch, env) { console.log(batch.messages.map(({ body }) => body instanceof ArrayBuffer ? [...new Uint8Array(body)] : body)); },
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
    ['names in capitals, which are bindings', { KV: { type: 'kv' } }, { KV: { type: 'kv' } }],
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
    ];
    for (const [bindings, words] of wrong)
      expect((await called(bindings, { url: '/' })).err).toContain(words);
    const { answers } = await called({ d1: { DB: 'CREATE TABEL users (id)' } }, { url: '/' });
    expect(answers).toMatchObject([
      { error: { code: 'E_SCENARIO', message: expect.stringContaining('TABEL') } },
    ]);
  });
});

describe('lines', () => {
  const socket = { url: '/', messages: ['a'], close: { code: 1000, reason: '' } };
  const same: readonly (readonly [unknown, unknown])[] = [
    [{ scheduled: true }, { scheduled: {} }],
    [{ scheduled: '0 0 * * *' }, { scheduled: { cron: '0 0 * * *' } }],
    [
      { scheduled: { cron: '0 0 * * *', scheduled_time: 5 } },
      { scheduled: { cron: '0 0 * * *', scheduledTime: 5 } },
    ],
    [{ queue: ['a'] }, { queue: { messages: ['a'] } }],
    [{ queue: 'q', messages: ['a'] }, { queue: { name: 'q', messages: ['a'] } }],
    [{ queue: { queue: 'q', batch: ['a'] } }, { queue: { name: 'q', messages: ['a'] } }],
    [
      { ws: { url: 'wss://site.test/x', messages: ['a'] } },
      { ws: { ...socket, url: 'https://site.test/x' } },
    ],
    [{ url: '/x', ws: ['a'] }, { ws: { ...socket, url: '/x' } }],
    [{ websocket: { messages: ['a'], close: 4000 } }, { ws: { ...socket, close: { code: 4000 } } }],
    [{ advance: '1m' }, { advance: '1min' }],
    [{ advance: '1500' }, { advance: 1500 }],
    [
      { path: '/x', header: { a: 'b' }, method: null },
      { url: '/x', headers: { a: 'b' } },
    ],
    [
      { url: '/', headers: [{ name: 'a', value: 1 }] },
      { url: '/', headers: [['a', '1']] },
    ],
    [
      { url: '/', method: 'POST', body_base64: 'AA==' },
      { url: '/', method: 'POST', bodyBase64: 'AA==' },
    ],
  ];

  test.for(same)('%j', ([given, ours]) => {
    expect(readLine(JSON.stringify(given))).toEqual(readLine(JSON.stringify(ours)));
  });

  test('bring bytes to a queue, and a client may close among its messages', async () => {
    const { answers } = await called(
      {},
      { queue: { name: 'q', messages: [{ bodyBase64: 'AQI=' }, { body: 'text' }, { other: 1 }] } },
    );
    expect(answers).toMatchObject([{ console: ["[ [ 1, 2 ], 'text', { other: 1 } ]"] }]);
    expect(readLine('{"ws":{"messages":["a",{"close":{"code":4000}}]}}')).toMatchObject({
      ws: { messages: ['a', { close: { code: 4000, reason: '' } }] },
    });
  });
});
