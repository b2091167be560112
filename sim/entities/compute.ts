// Where code runs: isolates by site and server, their event loops, cold starts and evictions.
import type { FcfsServer, Kernel } from '../kernel/kernel.ts';
import type { BilledAs } from '../metrics/usage-meter.ts';
import type { HandlerProfile } from '../plan.ts';
import type { Platform } from '../platforms/platform.ts';
import { draw32, labelHash } from '../random.ts';
import type { BindingSpec, Bundle, Isolate, Realm } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import type { HandlerCall } from './handler-call.ts';

const LABEL_SERVER = labelHash('compute.server');
const KIB = 1024;

/** One isolate with its event loop: a first-come-first-served server of segments. */
export interface IsolateHost {
  readonly isolate: Isolate;
  readonly loop: FcfsServer;
  readonly readyUs: number;
  /** How long the start takes as a whole, whether or not a request waits for it. */
  readonly startTakesUs: number;
  lastUsedUs: number;
  /** The module has been evaluated; what it said when it could not be. */
  started: boolean;
  failure: string | null;
  served: number;
  /** Operations and wakes that may still let code of this isolate run. */
  pending: number;
  /** Calls that were sent here and have not ended. */
  assigned: number;
  /** Since when there has been at least one. */
  busySinceUs: number;
  /** Calls whose code runs and has not responded to the last byte. */
  readonly open: Set<HandlerCall>;
}

interface ComputeOptions {
  readonly kernel: Kernel;
  readonly realm: Realm;
  /** Path of the handler, as the plan names it. */
  readonly handler: string;
  readonly bundle: Bundle;
  readonly platform: Platform;
  readonly profile: HandlerProfile | null;
  readonly bindings: readonly BindingSpec[];
  /** Added to the keys of isolates, so that those of several handlers draw apart. */
  readonly firstKey: number;
  /** Under which name its runs are billed; null for those of others. */
  readonly billedAs: BilledAs | null;
}

/** The isolates of one handler in one arm. Site numbers: PoPs first, then the origin region, then hosts. */
export class Compute {
  readonly platform: Platform;
  readonly handler: string;
  readonly bundle: Bundle;
  readonly profile: HandlerProfile | null;
  readonly billedAs: BilledAs | null;
  readonly #options: ComputeOptions;
  readonly #hosts = new Map<number, IsolateHost>();
  #nextProcess = 0;
  /** Most isolates that were alive at one instant. */
  peak = 0;
  starts = 0;

  constructor(options: ComputeOptions) {
    this.#options = options;
    this.platform = options.platform;
    this.handler = options.handler;
    this.bundle = options.bundle;
    this.profile = options.profile;
    this.billedAs = options.billedAs;
  }

  /** The server of a site that runs a session's requests, and whether the request must be handed over inside the site. */
  serverFor(site: number, session: number): { server: number; hop: boolean } {
    const { servers, sharded, startUp } = this.platform;
    // An always-on origin hands requests to its processes in turn.
    if (startUp === null) return { server: this.#nextProcess++ % servers.value, hop: false };
    const own = draw32(0, session, LABEL_SERVER, site) % servers.value;
    if (!sharded) return { server: own, hop: false };
    const owner = draw32(0, 0, LABEL_SERVER, site) % servers.value;
    return { server: owner, hop: owner !== own };
  }

  /** The isolate at a site's server, started if there is none: `readyUs` tells until when a request waits. */
  hostAt(site: number, server: number, helloAheadUs: number): IsolateHost {
    const { kernel } = this.#options;
    const key = site * this.platform.servers.value + server;
    const nowUs = kernel.nowUs();
    const known = this.#hosts.get(key);
    if (known !== undefined && !this.#evicted(known, nowUs)) return known;
    if (known !== undefined) known.isolate.drop();
    const host = this.#start(key, nowUs, helloAheadUs);
    this.#hosts.set(key, host);
    this.peak = Math.max(this.peak, this.#hosts.size);
    return host;
  }

  /** CPU time of the profile to CPU time on this platform, in microseconds. */
  scaled(us: number): number {
    return Math.max(0, Math.round(us * this.platform.cpuScale.value));
  }

  #evicted(host: IsolateHost, nowUs: number): boolean {
    const { startUp } = this.platform;
    return (
      startUp !== null &&
      host.pending === 0 &&
      nowUs - host.lastUsedUs > startUp.idleEvictionMs.value * US_PER_MS
    );
  }

  #start(key: number, nowUs: number, helloAheadUs: number): IsolateHost {
    const { realm, bundle, kernel, bindings, firstKey } = this.#options;
    const { startUp, limits } = this.platform;
    const ahead = startUp?.startsDuringHandshake === true ? helloAheadUs : 0;
    const startTakesUs = this.#coldStartUs();
    const waitUs = Math.max(0, startTakesUs - ahead);
    if (startUp !== null) this.starts++;
    return {
      isolate: realm.createIsolate(bundle, {
        ownerKey: firstKey + key,
        bindings,
        limits: {
          subrequests: limits.subrequests?.value ?? null,
          connections: limits.connections?.value ?? null,
        },
      }),
      loop: kernel.createServer(1),
      readyUs: nowUs + waitUs,
      startTakesUs,
      lastUsedUs: nowUs + waitUs,
      started: false,
      failure: null,
      served: 0,
      pending: 0,
      assigned: 0,
      busySinceUs: 0,
      open: new Set(),
    };
  }

  /** Fixed part + compiling by size + evaluating the module as the profile measured it. */
  #coldStartUs(): number {
    const { startUp } = this.platform;
    if (startUp === null) return 0;
    const { bundle, profile } = this;
    const compileMs = startUp.perKibMs.value * (bundle.sizeBytes / KIB);
    const evaluateMs = (profile?.evaluateMs ?? 0) * this.platform.cpuScale.value;
    return Math.round((startUp.baseMs.value + compileMs + evaluateMs) * US_PER_MS);
  }
}
