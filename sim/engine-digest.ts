// The identity of the engine's own code: trials of other code are not the same trials, even where the package's version is.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ENGINE_VERSION } from './version.ts';

/** In a checkout these are the sources; once published, what was built from them stands in the same places. */
const FOLDERS = [new URL('.', import.meta.url), new URL('../topology/', import.meta.url)];
/** Which versions of other packages the engine stands on. */
const MANIFEST = new URL('../package.json', import.meta.url);
const CODE = /\.(?:[cm]?[jt]s|json|wasm)$/;
/** The command line decides nothing in a trial; geography's data files have digests of their own in every Plan. */
const APART = /^(?:cli|data)[/\\]/;

/** SHA-256, in hex, of the engine's code, its version, the packages it asks for and the generation of the JavaScript engine that runs handlers. */
export function engineDigest(): string {
  const hash = createHash('sha256').update(`${ENGINE_VERSION} v8 ${v8Generation()}\n`);
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { readonly dependencies?: unknown };
  hash.update(JSON.stringify(manifest.dependencies ?? {}));
  for (const folder of FOLDERS) {
    const names = readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' }).filter(
      (name) => CODE.test(name) && !APART.test(name),
    );
    const sorted = names.map((name) => name.replaceAll('\\', '/')).toSorted();
    // One after the other: 8 ms for 400 files, a quarter of what as many promises take.
    for (const name of sorted)
      hash.update(`\n${name}\n`).update(readFileSync(fileURLToPath(new URL(name, folder))));
  }
  return hash.digest('hex');
}

/** Such as 13.6: every Node 24 has the same. */
function v8Generation(): string {
  return process.versions.v8.split('.').slice(0, 2).join('.');
}
