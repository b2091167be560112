// Whose a file is: a package's, the handler's own, or what a bundler made, where the imports of packages look like the handler's own.
import { readFileSync } from 'node:fs';

/** What bundlers leave in what they make: esbuild (and wrangler with it, minified or not), webpack, rollup, and comments that name packages. */
const TRACES = [
  /\b[\w$]+ ?= ?Object\.create[;,]\s*(?:var )?[\w$]+ ?= ?Object\.defineProperty[;,]/,
  /Object\.defineProperty[;,]\s*(?:var )?[\w$]+ ?= ?\([\w$]+, ?[\w$]+\) ?=> ?[\w$]+\([\w$]+, ?"name", ?\{/,
  /\bvar __(?:create|defProp|name) = /,
  /\b__webpack_(?:require|modules|exports)__\b/,
  /\b(?:commonjsGlobal|getDefaultExportFromCjs)\b/,
  /^\s*\/\/ (?:\.\.\/)*node_modules\//m,
];

/** Whether the file of a path was made by a bundler; false when there is no such file. */
export function isBundled(path: string): boolean {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return false;
  }
  return TRACES.some((trace) => trace.test(text));
}

/** The npm package that a file belongs to, empty for none. */
export function packageOf(path: string): string {
  return /.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path)?.[0] ?? '';
}
