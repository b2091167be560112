// Turns places in bundled code into places in the user's files, by the bundle's source map.
import { SourceMap } from 'node:module';
import { isPlatformFile } from './bundle-node.ts';
import type { Bundle } from './types.ts';

/** Prefix of the names under which handler code is evaluated; stacks show only frames of such scripts. */
const SCRIPT_PREFIX = 'antipode:';

/** Knows the scripts of one realm and where their lines came from; a map is parsed when a stack first needs it. */
export class StackMap {
  readonly #bundles = new Map<string, Bundle>();
  readonly #maps = new Map<string, SourceMap>();

  /** Takes a bundle in and returns the script name to evaluate it under. */
  add(bundle: Bundle): string {
    const script = `${SCRIPT_PREFIX}${bundle.digest}`;
    this.#bundles.set(script, bundle);
    return script;
  }

  /** `handler.ts:12:3`, or empty when the script is not a handler's; line and column count from 1. */
  locate(script: string, line: number, column: number): string {
    const bundle = this.#bundles.get(script);
    if (bundle === undefined) return '';
    const entry = this.#mapOf(script, bundle).findEntry(line - 1, column - 1);
    if (!('originalSource' in entry) || entry.originalSource === undefined) return '';
    // What stands in for the platform's own modules is not the handler's to see.
    if (isPlatformFile(entry.originalSource)) return '';
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  }

  #mapOf(script: string, bundle: Bundle): SourceMap {
    let map = this.#maps.get(script);
    if (map === undefined) {
      map = new SourceMap(JSON.parse(bundle.sourceMap));
      this.#maps.set(script, map);
    }
    return map;
  }
}
