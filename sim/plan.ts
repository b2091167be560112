// The resolved input of a run: every value explicit, plain JSON, frozen and hashable. A Plan and a seed make a Trial.
import { createHash } from 'node:crypto';
import type { HandlerStyle } from './runtime/handler-style.ts';

/** A figure that models the world, with where it comes from. */
export interface Sourced {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string;
  readonly source: string;
  readonly retrieved: string;
  readonly confidence: 'measured' | 'documented' | 'assumed';
}

/** One kind of request in the mix; `{user}` (number), `{session}`, `{n}` (of the session) and `{jwt}` in its texts are filled in per request. */
export interface RequestClass {
  readonly name: string;
  /** Share of requests, normalised over the mix. */
  readonly weight: number;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
}

/** Who sends requests, from where, and how. */
export interface Workload {
  /** Mean requests per second over all users, over the whole world. */
  readonly requestsPerSecond: number;
  readonly users: {
    /**
     * `world`, or the countries (ISO 3166 alpha-2) and cities ("Lyon,FR") the users live in; weights by those names,
     * or none where internet users weigh.
     */
    readonly from:
      | 'world'
      | {
          readonly countries?: readonly string[];
          readonly cities?: readonly string[];
          readonly weights?: Readonly<Record<string, number>>;
        };
    /** How many distinct users there are; each lives in one place. */
    readonly count: number;
    /** Shares of access networks, by the names of the access table; normalised. */
    readonly access: Readonly<Record<string, number>>;
    /** By country code: shares that hold there instead. */
    readonly accessByCountry: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  readonly arrivals: {
    /** A row of the arrival processes' table: `poisson`, `diurnal`, `replay`. */
    readonly process: string;
    /** While one lasts, visits begin `factor` times as often; simulated time. */
    readonly bursts: readonly { readonly fromMs: number; readonly toMs: number; readonly factor: number }[];
    /** File of the requests that are replayed, relative to the scenario file; its digest stands in `data`. */
    readonly trace: string | null;
  };
  readonly session: {
    /** Mean requests per session (geometric, at least one). */
    readonly requestsMean: number;
    /** Mean pause between two requests of a session (exponential). */
    readonly thinkTimeMs: number;
    /** Share of sessions that move to another PoP half-way. */
    readonly roamingShare: number;
  };
  readonly classes: readonly RequestClass[];
  /** HS256 secret and lifetime for `{jwt}`; null when no request needs one. */
  readonly jwt: { readonly secret: string; readonly issuer: string } | null;
}

/** How users reach servers. */
export interface NetworkPlan {
  /** PoP network of the catalog. */
  readonly popNetwork: string;
  readonly mainlandChina: boolean;
  /** A row of the routing policies' table: `anycast`, `nearest`, `lowest-rtt`, `dns-resolver`, `pinned`. */
  readonly routing: string;
  /** Code of the PoP that all users enter by when routing is `pinned`; null otherwise. */
  readonly pinnedTo: string | null;
  readonly transport: 'tcp-tls1.3' | 'tcp-tls1.2' | 'quic';
  /** How long an idle connection of a user, or of a PoP to the origin, is kept. */
  readonly keepAliveMs: number;
  /** Access bandwidth used for bodies after slow start. */
  readonly bandwidthMbps: number;
  /** File of measured round trips, relative to the scenario file; its digest stands in `data`. */
  readonly measured: string | null;
  /** Named faults: cut cables and closed sites, from when to when in simulated time. */
  readonly faults: readonly {
    readonly kind: 'cut' | 'close';
    readonly target: string;
    readonly fromMs: number;
    readonly toMs: number;
  }[];
}

/** Entries that a store holds before the first request; `{n}` in key and value counts from 0 to count - 1. */
export interface SeedEntries {
  /** Empty for a SQL database, where the value is statements. */
  readonly key: string;
  readonly count: number;
  readonly value: string;
  /** Present where the value is bytes, in base64. */
  readonly isBase64?: true;
  /** Metadata of the entries as JSON; none when absent. */
  readonly metaJson?: string;
  /** When the entries end by themselves; never when absent. */
  readonly expiresUs?: number;
}

/** What is said of a queue by name. */
export interface QueuePlan {
  /** As its consumer sees it. */
  readonly name: string;
  /** Binding of the queue for messages that nobody took; null when they are lost. */
  readonly deadLetter: string | null;
}

/** A store as one arm sees it. */
export interface StorePlan {
  /** Name in `env`. */
  readonly binding: string;
  /** A row of the stores' table: `workers-kv`, `d1`, `r2`, …. */
  readonly kind: string;
  /** Region id of the store's home. */
  readonly home: string;
  readonly seed: readonly SeedEntries[];
  readonly options: Readonly<Record<string, number>>;
  /** Region ids of further copies, for stores that have such. */
  readonly replicas?: readonly string[];
  /** For queues only. */
  readonly queue?: QueuePlan;
  /** For Durable Objects: the class that the handler exports, and where its objects may live when the code does not say. */
  readonly object?: {
    readonly className: string;
    readonly hint: string | null;
    readonly jurisdiction: string | null;
  };
}

/** One answer of a host: for requests of a method (null for all) to a path, which may end with `*`. */
export interface RoutePlan {
  readonly method: string | null;
  readonly path: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** The body; null for one of `sizeBytes` whose content does not matter. */
  readonly body: string | null;
  readonly sizeBytes: number;
  readonly latencyMs: number;
}

/** A host that handlers may fetch from, and the region where it stands; it answers by a handler, or by the first route that fits. */
export type HostPlan = { readonly region: string } & (
  | {
      readonly kind: 'handler';
      readonly handler: string;
      readonly vars: Readonly<Record<string, string>>;
      /** A row of the platforms' table, billed with the arm; null for a server of others. */
      readonly platform: string | null;
    }
  | { readonly kind: 'routes'; readonly routes: readonly RoutePlan[] }
);

/** Another handler of the scenario, bound under a name in `env`. */
export interface ServicePlan {
  readonly handler: string;
  readonly vars: Readonly<Record<string, string>>;
  /** Which export answers; the default one when absent. */
  readonly entrypoint?: string;
  /** What that export finds as `ctx.props`. */
  readonly props?: Readonly<Record<string, unknown>>;
}

/** One thing that is compared: the same requests, another way to serve them. */
export interface Arm {
  readonly name: string;
  /** A row of the platforms' table. */
  readonly platform: string;
  /** Network of the PoPs that its users enter by: the platform's own, or that of the scenario. */
  readonly popNetwork: string;
  /** Network of the hubs where its code runs; null when it runs elsewhere. */
  readonly hubNetwork: string | null;
  /** Region of the origin behind (or of) this arm. */
  readonly region: string;
  /** Path of the handler module, relative to the scenario file. */
  readonly handler: string;
  /** How the handler is called, in place of the platform's own way. */
  readonly style?: HandlerStyle;
  readonly stores: readonly StorePlan[];
  readonly vars: Readonly<Record<string, string>>;
  /** Platform values that the scenario overrides. */
  readonly options: Readonly<Record<string, number>>;
}

/** CPU, start-up and memory of a handler bundle, measured once and committed: an input, never a reading of the clock. */
export interface HandlerProfile {
  readonly bundleDigest: string;
  readonly measuredOn: string;
  /** Milliseconds of a fixed calibration loop on the machine that measured; lets readers compare machines. */
  readonly calibrationMs: number;
  readonly compileMs: number;
  readonly evaluateMs: number;
  readonly moduleHeapBytes: number;
  readonly requestHeapBytes: number;
  /** Extra CPU of an isolate's first request. */
  readonly firstRequestExtraMs: number;
  /** Per request class and per segment (the code between two awaits): equally likely CPU times in microseconds. */
  readonly classes: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** A purge of the HTTP caches; whatever fits one of the lists goes. */
export interface PurgePlan {
  readonly atMs: number;
  readonly target: {
    readonly everything: boolean;
    readonly urls: readonly string[];
    readonly tags: readonly string[];
    readonly prefixes: readonly string[];
    readonly hosts: readonly string[];
  };
}

/** Everything that determines a run's result, the seed apart. */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** Simulated time zero as milliseconds since 1970: what `Date.now()` shows to handlers. */
  readonly epochMs: number;
  readonly windowMs: number;
  /** Simulated before the window, counted in nothing; 0 means just after a deploy. */
  readonly warmupMs: number;
  readonly workload: Workload;
  readonly network: NetworkPlan;
  /** Handler of the origin behind the PoPs of every arm: it answers fetches to the site's own host; null when there is none. */
  readonly origin: { readonly handler: string | null };
  /** By host; `*` stands for every host that is not named. */
  readonly hosts: Readonly<Record<string, HostPlan>>;
  /** By binding. */
  readonly services: Readonly<Record<string, ServicePlan>>;
  /** Purges of the caches of every arm, at simulated times; absent for none. */
  readonly purges?: readonly PurgePlan[];
  readonly arms: readonly Arm[];
  /** The arm that others are compared with. */
  readonly baseline: string;
  readonly thresholds: readonly string[];
  /** Share of journeys whose outcomes are kept for exact pairs, 0..1. */
  readonly pairShare: number;
  /** How many writes per trial are followed to every PoP. */
  readonly sampledWrites: number;
  /** Present where each isolate has a realm of its own, whose classes and prototypes its code may change; otherwise they share one. */
  readonly realm?: 'isolate';
  readonly limits: { readonly maxEvents: number; readonly maxOperationsPerRequest: number };
  /** By bundle digest. */
  readonly profiles: Readonly<Record<string, HandlerProfile>>;
  /** By handler path: the digest of its bundle. */
  readonly bundles: Readonly<Record<string, string>>;
  /** Names and digests of the data files that geography rests on. */
  readonly data: Readonly<Record<string, string>>;
}

/** JSON with sorted keys: the same plan gives the same text, whatever the order in which it was written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** SHA-256 of a value's canonical JSON, in hex. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The plan's identity. */
export function planDigest(plan: Plan): string {
  return digestOf(plan);
}

/** Freezes a value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
