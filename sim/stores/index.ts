// The table of stores: adding one is a file and a row.
import { regionalKv } from './regional-kv.ts';
import type { StoreKind } from './store.ts';
import { workersKv } from './workers-kv.ts';

/** Every kind of store by its name. */
export const storeKinds: Readonly<Record<string, StoreKind>> = {
  [workersKv.name]: workersKv,
  [regionalKv.name]: regionalKv,
};

/** The names that a scenario may use. */
export const storeNames: readonly string[] = Object.keys(storeKinds);
