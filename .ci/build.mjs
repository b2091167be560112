// `npm run build [folder]`: what npm publishes, in dist/: the command line and the trial threads as bundled modules, the realm's Web API as text, and data.
import { build } from 'esbuild';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineDigest } from '../sim/engine-digest.ts';
import { buildWebSource } from '../sim/runtime/web-source.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const out = resolve(process.argv[2] ?? join(root, 'dist'));

/** Files that are read where they lie while antipode runs: they keep their places below dist/tree/. */
const KEPT = ['topology/data', 'sim/runtime/node', 'sim/runtime/web/node-hooks.ts', 'scenarios/lessons'];

/** Packages that are found by their files at run time, or are programs. */
const EXTERNAL = ['esbuild', 'simjs', 'htmlrewriter', 'unenv'];

/** This module looks for threads beside its own bundle. */
const BESIDE_ITSELF = 'sim/ensemble/start-thread.ts';

/** Modules whose work is done now instead of at every start: the text of the Web API, and which engine this is. */
const REPLACED = {
  'sim/runtime/web-source.ts': `import { readFile } from 'node:fs/promises';
export const buildWebSource = () => readFile(new URL('./web-source.txt', import.meta.url), 'utf8');`,
  'sim/engine-digest.ts': `import { createHash } from 'node:crypto';
const built = '${engineDigest()}';
export function engineDigest() {
  const [major, minor] = process.versions.v8.split('.');
  return createHash('sha256').update(built + ' v8 ' + major + '.' + minor).digest('hex');
}`,
};

/** Modules find kept files relative to where they lay in the repository. */
const published = {
  name: 'published',
  setup(builder) {
    builder.onLoad({ filter: /[/\\]sim[/\\].*\.ts$/ }, ({ path }) => {
      const place = relative(root, path).replaceAll('\\', '/');
      const contents = REPLACED[place];
      if (contents !== undefined) return { contents, loader: 'ts' };
      const text = readFileSync(path, 'utf8');
      if (place === BESIDE_ITSELF || !text.includes('import.meta.url')) return undefined;
      const moved = `new URL(${JSON.stringify(`./tree/${place}`)}, import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', moved), loader: 'ts' };
    });
  },
};

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: ['sim/cli/main.ts', 'sim/ensemble/thread.ts'].map((file) => join(root, file)),
  entryNames: '[name]',
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifyWhitespace: true,
  minifySyntax: true,
  external: EXTERNAL,
  plugins: [published],
  // CommonJS packages among the bundled ones ask for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
// What lessons have run and noted here is nobody else's.
const filter = (path) => !path.includes('.antipode');
for (const place of KEPT) cpSync(join(root, place), join(out, 'tree', place), { recursive: true, filter });
writeFileSync(join(out, 'web-source.txt'), await buildWebSource());
