// Builds the text that makes a realm: the Web API of sim/runtime/web as one function of the host port.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** The name that the text gives to its exports; it never leaves the function around it. */
const EXPORTS = '__antipode';

/**
 * The in-realm code as one script text; its value is a function of the host port that returns the module's exports.
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
    logLevel: 'silent',
  });
  const text = result.outputFiles[0]?.text ?? '';
  return `(function (__host) { "use strict"; ${text}\nreturn ${EXPORTS}; })`;
}
