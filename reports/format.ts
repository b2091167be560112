// Numbers as people read them: a unit on each, a true minus sign, and no more digits than the number deserves.

/** Shown where a figure does not exist or rests on too few requests. */
export const ABSENT = '–';

/** Keeps a number and its unit on one line; plain-text reports turn it into a space after wrapping. */
export const NARROW = '\u00a0';

/** A value with its 95 % interval; null where there is none. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

function grouped(value: number, decimals: number): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? digits : `${digits}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** Decimals that leave about three significant digits. */
function decimalsFor(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || size >= 99.5) return 0;
  return size >= 9.95 ? 1 : 2;
}

/** A count with thousands separators: `12,345`. */
export function formatCount(value: number | null | undefined): string {
  return isNumber(value) ? grouped(value, 0) : ABSENT;
}

/** A count with its noun: `1 read`, `44 reads`. */
export function formatCounted(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

interface Scale {
  readonly divisor: number;
  readonly unit: string;
  readonly decimals: number;
}

function timeScale(ms: number): Scale {
  const size = Math.abs(ms);
  if (size >= 99_950) return { divisor: 1000, unit: 's', decimals: 0 };
  if (size >= 9_995) return { divisor: 1000, unit: 's', decimals: 1 };
  return { divisor: 1, unit: 'ms', decimals: size >= 9.95 || size === 0 ? 0 : 1 };
}

function bytesScale(bytes: number): Scale {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let power = 0;
  let divisor = 1;
  while (Math.abs(bytes) / divisor >= 999.5 && power < units.length - 1) {
    power++;
    divisor *= 1000;
  }
  return { divisor, unit: units[power] ?? 'B', decimals: power === 0 ? 0 : decimalsFor(bytes / divisor) };
}

function shareScale(share: number): Scale {
  const percent = Math.abs(share * 100);
  const whole = percent === 0 || percent === 100 || (percent >= 9.95 && percent < 99);
  // Nearly all is not all: 99.92 % must not read as 100 %.
  const decimals = whole ? 0 : percent < 0.995 || percent >= 99 ? 2 : 1;
  return { divisor: 0.01, unit: '%', decimals: percent > 100 ? 0 : decimals };
}

const PLAIN_SCALE: Scale = { divisor: 1, unit: '', decimals: 0 };

function scaleFor(unit: string, value: number): Scale {
  if (unit === 'ms') return timeScale(value);
  if (unit === 'bytes') return bytesScale(value);
  if (unit === 'ratio') return shareScale(value);
  // Cents matter in small sums only; the bill itself shows them in all.
  if (unit === 'USD') return { divisor: 1, unit: '$', decimals: Math.abs(value) >= 99.5 ? 0 : 2 };
  return PLAIN_SCALE;
}

function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text}${NARROW}${unit}`;
}

/** A figure in its metric's unit (`ms`, `bytes`, `ratio`, `USD`, `count`): `42 ms`, `41.2 s`, `116 MB`, `1.1 %`, `5.00 $`, `12,345`. */
export function formatFigure(value: number | null | undefined, unit: string): string {
  if (!isNumber(value)) return ABSENT;
  const scale = scaleFor(unit, value);
  const shown = grouped(value / scale.divisor, scale.decimals);
  const least = scale.decimals === 0 ? '1' : `0.${'0'.repeat(scale.decimals - 1)}1`;
  return withUnit(value > 0 && !/[1-9]/.test(shown) ? `<${least}` : shown, scale.unit);
}

/** Milliseconds: `4.3 ms`, `212 ms`, `1,240 ms`, `41.2 s`. */
export function formatMs(ms: number | null | undefined): string {
  return formatFigure(ms, 'ms');
}

/** A length of time that somebody chose, without digits that say nothing: `180 s`, `60 s`, `7.5 s`. */
export function formatDuration(ms: number): string {
  return withUnit((ms / 1000).toLocaleString('en', { maximumFractionDigits: 3 }), 's');
}

/** A share of one as per cent: `55 %`, `1.1 %`, `0.49 %`. */
export function formatShare(share: number | null | undefined): string {
  return formatFigure(share, 'ratio');
}

/** A difference with its sign and half of its interval: `−182 ± 2 ms`; shares differ by points (`pt`). */
export function formatDifference(estimate: Estimate, unit: string): string {
  if (!isNumber(estimate.value)) return ABSENT;
  const scale = scaleFor(unit, estimate.value);
  const shown = grouped(estimate.value / scale.divisor, scale.decimals);
  const sign = estimate.value > 0 && /[1-9]/.test(shown) ? '+' : '';
  const name = unit === 'ratio' ? 'pt' : scale.unit;
  if (!isNumber(estimate.low) || !isNumber(estimate.high)) return withUnit(`${sign}${shown}`, name);
  const half = (estimate.high - estimate.low) / 2 / scale.divisor;
  const decimals = half > 0 && half < 0.95 ? Math.max(scale.decimals, half < 0.095 ? 2 : 1) : scale.decimals;
  const value = decimals === scale.decimals ? shown : grouped(estimate.value / scale.divisor, decimals);
  return withUnit(`${sign}${value}${NARROW}±${NARROW}${grouped(half, decimals)}`, name);
}

/** The 95 % interval in words: `between −184 and −180 ms`. */
export function formatInterval(estimate: Estimate, unit: string): string {
  if (!isNumber(estimate.low) || !isNumber(estimate.high)) return 'no interval: too few seeds';
  const scale = scaleFor(unit, Math.max(Math.abs(estimate.low), Math.abs(estimate.high)));
  const name = unit === 'ratio' ? 'pt' : scale.unit;
  const edge = (value: number): string => grouped(value / scale.divisor, scale.decimals);
  return withUnit(`95${NARROW}% interval ${edge(estimate.low)} to ${edge(estimate.high)}`, name);
}
