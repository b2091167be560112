// Reads a prediction, and says how far off it was.
import { formatFigure } from '../../../reports/format.ts';
import { readQuantity } from '../../scenario/quantity.ts';
import type { QuantityKind } from '../../scenario/quantity.ts';

/** What a bare number means in each unit of the metrics, and how the unit is called. */
const UNITS: Readonly<
  Record<string, { readonly kind: QuantityKind; readonly bare: string; readonly called: string }>
> = {
  ms: { kind: 'duration', bare: 'ms', called: 'in ms' },
  ratio: { kind: 'share', bare: '%', called: 'in %' },
  bytes: { kind: 'size', bare: 'MB', called: 'in MB' },
  USD: { kind: 'money', bare: '$', called: 'in $' },
};

/** Predictions that are off by less are called close. */
const CLOSE_RATIO = 0.1;
/** From this factor on, "times" reads better than per cent. */
const TIMES_FROM = 2;

/** In which unit a prediction is asked for: `in ms`; empty for counts. */
export function unitWords(unit: string): string {
  return UNITS[unit]?.called ?? '';
}

/** A prediction in the metric's unit: `180`, `180 ms`, `0.2 s`, `30 %`, `$5`, `12,000`; undefined when it is none. */
export function readGuess(text: string, unit: string): number | undefined {
  const bare = text
    .trim()
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(/^\$\s*/, '');
  const units = UNITS[unit];
  if (/^-?\d+(\.\d+)?$/.test(bare)) {
    if (units === undefined) return Number(bare);
    const reading = readQuantity(units.kind, `${bare}${units.bare}`);
    return reading.ok ? reading.value : undefined;
  }
  const reading = units === undefined ? undefined : readQuantity(units.kind, bare);
  return reading?.ok === true ? reading.value : undefined;
}

/** How far a prediction was off, in words. */
export function howFarOff(guess: number, value: number, unit: string): string {
  const said = `You said ${formatFigure(guess, unit)}`;
  if (guess === value || Math.abs(guess - value) <= CLOSE_RATIO * Math.abs(value))
    return `${said}: that is close.`;
  const way = guess > value ? 'too much' : 'too little';
  const [small, large] = [Math.abs(guess), Math.abs(value)].toSorted((a, b) => a - b);
  if (small === undefined || large === undefined || small === 0 || guess < 0 !== value < 0)
    return `${said}: ${formatFigure(Math.abs(guess - value), unit)} ${way}.`;
  const times = large / small;
  if (times >= TIMES_FROM) {
    const factor = times >= 10 ? Math.round(times) : Math.round(times * 10) / 10;
    return `${said}: ${factor} times ${way}.`;
  }
  return `${said}: ${formatFigure(Math.abs(guess - value) / Math.abs(value), 'ratio')} ${way}.`;
}
