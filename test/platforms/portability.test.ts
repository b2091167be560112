// `antipode check` on a handler says for every platform whether this very code runs there: the API, the line, and what to do.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platformNames } from '../../sim/platforms/index.ts';
import { type Portability, portabilityOf } from '../../sim/platforms/portability.ts';
import { runCli } from '../cli/run-cli.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-port-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function handler(text: string): Promise<string> {
  const file = join(folder, `handler-${++files}.ts`);
  await writeFile(file, text);
  return file;
}

async function obstacles(text: string): Promise<Map<string, string[]>> {
  const answers: Portability[] = await portabilityOf(await handler(text), 100);
  return new Map(
    answers.map((one) => [one.platform, one.obstacles.map(({ api, line }) => `${api}:${line}`)]),
  );
}

describe('portability', () => {
  test('a handler of the shared Web API runs everywhere but where there is no fetch', async () => {
    const found = await obstacles(
      `export default { async fetch(request) { const answer = await fetch(new URL('/a', request.url)); return new Response(answer.body); } };`,
    );
    const refusing = [...found].filter(([, list]) => list.length > 0).map(([name]) => name);
    expect(refusing).toEqual(['cloudfront-functions']);
  });

  test('names the line of the source and the platforms that lack an API', async () => {
    const found = await obstacles(
      `interface Env { A: string }\n\nexport default {\n  async fetch(request: Request, env: Env) {\n    const hit = await caches.default.match(request);\n    return hit ?? new Response(env.A);\n  },\n};`,
    );
    expect(found.get('cloudflare-workers')).toEqual([]);
    for (const name of ['fastly-compute', 'vercel-edge', 'aws-lambda', 'node-origin'])
      expect(found.get(name)).toEqual(['caches:5']);
  });

  test.each([
    [
      'files',
      `import { readFileSync } from 'node:fs';\nexport default { fetch: () => new Response(readFileSync('a')) };`,
      'node:fs:1',
    ],
    [
      'files under their old name',
      `import fs from 'fs';\nexport default { fetch: () => new Response(fs.readFileSync('a')) };`,
      'node:fs:1',
    ],
    [
      'native modules',
      `import addon from './image.node';\nexport default { fetch: () => new Response(addon()) };`,
      '*.node:1',
    ],
    [
      'processes',
      `import { exec } from 'node:child_process';\nexport default { fetch: () => new Response(exec('ls')) };`,
      'node:child_process:1',
    ],
  ])('code that needs %s runs where Node runs, and at no edge', async (_what, text, obstacle) => {
    const found = await obstacles(text);
    for (const name of ['node-origin', 'container-service', 'aws-lambda', 'vercel-node'])
      expect(found.get(name)).toEqual([]);
    for (const name of ['cloudflare-workers', 'fastly-compute', 'vercel-edge', 'cloudfront-functions'])
      expect(found.get(name)).toContain(obstacle);
  });

  test('stores that are bound to env are not there where nothing binds them, and a variable of env is no store', async () => {
    const found = await obstacles(
      `export default {\n  async fetch(_request, env) {\n    const { KV } = env;\n    const user = await env.USERS.get('a', 'json');\n    return new Response(env.GREETING + user + KV);\n  },\n};`,
    );
    for (const name of ['cloudflare-workers', 'node-origin', 'aws-lambda', 'vercel-node'])
      expect(found.get(name)).toEqual([]);
    for (const name of ['fastly-compute', 'vercel-edge', 'cloudfront-functions'])
      expect(found.get(name)).toContain('env.NAME.get:4');
  });

  test('code from strings is forbidden on Workers; functions, comments and names of its own are not mistaken for it', async () => {
    const forbidden = await obstacles(
      `export default { fetch: () => new Response(new Function('return 1')()) };`,
    );
    expect(forbidden.get('cloudflare-workers')).toEqual(['Function:1']);
    const fine = await obstacles(
      `// eval('1')\nconst caches = new Map();\nexport default { fetch: (f) => new Response(String(f instanceof Function) + 'eval(1)'.length + caches.size) };`,
    );
    expect(fine.get('cloudflare-workers')).toEqual([]);
    expect(fine.get('aws-lambda')).toEqual([]);
  });

  test('code that asks whether something exists can do without it', async () => {
    const found = await obstacles(
      `export default { fetch: (request) => new Response(typeof caches === 'undefined' ? 'none' : String(caches.default) + request.cf?.country) };`,
    );
    expect(found.get('fastly-compute')).toEqual([]);
  });

  test('a bundle that is larger than a platform takes is refused there', async () => {
    const answers = await portabilityOf(
      await handler(`export default { fetch: () => new Response('a') };`),
      20_000,
    );
    expect(answers.filter(({ runs }) => !runs).map(({ platform }) => platform)).toEqual([
      'cloudfront-functions',
    ]);
  });
});

describe('the command', () => {
  test('prints where a handler runs, and what stands against the others', async () => {
    const file = await handler(
      `export default { fetch: async (request) => (await caches.default.match(request)) ?? new Response('a') };`,
    );
    const { code, out } = await runCli(['check', file]);
    expect(code).toBe(0);
    expect(out).toMatch(/runs on\s+cloudflare-workers/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('caches: this runtime does not have it.');
  });

  test('of a handler that cannot run here says where it could, and then why not here', async () => {
    const file = await handler(
      `import fs from 'node:fs';\nexport default { fetch: () => new Response(fs.readFileSync('a')) };`,
    );
    const { code, out, err } = await runCli(['check', file]);
    expect(code).toBe(3);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('runs on node-origin, container-service, aws-lambda');
    expect(err).toContain('there is no file system at the edge');
  });

  test('as JSON names every platform', async () => {
    const file = await handler(`export default { fetch: () => new Response('a') };`);
    const { out } = await runCli(['check', file, '--json']);
    const { ok, platforms } = JSON.parse(out) as { ok: boolean; platforms: Portability[] };
    expect(ok).toBe(true);
    expect(platforms.map(({ platform }) => platform)).toEqual(platformNames);
  });
});
