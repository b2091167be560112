// The stores of one arm of one trial, each with its meter, its users' memory and its accounts.
import type { SiteCaches } from './entities/http-cache.ts';
import { UserMemory } from './entities/user-memory.ts';
import type { StoreFamily, StoreMeter } from './metrics/store-meter.ts';
import type { Arm, Plan, StorePlan } from './plan.ts';
import type { Recorder } from './record.ts';
import { CACHE_API_STORE, familyOf } from './store-families.ts';
import { storeKinds } from './stores/index.ts';
import type { Store, WorldView } from './stores/store.ts';

/** A write of which its writer was told that it was taken. */
interface TakenWrite {
  readonly version: number;
  readonly site: number;
  readonly committedUs: number;
}

/** A store as this arm has it. */
export interface ArmStore {
  /** Counts its reads and writes, under the names of a family. */
  readonly family: StoreFamily;
  readonly meter: StoreMeter;
  readonly plan: StorePlan;
  readonly store: Store;
  /** What users wrote and read: for the guarantees of their sessions. */
  readonly users: UserMemory;
  /** By site: how long light takes from the store's home; 0 where data has no home, or is beside the code. */
  readonly lightUs: Float64Array;
  /** By key: the newest version of which a writer was told that it was taken. */
  readonly taken: Map<string, TakenWrite>;
  /** Versions committed by operations that were answered, and by those whose answer no cable brought back. */
  readonly commits: { answered: number; unanswered: number };
}

/** What every store of a trial shares. */
interface StoreWorld {
  readonly world: WorldView;
  readonly caches: SiteCaches;
  readonly recorder: Recorder;
  /** By site: how long light takes from a region. */
  readonly lightUsFrom: (region: string) => Float64Array;
}

/** The stores that the arm declares, by binding. */
export function createStores(plan: Plan, arm: Arm, shared: StoreWorld): Map<string, ArmStore> {
  return new Map(arm.stores.map((store) => [store.binding, createStore(plan, store, shared)]));
}

/** The caches of all sites. */
export function createCacheApi(plan: Plan, arm: Arm, shared: StoreWorld): ArmStore {
  const store = { ...CACHE_API_STORE, home: arm.region, seed: [], options: {} };
  return createStore(plan, store, shared);
}

function createStore(plan: Plan, store: StorePlan, shared: StoreWorld): ArmStore {
  const kind = storeKinds[store.kind];
  if (kind === undefined) throw new Error(`unknown store ${store.kind}`);
  const made = kind.create({
    world: shared.world,
    caches: shared.caches,
    home: store.home,
    seed: store.seed,
    options: store.options,
    replicas: store.replicas,
    queue: store.queue,
    epochMs: plan.epochMs,
    followedWrites: plan.sampledWrites,
  });
  const family = familyOf(kind);
  return {
    family,
    meter: shared.recorder.meterOf(family, store),
    plan: store,
    store: made,
    users: new UserMemory(),
    lightUs: made.books === undefined ? new Float64Array(0) : shared.lightUsFrom(store.home),
    taken: new Map<string, TakenWrite>(),
    commits: { answered: 0, unanswered: 0 },
  };
}
