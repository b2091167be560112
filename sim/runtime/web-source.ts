// Builds the text that makes a realm: the Web API of sim/runtime/web as one function of the host port.
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { patternEdits } from './pattern-edits.ts';
import { streamWords } from './stream-words.ts';

/** The name that the text gives to its exports; it never leaves the function around it. */
const EXPORTS = '__antipode';

/** esbuild renames classes that mention themselves, and messages of the engine would show it. */
function withClassNames(text: string): string {
  const renamed = new Set([...text.matchAll(/\bvar (\w+) = class _\1\b/g)].map(([, name]) => `_${name}`));
  return text.replaceAll(/\b_[A-Z]\w*\b/g, (word) => (renamed.has(word) ? word.slice(1) : word));
}

/** ses brings methods of buffers that no runtime has yet, and takes the place of those that are there. */
const withoutShims: Plugin = {
  name: 'without-shims',
  setup(builder) {
    builder.onLoad({ filter: /immutable-arraybuffer[\\/]src[\\/]shim\.js$/ }, () => ({ contents: '' }));
  },
};

/**
 * The in-realm code as one script text; its value is a function that returns the module's exports: of the host port, and of whether the
 * realm is hardened, so that many isolates may share it, or left open to the one isolate that has it for itself.
 * Build it once in the main thread and send the text to worker threads.
 */
export async function buildWebSource(): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('web/index.ts', import.meta.url))],
    bundle: true,
    // The URL pattern library speaks of a global `URL`; the realm's own global object has none.
    inject: [fileURLToPath(new URL('web/url.ts', import.meta.url))],
    write: false,
    format: 'iife',
    globalName: EXPORTS,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'esnext',
    legalComments: 'none',
    plugins: [patternEdits, streamWords, withoutShims],
    logLevel: 'silent',
  });
  const text = withClassNames(result.outputFiles[0]?.text ?? '');
  return `(function (__host, __hardened) { "use strict"; ${text}\nreturn ${EXPORTS}; })`;
}
