// Reads quantities with units, such as "250ms", "14KiB", "80/s" and "10%", and writes them back.

/** The kinds of quantity that scenarios and thresholds hold. */
export type QuantityKind = 'duration' | 'size' | 'rate' | 'share' | 'bandwidth' | 'money';

/** A kind of quantity: its units with their factors to the base unit, and words for messages. */
interface Kind {
  readonly called: string;
  readonly example: string;
  /** The unit that a bare number most likely stands in. */
  readonly usual: string;
  /** What follows the name of a value once it stands in the base unit. */
  readonly suffix: string;
  readonly units: Readonly<Record<string, number>>;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Every kind with its units; base units are ms, bytes, per second, the ratio 0..1, and Mbit/s. */
export const QUANTITY_KINDS: Readonly<Record<QuantityKind, Kind>> = {
  duration: {
    called: 'a duration',
    example: '250ms, 60s, 4min or 1h',
    usual: 's',
    suffix: 'Ms',
    units: { ms: 1, s: SECOND_MS, min: MINUTE_MS, h: HOUR_MS, d: 24 * HOUR_MS },
  },
  size: {
    called: 'a size',
    example: '14KiB',
    usual: 'KiB',
    suffix: 'Bytes',
    units: { B: 1, kB: 1000, KiB: 1024, MB: 1_000_000, MiB: 1_048_576, GB: 1e9, GiB: 1_073_741_824 },
  },
  rate: {
    called: 'a rate',
    example: '80/s',
    usual: '/s',
    suffix: 'PerSecond',
    units: { '/s': 1, '/min': 1 / 60, '/h': 1 / 3600 },
  },
  share: { called: 'a share', example: '10%', usual: '%', suffix: 'Ratio', units: { '%': 0.01 } },
  bandwidth: {
    called: 'a bandwidth',
    example: '50Mbps',
    usual: 'Mbps',
    suffix: 'Mbps',
    units: { kbps: 0.001, Mbps: 1, Gbps: 1000 },
  },
  money: { called: 'a sum of money', example: '50$', usual: '$', suffix: 'Usd', units: { $: 1, USD: 1 } },
};

const NUMBER_AND_UNIT = /^([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,3})?)\s*(\D\S*)?$/i;

/** What a text turned out to be: a value in the base unit, or why not. */
export type QuantityReading =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: 'no number' | 'no unit' | 'unknown unit'; readonly unit: string };

/** Reads a text as a quantity of one kind; `readQuantity('duration', '4min')` gives 240000 (ms). */
export function readQuantity(kind: QuantityKind, text: string): QuantityReading {
  const match = NUMBER_AND_UNIT.exec(text.trim());
  const digits = match?.[1];
  if (match === null || digits === undefined) return { ok: false, problem: 'no number', unit: '' };
  const unit = match[2];
  if (unit === undefined) return { ok: false, problem: 'no unit', unit: '' };
  const factor = QUANTITY_KINDS[kind].units;
  const known = Object.hasOwn(factor, unit) ? factor[unit] : undefined;
  if (known === undefined) return { ok: false, problem: 'unknown unit', unit };
  // Dividing by 100 keeps 7% exact where multiplying by 0.01 would not.
  const value = unit === '%' ? Number(digits) / 100 : Number(digits) * known;
  return { ok: true, value };
}

/** A pattern for editors that matches every quantity of one kind. */
export function quantityPattern(kind: QuantityKind): string {
  const units = Object.keys(QUANTITY_KINDS[kind].units).map((unit) =>
    unit.replaceAll(/[/$]/g, String.raw`\$&`),
  );
  return `^\\s*[0-9.]+(e[+-]?[0-9]+)?\\s*(${units.join('|')})\\s*$`;
}

/** A quantity as people write it: 90000 ms gives "90s", 240000 ms gives "4min", the ratio 0.1 gives "10%". */
export function quantityText(kind: QuantityKind, value: number): string {
  const { usual, units } = QUANTITY_KINDS[kind];
  const ascending = Object.entries(units).toSorted(([, a], [, b]) => a - b);
  const fitting = ascending.findLast(([, factor]) => value >= factor && Number.isInteger(value / factor));
  const [unit, factor] = (value === 0 ? undefined : (fitting ?? ascending[0])) ?? [usual, 1];
  return `${Number((value / factor).toFixed(3))}${unit}`;
}

/** A duration as people write it: 90000 ms gives "90s". */
export function durationText(ms: number): string {
  return quantityText('duration', ms);
}
