// `antipode call` runs handlers as trials do, line by line with state kept, and says what became of each line.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requestAnswer } from '../../sim/call/lines.ts';
import { type Answer, calls, folderOf, get, HANDLER, UPSTREAM } from './call-lines.ts';
import { runCli } from './run-cli.ts';

describe('lines of requests', { timeout: 60_000 }, () => {
  test('are answered with status, header pairs in the order in which clients list them, body, console and outcome', async () => {
    const [first, second] = await calls([get('/'), get('/nowhere')]);
    expect(first).toMatchObject({
      status: 200,
      statusText: 'OK',
      headers: [
        ['content-type', 'text/plain;charset=UTF-8'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body: 'Hello',
      console: ['call 1'],
      outcome: 'ok',
    });
    expect(requestAnswer.parse(first)).toEqual(first);
    expect(second).toMatchObject({ status: 404, body: 'no such page', outcome: 'ok' });
  });

  test('say whence a request comes and how long it is, unless they say so themselves', async () => {
    const url = 'https://site.test/from';
    const answers = await calls([
      get('/from'),
      { url, method: 'POST', body: 'é' },
      { url, method: 'POST', body: 'x', headers: { 'CF-Connecting-IP': '192.0.2.7' } },
    ]);
    expect(answers.map(({ body }) => body)).toEqual([
      '["127.0.0.1",null]',
      '["127.0.0.1","2"]',
      '["192.0.2.7","1"]',
    ]);
  });

  test('keep to the server what belongs to one connection', async () => {
    const [answer] = await calls([get('/upgrade')]);
    expect([answer?.status, answer?.headers]).toEqual([
      426,
      [
        ['content-type', 'text/plain'],
        ['x-a', '1'],
      ],
    ]);
  });

  test('share module state and stores, and a writer sees its own writes at once', async () => {
    const answers = await calls([get('/count'), get('/count'), get('/'), get('/'), { dump: true }]);
    expect(answers.map(({ body }) => body)).toEqual(['1', '2', 'Hello', 'Hello', undefined]);
    expect(answers[3]?.console).toEqual(['call 2']);
    expect(answers[4]).toEqual({
      kv: {
        KV: {
          count: { value: '2', metadata: { next: 2 } },
          seeded: 'from the file',
          tagged: { value: 'x', metadata: { tag: 1 } },
        },
      },
      d1: {},
      r2: {},
    });
  });

  test('show the operations of the handler in order, with their virtual times', async () => {
    const [answer] = await calls([get('/count')]);
    const [read, write] = answer?.ops ?? [];
    expect([read?.verb, write?.verb]).toEqual(['kv.get', 'kv.put']);
    expect(read?.args).toEqual(['KV', 'count']);
    expect(read?.endMs).toBeGreaterThan(read?.startMs ?? 0);
    expect(write?.startMs).toBe(read?.endMs);
  });

  test('count a bulk read as one operation', async () => {
    const [answer] = await calls([get('/bulk')]);
    expect(answer?.body).toBe('[["seeded","from the file"],["absent",null]]');
    expect(answer?.ops).toHaveLength(1);
  });

  test('take methods, headers and bodies in any form', async () => {
    const answers = await calls([
      { method: 'POST', url: '/echo', headers: { 'x-a': '1' }, body: 'text' },
      { method: 'PUT', url: '/echo', headers: [['x-a', '2']], bodyBase64: 'aGk=' },
      { method: 'PATCH', url: '/echo', body: { a: 1 } },
      get('/bytes'),
    ]);
    expect(answers.map(({ body }) => body)).toEqual([
      'POST 1 text',
      'PUT 2 hi',
      'PATCH null {"a":1}',
      undefined,
    ]);
    expect(answers[3]?.bodyBase64).toBe('/wAB');
  });

  test('leave out what clients keep to themselves: fragments, and the space around values', async () => {
    const source =
      "export default { fetch: (r) => new Response(r.url + ' [' + r.headers.get('x-a') + ']') };";
    const folder = await folderOf({ 'handler.js': source });
    const flags = ['--url', 'https://a.test/p?q#part', '--header', 'x-a:  b c ', '--json'];
    const { out } = await runCli(['call', join(folder, 'handler.js'), ...flags]);
    expect((JSON.parse(out) as Answer).body).toBe('https://a.test/p?q [b c]');
  });

  test('are answered by bodies that are unpacked, as clients do', async () => {
    const source = `export default { async fetch(r) {
      const { pathname } = new URL(r.url);
      const packed = new Response('long '.repeat(9)).body.pipeThrough(new CompressionStream('gzip'));
      const options = { encodeBody: 'manual', headers: { 'content-encoding': 'gzip' } };
      return pathname === '/packed' ? new Response(packed, options) : new Response('not packed', options);
    } };`;
    const folder = await folderOf({ 'handler.js': source });
    const bodies: unknown[] = [];
    for (const path of ['/packed', '/wrong']) {
      const { out } = await runCli(['call', join(folder, 'handler.js'), '--url', path, '--json']);
      bodies.push((JSON.parse(out) as Answer).body);
    }
    expect(bodies).toEqual(['long '.repeat(9), 'not packed']);
  });

  test('are answered alike whenever they are called, but for the CPU that this machine took', async () => {
    const lines = [get('/'), get('/count'), get('/bulk'), get('/cached')];
    const [once, again] = [await calls(lines), await calls(lines)].map((answers) =>
      answers.map((answer) => ({ ...answer, cpuMs: 0 })),
    );
    expect(once).toEqual(again);
  });

  test('wait for what was given to waitUntil', async () => {
    const answers = await calls([get('/late'), { dump: true }]);
    expect(answers[0]?.body).toBe('soon');
    expect(answers[1]).toMatchObject({ kv: { KV: { late: 'yes' } } });
  });
});

describe('what lies beside the handler', { timeout: 60_000 }, () => {
  test('the Cache API of the PoP keeps a response until it is no longer fresh', async () => {
    const answers = await calls([get('/cached'), get('/cached'), { advance: '61s' }, get('/cached')]);
    const hits = answers.map(({ headers }) => headers?.some(([name]) => name === 'cf-cache-status'));
    expect(hits).toEqual([false, true, undefined, false]);
  });

  test('a service is another handler with the same stores', async () => {
    const [answer] = await calls([get('/service')]);
    expect(answer?.body).toBe('/who sees from the file');
  });

  test('an upstream answers every outgoing request, and for the origin when code passes through', async () => {
    const answers = await calls([get('/upstream'), get('/rescued')], ...UPSTREAM);
    expect(answers[0]).toMatchObject({ status: 201, body: 'POST https://api.test/things thing' });
    expect(answers[1]).toMatchObject({
      status: 201,
      body: 'GET https://site.test/rescued ',
      outcome: 'exception',
      error: { name: 'Error', message: 'rescue me' },
    });
  });

  test('a host that nobody declared is an error that names the key to add', async () => {
    const [answer] = await calls([get('/upstream')]);
    expect(answer).toMatchObject({ status: 500, outcome: 'exception' });
    expect(answer?.error.message).toMatch(/api\.test.*"hosts:".*--upstream/);
  });

  test('scheduled and queue events run, and what they decided is shown', async () => {
    const messages = [{ body: { bad: true } }, { body: {} }];
    const answers = await calls([{ scheduled: { cron: '5 * * * *' } }, { queue: { name: 'q', messages } }]);
    expect(answers[0]).toMatchObject({ outcome: 'ok', detail: { noRetry: false } });
    expect(answers[0]?.ops).toMatchObject([{ verb: 'kv.put', args: ['KV', 'cron', {}] }]);
    expect(answers[1]?.['detail']).toEqual({
      messages: [
        { id: '1', kind: 'retry' },
        { id: '2', kind: 'ack' },
      ],
    });
  });

  test('an event fails when what it gave to waitUntil fails', async () => {
    const source = `const late = async () => { await scheduler.wait(10); throw new Error('late'); };
    export default { scheduled: (event, env, ctx) => ctx.waitUntil(late()), queue: (batch, env, ctx) => ctx.waitUntil(late()),
      fetch(request, env, ctx) { ctx.waitUntil(late()); return new Response('well'); } };`;
    const lines = [
      '{"scheduled":{"cron":"*"}}',
      '{"queue":{"name":"q","messages":[{"body":1}]}}',
      '{"url":"/"}',
    ];
    const folder = await folderOf({ 'handler.js': source, 'lines.ndjson': lines.join('\n') });
    const flags = ['--requests', join(folder, 'lines.ndjson'), '--json'];
    const { out } = await runCli(['call', join(folder, 'handler.js'), ...flags]);
    const outcomes = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Answer).outcome);
    expect(outcomes).toEqual(['exception', 'exception', 'ok']);
  });
});

describe('flags and forms', { timeout: 60_000 }, () => {
  test('namespaces may be named only, hold any JSON, or be lists of entries', async () => {
    const forms = [['KV'], { KV: { count: 4 } }, { KV: [{ key: 'count', value: '5', metadata: 'm' }] }];
    const bodies: unknown[] = [];
    for (const kv of forms) {
      const folder = await folderOf({ 'bindings.json': JSON.stringify({ kv }) });
      const flags = ['--url', '/count', '--bindings', join(folder, 'bindings.json'), '--json'];
      bodies.push((JSON.parse((await runCli(['call', HANDLER, ...flags])).out) as Answer).body);
    }
    expect(bodies).toEqual(['1', '5', '6']);
  });

  test('a city that does not exist is refused with the nearest one', async () => {
    const { code, err } = await runCli(['call', HANDLER, '--from', 'Singapoor']);
    expect(code).toBe(2);
    expect(err).toContain('Singapore');
  });
});

describe('one request', { timeout: 60_000 }, () => {
  test('is drawn as a waterfall, phase by phase', async () => {
    const { out } = await runCli(['call', 'scenarios/hello/handler.ts', '--from', 'Singapore']);
    const labels = out.split('\n').map((line) => line.split(/ {2,}/)[0]);
    expect(out).toMatch(/^GET \/ {2}200 OK {2}ok\nfirst byte .* to SIN, CPU /);
    expect(labels.filter((label) => /^(dns|connect|tls|uplink|downlink)$/.test(label ?? ''))).toEqual([
      'dns',
      'connect',
      'tls',
      'uplink',
      'downlink',
    ]);
  });

  test('may say what request.cf holds', async () => {
    const flags = ['--url', 'https://site.test/colo', '--cf', 'colo=ORY', '--json'];
    const { out } = await runCli(['call', HANDLER, ...flags]);
    expect(JSON.parse(out)).toMatchObject({ body: '"ORY"' });
  });
});

test('messages of a queue call the handler as time moves on', async () => {
  const handler = `export default {
    async fetch(request, env) { await env.QUEUE.sendBatch([{ body: 1 }, { body: { a: 2 } }]); return new Response('sent'); },
    async queue(batch, env) { await env.KV.put(batch.queue, JSON.stringify(batch.messages.map(({ attempts, body }) => [attempts, body]))); },
  };`;
  const bindings = '{"kv":["KV"],"queues":{"QUEUE":{"name":"orders","maxBatchTimeout":2}}}';
  const lines = '{"url":"/"}\n{"advance":"1s"}\n{"dump":true}\n{"advance":"2s"}\n{"dump":true}\n';
  const folder = await folderOf({ 'handler.js': handler, 'bindings.json': bindings, 'lines.ndjson': lines });
  const { out } = await runCli([
    'call',
    `${folder}/handler.js`,
    '--bindings',
    `${folder}/bindings.json`,
    '--requests',
    `${folder}/lines.ndjson`,
  ]);
  const answers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(answers[0]).toMatchObject({ status: 200, body: 'sent' });
  expect(answers[2]).toMatchObject({ kv: { KV: {} } });
  expect(answers[4]).toMatchObject({ kv: { KV: { orders: '[[1,1],[1,{"a":2}]]' } } });
});

test('a class of Durable Objects that the handler does not export is told with its place in the file of bindings', async () => {
  const folder = await folderOf({
    'handler.js': 'export class Counter {}\nexport default { fetch() {} };',
    'bindings.json': '{\n  "durableObjects": { "COUNTER": "Countr" }\n}\n',
  });
  const flags = ['--url', '/', '--bindings', join(folder, 'bindings.json')];
  const { code, err } = await runCli(['call', join(folder, 'handler.js'), ...flags]);
  expect(code).toBe(3);
  expect(err).toContain('found "Countr"; it exports Counter');
  expect(err).toContain('bindings.json:2:35');
  expect(err).toContain('did you mean Counter?');
});

test('so is a class of a scenario, when another handler than its own is called', async () => {
  const folder = await folderOf({ 'handler.js': 'export default { fetch() {} };' });
  const { code, err } = await runCli(['call', join(folder, 'handler.js'), '--scenario', 'scenarios/counter']);
  expect(code).toBe(3);
  expect(err).toContain('stores.COUNTER.class: expected a class that');
  expect(err).toContain('scenarios/counter/scenario.yaml:');
});
