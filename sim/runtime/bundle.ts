// Bundles a handler module as wrangler does and turns it into the factory that makes module instances.
import { build, transform } from 'esbuild';
import type { BuildFailure, BuildOptions, Message, Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SimError } from '../errors.ts';
import { entryShape, EXPORT_DECLARED, listensForEvents, SCRIPT } from './bundle-entry.ts';
import type { EntryShape } from './bundle-entry.ts';
import { handlerImports, missingHint } from './bundle-imports.ts';
import {
  isPlatformFile,
  NODE_BY_NAME,
  NODE_GLOBALS,
  NODE_HTTP,
  NODE_MEASURES,
  nodeModules,
} from './bundle-node.ts';
import { refusalOf } from './bundle-refused.ts';
import type { NodeUse } from './bundle-node.ts';
import { namesNodeModules, usesMeasures, usesNodeGlobals } from './node-globals.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import type { Bundle, RealmKind } from './types.ts';
import { CONTEXTUAL_NAMES, INTRINSIC_NAMES, SHARED_NAMES } from './web/names.ts';

/** The name of the factory's second parameter; see ModuleHooks in web/module-hooks.ts. */
const HOOKS = '__antipode';

/** Names that stand for themselves; every other free name is a property of the isolate's own global object. */
const DIRECT: ReadonlySet<string> = new Set([
  ...INTRINSIC_NAMES,
  ...SHARED_NAMES,
  'globalThis',
  'arguments',
  HOOKS,
]);

/** Names of an isolate's own global object; they are read as its properties at once. */
const OWN: ReadonlySet<string> = new Set(CONTEXTUAL_NAMES);

/** The factory's third parameter: a view of the isolate's global object in which absent names are errors. As long as `globalThis`, so that columns stay true. */
const FREE = '__freeName';

/** What libraries assign on the one `Error` that all isolates share, and therefore goes to the isolate's hooks instead. */
const STACK_SETTINGS = {
  'Error.stackTraceLimit': `${HOOKS}.stackTraceLimit`,
  'Error.prepareStackTrace': `${HOOKS}.prepareStackTrace`,
  'Error.captureStackTrace': `${HOOKS}.captureStackTrace`,
} as const;

/** Where isolates have realms of their own, code finds there only what it has put there itself. */
const OWN_STACK_SETTING = { 'Error.prepareStackTrace': `${HOOKS}.ownStackTrace` } as const;

/** The file that esbuild starts from; its only mistakes are that the handler lacks what it asks for. */
const ENTRY = 'antipode-entry.js';

/** How modules are found and read. The `import` or `require` condition is the bundler's to add, by how a module is asked for. */
export const RESOLUTION = {
  // For browsers, as wrangler bundles: packages say in their `browser` table which files stand in for those that need Node.
  platform: 'browser',
  conditions: ['workerd', 'worker', 'browser', 'module', 'default'],
  mainFields: ['browser', 'module', 'main'],
  target: 'es2024',
  supported: { 'dynamic-import': false },
  loader: { '.txt': 'text', '.html': 'text', '.sql': 'text' },
} satisfies BuildOptions;

function isFailure(error: unknown): error is BuildFailure {
  return typeof error === 'object' && error !== null && Array.isArray((error as { errors?: unknown }).errors);
}

/** A path as messages and stacks show it. */
function shown(path: string): string {
  const file = relative(process.cwd(), path);
  return file === '' ? basename(path) : file;
}

/** The user's error for the first thing that esbuild found wrong. */
function bundleError(path: string, messages: readonly Message[]): SimError {
  const [first] = messages;
  const place = first?.location;
  if (place?.file === ENTRY) return noHandler(path);
  const refused = refusalOf(first?.text ?? '');
  const hint = refused?.hint ?? missingHint(first?.text ?? '') ?? first?.notes[0]?.text;
  const at = place
    ? {
        file: shown(resolve(dirname(path), place.file)),
        line: place.line,
        column: place.column + 1,
        text: place.lineText,
        length: Math.max(1, place.length),
      }
    : { file: shown(path) };
  return new SimError(
    'E_BUNDLE',
    refused?.text ?? first?.text ?? 'The handler could not be bundled.',
    hint === undefined ? { at } : { at, hint },
  );
}

function noHandler(path: string): SimError {
  return new SimError('E_HANDLER', `${shown(path)} has no default export, so nothing can be called.`, {
    at: { file: shown(path) },
    hint: 'A handler module says: export default { async fetch(request, env, ctx) { return new Response("hello"); } }; Node listeners, servers that listen, and "export const handler = async (event) => …" are handlers too.',
  });
}

/** What esbuild makes of an import whose name is not written there, and how that is loaded instead; what follows on its line is six columns further right than stacks say. */
const COMPUTED_IMPORT = '__toESM(__require(';
const COMPUTED_LOAD = `__toESM(${HOOKS}.load(`;

/** Whether a module, other than the platform's own, asks for one of Node's by its name while it runs. */
const ASKS_BY_NAME = new RegExp(
  String.raw`(?<!function )\bcreateRequire\d*\(|(?:\.|\?\.)getBuiltinModule\b|__toESM\(${HOOKS}\.load\(`,
);

interface Bundled {
  readonly text: string;
  /** Bytes of the text that are the platform's own modules. */
  readonly platformBytes: number;
  readonly wasm: Bundle['wasm'];
}

/** How a handler's file is bundled. */
interface How {
  readonly use: NodeUse;
  /** Imports that come before the handler's own. */
  readonly prelude: string;
  /** Whether the file must have a default export. */
  readonly hasDefault: boolean;
  readonly shape: EntryShape;
  /** Whether Node's modules are there for imports that name one without saying that it is Node's. */
  readonly hasNode: boolean;
}

/** Gives a file that exports nothing an export of the handler that it declares. */
function exportDeclared(path: string, { hasDefault, shape }: How): Plugin {
  return {
    name: 'declared-handler',
    setup(builder) {
      if (hasDefault || !shape.declaresHandler) return;
      builder.onLoad({ filter: /./ }, async (args) =>
        args.path === path
          ? { contents: `${await readFile(path, 'utf8')}${EXPORT_DECLARED}`, loader: 'default' }
          : undefined,
      );
    },
  };
}

/** One text without imports and exports: the entry's exports go to a hook, so top-level await stays legal. */
async function bundleModule(path: string, how: How): Promise<Bundled> {
  const { use, prelude, hasDefault } = how;
  const wasm: { name: string; bytes: Uint8Array }[] = [];
  const imports: Plugin = handlerImports(HOOKS, wasm);
  const from = JSON.stringify(path);
  const named = hasDefault ? `import handler from ${from};` : 'const handler = undefined;';
  const result = await build({
    stdin: {
      contents: `${prelude}import * as entry from ${from}; ${named}\n${HOOKS}.exports(entry, handler);`,
      resolveDir: dirname(path),
      sourcefile: ENTRY,
    },
    // Names of modules in the text are relative to the handler, so that its digest is the same from wherever it is run.
    absWorkingDir: dirname(path),
    metafile: true,
    bundle: true,
    write: false,
    outdir: process.cwd(),
    format: 'esm',
    ...RESOLUTION,
    define: { 'import.meta': `${HOOKS}.importMeta`, 'process.env.NODE_ENV': '"production"' },
    plugins: [imports, exportDeclared(path, how), nodeModules(use, path, how.hasNode)],
    sourcemap: 'inline',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
  });
  if (hasDefault && result.metafile.inputs[basename(path)]?.format === undefined) throw noHandler(path);
  const inputs = Object.values(result.metafile.outputs)[0]?.inputs ?? {};
  const platformBytes = Object.entries(inputs)
    .filter(([file]) => /^node(?:-cjs)?:/.test(file) || isPlatformFile(resolve(dirname(path), file)))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  // Files are read side by side, and come in any order; the digest must not hang on it.
  const inOrder = wasm.toSorted((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
  const text = (result.outputFiles[0]?.text ?? '').replaceAll(COMPUTED_IMPORT, COMPUTED_LOAD);
  return { text, platformBytes, wasm: inOrder };
}

/**
 * Makes every free name that is not the realm's own read the isolate's global object. All words of the text are offered to esbuild,
 * which replaces only those that no scope declares.
 */
function globalNames(text: string): Record<string, string> {
  const names: Record<string, string> = { ...STACK_SETTINGS };
  for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
    if (DIRECT.has(word) || RESERVED_WORDS.has(word)) continue;
    names[word] = OWN.has(word) ? `globalThis.${word}` : `${FREE}.${word}`;
  }
  return names;
}

/** The factory of module instances: an async function of the global object, the hooks, and the free names. */
async function factoryOf(
  text: string,
  kind: RealmKind,
  isScript: boolean,
): Promise<{ code: string; sourceMap: string }> {
  const isShared = kind === 'shared';
  const bound = await transform(text, {
    // No format: with one, esbuild would take a free `exports` for a sign of CommonJS.
    // In a context of its own the isolate's global object is the real one, so names stand for themselves.
    define: isShared ? globalNames(text) : OWN_STACK_SETTING,
    target: 'es2024',
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
  });
  // `typeof` is the one question about a name that does not exist which is no error.
  const asked = isShared ? bound.code.replaceAll(`typeof ${FREE}.`, 'typeof globalThis.') : bound.code;
  // Scripts are not strict, so what they assign without a declaration becomes a global; as long as the directive, so that columns stay true.
  const mode = isScript && !isShared ? '             ' : '"use strict";';
  // An arrow function, in which `arguments` is as unknown as in a module; the spaces keep columns where source maps were made for.
  const code = `(async       (globalThis, ${HOOKS}, ${FREE}) => { ${mode} ${asked}\n})`;
  return { code, sourceMap: bound.map };
}

/** Whether there is nothing but a default export missing. */
function lacksDefault(error: unknown): boolean {
  if (error instanceof SimError) return error.code === 'E_HANDLER';
  return isFailure(error) && error.errors.every(({ location }) => location?.file === ENTRY);
}

/** Bundled again without asking for a default export when there is none but something else to call, and with the globals of Node when the handler turns out to use Node. */
async function bundleWhole(path: string, shape: EntryShape): Promise<Bundled> {
  const use: NodeUse = { imports: false, servers: shape.listens, asksBare: false };
  const prelude = shape.isScript ? SCRIPT : shape.listens ? NODE_HTTP : '';
  const first: How = { use, prelude, hasDefault: !shape.isScript, shape, hasNode: true };
  let how = first;
  const bundled = await bundleModule(path, first).catch(async (error: unknown) => {
    if (!lacksDefault(error)) throw error;
    const callable = shape.exportsHandler || shape.declaresHandler || use.servers;
    how = { ...first, hasDefault: false, prelude: callable ? first.prelude : SCRIPT };
    const other = await bundleModule(path, how);
    // A package may be what listens for requests.
    if (callable || listensForEvents(other.text)) return other;
    throw error;
  });
  const measures = usesMeasures(bundled.text);
  const asks = ASKS_BY_NAME.test(bundled.text);
  const usesNode =
    use.imports || measures || (asks && namesNodeModules(bundled.text)) || usesNodeGlobals(bundled.text);
  if (!usesNode) return use.asksBare ? bundleModule(path, { ...how, hasNode: false }) : bundled;
  const further = `${measures ? NODE_MEASURES : ''}${asks ? NODE_BY_NAME : ''}`;
  return bundleModule(path, { ...how, prelude: `${NODE_GLOBALS}${further}${how.prelude}` });
}

/** The code without what does nothing: white space, and comments that name modules by where npm put them. So formatting keeps a profile. */
async function withoutLayout(text: string): Promise<string> {
  const { code } = await transform(text, { minifyWhitespace: true, target: 'es2024', legalComments: 'none' });
  return code;
}

async function made(path: string, source: string, kind: RealmKind): Promise<Bundle> {
  const shape = entryShape(source);
  const { text, platformBytes, wasm } = await bundleWhole(path, shape);
  const { code, sourceMap } = await factoryOf(text, kind, shape.isScript);
  const own = text.slice(0, text.lastIndexOf('//# sourceMappingURL='));
  const hash = createHash('sha256').update(await withoutLayout(own));
  for (const { name, bytes } of wasm) hash.update(name).update(bytes);
  const wasmBytes = wasm.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const wasmGzip = wasm.reduce((sum, { bytes }) => sum + gzipSync(bytes).length, 0);
  return {
    digest: hash.digest('hex'),
    file: shown(path),
    code,
    sizeBytes: Buffer.byteLength(own) - platformBytes + wasmBytes,
    gzipBytes: gzipSync(own).length + wasmGzip,
    wasm,
    sourceMap,
    usesAsyncContext: /\bAsyncLocalStorage\b/.test(own),
  };
}

/** Reads, bundles and digests a handler module for a kind of realm (its digest is the same for both); mistakes in it are E_BUNDLE with file, line and column. */
export async function bundleHandler(path: string, kind: RealmKind = 'shared'): Promise<Bundle> {
  const whole = resolve(path);
  const source = await readFile(whole, 'utf8').catch(() => {
    throw new SimError('E_FILE', `The handler ${path} cannot be read.`, { at: { file: path } });
  });
  return made(whole, source, kind).catch((error: unknown) => {
    throw isFailure(error) ? bundleError(whole, error.errors) : error;
  });
}
