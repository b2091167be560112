// What a sweep goes through: one or two fields of a scenario, each with its values, and every combination of them.
import { SimError } from '../errors.ts';
import type { Setting } from '../scenario/settings.ts';
import { QUANTITY_KINDS, readQuantity } from '../scenario/quantity.ts';
import type { QuantityKind } from '../scenario/quantity.ts';

/** A field with the values it takes. */
export interface Axis {
  readonly path: string;
  readonly values: readonly AxisValue[];
}

/** A value as it would be written in the file, and the number that it stands for; null where it is none. */
export interface AxisValue {
  readonly text: string;
  readonly number: number | null;
}

const MOST_AXES = 2;
const MOST_POINTS = 1000;
/** `10/s..1000/s*10` or `0s..60s+10s`: number, unit, number, unit, how to go on, number, unit. */
const NUMBER = String.raw`([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)([^\d\s.,+*-][^\s.,+*]*)?`;
const RANGE = new RegExp(`^${NUMBER}\\.\\.${NUMBER}([+*])${NUMBER}$`);

/** What begins like a range: a number, two dots, and nothing else or what may be another number. */
const ENDS = /^[+-]?\d[^\s,'"[{]*\.\.[^,'"[{]*$/;

/** Reads `rate=10/s,100/s` and `rate=10/s..1000/s*10`; throws E_USAGE. */
export function readAxes(texts: readonly string[]): Axis[] {
  if (texts.length === 0)
    throw usage('a sweep needs a field and its values', "add for example --set 'rate=10/s,100/s,1000/s'");
  if (texts.length > MOST_AXES)
    throw usage(
      `a sweep goes through at most two fields, not ${texts.length}`,
      'fix one of them in the file',
    );
  const axes = texts.map(readAxis);
  if (axes[0]?.path === axes[1]?.path)
    throw usage(`${axes[0]?.path ?? ''} is set twice`, 'name all values in one --set');
  const points = axes.reduce((product, axis) => product * axis.values.length, 1);
  if (points > MOST_POINTS)
    throw usage(`the grid has ${points} points; ${MOST_POINTS} are the most`, 'take larger steps');
  return axes;
}

function readAxis(text: string): Axis {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(0, equals)).trim();
  const list = text.slice(equals + 1).trim();
  if (equals < 1 || path === '' || list === '')
    throw usage(`--set ${text} names no field with values`, "write --set 'rate=10/s,100/s,1000/s'");
  const range = RANGE.test(list);
  if (!range && ENDS.test(list))
    throw usage(
      `--set ${text} looks like a range and does not say how to go on`,
      'add a step or a factor: 10s..60s+10s, or 10/s..1000/s*10',
    );
  const texts = range ? rangeOf(list) : splitAtCommas(list);
  if (texts.some((one) => one === '')) throw usage(`--set ${text} has an empty value`, 'remove a comma');
  const twice = texts.find((one, index) => texts.indexOf(one) !== index);
  if (twice !== undefined) throw usage(`--set ${text} names ${twice} twice`, 'name each value once');
  const numbers = numbersOf(texts);
  return { path, values: texts.map((one, index) => ({ text: one, number: numbers?.[index] ?? null })) };
}

/** Commas inside quotes and brackets belong to a value. */
function splitAtCommas(list: string): string[] {
  const pieces = list.match(/(?:"[^"]*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|[^,])+|(?<=,)(?=,)|,$/g) ?? [];
  return pieces.map((piece) => piece.replace(/^,$/, '').trim());
}

function rangeOf(list: string): string[] {
  const [, low = '', unit = '', high = '', highUnit = '', way = '', step = '', stepUnit = ''] =
    RANGE.exec(list) ?? [];
  const [from, to, by] = [Number(low), Number(high), Number(step)];
  if (unit !== highUnit || (stepUnit !== '' && (way === '*' || stepUnit !== unit)))
    throw usage(`${list} mixes units`, `write both ends in one unit, as in 10/s..1000/s*10 or 0s..60s+10s`);
  const grows = way === '*' ? from > 0 && by > 1 : by > 0;
  if (!grows || to < from)
    throw usage(
      `${list} never gets to its end`,
      'count upwards: +STEP adds a positive step, *FACTOR multiplies by more than 1',
    );
  const texts: string[] = [];
  for (let index = 0, value = from; texts.length <= MOST_POINTS; index++) {
    value = way === '*' ? value * (index === 0 ? 1 : by) : from + index * by;
    // Twelve digits: what the steps add up to, without the dust of binary fractions.
    const shown = Number(value.toPrecision(12));
    if (shown > to) break;
    texts.push(`${shown}${unit}`);
  }
  return texts;
}

/** The values as numbers of one kind: all bare, or all quantities of the same kind; null for anything else. */
function numbersOf(texts: readonly string[]): number[] | null {
  const bare = texts.map(Number);
  if (bare.every((value) => Number.isFinite(value))) return bare;
  for (const kind of Object.keys(QUANTITY_KINDS) as QuantityKind[]) {
    const read = texts.map((text) => readQuantity(kind, text));
    const values = read.flatMap((reading) => (reading.ok ? [reading.value] : []));
    if (values.length === texts.length) return values;
  }
  return null;
}

/** Every combination; the last axis changes fastest. */
export function pointsOf(axes: readonly Axis[]): Setting[][] {
  return axes.reduce<Setting[][]>(
    (points, { path, values }) =>
      points.flatMap((point) => values.map(({ text }) => [...point, { path, text }])),
    [[]],
  );
}

/** For instance `rate=10/s, window=1min`. */
export function pointName(settings: readonly Setting[]): string {
  return settings.map(({ path, text }) => `${path}=${text}`).join(', ');
}

function usage(message: string, hint: string): SimError {
  return new SimError('E_USAGE', message, { hint });
}
