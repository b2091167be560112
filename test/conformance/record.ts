// Runs every program on the real runtime, writes down its answers, and fails when they differ from those on record.
import { build } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { RECORD_FILE } from './record-file.ts';
import { answerUpstream } from './upstream.ts';

/** Behaviour is that of this compatibility date. */
const COMPATIBILITY_DATE = '2026-04-01';
const FOLDER = import.meta.dirname;

interface RealRuntime {
  dispatchFetch(url: string): Promise<{ text(): Promise<string> }>;
  dispose(): Promise<void>;
}
interface Miniflare {
  readonly Miniflare: new (options: object) => RealRuntime;
}

/** The real runtime has an install of its own, which the project's types do not know. */
const requireHere = createRequire(join(FOLDER, 'package.json'));

/** The upstream as the real runtime calls it. */
async function serve(request: Request): Promise<Response> {
  const { method, url } = request;
  const { status, headers, body } = answerUpstream({
    method,
    url,
    headers: [...request.headers].flat(),
    body: await request.text(),
  });
  const list = new Headers();
  for (let i = 0; i + 1 < headers.length; i += 2) list.append(headers[i] ?? '', headers[i + 1] ?? '');
  return new Response(body === '' ? null : body, { status, headers: list });
}

async function start(): Promise<RealRuntime> {
  const result = await build({
    entryPoints: [join(FOLDER, 'programs/worker.js')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'esnext',
  });
  const { Miniflare }: Miniflare = requireHere('miniflare');
  return new Miniflare({
    modules: true,
    script: result.outputFiles[0]?.text ?? '',
    compatibilityDate: COMPATIBILITY_DATE,
    kvNamespaces: ['KV'],
    outboundService: serve,
  });
}

async function answersOf(runtime: RealRuntime): Promise<Record<string, Record<string, unknown>>> {
  const url = 'http://example.com/conformance';
  const groups: Record<string, string[]> = JSON.parse(await (await runtime.dispatchFetch(url)).text());
  const answers: Record<string, Record<string, unknown>> = {};
  for (const [group, names] of Object.entries(groups)) {
    const own: Record<string, unknown> = {};
    for (const name of names) {
      const query = new URLSearchParams({ group, name });
      own[name] = JSON.parse(await (await runtime.dispatchFetch(`${url}?${query.toString()}`)).text());
    }
    answers[group] = own;
  }
  return answers;
}

const runtime = await start();
try {
  const { version }: { version: string } = requireHere('workerd/package.json');
  const record = {
    workerd: version,
    compatibilityDate: COMPATIBILITY_DATE,
    answers: await answersOf(runtime),
  };
  const text = `${JSON.stringify(record, null, 1)}\n`;
  const before = existsSync(RECORD_FILE) ? readFileSync(RECORD_FILE, 'utf8') : '';
  writeFileSync(RECORD_FILE, text);
  const count = Object.values(record.answers).reduce((sum, group) => sum + Object.keys(group).length, 0);
  console.log(`${count} behaviours recorded from workerd ${version}`);
  if (text !== before) {
    console.error('The answers differ from those on record; look at the difference in data/answers.json.');
    process.exitCode = 1;
  }
} finally {
  await runtime.dispose();
}
