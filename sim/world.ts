// Everything one trial consists of, built whole from a Plan, an Arm and a seed; stores and policies see it through a WorldView only.
import { createNamespaces, type ObjectLife, type ObjectNamespace } from './entities/durable-object.ts';
import { ByNumber } from './by-number.ts';
import { followShares } from './entities/follow-shares.ts';
import { worldView } from './entities/world-view.ts';
import type { Geography } from './entities/geography.ts';
import type { Failure, HandlerCall } from './entities/handler-call.ts';
import { createHandlers, type Handlers } from './entities/handlers.ts';
import { SiteCaches } from './entities/http-cache.ts';
import type { Journey } from './entities/journey-state.ts';
import type { RequestWriter } from './entities/requests.ts';
import { type Session, Sessions } from './entities/sessions.ts';
import type { HistoryOperation } from './history/operation.ts';
import { createKernel } from './kernel/create.ts';
import type { Kernel, KernelName } from './kernel/kernel.ts';
import type { Arm, Plan } from './plan.ts';
import { platforms } from './platforms/index.ts';
import { withOptions } from './platforms/options.ts';
import type { Platform } from './platforms/platform.ts';
import { Recorder } from './record.ts';
import type { OpenConnection } from './network/connection.ts';
import type { CountedJourney } from './trial-record.ts';
import { routingPolicies } from './routing/index.ts';
import type { RoutingPolicy } from './routing/policy.ts';
import type { Answer, Bundle, OperationEmission, Realm } from './runtime/types.ts';
import { PhasePool } from './entities/phase-pool.ts';
import { Slots } from './slots.ts';
import { siteDistanceKm } from './entities/site-distance.ts';
import type { Wake } from './entities/wake.ts';
import type { ArrivingBody } from './operations/arriving-body.ts';
import type { Socket } from './entities/socket.ts';
import type { Way } from './entities/way.ts';
import { type ArmStore, createCacheApi, createStores } from './arm-stores.ts';
import type { StoreCall } from './stores/store.ts';
import { US_PER_MS } from './units.ts';

/** Somebody who watches single requests while a trial goes on. */
export type Watcher = (journey: CountedJourney) => void;

/** A store operation under way; without `caller` it is background work. */
export interface PendingCall {
  readonly call: StoreCall;
  readonly store: ArmStore;
  readonly caller: HandlerCall | null;
  /** Takes the answer, so long after it was given. */
  readonly deliver: (answer: Answer, afterUs: number, note: string) => void;
  readonly key: number;
  /** How many versions it has committed so far. */
  commits: number;
}

/** Measures code while it runs, for profiles only; a run has none. */
export interface Meter {
  /** Path of the only handler that is measured; null for all. */
  readonly handler: string | null;
  /** Runs a piece of handler code and remembers how long it took. */
  measure(what: { call: HandlerCall; segment: number; first: boolean }, run: () => void): void;
  measureStart(run: () => void): void;
}

/** Sees what code does while it does it; trials have none, `antipode call` shows it. */
export interface Witness {
  operation(call: HandlerCall, emission: OperationEmission, atUs: number): void;
  answered(opId: number, atUs: number): void;
  console(call: HandlerCall, level: string, text: string): void;
  failed(call: HandlerCall, failure: Failure): void;
}

/** One trial. */
export interface World {
  readonly plan: Plan;
  readonly arm: Arm;
  readonly seed: number;
  readonly platform: Platform;
  readonly geography: Geography;
  readonly kernel: Kernel;
  readonly realm: Realm;
  readonly meter: Meter | null;
  readonly witness: Witness | null;
  /** Takes down every operation on a store; null where nobody asked for a history. */
  readonly history: HistoryOperation[] | null;
  readonly recorder: Recorder;
  readonly policy: RoutingPolicy;
  readonly sessions: Sessions;
  /** Within an era a session's way stays as it is, unless the user moves. */
  readonly wayEra: { number: number; untilUs: number };
  /** By epoch, place and entry: the ways that were taken so far. */
  readonly ways: ByNumber<Way>;
  readonly writer: RequestWriter;
  readonly stores: ReadonlyMap<string, ArmStore>;
  /** By request class: the share of its writes that are followed. */
  readonly followShares: ReadonlyMap<string, number>;
  readonly cacheApi: ArmStore;
  readonly caches: SiteCaches;
  readonly handlers: Handlers;
  readonly objects: {
    /** By class. */
    readonly namespaces: ReadonlyMap<string, ObjectNamespace>;
    /** By the number of their isolate in the realm. */
    readonly byIsolate: Map<number, ObjectLife>;
    readonly broken: Slots<ObjectLife>;
  };
  /** By name in the realm: what handlers and clients say to each other over sockets. */
  readonly sockets: Map<string, Socket>;
  /** Sessions that have requests left. */
  readonly activeSessions: Slots<Session>;
  readonly journeys: Slots<Journey>;
  /** Lends the phases of journeys under way. */
  readonly phases: PhasePool;
  /** Calls on their way to an isolate. */
  readonly handlerCalls: Slots<HandlerCall>;
  /** Calls whose code has begun, by their number in the realm. */
  readonly callById: ByNumber<HandlerCall>;
  /** Bodies that other handlers are still making, by the operation that asked for them. */
  readonly bodies: Map<number, ArrivingBody>;
  /** By isolate: a call that ran in it, where it has offered something to other isolates. */
  readonly rpcHomes: Map<number, HandlerCall>;
  /** What is due at a later instant. */
  readonly errands: Slots<() => void>;
  /** By site and host: the last connection of the site to it. */
  readonly connections: Map<string, OpenConnection>;
  readonly wakes: Slots<Wake>;
  readonly calls: Slots<PendingCall>;
  /** Operations that the code no longer waits for. */
  readonly cancelled: Set<number>;
  /** Journeys whose code must not be called, with the outcome they get: a stalled trial is run again with these. */
  readonly skipped: ReadonlyMap<number, string>;
  readonly endUs: number;
  /** Tells the watchdog which journey's code is about to run. */
  readonly pulse: (journeyId: number) => void;
  /** Told of each request when it is counted; null where nobody watches. It changes nothing. */
  readonly watcher: Watcher | null;
  /** Numbers background work and calls between handlers. */
  readonly counters: { background: number; furtherCalls: number; sockets: number };
}

/** What a world is built from. */
export interface WorldOptions {
  /** Writes requests of this plan; shared by the trials of a thread, since it remembers what it wrote. */
  readonly writer: RequestWriter;
  readonly plan: Plan;
  readonly arm: Arm;
  readonly seed: number;
  readonly geography: Geography;
  readonly kernel: KernelName;
  readonly realm: Realm;
  /** By handler path. */
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly skipped: ReadonlyMap<number, string>;
  readonly meter: Meter | null;
  readonly witness: Witness | null;
  readonly history: HistoryOperation[] | null;
  readonly pulse: (journeyId: number) => void;
  readonly watcher?: Watcher | null;
  /** Whether Durable Objects run in the isolate of their handler, as in one workerd on one's own machine. */
  readonly oneProcess?: boolean;
}

/** Builds a trial's world. */
export function createWorld(options: WorldOptions): World {
  const { plan, arm, seed, realm, bundles, oneProcess = false } = options;
  const geography = options.geography.forArm(arm);
  const row = platforms[arm.platform];
  const routing = routingPolicies[plan.network.routing];
  if (row === undefined || routing === undefined)
    throw new Error(`unknown platform or routing in arm ${arm.name}`);
  const kernel = createKernel(options.kernel);
  const view = worldView(geography, arm, kernel, seed);
  const caches = new SiteCaches();
  const recorder = createRecorder(plan, arm, seed, geography);
  const lightUsFrom = (region: string): Float64Array => geography.lightUs(region, arm.region);
  const shared = { world: view, caches, recorder, lightUsFrom };
  const stores = createStores(plan, arm, shared);
  const handlers = createHandlers({ plan, arm, seed, bundles, kernel, realm, oneProcess });
  return {
    plan,
    arm,
    seed,
    platform: withOptions(row, arm.options),
    geography,
    kernel,
    realm,
    meter: options.meter,
    witness: options.witness,
    history: options.history,
    recorder,
    policy: routing.create({
      pinnedPop: geography.popNamed(
        plan.network.pinnedTo,
        options.geography.pops.find((pop) => pop.code === plan.network.pinnedTo),
      ),
    }),
    sessions: new Sessions(plan, geography, seed),
    wayEra: { number: 0, untilUs: 0 },
    ways: new ByNumber(),
    writer: options.writer,
    stores,
    followShares: followShares(plan),
    cacheApi: createCacheApi(plan, arm, shared),
    caches,
    handlers,
    objects: {
      namespaces: createNamespaces(stores, handlers.objects),
      byIsolate: new Map(),
      broken: new Slots(),
    },
    sockets: new Map(),
    activeSessions: new Slots(),
    journeys: new Slots(),
    phases: new PhasePool(),
    handlerCalls: new Slots(),
    callById: new ByNumber(),
    bodies: new Map(),
    rpcHomes: new Map(),
    errands: new Slots(),
    connections: new Map(),
    wakes: new Slots(),
    calls: new Slots(),
    cancelled: new Set(),
    skipped: options.skipped,
    pulse: options.pulse,
    watcher: options.watcher ?? null,
    endUs: (plan.warmupMs + plan.windowMs) * US_PER_MS,
    counters: { background: 0, furtherCalls: 0, sockets: 0 },
  };
}

function createRecorder(plan: Plan, arm: Arm, seed: number, geography: Geography): Recorder {
  return new Recorder({
    arm: arm.name,
    seed,
    windowStartUs: plan.warmupMs * US_PER_MS,
    windowUs: plan.windowMs * US_PER_MS,
    pairShare: plan.pairShare,
    popCount: geography.pops.length,
    placeCount: geography.places.length,
    slicesOfPlace: (place) => geography.slices[place] ?? [],
    distanceKm: (from, to) => siteDistanceKm(geography, arm, { from, to }),
  });
}
