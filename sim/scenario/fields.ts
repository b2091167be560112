// The kinds of value that scenario files are made of: quantities with units, names of the tables, and texts with limits.
import * as z from 'zod';
import { nearestWord } from './nearest-word.ts';
import { QUANTITY_KINDS, quantityPattern, readQuantity } from './quantity.ts';
import type { QuantityKind } from './quantity.ts';

/** What a refused value should have been; issues.ts turns it into a message. */
export interface Expectation {
  readonly expected: string;
  readonly suggestion?: string | undefined;
  /** Further help, in place of a suggestion. */
  readonly hint?: string | undefined;
}

/** Longest text that a scenario may hold in one place. */
const LONGEST_TEXT = 100_000;

/** Ends of a quantity's range in its base unit, and the words for them. */
interface Range {
  readonly lowest?: number;
  readonly highest?: number;
  /** Refuses the lowest value itself. */
  readonly aboveLowest?: boolean;
  readonly words: string;
}

/** A quantity written as text with its unit; its output is a number in the base unit. */
export function quantity(kind: QuantityKind, range: Range) {
  const { called, example } = QUANTITY_KINDS[kind];
  const wanted = `${called} such as ${example}`;
  return z
    .string({ error: wanted })
    .meta({ pattern: quantityPattern(kind) })
    .transform((text, context) => {
      const reading = readQuantity(kind, text);
      if (!reading.ok) {
        refuse(context, { expected: wanted, suggestion: mendUnit(kind, text, reading.unit) });
        return z.NEVER;
      }
      const tooLow = range.lowest !== undefined && reading.value < range.lowest;
      const atLowest = range.aboveLowest === true && reading.value === range.lowest;
      const tooHigh = range.highest !== undefined && reading.value > range.highest;
      if (tooLow || atLowest || tooHigh || !Number.isFinite(reading.value)) {
        refuse(context, { expected: `${called} ${range.words}` });
        return z.NEVER;
      }
      return reading.value;
    });
}

/** A duration in milliseconds. */
export function duration(range: Range) {
  return quantity('duration', range);
}

/** A share between 0 and 1, written as per cent. */
export function share() {
  return quantity('share', { lowest: 0, highest: 1, words: 'from 0% to 100%' });
}

/** A text on one or several lines. */
export function text(what: string) {
  return z
    .string({ error: `${what} (text)` })
    .max(LONGEST_TEXT, { error: `${what} of at most ${LONGEST_TEXT} characters` });
}

/** A number within limits; whole numbers only where `whole` is asked for. */
export function number(what: string, range: { lowest: number; highest: number }) {
  const wanted = `${what} from ${range.lowest} to ${range.highest}`;
  return z
    .number({ error: wanted })
    .min(range.lowest, { error: wanted })
    .max(range.highest, { error: wanted });
}

/** A whole number within limits. */
export function wholeNumber(what: string, range: { lowest: number; highest: number }) {
  const wanted = `${what}, a whole number from ${range.lowest} to ${range.highest}`;
  return z
    .number({ error: wanted })
    .int({ error: wanted })
    .min(range.lowest, { error: wanted })
    .max(range.highest, { error: wanted });
}

/** What messages call the code of a country. */
export const COUNTRY_CODE = 'country code';

/** One of a table's names; unknown ones are refused with the nearest. */
export function nameOf<const Name extends string>(what: string, names: readonly Name[]) {
  return z.enum(names, { error: what });
}

/** Adds an issue that says what was expected. */
export function refuse(
  context: {
    addIssue: (issue: { code: 'custom'; message: string; params: object; path?: PropertyKey[] }) => void;
  },
  expectation: Expectation & { path?: PropertyKey[] },
): void {
  const { expected, suggestion, hint, path } = expectation;
  context.addIssue({
    code: 'custom',
    message: expected,
    params: { suggestion, hint },
    ...(path && { path }),
  });
}

/** The quantity that was probably meant: "5" becomes "5s", "5 sec" becomes "5s", "4 minutes" becomes "4min". */
export function mendUnit(kind: QuantityKind, written: string, unit: string): string | undefined {
  const { usual, units } = QUANTITY_KINDS[kind];
  const digits = written
    .trim()
    .slice(0, written.trim().length - unit.length)
    .trim();
  if (digits === '' || !Number.isFinite(Number(digits))) return undefined;
  if (unit === '') return `${digits}${usual}`;
  const long = unit.toLowerCase();
  const known =
    LONG_UNITS[kind]?.find(([pattern]) => pattern.test(long))?.[1] ?? nearestWord(unit, Object.keys(units));
  return known === undefined ? undefined : `${digits}${known}`;
}

/** Units as people also write them. */
const LONG_UNITS: Partial<Record<QuantityKind, readonly (readonly [RegExp, string])[]>> = {
  duration: [
    [/^(ms|msec|milli)/, 'ms'],
    [/^(s|sec)/, 's'],
    [/^(m|min)/, 'min'],
    [/^(h|hour|hr)/, 'h'],
    [/^(d|day)/, 'd'],
  ],
  rate: [[/^(\/sec|rps|req|per)/, '/s']],
  share: [[/^(percent|per cent|pct)/, '%']],
  bandwidth: [
    [/^(k)/, 'kbps'],
    [/^(m)/, 'Mbps'],
    [/^(g)/, 'Gbps'],
  ],
};
