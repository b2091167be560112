// What may be asked of `inspect`, and the colours in which it shows values when that is asked.
import { defaults } from '../node/inspect-defaults.ts';

/** What may be asked of the text; the defaults are Node's. */
export interface InspectOptions {
  readonly showHidden?: boolean;
  readonly depth?: number | null;
  readonly colors?: boolean;
  readonly customInspect?: boolean;
  readonly showProxy?: boolean;
  readonly maxArrayLength?: number | null;
  readonly maxStringLength?: number | null;
  readonly breakLength?: number;
  readonly compact?: boolean | number;
  readonly sorted?: boolean | ((a: string, b: string) => number);
  readonly getters?: boolean | 'get' | 'set';
  readonly numericSeparator?: boolean;
}

/** Options in which nothing is missing. */
export interface FullOptions extends Required<InspectOptions> {
  readonly depth: number;
  readonly maxArrayLength: number;
  readonly maxStringLength: number;
}

const DEFAULTS: FullOptions = defaults;

/** Options with the defaults; null stands for no limit. */
export function fullOptions(given: InspectOptions): FullOptions {
  const limit = (value: number | null | undefined, usual: number): number =>
    value === undefined ? usual : (value ?? Number.POSITIVE_INFINITY);
  return {
    ...DEFAULTS,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    depth: limit(given.depth, DEFAULTS.depth),
    maxArrayLength: Math.max(0, limit(given.maxArrayLength, DEFAULTS.maxArrayLength)),
    maxStringLength: Math.max(0, limit(given.maxStringLength, DEFAULTS.maxStringLength)),
  };
}

/** What a piece of text says, which decides on its colour. */
export type Style =
  | 'special'
  | 'number'
  | 'bigint'
  | 'boolean'
  | 'undefined'
  | 'null'
  | 'string'
  | 'symbol'
  | 'date'
  | 'regexp'
  | 'name'
  | 'module';

/** Numbers that begin and end each style on a terminal (ECMA-48, section 8.3.117), chosen as Node chooses them. */
const CODES: Readonly<Partial<Record<string, readonly [number, number]>>> = {
  special: [36, 39],
  number: [33, 39],
  bigint: [33, 39],
  boolean: [33, 39],
  undefined: [90, 39],
  null: [1, 22],
  string: [32, 39],
  symbol: [32, 39],
  date: [35, 39],
  regexp: [31, 39],
  module: [4, 24],
};

/** A text in the colour of a style. */
export function coloured(text: string, style: string): string {
  const codes = CODES[style];
  return codes === undefined ? text : `\u001B[${codes[0]}m${text}\u001B[${codes[1]}m`;
}

/** How much of a text is seen. */
export function shownLength(text: string): number {
  // oxlint-disable-next-line no-control-regex -- colours begin with a control character
  return text.includes('\u001B') ? text.replaceAll(/\u001B\[\d+m/g, '').length : text.length;
}
