// Projects as wrangler knows them: a folder whose configuration names the module and what is bound to it.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './run-cli.ts';

const MODULE = `
import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers';
export class Room extends DurableObject { hello() { return 'room'; } }
export class Admin extends WorkerEntrypoint { role() { return 'admin of ' + this.env.GREETING; } }
export default {
  async fetch(request, env) {
    const rows = (await env.DB.prepare('SELECT 1 AS one').all()).results;
    const { success } = await env.LIMIT.limit({ key: 'a' });
    const said = [await env.ROOM.getByName('a').hello(), await env.SELF.role(), await (await env.AUTH.fetch('https://a.test/')).text()];
    await env.KV.put('k', 'v');
    await env.JOBS.send('job');
    return Response.json({ names: Object.keys(env).sort(), rows, said, success, nested: env.NESTED, secret: env.SECRET, file: await env.FILES.head('none') });
  },
  queue(batch) { console.log(batch.queue, batch.messages.length); },
};`;

const TOML = `
name = "shop"
main = "src/index.js"   # the module
compatibility_date = 2026-04-01
compatibility_flags = ["nodejs_compat"]

[vars]
GREETING = "hello"
SECRET = "not this one"
NESTED = { a = [1, 2], "b.c" = true }

[[kv_namespaces]]
binding = "KV"
id = "06779da6940b431db6e566b4846d64db"

[[d1_databases]]
binding = "DB"
database_name = "shop"
database_id = "x"

[[r2_buckets]]
binding = "FILES"
bucket_name = "files"

[[durable_objects.bindings]]
name = "ROOM"
class_name = "Room"

[[migrations]]
tag = "v1"
new_sqlite_classes = ["Room"]

[[queues.producers]]
binding = "JOBS"
queue = "jobs"

[[queues.consumers]]
queue = "jobs"
max_batch_size = 5
max_batch_timeout = 1

[[services]]
binding = "SELF"
service = "shop"
entrypoint = "Admin"

[[services]]
binding = "AUTH"
service = "../auth"

[[ratelimits]]
name = "LIMIT"
namespace_id = "1"
simple = { limit = 1, period = 60 }

[env.staging.vars]
GREETING = "other"
`;

const JSONC = `{
  // the same, with comments
  "name": "shop", "main": "src/index.js", "compatibility_date": "2026-04-01",
  "vars": { "GREETING": "hello", "SECRET": "not this one", "NESTED": { "a": [1, 2], "b.c": true } },
  "kv_namespaces": [{ "binding": "KV", "id": "x" }],
  "d1_databases": [{ "binding": "DB", "database_name": "shop", "database_id": "x" }],
  "r2_buckets": [{ "binding": "FILES", "bucket_name": "files" }],
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "queues": { "producers": [{ "binding": "JOBS", "queue": "jobs" }], "consumers": [{ "queue": "jobs", "max_batch_size": 5, "max_batch_timeout": 1 }] },
  "services": [{ "binding": "SELF", "service": "shop", "entrypoint": "Admin" }, { "binding": "AUTH", "service": "../auth" }],
  "ratelimits": [{ "name": "LIMIT", "namespace_id": "1", "simple": { "limit": 1, "period": 60 } }],
}`;

const AUTH = {
  'auth/package.json': '{ "main": "index.js" }',
  'auth/index.js': "export default { fetch: () => new Response('auth') };",
};

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryFolder('project');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const CONFIGURATIONS = [
  ['wrangler.toml', TOML],
  ['wrangler.jsonc', JSONC],
] as const;

test.for(CONFIGURATIONS)('a folder is called as its %s says', async ([name, text]) => {
  const lines = '{"url":"/"}\n{"advance":"2s"}\n{"dump":true}';
  const folder = await project({
    ...AUTH,
    'shop/src/index.js': MODULE,
    [`shop/${name}`]: text,
    'shop/.dev.vars': 'SECRET="from beside"\n# none\n',
    'shop/lines.ndjson': lines,
  });
  const ways = [
    [join(folder, 'shop')],
    [join(folder, 'shop', name)],
    [join(folder, 'shop/src/index.js'), '--bindings', join(folder, 'shop', name)],
  ];
  for (const way of ways) {
    const { out, err } = await runCli(['call', ...way, '--requests', join(folder, 'shop/lines.ndjson')]);
    expect(err).toBe('');
    const [answer, , dump] = out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(JSON.parse((answer as { body: string }).body)).toEqual({
      names: ['AUTH', 'DB', 'FILES', 'GREETING', 'JOBS', 'KV', 'LIMIT', 'NESTED', 'ROOM', 'SECRET', 'SELF'],
      rows: [{ one: 1 }],
      said: ['room', 'admin of hello', 'auth'],
      success: true,
      nested: { a: [1, 2], 'b.c': true },
      secret: 'from beside',
      file: null,
    });
    expect(dump).toMatchObject({ kv: { KV: { k: 'v' } } });
  }
});

test('bindings that there are none of here are named, and absent', async () => {
  const folder = await project({
    'index.js': 'export default { fetch: (request, env) => Response.json(Object.keys(env)) };',
    'wrangler.toml':
      'main = "index.js"\n[ai]\nbinding = "AI"\n[assets]\ndirectory = "public"\n[[vectorize]]\nbinding = "INDEX"\nindex_name = "x"\n[[send_email]]\nname = "MAIL"\n[vars]\nA = 1\n',
  });
  const { out, err, code } = await runCli(['call', folder, '--json']);
  expect(JSON.parse(out)).toMatchObject({ body: '["A"]' });
  expect(err).toBe('Not simulated, and absent from env: AI (ai), INDEX (vectorize), MAIL (send_email).\n');
  expect(code).toBe(0);
});

test('what is wrong with a project is told with its place', async () => {
  const wrong: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
    [
      { 'wrangler.toml': 'main = "a.js"\nname = shop\n' },
      ['wrangler.toml:2:8', 'is not TOML', 'name = shop'],
    ],
    [{ 'wrangler.jsonc': '{\n  "main" 5\n}' }, ['wrangler.jsonc:2:10', 'is not JSON']],
    [{ 'wrangler.toml': 'name = "shop"' }, ['names no module of a handler under "main"', 'add it']],
    [
      { 'wrangler.toml': 'main = "dist/index.js"' },
      ['"main" is dist/index.js, and there is no such file', 'build'],
    ],
    [{ 'readme.md': 'none' }, ['a folder without wrangler.json', 'src/index.ts']],
    [
      { 'scenario.yaml': 'handler: shop.ts', 'shop.ts': '' },
      ['a folder without wrangler.json', 'npx antipode call ', 'shop.ts --scenario '],
    ],
    [
      {
        'index.js': 'export default { fetch() {} };',
        'wrangler.toml':
          'main = "index.js"\n[[durable_objects.bindings]]\nname = "ROOM"\nclass_name = "Room"\n',
      },
      ['wrangler.toml:4:15', 'expected a class that', 'found "Room"'],
    ],
    [
      { 'index.js': 'export default { fetch() {} };', 'wrangler.toml': 'main = "index.js"\nvars = 5\n' },
      ['at vars', 'antipode schema call'],
    ],
  ];
  for (const [files, words] of wrong) {
    const { err, code } = await runCli(['call', await project(files)]);
    for (const word of words) expect(err).toContain(word);
    expect(code).toBe(3);
  }
});
