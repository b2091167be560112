// Finds where a handler, with all that it bundles, uses given APIs: modules it imports, global names it reads, members it asks for.
import { build, transform } from 'esbuild';
import type { Loader, Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { builtinModules, SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, extname, relative, resolve } from 'node:path';

/** What to look for: a module, a global name that is read (`caches`, `WebAssembly.compile`) or called (`eval`), a member that is relied on (`request.cf`), or a method of something that is bound to `env` (`idFromName`). */
export interface ApiName {
  readonly kind: 'module' | 'global' | 'call' | 'member' | 'bound';
  readonly name: string;
}

/** One place where code uses an API. */
export interface ApiUse {
  readonly api: ApiName;
  readonly file: string;
  readonly line: number;
}

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
};
const MARK = '__antipode_use_';

/** The first use of each API in each file, in the order of files and lines. Throws what esbuild says where a file cannot be read. */
export async function apiUses(path: string, names: readonly ApiName[]): Promise<ApiUse[]> {
  const folder = dirname(resolve(path));
  const result = await build({
    entryPoints: [resolve(path)],
    absWorkingDir: folder,
    metafile: true,
    bundle: true,
    write: false,
    outdir: folder,
    format: 'esm',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser', 'import', 'module', 'default'],
    mainFields: ['browser', 'module', 'main'],
    loader: { '.txt': 'text', '.html': 'text', '.sql': 'text', '.wasm': 'empty', '.bin': 'empty' },
    plugins: [outsideModules()],
    logLevel: 'silent',
  });
  const files = Object.entries(result.metafile.inputs).filter(
    ([file]) => LOADERS[extname(file)] !== undefined,
  );
  const uses = await Promise.all(
    files.map(async ([file, { imports }]) => {
      const whole = resolve(folder, file);
      const text = await readFile(whole, 'utf8');
      const shown = relative(process.cwd(), whole);
      const imported = new Set(imports.filter(({ external }) => external === true).map((one) => one.path));
      const modules = names.flatMap((api) =>
        api.kind === 'module' && isImported(api.name, imported)
          ? [{ api, file: shown, line: lineOfImport(text, api.name) }]
          : [],
      );
      return [...modules, ...(await namesIn({ text, file: whole, shown }, names))].toSorted(
        (a, b) => a.line - b.line,
      );
    }),
  );
  return uses.flat();
}

/** Modules that a platform would have to provide stay outside the bundle, named without `node:`. */
function outsideModules(): Plugin {
  const bare = builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:'));
  return {
    name: 'outside-modules',
    setup(builder) {
      builder.onResolve({ filter: new RegExp(`^(?:node:.*|${bare.join('|')})$`) }, ({ path }) => ({
        path: `node:${path.replace(/^node:/, '')}`,
        external: true,
      }));
      builder.onResolve({ filter: /^(?:cloudflare|fastly):/ }, ({ path }) => ({ path, external: true }));
      builder.onResolve({ filter: /\.node$/ }, ({ path }) => ({ path, external: true }));
      builder.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
        path: resolve(resolveDir, path.replace(/\?module$/, '')),
      }));
    },
  };
}

/** `cloudflare:*`, `*.node` and `node:*` stand for all modules of that form. */
function isImported(name: string, imported: ReadonlySet<string>): boolean {
  const [head = '', tail] = name.split('*');
  if (tail === undefined) return imported.has(name);
  return [...imported].some((one) => one.startsWith(head) && one.endsWith(tail));
}

function lineOfImport(text: string, name: string): number {
  const word = name.replace('*', '').replace(/^node:/, '');
  const lines = text.split('\n');
  const found = lines.findIndex((line) => /['"]/.test(line) && line.includes(word));
  return Math.max(0, found) + 1;
}

interface SourceFile {
  readonly text: string;
  readonly file: string;
  readonly shown: string;
}

/** Whatever is bound to `env`, as far as its methods: `env.USERS.`, `c.env.DB.`. */
const BOUND = String.raw`\benv\.[A-Za-z_$][\w$]*\??\.`;

/** Whether it is found as it is written, because no name of its own stands for it. */
function isWritten({ kind }: ApiName): boolean {
  return kind === 'member' || kind === 'bound';
}

/** Free names become marks, which only esbuild can tell from names of the code's own; the source map leads back to their lines. */
async function namesIn({ text, file, shown }: SourceFile, names: readonly ApiName[]): Promise<ApiUse[]> {
  const wanted = names.filter(
    ({ kind, name }) => kind !== 'module' && text.includes(name.split('.').at(-1) ?? name),
  );
  if (wanted.length === 0) return [];
  const define = Object.fromEntries(
    wanted.flatMap(({ kind, name }, i) => (isWritten({ kind, name }) ? [] : [[name, `${MARK}${i}`]])),
  );
  const { code, map } = await transform(text, {
    loader: LOADERS[extname(file)] ?? 'js',
    define,
    sourcemap: 'external',
    sourcefile: file,
    target: 'esnext',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const source = new SourceMap(JSON.parse(map) as SourceMapPayload);
  const lines = code.split('\n');
  return wanted.flatMap((api, i) => {
    const mark = isWritten(api) ? api.name : `${MARK}${i}`;
    // Code that asks whether something exists can do without it.
    if (!isWritten(api) && new RegExp(`typeof ${mark}\\b`).test(code)) return [];
    const after = {
      call: String.raw`\s*\(`,
      member: String.raw`\b(?!\s*\?)`,
      bound: String.raw`\s*\(`,
      global: String.raw`\b`,
      module: '',
    }[api.kind];
    const before = api.kind === 'bound' ? BOUND : '';
    const used = new RegExp(`${before}${mark.replaceAll('.', String.raw`\.`)}${after}`);
    const row = lines.findIndex((line) => used.test(line));
    if (row < 0) return [];
    const column = used.exec(lines[row] ?? '')?.index ?? 0;
    const entry = source.findEntry(row, column);
    return [{ api, file: shown, line: 'originalLine' in entry ? entry.originalLine + 1 : 1 }];
  });
}
