// The same Node request listeners here and on the real node:http: statuses, headers and bodies must agree.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleHandler } from '../../sim/runtime/bundle.ts';
import type { Isolate } from '../../sim/runtime/types.ts';
import { bundleSource, openBench, openHandler } from './run.ts';
import type { TestBench } from './run.ts';

const FOLDER = join(import.meta.dirname, 'listeners');

/** Fields of a single connection, of the moment, or left to whoever sends the response. */
const NOT_COMPARED = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);

interface Sent {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const json = (body: unknown): Omit<Sent, 'path'> => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const REQUESTS: Readonly<Record<string, readonly Sent[]>> = {
  express: [
    { path: '/' },
    { path: '/users/5?a=1&b[]=2' },
    { path: '/echo', ...json({ a: [1, 'é'] }) },
    { path: '/echo', ...json('{ no json') },
    { path: '/form', method: 'POST', headers: form, body: 'a=1&b=x%20y&c[d]=2' },
    { path: '/text', method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'shout' },
    { path: '/old' },
    { path: '/cookie' },
    { path: '/none' },
    { path: '/throws' },
    { path: '/rejects' },
    { path: '/stream' },
    { path: '/api/items/9' },
    { path: '/nowhere' },
    { path: '/', method: 'HEAD' },
    { path: '/', method: 'OPTIONS' },
    { path: '/', headers: { 'if-none-match': 'W/"5-qvTGHdzF6KLavt4PO0gs2a6pQ00"' } },
  ],
  hono: [
    { path: '/' },
    { path: '/json/x?q=2' },
    { path: '/echo', ...json({ a: 1 }) },
    { path: '/go' },
    { path: '/throws' },
    { path: '/nowhere' },
  ],
  raw: [
    { path: '/body', method: 'POST', body: 'a text' },
    { path: '/headers', headers: { cookie: 'a=1; b=2', accept: 'text/html' } },
    { path: '/zip' },
    { path: '/events' },
    { path: '/status?code=201' },
    { path: '/status?code=304' },
    { path: '/status?code=418' },
    { path: '/nowhere' },
  ],
};

interface Got {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** A type's parameters are the same with and without a space before them; hono's adapter writes one where it replaces Response. */
const compared = (headers: Iterable<readonly [string, string]>): (readonly [string, string])[] =>
  [...headers]
    .filter(([name]) => !NOT_COMPARED.has(name))
    .map(([name, value]): [string, string] => [
      name,
      name === 'content-type' ? value.replace('; ', ';') : value,
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** Asks real Node, without following redirects or undoing compression. */
function askNode(port: number, { path, method = 'GET', headers = {}, body }: Sent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = http.request(
      { port, path, method, headers: { host: 'example.com', ...headers } },
      (message) => {
        const parts: Buffer[] = [];
        message.on('data', (part: Buffer) => parts.push(part));
        message.on('end', () => {
          const raw = message.rawHeaders;
          const pairs = raw.flatMap((name, i): [string, string][] =>
            i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1] ?? '']] : [],
          );
          const { statusCode = 0, statusMessage = '' } = message;
          const text = Buffer.concat(parts).toString('latin1');
          resolve({
            status: statusCode,
            statusText: statusMessage,
            headers: compared(merged(pairs)),
            body: text,
          });
        });
      },
    );
    sent.on('error', reject);
    if (body !== undefined) sent.setHeader('content-length', Buffer.byteLength(body));
    sent.end(body);
  });
}

/** Fields of one name in one line, as Headers hold them; cookies stay apart. */
function merged(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const byName = new Map<string, string>();
  const cookies = pairs.filter(([name]) => name === 'set-cookie');
  for (const [name, value] of pairs)
    if (name !== 'set-cookie') byName.set(name, byName.has(name) ? `${byName.get(name)}, ${value}` : value);
  return [...byName, ...cookies];
}

function askHere(
  bench: TestBench,
  isolate: Isolate,
  { path, method = 'GET', headers = {}, body }: Sent,
): Got {
  const outcome = bench.call(isolate, {
    url: `http://example.com${path}`,
    method,
    headers: ['host', 'example.com', ...Object.entries(headers).flat()],
    body: body ?? null,
  });
  expect(outcome.error).toBe('');
  const list = outcome.headerList;
  const pairs = list.flatMap((name, i): [string, string][] =>
    i % 2 === 0 ? [[name, list[i + 1] ?? '']] : [],
  );
  const text = Buffer.from(outcome.bytes).toString('latin1');
  return { status: outcome.status, statusText: outcome.statusText, headers: compared(pairs), body: text };
}

describe.each(Object.keys(REQUESTS))('a listener of %s', (name) => {
  const servers: http.Server[] = [];
  let port = 0;
  let bench: TestBench;
  let isolate: Isolate;
  const file = join(FOLDER, `${name}.js`);

  beforeAll(async () => {
    const listen = Reflect.get(http.Server.prototype, 'listen') as (
      this: http.Server,
      port: number,
    ) => http.Server;
    const spy = vi.spyOn(http.Server.prototype, 'listen').mockImplementation(function (this: http.Server) {
      servers.push(this);
      return listen.call(this, 0);
    });
    const { default: app } = (await import(file)) as { default?: http.RequestListener };
    if (app !== undefined) http.createServer(app).listen();
    spy.mockRestore();
    const [server] = servers;
    if (server === undefined) throw new Error('nothing listens');
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
    bench = openBench();
    isolate = bench.start(await bundleHandler(file));
  }, 60_000);

  afterAll(() => {
    for (const server of servers) server.close();
  });

  test.each(REQUESTS[name] ?? [])('answers %o as on Node', async (sent) => {
    expect(askHere(bench, isolate, sent)).toEqual(await askNode(port, sent));
  });
});

test('chunks of a streamed response leave at the instants at which they are written', async () => {
  const bench = openBench();
  const isolate = bench.start(await bundleHandler(join(FOLDER, 'express.js')));
  const callId = bench.begin(isolate, { url: 'https://example.com/stream' });
  expect(bench.outcome(callId)).toMatchObject({ status: 200, text: 'a' });
  expect(bench.clockUs).toBe(0);
  bench.finish();
  expect(bench.clockUs).toBe(30_000);
  expect(bench.outcome(callId).text).toBe('abc');
});

test('status texts and methods are those of Node', async () => {
  const { bench, isolate } = await openHandler(
    `import http from 'node:http'; export default (req, res) => res.end(JSON.stringify([http.STATUS_CODES, http.METHODS]));`,
  );
  expect(JSON.parse(bench.call(isolate).text)).toEqual([http.STATUS_CODES, http.METHODS]);
});

test('a function that imports nothing is a listener too, and so is a CommonJS one', async () => {
  for (const source of [
    `export default (req, res) => { res.end('listener of ' + req.url); };`,
    `async function handler(req, res) { res.end('listener of ' + req.url); }\nexport default handler;`,
  ]) {
    const { bench, isolate } = await openHandler(source);
    expect(bench.call(isolate, { url: 'https://example.com/a?b' }).text).toBe('listener of /a?b');
  }
  const bench = openBench();
  const isolate = bench.start(await bundleHandler(join(FOLDER, 'common.cjs')));
  expect(bench.call(isolate, { url: 'https://example.com/a?b' }).text).toBe('listener of /a?b');
});

test('requests of node:http go out by fetch, and their responses come back as messages', async () => {
  const { bench, isolate } = await openHandler(
    `import https from 'node:https';
     export default (req, res) => {
       const sent = https.request('https://api.example/x', { method: 'POST', headers: { 'x-a': '1' } }, async (message) => {
         let text = '';
         for await (const chunk of message) text += chunk;
         res.end(message.statusCode + ' ' + message.headers['content-type'] + ' ' + text);
       });
       sent.write('ab');
       sent.end('c');
     };`,
    {
      answer: ({ key, body }) => ({
        ok: true,
        value: `${key} got ${typeof body === 'string' ? body : new TextDecoder().decode(body ?? new Uint8Array())}`,
        metaJson: JSON.stringify({ status: 202, headers: ['content-type', 'text/plain'] }),
      }),
    },
  );
  const outcome = bench.call(isolate);
  expect(outcome.text).toBe('202 text/plain https://api.example/x got abc');
  expect(outcome.operations.map(({ verb }) => verb)).toEqual(['fetch']);
});

test('what a listener throws ends the call, and one that never answers hangs', async () => {
  const { bench, isolate } = await openHandler(
    `export default async (req, res) => { if (req.url === '/throw') throw new TypeError('no'); };`,
  );
  expect(bench.call(isolate, { url: 'https://example.com/throw' }).error).toBe('TypeError: no');
  expect(bench.call(isolate).hung).toBe(true);
});

test('a package may import what it does not call; calling it says what is refused', async () => {
  const { bench, isolate } = await openHandler(
    `import express from 'express';
     const app = express();
     app.get('/file', (req, res) => res.sendFile('/etc/passwd', (error) => res.status(500).send(error.message)));
     app.get('/view', (req, res) => res.render('x.ejs'));
     app.use((error, req, res, next) => res.status(500).send(error.message));
     export default app;`,
  );
  const file = bench.call(isolate, { url: 'https://example.com/file' });
  expect(file.text).toContain('node:fs cannot be used in a handler: there is no file system at the edge');
});

test('a package may bind, count and wrap what is refused, as it does when it is loaded', async () => {
  const library = `import fs from 'fs';
    const readFile = fs.readFile.bind(fs);
    export const parameters = typeof fs.readFile.length + ' ' + (fs.constants.R_OK | fs.constants.W_OK);
    export const read = async (path) => readFile(path);`;
  const bundle = await bundleSource(
    `import { parameters, read } from 'library';
     const failure = (error) => error.message;
     export default { fetch: async () => new Response(parameters + ' ' + (await read('x').catch(failure))) };`,
    { 'node_modules/library/index.js': library },
  );
  const bench = openBench();
  const outcome = bench.call(bench.start(bundle));
  expect(outcome.text).toMatch(/^number 0 node:fs cannot be used in a handler: .*\(node:fs\.readFile\)$/);
});

test('a package that looks whether a file exists is told that none does', async () => {
  const bundle = await bundleSource(
    `import { imported } from 'library'; import { required } from 'older';
     export default { fetch: () => new Response([imported(), required()].join(' ')) };`,
    {
      'node_modules/library/index.js': `import { existsSync } from 'node:fs'; export const imported = () => existsSync('/etc/config');`,
      'node_modules/older/package.json': '{ "type": "commonjs" }',
      'node_modules/older/index.js': `const fs = require('fs'); exports.required = () => fs.existsSync('/etc/config');`,
    },
  );
  const bench = openBench();
  expect(bench.call(bench.start(bundle)).text).toBe('false false');
});

test('a server may draw and set timers in its global scope; a Worker may not', async () => {
  const source = `const id = crypto.randomUUID(); setInterval(() => {}, 1000);
    export default { fetch: () => new Response(id) };`;
  const bundle = await bundleSource(source);
  const { realm } = openBench();
  const outcomes = [true, false].map((isServer) => {
    realm.createIsolate(bundle, { ownerKey: 1, bindings: [], isServer }).start();
    const evaluated = realm.settle().find(({ kind }) => kind === 'evaluated');
    return evaluated?.kind === 'evaluated' && evaluated.ok;
  });
  expect(outcomes).toEqual([true, false]);
});
