// What each store of an arm was measured to do, over all seeds.
import type { StoreResult } from '../../reports/result.ts';
import { regionById } from '../../topology/catalog.ts';
import type { Arm } from '../plan.ts';
import { storeKinds } from '../stores/index.ts';
import { CACHE_API_STORE, familyOf } from '../store-families.ts';
import { placeOf } from './detail.ts';
import { type HistogramTable, storeSummaryOf } from './merge.ts';

/** What an arm's stores are told from. */
interface Measured {
  readonly histograms: HistogramTable;
  readonly counters: Readonly<Record<string, number>>;
  /** Items of the bill, by the meter that they count. */
  readonly items: readonly { readonly meter: string; readonly usd: number }[];
}

/** A row for each store of the arm, and one for the Cache API where code used it. */
export function storesOf(arm: Arm, measured: Measured): StoreResult[] {
  const declared = arm.stores.map(({ binding, kind, home }) => ({ binding, kind, home }));
  const caches = { ...CACHE_API_STORE, home: arm.region };
  const usedCaches = Object.keys(measured.counters).some((name) => name.endsWith(`:${caches.binding}`));
  return [...declared, ...(usedCaches ? [caches] : [])].map((store) => storeOf(store, measured));
}

function storeOf(
  { binding, kind, home }: { readonly binding: string; readonly kind: string; readonly home: string },
  { histograms, counters, items }: Measured,
): StoreResult {
  const row = storeKinds[kind];
  if (row === undefined) throw new Error(`unknown store ${kind}`);
  const family = familyOf(row);
  return {
    binding,
    kind,
    title: row.title,
    home: placeOf(regionById(home)),
    summary: storeSummaryOf(histograms, counters, { family, binding }),
    answeredBy: countersOf(counters, `${family}.tier.`, binding),
    commits: countersOf(counters, `${family}.commits.`, binding),
    operations: countersOf(counters, `${family}.ops.`, binding),
    monthUsd: items.reduce((sum, { meter, usd }) => sum + (meter.startsWith(`ops.${kind}.`) ? usd : 0), 0),
  };
}

/** Counters of one store whose names begin alike, by the rest of their names. */
function countersOf(
  counters: Readonly<Record<string, number>>,
  prefix: string,
  binding: string,
): Record<string, number> {
  const suffix = `:${binding}`;
  return Object.fromEntries(
    Object.entries(counters).flatMap(([name, value]): [string, number][] =>
      name.startsWith(prefix) && name.endsWith(suffix)
        ? [[name.slice(prefix.length, -suffix.length), value]]
        : [],
    ),
  );
}
