// A bill in words: its items as cells, what it is scaled by, and what an await costs.
import { ABSENT, formatCount, formatDuration, formatFigure, formatMs } from './format.ts';
import type { BillResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

type BillItem = BillResult['items'][number];

/** An item's cells: `104 million`, `10 included`, `at 0.30`, `28.10`. */
export function billCells(item: BillItem): {
  readonly quantity: string;
  readonly included: string;
  readonly price: string;
  readonly usd: string;
} {
  return {
    quantity: `${amount(item.quantity)} ${plainText(item.unit, 24)}`,
    included: item.included === 0 ? '' : `${amount(item.included)} included`,
    price: `at ${priceText(item.priceUsd)}`,
    usd: item.usd.toFixed(2),
  };
}

/** The name of an arm with its sums. */
export function billHead(name: string, bill: BillResult): string {
  const requests = (bill.usage['requests'] ?? 0) * bill.scale;
  const perMillion =
    requests === 0 ? '' : `, ${formatFigure((bill.totalUsd / requests) * 1e6, 'USD')} a million requests`;
  return `${plainText(name, 24)}: ${bill.totalUsd.toFixed(2)} $ a month${perMillion}`;
}

/** How the measured window became a month. */
export function scalingSentence(result: RunResult, bill: BillResult): string {
  const windows = bill.scale * Math.max(1, result.seeds.length);
  return `A month of ${bill.monthDays} days with the traffic of the window: ${formatDuration(result.windowMs)} taken ${formatCount(windows)} times, mean over seeds. Prices are list prices in USD; storage and what this traffic does not use are not in it.`;
}

/** What waiting costs here: nothing where CPU time is billed, as much as work where wall time is. */
export function awaitSentence({ usage, items }: BillResult): string {
  const runs = usage['own.invocations'] ?? 0;
  if (runs === 0) return '';
  const mean = (meter: string): string => formatMs((usage[meter] ?? 0) / runs);
  const times = `A run of the handler takes ${mean('own.cpuMs')} of CPU and ${mean('own.wallMs')} of wall time`;
  const billed = (meter: string): boolean => items.some((item) => item.meter === meter && item.priceUsd > 0);
  const [cpu, wall] = [billed('own.cpuMs'), billed('own.wallGbS') || billed('own.busyGbS')];
  if (cpu && wall) return `${times}; both are billed: the CPU as such, the rest for the memory held.`;
  if (wall) return `${times}; wall time is billed, so an await costs as much as work.`;
  if (cpu) return `${times}; CPU time is billed, so an await costs nothing.`;
  return billed('hours')
    ? `${times}; neither is billed: the machines cost the same by the hour.`
    : `${times}; neither is billed.`;
}

/** Prices below a cent keep the digits that matter. */
function priceText(usd: number): string {
  return usd === 0 || usd >= 0.01
    ? usd.toFixed(usd === 0 || Number.isInteger(usd * 100) ? 2 : 4)
    : String(usd);
}

function amount(value: number): string {
  if (!Number.isFinite(value)) return ABSENT;
  if (value >= 100) return formatCount(value);
  return value >= 0.005 ? String(Number(value.toPrecision(3))) : '<0.01';
}
