// Under which family of metric names the reads and writes of a kind of store are counted.
import type { StoreFamily } from './metrics/store-meter.ts';
import type { StoreKind } from './stores/store.ts';

/** Kinds of binding whose reads and writes are not those of a data store that code asks from afar. */
const FAMILIES = { cache: 'cacheApi', object: 'objects', ratelimit: 'rateLimit' } as const;

/** The Cache API belongs to every site, so no scenario declares it. */
export const CACHE_API_STORE = { binding: 'caches', kind: 'cache-api' } as const;

/** The family of a kind. */
export function familyOf({ binding }: Pick<StoreKind, 'binding'>): StoreFamily {
  return binding in FAMILIES ? FAMILIES[binding as keyof typeof FAMILIES] : 'store';
}
