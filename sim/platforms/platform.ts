// The shape of a platform: where it ends connections and runs code, how many requests share an instance, how one starts, what is forbidden and billed.
import type { NetworkId } from '../../topology/place.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { Sourced } from '../plan.ts';
import type { HandlerStyle } from '../runtime/handler-style.ts';

/** A figure with its source, usable in arithmetic. */
export interface Figure extends Sourced {
  readonly value: number;
}

/** A time drawn evenly between two figures. */
export interface Spread {
  readonly lowMs: Figure;
  readonly highMs: Figure;
}

/** How a fresh instance comes to life; null in a Platform means that it always runs. */
export interface StartUp {
  /** Fixed part: finding and fetching the code, creating the isolate or the environment. */
  readonly baseMs: Figure;
  /** Compiling, per KiB of the bundle. */
  readonly perKibMs: Figure;
  /** Finding a place to run on, where that takes time of its own. */
  readonly placement: Spread | null;
  /** The module was evaluated at the deploy and comes as a snapshot: neither that nor a first request's extra CPU is left to do. */
  readonly isSnapshot: boolean;
  /** True where the platform begins to start at the ClientHello, one round trip before the request. */
  readonly startsDuringHandshake: boolean;
  /** An instance that served nothing for so long is gone; where `idleHighMs` is given, a time between the two. */
  readonly idleEvictionMs: Figure;
  readonly idleHighMs: Figure | null;
  /** An instance of that age is replaced; null where no such time is known. */
  readonly recycleMs: Figure | null;
}

/** Instances that are made as requests need them; null in a Platform means one for each server, which takes all of its requests. */
export interface Instances {
  /** Requests that one takes at a time. */
  readonly requestsEach: Figure;
  /** False where each request gets an instance of its own, which ends with it. */
  readonly reused: boolean;
  /** Instances of a site that always run. */
  readonly kept: Figure | null;
  /** True where a request waits for the instance that it made necessary; false where running ones take it meanwhile. */
  readonly requestWaits: boolean;
}

/** What the platform sends a bill for. */
export interface Billing {
  readonly lines: readonly TariffLine[];
  /** Whether it runs on machines of one's own, which cost by the hour. */
  readonly ownServers: boolean;
  /** Whether bytes that leave the region are paid for as traffic to the internet. */
  readonly paysRegionEgress: boolean;
  /** Whether the start of an instance is billed like its runs. */
  readonly startIsBilled: boolean;
}

/** What users get in place of a response. */
interface FailureAnswer {
  readonly status: number;
  readonly body: string;
}

/** One row of the table: plain data, no behaviour of its own. */
export interface Platform {
  readonly name: string;
  readonly title: string;
  /** Which APIs code finds there. */
  readonly runtime: 'workerd' | 'vercel-edge' | 'fastly' | 'node' | 'cloudfront-js';
  /** What a module with `export default { fetch }` needs beside itself there; empty where it is called as it is. */
  readonly adapter: string;
  /** The network whose PoPs it uses; null for the scenario's. */
  readonly network: NetworkId | null;
  /** Where the user's TCP and TLS end. */
  readonly connectsAt: 'pop' | 'region';
  /** Whether PoPs answer from an HTTP cache before anything else. */
  readonly httpCache: boolean;
  /** Where code runs: in the PoP that got the request, in the nearest of a few hubs, or in the arm's region. */
  readonly runsAt: 'pop' | 'hub' | 'region';
  /** The hubs, for `runsAt: 'hub'`. */
  readonly hubs: NetworkId | null;
  /** 1 where code that runs in PoPs has been moved to the one nearest to the arm's region, with the share of requests that stay. */
  readonly smartPlacement: Figure | null;
  /** How it calls a module that exports a function named `handler`; by its URL when absent. */
  readonly eventStyle?: HandlerStyle;
  /** Servers of one site that run code; processes of an origin. */
  readonly servers: Figure;
  /** Whether requests go to the one server of the site that owns the script. */
  readonly sharded: boolean;
  /** Way from the server that ends the connection to the one that runs the code, when they differ. */
  readonly shardHopMs: Figure | null;
  readonly instances: Instances | null;
  readonly startUp: StartUp | null;
  /** CPU time here per CPU time of the profile. */
  readonly cpuScale: Figure;
  /** Work of a PoP that only relays or answers from its cache, per request. */
  readonly relayMs: Figure | null;
  readonly memory: {
    /** What an instance is given, and billed for where memory is. */
    readonly givenMib: Figure;
    /** What an instance takes beside the handler's own heap. */
    readonly overheadMib: Figure;
    /** What a server has for the isolates of all handlers together: beyond it the least recently used go. Null where no server is shared so. */
    readonly serverMib: Figure | null;
  };
  readonly limits: {
    readonly cpuMs: Figure | null;
    readonly memoryMib: Figure | null;
    readonly subrequests: Figure | null;
    /** Operations of one call in flight at once; further ones wait. */
    readonly connections: Figure | null;
    /** Time in which a script must be parsed and its global scope run. */
    readonly startUpMs: Figure | null;
    /** How long `waitUntil` may go on after the response; absent where nothing is promised after it. */
    readonly waitUntilMs?: Figure;
    /** Size of a script with all that it bundles. */
    readonly scriptMib: Figure | null;
    /** From the call until its last work has ended, waiting included. */
    readonly wallMs: Figure | null;
    /** From the call until its response begins. */
    readonly firstByteMs: Figure | null;
    readonly requestsPerDay: Figure | null;
  };
  /** Tiers of the HTTP cache that subrequests pass: 1 is the PoP's own, 2 adds the PoP nearest to the origin; null without PoPs. */
  readonly cacheTiers: Figure | null;
  readonly billing: Billing;
  /** When the code throws, when it reached a limit, and when it took too long. */
  readonly failures: {
    readonly exception: FailureAnswer;
    readonly limit: FailureAnswer;
    readonly timeout: FailureAnswer;
  };
}

/** All figures of a platform by what they are, for lists of constants and for tables. */
export function namedFigures(platform: Platform): Readonly<Record<string, Figure | null>> {
  const { startUp, instances, memory, limits } = platform;
  return {
    servers: platform.servers,
    smartPlacement: platform.smartPlacement,
    shardHopMs: platform.shardHopMs,
    requestsEach: instances?.requestsEach ?? null,
    kept: instances?.kept ?? null,
    baseMs: startUp?.baseMs ?? null,
    perKibMs: startUp?.perKibMs ?? null,
    placementLowMs: startUp?.placement?.lowMs ?? null,
    placementHighMs: startUp?.placement?.highMs ?? null,
    idleEvictionMs: startUp?.idleEvictionMs ?? null,
    idleHighMs: startUp?.idleHighMs ?? null,
    recycleMs: startUp?.recycleMs ?? null,
    cpuScale: platform.cpuScale,
    relayMs: platform.relayMs,
    ...memory,
    ...limits,
    cacheTiers: platform.cacheTiers,
  };
}

/** The same as a list. */
export function figuresOf(platform: Platform): readonly Sourced[] {
  return Object.values(namedFigures(platform)).filter((figure) => figure !== null);
}
