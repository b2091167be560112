// Lines of `antipode call` as people write them from memory: each is understood as one in the words of the schema.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLine } from '../../sim/call/read-line.ts';
import { folderOf } from './call-lines.ts';
import { runCli } from './run-cli.ts';

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
    ['POST /x', { url: '/x', method: 'POST' }],
    [{ request: { url: '/x' } }, { url: '/x' }],
    [{ type: 'fetch', url: '/x' }, { url: '/x' }],
    [{ type: 'queue', name: 'q', messages: ['a'] }, { queue: { name: 'q', messages: ['a'] } }],
    [{ kind: 'advance', by: '1m' }, { advance: '1min' }],
    [{ type: 'dump' }, { dump: true }],
    [{ cron: '0 * * * *' }, { scheduled: { cron: '0 * * * *' } }],
    [{ scheduled: '0 * * * *', scheduledTime: 5 }, { scheduled: { cron: '0 * * * *', scheduledTime: 5 } }],
    [
      { url: '/', headers: ['a: 1', 'b:2'] },
      {
        url: '/',
        headers: [
          ['a', '1'],
          ['b', '2'],
        ],
      },
    ],
    [
      { url: '/', headers: 'a: 1\nb: 2' },
      {
        url: '/',
        headers: [
          ['a', '1'],
          ['b', '2'],
        ],
      },
    ],
    [
      { url: '/', method: 'POST', json: { a: 1 } },
      { url: '/', method: 'POST', body: { a: 1 } },
    ],
    [
      { queue: { name: 'q', message: { id: 1, timestamp: null, body: 'a' } } },
      { queue: { name: 'q', messages: [{ id: '1', body: 'a' }] } },
    ],
    [
      { ws: { url: '/', messages: ['a', { close: 4000 }], protocols: ['x', 'y'] } },
      {
        ws: {
          url: '/',
          messages: ['a', { close: { code: 4000 } }],
          headers: [['sec-websocket-protocol', 'x, y']],
        },
      },
    ],
    [
      { ws: { messages: ['a', { wait: 1000 }], close: null } },
      { ws: { messages: ['a', { wait: '1000ms' }] } },
    ],
    [{ advance: '1h30m' }, { advance: 5_400_000 }],
    [{ advance: { seconds: 61 } }, { advance: '61s' }],
    [{ dump: ['kv'] }, { dump: true }],
  ];

  test.for(same)('%j', ([given, ours]) => {
    expect(readLine(JSON.stringify(given))).toEqual(readLine(JSON.stringify(ours)));
  });

  test('bring bytes to a queue, and a client may close among its messages', async () => {
    const folder = await folderOf({
      'handler.js':
        'export default { queue(batch) { console.log(batch.messages.map(({ body }) => body instanceof ArrayBuffer ? [...new Uint8Array(body)] : body)); } };',
      'lines.ndjson': JSON.stringify({
        queue: { name: 'q', messages: [{ bodyBase64: 'AQI=' }, { body: 'text' }, { other: 1 }] },
      }),
    });
    const { out } = await runCli([
      'call',
      join(folder, 'handler.js'),
      '--requests',
      join(folder, 'lines.ndjson'),
    ]);
    expect(JSON.parse(out)).toMatchObject({ console: ["[ [ 1, 2 ], 'text', { other: 1 } ]"] });
    expect(readLine('{"ws":{"messages":["a",{"close":{"code":4000}}]}}')).toMatchObject({
      ws: { messages: ['a', { close: { code: 4000, reason: '' } }] },
    });
  });
});
