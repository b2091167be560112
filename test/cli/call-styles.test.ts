// `antipode call`, `check` and `profile` with handlers that are no `{ fetch }` modules.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const EXPRESS = 'test/runtime/listeners/express.js';

async function handlerOf(source: string): Promise<string> {
  const path = join(temporaryFolder('style'), 'handler.mjs');
  await writeFile(path, source);
  return path;
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { out, err, code } = await runCli([...args, '--json']);
  expect({ code, err }).toMatchObject({ code: 0 });
  return JSON.parse(out) as Record<string, unknown>;
}

describe('handlers of other styles', { timeout: 60_000 }, () => {
  test('an express application can be checked and called', async () => {
    expect(await json('check', EXPRESS)).toMatchObject({ ok: true });
    const flags = ['--method', 'POST', '--header', 'content-type: application/json', '--body', '{"a":1}'];
    const answer = await json('call', EXPRESS, '--url', '/echo', ...flags);
    expect(answer).toMatchObject({
      status: 201,
      outcome: 'ok',
      body: '{"got":{"a":1},"type":"application/json"}',
    });
  });

  test('an adapter may put classes of its own in place of Request and Response', async () => {
    const answer = await json('call', 'test/runtime/listeners/hono.js', '--url', '/json/x?q=2');
    expect(answer).toMatchObject({ status: 200, outcome: 'ok', body: '{"name":"x","q":"2"}' });
  });

  test('Workers are told of the encodings that their platform packs, servers of those that the client takes', async () => {
    const seen = async (code: string, ...flags: string[]): Promise<unknown> =>
      (await json('call', await handlerOf(code), '--url', '/', ...flags))['body'];
    const worker =
      "export default { fetch: (r) => new Response(r.headers.get('accept-encoding') + ' ' + r.cf.clientAcceptEncoding) };";
    const server =
      "import http from 'node:http'; export default http.createServer((q, r) => r.end(String(q.headers['accept-encoding'])));";
    const deflate = ['--header', 'Accept-Encoding: deflate'];
    expect([await seen(worker), await seen(worker, ...deflate)]).toEqual(['br, gzip ', 'br, gzip deflate']);
    expect([await seen(server), await seen(server, ...deflate)]).toEqual(['undefined', 'deflate']);
  });

  test('profile measures a listener: start-up, evaluation, CPU, heap, size, and limits by platform', async () => {
    const out = join(temporaryFolder('style'), 'express.profile.json');
    const found = await json('profile', EXPRESS, '--out', out);
    expect(found).toMatchObject({
      bundle: { sizeBytes: expect.any(Number), gzipBytes: expect.any(Number) },
      startUp: { compileMs: expect.any(Number), evaluateMs: expect.any(Number) },
      cpu: [{ coldMs: expect.any(Number), warmP50Ms: expect.any(Number), warmP99Ms: expect.any(Number) }],
      heap: { moduleBytes: expect.any(Number), requestBytes: expect.any(Number) },
    });
  });

  test('a function named handler is called as Lambda calls it, or as --style says', async () => {
    const lambda = await handlerOf(
      `export const handler = async (event) => event.version ?? event.Records[0].cf.request;`,
    );
    expect(await json('call', lambda)).toMatchObject({ status: 200, body: '"2.0"' });
    const upstream = await handlerOf(
      `export default { fetch: (request) => new Response('origin of ' + request.url) };`,
    );
    const answer = await json(
      'call',
      lambda,
      '--url',
      '/a',
      '--style',
      'origin-request',
      '--upstream',
      upstream,
    );
    expect(answer).toMatchObject({ status: 200, outcome: 'ok' });
    expect(answer['body']).toMatch(/^origin of https:\/\/[^/]+\/a$/);
  });

  test('an unknown style is told with those that there are', async () => {
    const { code, err } = await runCli(['call', EXPRESS, '--style', 'origin']);
    expect(code).toBe(2);
    expect(err).toContain('origin-request');
  });
});
