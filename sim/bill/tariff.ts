// What a bill is made of: lines that name a meter and a price, and the pure function from what was used to an itemised bill.
import type { Figure } from '../platforms/platform.ts';

/** A month on every bill. */
export const MONTH_DAYS = 30;
export const MONTH_MS = MONTH_DAYS * 86_400_000;

/** What was used, by meter; meters that are kept by country have names such as `pop.egressBytes:US`. */
export type Usage = Readonly<Record<string, number>>;

/** A price from a quantity upwards; both in the line's unit, a month. */
export interface PriceStep {
  readonly from: number;
  readonly usd: number;
}

/** One line of a tariff. */
export interface TariffLine {
  readonly item: string;
  /** A meter of the usage; `month` is 1 and `hours` those of a month, whatever was used. */
  readonly meter: string;
  /** Meters that share the line with it. */
  readonly further?: readonly string[];
  /** How much of the meter is one of `unit`. */
  readonly per: number;
  readonly unit: string;
  /** USD for one of `unit`, with its source. */
  readonly price: Figure;
  /** In `unit`, each month, without charge. */
  readonly included?: number;
  /** Cheaper prices for what exceeds a quantity, ascending. */
  readonly steps?: readonly PriceStep[];
  /** Only what belongs to these countries. */
  readonly countries?: readonly string[];
}

/** One line of a bill; quantities are those of a month. */
export interface BillItem {
  readonly item: string;
  readonly meter: string;
  readonly quantity: number;
  readonly unit: string;
  readonly included: number;
  readonly priceUsd: number;
  readonly usd: number;
  readonly source: string;
  readonly retrieved: string;
  readonly confidence: Figure['confidence'];
}

/** The bill for a month in which the usage repeats `scale` times. Lines of which nothing was used are left out. */
export function billOf(tariff: readonly TariffLine[], usage: Usage, scale: number): BillItem[] {
  return tariff.flatMap((line) => {
    const quantity = quantityOf(line, usage, scale) / line.per;
    if (quantity === 0) return [];
    const { item, meter, unit, price, included = 0 } = line;
    const charged = Math.max(0, quantity - included);
    const { source, retrieved, confidence } = price;
    return [
      {
        item,
        meter,
        quantity,
        unit,
        included,
        priceUsd: price.value,
        usd: stepped(charged, price.value, line.steps ?? []),
        source,
        retrieved,
        confidence,
      },
    ];
  });
}

/** The sum of a bill. */
export function totalUsd(items: readonly BillItem[]): number {
  return items.reduce((sum, { usd }) => sum + usd, 0);
}

function quantityOf({ meter, further = [], countries }: TariffLine, usage: Usage, scale: number): number {
  if (meter === 'month') return 1;
  if (meter === 'hours') return MONTH_DAYS * 24;
  if (countries === undefined)
    return [meter, ...further].reduce((sum, one) => sum + (usage[one] ?? 0), 0) * scale;
  return countries.reduce((sum, country) => sum + (usage[`${meter}:${country}`] ?? 0), 0) * scale;
}

/** The part of the quantity that lies in each step, at the step's price. */
function stepped(quantity: number, usd: number, steps: readonly PriceStep[]): number {
  const bounds = [{ from: 0, usd }, ...steps];
  return bounds.reduce((sum, step, i) => {
    const to = bounds[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    return sum + Math.max(0, Math.min(quantity, to) - step.from) * step.usd;
  }, 0);
}
