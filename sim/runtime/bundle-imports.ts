// What a handler may import besides its own files: WebAssembly, bytes, and the modules that the platform provides.
import type { Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** What modules commonly import; the rest stands in a module of its own, so that it is in no bundle that does without. */
const WORKERS_EXPORTS = [
  'DurableObject',
  'WorkerEntrypoint',
  'WorkflowEntrypoint',
  'RpcTarget',
  'env',
  'waitUntil',
];

const FURTHER_EXPORTS = [
  'RpcStub',
  'RpcPromise',
  'RpcProperty',
  'ServiceStub',
  'exports',
  'withEnv',
  'withExports',
  'withEnvAndExports',
  'tracing',
  'cache',
  'restore',
  'abortIsolate',
];
const FURTHER = 'cloudflare:workers/further';

function constants(names: readonly string[], hooks: string): string {
  return names.map((key) => `export const ${key} = ${hooks}.workers.${key};`).join('\n');
}

/** Modules that are small enough to stand here: mail, errors of workflows, and sockets, which lead nowhere. */
const SMALL_MODULES: Readonly<Record<string, string>> = {
  'cloudflare:email':
    'export class EmailMessage { constructor(from, to, raw) { this.from = from; this.to = to; this["EmailMessage::raw"] = raw; } }',
  'cloudflare:workflows':
    'export class NonRetryableError extends Error { constructor(message, name = "NonRetryableError") { super(message); this.name = name; } }',
  'cloudflare:sockets': `export function connect(address) {
  const { port } = typeof address === "string" ? new URL("http://" + address) : address;
  if (!port) throw new TypeError("Specified address is missing port.");
  const error = new TypeError("Sockets are not simulated: handlers reach others by fetch() only.");
  const broken = () => { const promise = Promise.reject(error); promise.catch(() => {}); return promise; };
  return {
    readable: new ReadableStream({ start(controller) { controller.error(error); } }),
    writable: new WritableStream({ start(controller) { controller.error(error); } }),
    opened: broken(), closed: broken(), upgraded: false, secureTransport: "off",
    close: async () => {}, startTls() { return this; },
  };
}`,
};

/** Module texts that the platform provides, as a function of the name of the hooks parameter. */
function providedModule(name: string, hooks: string): string | undefined {
  if (name === 'antipode:script') return `${hooks}.bindGlobally();`;
  if (name === 'cloudfront') return `export default ${hooks}.cloudfront;`;
  if (name === FURTHER) return constants(FURTHER_EXPORTS, hooks);
  if (name !== 'cloudflare:workers') return SMALL_MODULES[name];
  return `${constants(WORKERS_EXPORTS, hooks)}\nexport * from ${JSON.stringify(FURTHER)};`;
}

/** The esbuild plugin that resolves them; compiled modules found on the way are added to `wasm`. */
export function handlerImports(hooks: string, wasm: { name: string; bytes: Uint8Array }[]): Plugin {
  return {
    name: 'handler-imports',
    setup(builder) {
      builder.onResolve({ filter: /^cloudflare:|^cloudfront$|^antipode:script$/ }, ({ path, kind }) => {
        // Bundled with Node's own modules, of which it is made.
        if (path === 'cloudflare:node') return undefined;
        if (providedModule(path, hooks) !== undefined)
          return { path, namespace: 'provided', sideEffects: path !== FURTHER };
        if (kind === 'dynamic-import') return { path, namespace: 'absent' };
        return { errors: [{ text: `The module "${path}" is not available to handlers.` }] };
      });
      builder.onLoad({ filter: /.*/, namespace: 'provided' }, ({ path }) => ({
        contents: providedModule(path, hooks) ?? '',
        loader: 'js',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`No such module "${path}".`)});`,
        loader: 'js',
      }));
      builder.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) =>
        builder.resolve(path.replace(/\?module$/, ''), { resolveDir, kind: 'import-statement' }),
      );
      builder.onLoad({ filter: /\.wasm$/ }, async ({ path }) => {
        const bytes = new Uint8Array(await readFile(path));
        const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}-${basename(path)}`;
        if (!wasm.some((known) => known.name === name)) wasm.push({ name, bytes });
        return { contents: `export default ${hooks}.wasm(${JSON.stringify(name)});`, loader: 'js' };
      });
      builder.onLoad({ filter: /\.bin$/ }, async ({ path }) => {
        const base64 = (await readFile(path)).toString('base64');
        return {
          contents: `export default Uint8Array.from(atob(${JSON.stringify(base64)}), (c) => c.charCodeAt(0)).buffer;`,
          loader: 'js',
        };
      });
    },
  };
}

/** What to do about an import that leads nowhere; the bundler's own advice is about flags that nobody has here. */
export function missingHint(text: string): string | undefined {
  const name = /^Could not resolve "([^"]+)"$/.exec(text)?.[1];
  if (name === undefined) return undefined;
  if (/^[./]/.test(name)) return 'Paths are relative to the file that imports them; write the ending, too.';
  const installed = /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
  return `Install it beside the handler: npm install ${installed}`;
}
