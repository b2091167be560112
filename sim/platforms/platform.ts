// The shape of a platform: where it ends connections, where it runs code, how an isolate starts, and what it forbids.
import type { TariffLine } from '../bill/tariff.ts';
import type { Sourced } from '../plan.ts';

/** A figure with its source, usable in arithmetic. */
export interface Figure extends Sourced {
  readonly value: number;
}

/** How a fresh isolate comes to life; null in a Platform means that it always runs. */
export interface StartUp {
  /** Fixed part: finding and fetching the code, creating the isolate. */
  readonly baseMs: Figure;
  /** Compiling, per KiB of the bundle. */
  readonly perKibMs: Figure;
  /** True where the platform begins to start at the ClientHello, one round trip before the request. */
  readonly startsDuringHandshake: boolean;
  /** An isolate that served nothing for so long is gone. */
  readonly idleEvictionMs: Figure;
}

/** What the platform sends a bill for. */
export interface Billing {
  readonly lines: readonly TariffLine[];
  /** Whether it runs on machines of one's own, which cost by the hour. */
  readonly ownServers: boolean;
  /** Whether bytes that leave the region are paid for as traffic to the internet. */
  readonly paysRegionEgress: boolean;
}

/** One row of the table: plain data, no behaviour of its own. */
export interface Platform {
  readonly name: string;
  readonly title: string;
  /** Where the user's TCP and TLS end. */
  readonly connectsAt: 'pop' | 'region';
  /** Whether PoPs answer from an HTTP cache before anything else. */
  readonly httpCache: boolean;
  readonly runsAt: 'pop' | 'region';
  /** Servers of one site that run code; processes of an origin. */
  readonly servers: Figure;
  /** Whether requests go to the one server of the site that owns the script. */
  readonly sharded: boolean;
  /** Way from the server that ends the connection to the one that runs the code, when they differ. */
  readonly shardHopMs: Figure | null;
  readonly startUp: StartUp | null;
  /** CPU time here per CPU time of the profile. */
  readonly cpuScale: Figure;
  /** Work of a PoP that only relays or answers from its cache, per request. */
  readonly relayMs: Figure | null;
  readonly limits: {
    readonly cpuMs: Figure | null;
    readonly memoryMib: Figure | null;
    readonly subrequests: Figure | null;
    /** Operations of one call in flight at once; further ones wait. */
    readonly connections: Figure | null;
    /** Time in which a script must be parsed and its global scope run. */
    readonly startUpMs: Figure | null;
    /** Size of a script with all that it bundles. */
    readonly scriptMib: Figure | null;
  };
  /** Tiers of the HTTP cache that subrequests pass: 1 is the PoP's own, 2 adds the PoP nearest to the origin; null without PoPs. */
  readonly cacheTiers: Figure | null;
  readonly billing: Billing;
  /** What users get in place of a response: when the code throws, and when it reached a limit. */
  readonly failures: {
    readonly exception: { readonly status: number; readonly body: string };
    readonly limit: { readonly status: number; readonly body: string };
  };
}

/** All figures of a platform, for the list of constants that a report shows. */
export function figuresOf(platform: Platform): readonly Sourced[] {
  const { servers, shardHopMs, startUp, cpuScale, relayMs, limits, cacheTiers } = platform;
  const starts = startUp === null ? [] : [startUp.baseMs, startUp.perKibMs, startUp.idleEvictionMs];
  return [
    servers,
    shardHopMs,
    ...starts,
    cpuScale,
    relayMs,
    limits.cpuMs,
    limits.memoryMib,
    limits.subrequests,
    limits.connections,
    limits.startUpMs,
    limits.scriptMib,
    cacheTiers,
  ].filter((figure) => figure !== null);
}
