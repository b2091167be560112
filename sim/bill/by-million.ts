// A line of a bill for what is counted and paid by the million: operations, rows, messages. Meters of stores are named `ops.<kind>.<verb>`.
import { price, type PriceSource } from './price.ts';
import type { TariffLine } from './tariff.ts';

export const MILLION = 1e6;

/** So many dollars for a million of a meter, beyond so many millions a month. */
export function millions(options: {
  readonly item: string;
  readonly meter: string;
  readonly usd: number;
  readonly included?: number;
  readonly from: PriceSource;
}): TariffLine {
  const { item, meter, usd, included = 0, from } = options;
  return {
    item,
    meter,
    per: MILLION,
    unit: 'million',
    included,
    price: price(item, usd, 'million', from),
  };
}
