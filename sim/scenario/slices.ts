// Reads the part of a threshold in brackets: which requests, or which store, a metric is taken of.
import { CONTINENTS } from '../../topology/catalog.ts';
import { nearestWord } from './nearest-word.ts';
import type { ThresholdMistake } from './thresholds.ts';
import { countryCodes } from './words.ts';

const SLICE = /^(country|continent|connection|store)=([\w-]+)$/;
/** What each kind of slice may be. */
const SLICE_VALUES: Readonly<Record<string, readonly string[]>> = {
  country: countryCodes,
  continent: CONTINENTS,
  connection: ['new', 'reused'],
};
/** The distributions that are kept by each kind of slice; the record keeps no others apart. */
const SLICED: Readonly<Record<string, readonly string[]>> = {
  country: ['ttfb', 'total', 'rtt'],
  continent: ['ttfb', 'total', 'rtt'],
  connection: ['ttfb'],
};
/** Metrics that are kept for each store by itself. */
const OF_STORES = /^(store|objects|cacheApi|rateLimit)\./;

/** The slice's name in the histograms, `all` for none; else what is wrong. With `bindings`, a slice by store must name one of them. */
export function readSlice(
  metric: string,
  written: string | undefined,
  bindings: readonly string[] | null,
): string | ThresholdMistake {
  if (written === undefined) return 'all';
  const match = SLICE.exec(written);
  const [, by = '', value = ''] = match ?? [];
  if (match === null)
    return {
      message: `[${written}] is not a slice`,
      hint: 'slices are [country=BR], [continent=EU], [connection=new] and [store=KV]',
      word: written,
    };
  const known = by === 'store' ? (bindings ?? [value]) : (SLICE_VALUES[by] ?? []);
  if (!known.includes(value))
    return {
      message: `there is no ${by} "${value}"`,
      hint: suggestion(value.toUpperCase(), known, by === 'store' ? 'stores' : `values of ${by}`),
      word: value,
    };
  const distribution = metric.slice(0, metric.lastIndexOf('.'));
  if (by === 'store' ? !OF_STORES.test(metric) : !(SLICED[by] ?? []).includes(distribution))
    return { message: `${metric} is not kept by ${by}`, hint: 'leave the slice out', word: written };
  return `${by}:${value}`;
}

/** What may have been meant. */
export function suggestion(word: string, names: readonly string[], label: string): string {
  const near = nearestWord(word, names);
  return near === undefined ? `${label}: ${names.join(', ')}` : `did you mean ${near}?`;
}
