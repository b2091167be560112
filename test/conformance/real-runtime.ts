// Starts the real runtime, which has an install of its own that the project's types do not know.
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { answerUpstream } from './upstream.ts';

/** Behaviour is that of this compatibility date. */
export const COMPATIBILITY_DATE = '2026-04-01';

/** A Worker that runs in workerd. */
interface RealWorker {
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** A running workerd with several Workers. */
export interface RealRuntime {
  getWorker(name: string): Promise<RealWorker>;
  dispose(): Promise<void>;
}

const requireHere = createRequire(join(import.meta.dirname, 'package.json'));

/** The version of workerd that is installed here. */
export function realVersion(): string {
  const { version }: { version: string } = requireHere('workerd/package.json');
  return version;
}

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

/** WebAssembly stays a module of its own, as wrangler uploads it. */
function wasmModules(found: { type: string; path: string; contents: Uint8Array }[]): Plugin {
  return {
    name: 'wasm',
    setup(plugin) {
      plugin.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        const contents = readFileSync(join(resolveDir, path));
        found.push({ type: 'CompiledWasm', path: join(resolveDir, path), contents });
        return { path: `./${basename(path)}`, external: true };
      });
    },
  };
}

/** Classes of Durable Objects that the programs bind; handlers have none. */
function objectsOf(exported: readonly string[]): object {
  const classes = ['Probe', 'Fragile', 'Plain'].filter((name) => exported.includes(name));
  return Object.fromEntries(
    classes.map((className) => [className.toUpperCase(), { className, useSQLite: true }]),
  );
}

/** Bindings that workerd has for modules only. */
function forModules(name: string): object {
  return {
    d1Databases: { DB: `db-${name}` },
    ratelimits: { LIMIT: { namespace_id: `limit-${name}`, simple: { limit: 2, period: 60 } } },
  };
}

async function workerOf(name: string, entry: string): Promise<object> {
  const wasm: { type: string; path: string; contents: Uint8Array }[] = [];
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'esnext',
    conditions: ['workerd', 'worker', 'browser'],
    plugins: [wasmModules(wasm)],
    external: ['cloudflare:*', 'node:*'],
    metafile: true,
    logLevel: 'silent',
  });
  const contents = result.outputFiles[0]?.text ?? '';
  const exported = Object.values(result.metafile.outputs)[0]?.exports ?? [];
  // What exports nothing is a script.
  const code =
    exported.length === 0
      ? { script: contents }
      : {
          ...forModules(name),
          modules: [{ type: 'ESModule', path: join(dirname(entry), `${name}.mjs`), contents }, ...wasm],
        };
  return {
    name,
    ...code,
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags: /["'](?:node:|cloudflare:node)/.test(contents) ? ['nodejs_compat'] : [],
    kvNamespaces: { KV: `kv-${name}` },
    r2Buckets: { BUCKET: `bucket-${name}` },
    queueProducers: { QUEUE: { queueName: `queue-${name}` } },
    ...(name === 'programs' && {
      queueConsumers: { 'queue-programs': { maxBatchSize: 5, maxBatchTimeout: 0.1, maxRetries: 2 } },
    }),
    durableObjects: objectsOf(exported),
    outboundService: serve,
    modulesRoot: dirname(entry),
  };
}

/** Starts workerd with the given entry files, each a Worker with a KV namespace of its own. */
export async function startReal(entries: Readonly<Record<string, string>>): Promise<RealRuntime> {
  const workers = await Promise.all(Object.entries(entries).map(([name, entry]) => workerOf(name, entry)));
  const { Miniflare }: { readonly Miniflare: new (options: object) => RealRuntime } =
    requireHere('miniflare');
  return new Miniflare({ workers });
}
