// Node's own modules for handlers, as nodejs_compat offers them: each comes from this folder, from unenv or from Node's own libraries on npm; what has no meaning at an edge is refused by name.
import type { OnResolveResult, Plugin } from 'esbuild';
import { builtinModules } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refusal, refusedText } from './bundle-refused.ts';
import { isBundled, packageOf } from './bundled-file.ts';

/** Where a module comes from, and what a CommonJS library in its place exports by name. */
interface Source {
  readonly from: string;
  readonly names?: readonly string[];
  /** The export that is also the default; without it that is all of them together. */
  readonly isDefault?: string;
  /** Further files whose exports are the module's too. */
  readonly also?: readonly string[];
  /** Whether its streams get ways to those of the web. */
  readonly bridges?: boolean;
}

function own(file: string): string {
  return fileURLToPath(new URL(`node/${file}`, import.meta.url));
}

const FOLDER = own('');

const EVENTS = [
  'EventEmitter',
  'EventEmitterAsyncResource',
  'addAbortListener',
  'captureRejectionSymbol',
  'captureRejections',
  'defaultMaxListeners',
  'errorMonitor',
  'getEventListeners',
  'getMaxListeners',
  'listenerCount',
  'on',
  'once',
  'setMaxListeners',
  'usingDomains',
];
const STREAM = [
  'Duplex',
  'PassThrough',
  'Readable',
  'Stream',
  'Transform',
  'Writable',
  '_isArrayBufferView',
  '_isUint8Array',
  '_uint8ArrayToBuffer',
  'addAbortSignal',
  'compose',
  'destroy',
  'duplexPair',
  'finished',
  'getDefaultHighWaterMark',
  'isDestroyed',
  'isDisturbed',
  'isErrored',
  'isReadable',
  'isWritable',
  'pipeline',
  'promises',
  'setDefaultHighWaterMark',
];
const FROM_UNENV = ['constants', 'punycode', 'querystring'];

const PROVIDED: ReadonlyMap<string, Source> = new Map<string, Source>([
  ...FROM_UNENV.map((name) => [name, { from: `unenv/node/${name}`, isDefault: 'default' }] as const),
  ['assert', { from: own('assert.ts'), isDefault: 'assert' }],
  ['assert/strict', { from: own('assert.ts'), isDefault: 'strict' }],
  ['async_hooks', { from: own('async-hooks.ts') }],
  ['buffer', { from: own('buffer.ts') }],
  ['console', { from: own('console.ts'), isDefault: 'all' }],
  ['crypto', { from: own('crypto.ts') }],
  ['diagnostics_channel', { from: own('diagnostics-channel.ts') }],
  ['events', { from: own('events.cjs'), names: EVENTS }],
  ['http', { from: own('http.ts') }],
  ['https', { from: own('https.ts') }],
  ['module', { from: own('module.ts'), isDefault: 'Module' }],
  ['os', { from: own('os.ts') }],
  ['path', { from: own('path.ts'), isDefault: 'posix' }],
  ['path/posix', { from: own('path.ts'), isDefault: 'posix' }],
  ['path/win32', { from: own('path-win32.ts'), isDefault: 'win32' }],
  ['perf_hooks', { from: own('perf-hooks.ts') }],
  ['process', { from: own('process.ts'), isDefault: 'process' }],
  ['stream', { from: 'readable-stream/lib/stream.js', names: STREAM, bridges: true }],
  ['stream/consumers', { from: own('stream-consumers.ts') }],
  ['stream/promises', { from: own('stream-promises.ts'), isDefault: 'promises' }],
  ['stream/web', { from: own('stream-web.ts') }],
  ['string_decoder', { from: own('string-decoder.cjs'), names: ['StringDecoder'] }],
  ['sys', { from: own('util.ts') }],
  ['timers', { from: own('timers.ts') }],
  ['timers/promises', { from: own('timers-promises.ts') }],
  ['tty', { from: own('tty.ts') }],
  ['url', { from: own('url.ts') }],
  ['util', { from: own('util.ts') }],
  ['util/types', { from: own('util-types.ts') }],
  ['zlib', { from: own('zlib.ts'), also: ['zlib-streams.ts', 'zlib-names.ts'].map(own) }],
]);

/** What packages get of modules that a handler's own files may not import: libraries ask `net` what an address looks like. */
const FOR_PACKAGES: ReadonlyMap<string, Source> = new Map([['net', { from: own('net.ts') }]]);

function moduleText(name: string): string {
  const {
    from,
    names,
    isDefault,
    bridges,
    also = [],
  } = PROVIDED.get(name) ?? FOR_PACKAGES.get(name) ?? { from: name };
  const path = JSON.stringify(from);
  if (names !== undefined) {
    const added = bridges
      ? `import { addBridges } from ${JSON.stringify(own('stream-bridges.ts'))};\naddBridges(lib);\n`
      : '';
    return `import lib from ${path};\n${added}export default lib;\nexport const { ${names.join(', ')} } = lib;`;
  }
  const all = `export * from ${path};\n`;
  if (isDefault !== undefined) return `${all}export { ${isDefault} as default } from ${path};`;
  const others = also.map(
    (file, i) =>
      `export * from ${JSON.stringify(file)};\nimport * as part${i} from ${JSON.stringify(file)};\n`,
  );
  const whole = also.length === 0 ? 'all' : `{ ...all, ${also.map((_, i) => `...part${i}`).join(', ')} }`;
  return `${all}${others.join('')}import * as all from ${path};\nexport default ${whole};`;
}

/** What the bundler learns of a handler's use of Node on the way. */
export interface NodeUse {
  /** Whether the handler, or a package of it, imports any of Node's modules. */
  imports: boolean;
  /** Whether it, or a package of it, imports node:http or node:https, so that a server may listen. */
  servers: boolean;
  /** Whether the handler's own files import one, while they run, by a name that is not said to be Node's: a try, as long as nothing else needs Node. */
  asksBare: boolean;
}

/** Where an import comes from, and how it is written. */
interface Importing {
  readonly kind: string;
  /** Whether an npm package asks, and not a file of the handler's own. */
  readonly byPackage: boolean;
}

function nameOf(path: string): string {
  return path.replace(/^node:/, '').replace(/^process\/$/, 'process');
}

function resolved(path: string, { kind, byPackage }: Importing): OnResolveResult | undefined {
  const name = nameOf(path);
  const isRequire = kind === 'require-call';
  if (PROVIDED.has(name)) return { path: name, namespace: isRequire ? 'node-cjs' : 'node' };
  if (kind === 'dynamic-import') return { path, namespace: 'absent' };
  if (byPackage && builtinModules.includes(name)) {
    if (FOR_PACKAGES.has(name)) return { path: name, namespace: isRequire ? 'node-cjs' : 'node' };
    return { path: name, namespace: isRequire ? 'node-refused-cjs' : 'node-refused' };
  }
  const { text, hint } = refusal(name);
  return { errors: [{ text, notes: [{ text: hint }] }] };
}

/** The esbuild plugin that resolves Node's modules for the handler of a path, which may have none. */
export function nodeModules(use: NodeUse, handler: string, hasNode: boolean): Plugin {
  const bare = builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:'));
  const filter = new RegExp(`^(?:node:.*|process/|${bare.join('|')})$`);
  return {
    name: 'node-modules',
    setup(builder) {
      builder.onResolve({ filter }, ({ path, kind, importer, namespace }) => {
        const from = packageOf(importer);
        const inPackage = namespace === 'node-cjs' || (from !== '' && from !== packageOf(handler));
        const isKnown = PROVIDED.has(nameOf(path));
        const byPackage = inPackage || (!isKnown && kind === 'import-statement' && isBundled(importer));
        // The bundler itself lets code try to require what is not there, and finds fault with all else.
        if (kind === 'require-call' && !byPackage && !isKnown) return undefined;
        const isBareTry = kind === 'dynamic-import' && !byPackage && !path.startsWith('node:');
        if (isBareTry && !hasNode) return { path, namespace: 'absent' };
        if (isBareTry) use.asksBare = true;
        else if (!importer.startsWith(FOLDER)) use.imports = true;
        if (/^(?:node:)?https?$/.test(path)) use.servers = true;
        return resolved(path, { kind, byPackage });
      });
      builder.onResolve({ filter: /^cloudflare:node$/ }, () => {
        use.imports = true;
        use.servers = true;
        return { path: own('cloudflare.ts') };
      });
      builder.onResolve({ filter: /\.node$/ }, ({ path }) => {
        const text = `The native module "${path}" cannot be used in a handler: only JavaScript and WebAssembly run at the edge.`;
        const hint = 'Use a WebAssembly build of it, or call an origin that has it.';
        return { errors: [{ text, notes: [{ text: hint }] }] };
      });
      builder.onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({
        contents: path === 'antipode:node-modules' ? allModules() : moduleText(path),
        resolveDir: dirname(FOLDER),
        loader: 'js',
      }));
      builder.onResolve({ filter: /^antipode:node-modules$/ }, ({ path }) => ({ path, namespace: 'node' }));
      for (const namespace of ['node-refused', 'node-refused-cjs'])
        builder.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
          contents: refusedText(path, namespace === 'node-refused-cjs'),
          loader: 'js',
        }));
      builder.onLoad({ filter: /.*/, namespace: 'node-cjs' }, ({ path }) => ({
        contents: `import lib from 'node:${path}';\nmodule.exports = lib;`,
        loader: 'js',
      }));
    },
  };
}

/** The import that lets a function which imports nothing be called as a Node request listener. */
export const NODE_HTTP = `import ${JSON.stringify(own('http.ts'))};`;

/** The import that gives a handler the globals of Node. */
export const NODE_GLOBALS = `import ${JSON.stringify(own('globals.ts'))};`;

/** The import that lets `performance` measure. */
export const NODE_MEASURES = `import ${JSON.stringify(own('perf-hooks.ts'))};`;

/** The import that lets code ask for Node's modules by their names while it runs. */
export const NODE_BY_NAME = "import 'antipode:node-modules';";

/** Each module is evaluated when somebody asks for it. */
function allModules(): string {
  const loaders = [...PROVIDED.keys()].map(
    (name) => `${JSON.stringify(name)}: () => require('node:${name}')`,
  );
  return `import { offerModules } from ${JSON.stringify(own('by-name.ts'))};\nofferModules({ ${loaders.join(', ')} });`;
}

/** Whether a file of a bundle, by its whole path, is the platform's own, which on the real one is not part of what is uploaded. */
export function isPlatformFile(path: string): boolean {
  return /(?:^|\/)(?:sim\/runtime\/node|node_modules\/(?:unenv|pathe|readable-stream|string_decoder|events|safe-buffer|abort-controller|event-target-shim))\//.test(
    path,
  );
}
