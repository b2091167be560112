// What a handler module exports, found by the bundler without running it: scenarios name classes of it.
import { build } from 'esbuild';
import { basename, dirname, resolve } from 'node:path';
import { RESOLUTION } from './bundle.ts';
import { handlerImports } from './bundle-imports.ts';
import { nodeModules } from './bundle-node.ts';

/**
 * Names that a module exports, those that it passes on from others with `export *` included, in the order of the alphabet; null for a
 * CommonJS module, whose exports only show when it runs. The module is known to bundle.
 */
export async function exportedNames(path: string): Promise<readonly string[] | null> {
  const file = resolve(path);
  const { metafile } = await build({
    entryPoints: [file],
    absWorkingDir: dirname(file),
    bundle: true,
    write: false,
    metafile: true,
    outdir: dirname(file),
    format: 'esm',
    ...RESOLUTION,
    plugins: [
      handlerImports('hooks', []),
      nodeModules({ imports: false, servers: false, asksBare: false }, file, true),
    ],
    logLevel: 'silent',
  });
  if (metafile.inputs[basename(file)]?.format !== 'esm') return null;
  return Object.values(metafile.outputs).flatMap(({ exports }) => exports);
}
