// Where code runs: isolates by site and server, or instances made as requests need them; their event loops, cold starts and evictions.
import type { Kernel } from '../kernel/kernel.ts';
import type { BilledAs } from '../metrics/usage-meter.ts';
import type { HandlerProfile } from '../plan.ts';
import type { Instances, Platform } from '../platforms/platform.ts';
import { draw32, labelHash, uniform } from '../random.ts';
import type { HandlerStyle } from '../runtime/handler-style.ts';
import type { BindingSpec, Bundle, Realm } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import type { HandlerCall } from './handler-call.ts';
import { type IsolateHost, OpenCalls } from './isolate-host.ts';
import { Pool } from './pool.ts';
import { isolateBytes, type ServerMemory } from './server-memory.ts';

const LABEL_SERVER = labelHash('compute.server');
const LABEL_START = labelHash('compute.placement');
const LABEL_IDLE = labelHash('compute.idle');
const KIB = 1024;
/** Instances are numbered below this, so that those of several handlers draw apart. */
const INSTANCE_KEYS = 1_000_000;

/** What a start takes: finding a place, then all the rest. */
interface ColdStart {
  readonly placeUs: number;
  readonly initUs: number;
}

/** It ran before anybody asked. */
const RUNNING: ColdStart = { placeUs: 0, initUs: 0 };

interface ComputeOptions {
  readonly seed: number;
  /** Begin and end of what is counted. */
  readonly windowUs: readonly [number, number];
  readonly kernel: Kernel;
  readonly realm: Realm;
  /** Path of the handler, as the plan names it. */
  readonly handler: string;
  readonly bundle: Bundle;
  readonly platform: Platform;
  readonly profile: HandlerProfile | null;
  readonly bindings: readonly BindingSpec[];
  /** How the scenario wants it called, in place of the platform's way. */
  readonly style?: HandlerStyle | undefined;
  /** Added to the keys of isolates, so that those of several handlers draw apart. */
  readonly firstKey: number;
  /** Under which name its runs are billed; null for those of others. */
  readonly billedAs: BilledAs | null;
  /** The servers that it shares with other handlers; null where there is no such sharing. */
  readonly memory: ServerMemory | null;
  /** The class of the module whose objects run here; empty for the handler itself. */
  readonly className?: string;
  /** The handler in whose isolate they run, where one process has them all; null where each has an isolate of its own. */
  readonly beside?: Compute | null;
}

/** The isolates of one handler in one arm. Site numbers: PoPs first, then the origin region, then hosts. */
export class Compute {
  readonly platform: Platform;
  readonly handler: string;
  readonly bundle: Bundle;
  readonly profile: HandlerProfile | null;
  readonly billedAs: BilledAs | null;
  readonly className: string;
  readonly #options: ComputeOptions;
  readonly #hosts = new Map<number, IsolateHost>();
  readonly #pool: Pool;
  #nextProcess = 0;
  #nextInstance = 0;
  #objects = 0;
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
    this.#pool = new Pool(options.windowUs);
    this.className = options.className ?? '';
  }

  /** The row of the profile that holds the CPU times of a call: the request's class, and for an object what part of it runs. */
  profileClassOf({ journey, input }: HandlerCall): string {
    const { name } = journey.class;
    if (this.className === '') return name;
    const part = input.kind === 'fetch' || input.kind === 'rpc' ? '' : `.${input.kind}`;
    return `${name} > ${this.className}${part}`;
  }

  /** An isolate for one Durable Object; the caller keeps it, and drops it. */
  startObject(ownerKey: number): IsolateHost {
    const beside = this.#options.beside?.latest() ?? null;
    const start = beside === null ? this.#coldStart(ownerKey) : RUNNING;
    const host = this.#start(ownerKey, start, 0, beside);
    this.peak = Math.max(this.peak, ++this.#objects);
    return host;
  }

  /** The isolate that ran last of those whose module has been evaluated. */
  latest(): IsolateHost | null {
    let latest: IsolateHost | null = null;
    for (const host of this.#hosts.values()) {
      const isWell = host.started && host.failure === null && !host.condemned;
      if (isWell && host.lastUsedUs >= (latest?.lastUsedUs ?? 0)) latest = host;
    }
    return latest;
  }

  dropObject(host: IsolateHost): void {
    this.#objects--;
    host.isolate.drop();
  }

  /** Where a site runs a session's request: an isolate or instance, started if there is none, and whether the request is handed over inside the site. */
  place(site: number, session: number, helloAheadUs: number): { host: IsolateHost; hop: boolean } {
    const { instances } = this.platform;
    if (instances !== null) return { host: this.#instanceAt(site, instances), hop: false };
    const { server, hop } = this.#serverFor(site, session);
    return { host: this.#hostAt(site, server, helloAheadUs), hop };
  }

  /** A call has ended: an instance that serves one request only ends with it. */
  released(host: IsolateHost, site: number): void {
    if (this.platform.instances?.reused === false)
      this.#pool.remove(site, host, this.#options.kernel.nowUs());
  }

  /** An isolate that has passed a limit is gone; the next request finds a new one. */
  condemn(host: IsolateHost, site: number): void {
    host.condemned = true;
    if (this.platform.instances !== null) this.#pool.remove(site, host, this.#options.kernel.nowUs());
  }

  /** Time that instances made for requests have existed, up to now. */
  instanceUs(): number {
    return this.#pool.instanceUs(this.#options.kernel.nowUs());
  }

  #serverFor(site: number, session: number): { server: number; hop: boolean } {
    const { servers, sharded, startUp } = this.platform;
    // An always-on origin hands requests to its processes in turn.
    if (startUp === null) return { server: this.#nextProcess++ % servers.value, hop: false };
    const own = draw32(0, session, LABEL_SERVER, site) % servers.value;
    if (!sharded) return { server: own, hop: false };
    const owner = draw32(0, 0, LABEL_SERVER, site) % servers.value;
    return { server: owner, hop: owner !== own };
  }

  #hostAt(site: number, server: number, helloAheadUs: number): IsolateHost {
    const { kernel } = this.#options;
    const key = site * this.platform.servers.value + server;
    const nowUs = kernel.nowUs();
    const known = this.#hosts.get(key);
    if (known !== undefined && !this.#evicted(known, nowUs)) return known;
    if (known !== undefined) known.isolate.drop();
    const host = this.#start(key, this.#coldStart(key), helloAheadUs);
    this.#hosts.set(key, host);
    const bytes = isolateBytes(this.platform, this.profile);
    this.#options.memory?.admit(key, { host, bytes, among: this.#hosts }, nowUs);
    this.peak = Math.max(this.peak, this.#hosts.size);
    return host;
  }

  /** The most recently used instance with room; else a new one, for which the request waits where the platform lets it wait. */
  #instanceAt(site: number, { requestsEach, reused, kept, requestWaits }: Instances): IsolateHost {
    const nowUs = this.#options.kernel.nowUs();
    this.#evictIdle(site, kept?.value ?? 0, nowUs);
    while (this.#pool.at(site).length < (kept?.value ?? 0)) this.#addInstance(site, RUNNING);
    const hosts = this.#pool.at(site);
    const ready = reused ? hosts.filter((host) => host.readyUs <= nowUs || host.assigned > 0) : [];
    const free = ready.findLast(
      (host) => host.assigned < requestsEach.value && (requestWaits || host.readyUs <= nowUs),
    );
    let host = free ?? this.#addInstanceUnlessStarting(site, hosts, { nowUs, requestWaits });
    if (!requestWaits && host.readyUs > nowUs)
      host =
        ready.filter((one) => one.readyUs <= nowUs).toSorted((a, b) => a.assigned - b.assigned)[0] ?? host;
    if (reused) this.#pool.use(site, host);
    return host;
  }

  /** Scaling out in the background starts one instance at a time. */
  #addInstanceUnlessStarting(
    site: number,
    hosts: readonly IsolateHost[],
    { nowUs, requestWaits }: { readonly nowUs: number; readonly requestWaits: boolean },
  ): IsolateHost {
    const starting = requestWaits ? undefined : hosts.find((host) => host.readyUs > nowUs);
    return starting ?? this.#addInstance(site, null);
  }

  #addInstance(site: number, start: ColdStart | null): IsolateHost {
    const key = this.#nextInstance++ % INSTANCE_KEYS;
    const host = this.#start(key, start ?? this.#coldStart(key), 0);
    this.#pool.add(site, host);
    this.peak = Math.max(this.peak, this.#pool.alive);
    return host;
  }

  #evictIdle(site: number, kept: number, nowUs: number): void {
    const hosts = this.#pool.at(site);
    for (const host of [...hosts]) {
      if (hosts.length <= kept) return;
      if (host.assigned === 0 && this.#evicted(host, nowUs))
        this.#pool.remove(site, host, Math.min(nowUs, host.lastUsedUs + host.idleUs));
    }
  }

  /** CPU time of the profile to CPU time on this platform, in microseconds. */
  scaled(us: number): number {
    return Math.max(0, Math.round(us * this.platform.cpuScale.value));
  }

  #evicted(host: IsolateHost, nowUs: number): boolean {
    const { startUp } = this.platform;
    if (startUp === null || host.condemned || host.pending > 0) return host.condemned;
    const oldUs = (startUp.recycleMs?.value ?? Number.POSITIVE_INFINITY) * US_PER_MS;
    return nowUs - host.lastUsedUs > host.idleUs || nowUs - host.bornUs > oldUs;
  }

  #start(
    key: number,
    { placeUs, initUs }: ColdStart,
    helloAheadUs: number,
    beside: IsolateHost | null = null,
  ): IsolateHost {
    const { realm, bundle, kernel, bindings, firstKey } = this.#options;
    const { startUp, limits } = this.platform;
    const nowUs = kernel.nowUs();
    const { eventStyle } = this.platform;
    const ahead = startUp?.startsDuringHandshake === true ? helloAheadUs : 0;
    const startTakesUs = placeUs + initUs;
    const waitUs = Math.max(0, startTakesUs - ahead);
    if (startTakesUs > 0) this.starts++;
    return {
      isolate: realm.createIsolate(bundle, {
        ownerKey: firstKey + key,
        bindings,
        style: this.#options.style ?? 'auto',
        ...(eventStyle !== undefined && { eventStyle }),
        isServer: startUp === null,
        ...(beside !== null && { beside: beside.isolate.id }),
        limits: {
          subrequests: limits.subrequests?.value ?? null,
          connections: limits.connections?.value ?? null,
        },
      }),
      loop: kernel.createServer(1),
      readyUs: nowUs + waitUs,
      startTakesUs,
      initUs,
      bornUs: nowUs,
      idleUs: this.#idleUs(key),
      lastUsedUs: nowUs + waitUs,
      started: false,
      failure: null,
      condemned: false,
      served: 0,
      pending: 0,
      assigned: 0,
      busySinceUs: 0,
      open: new OpenCalls(),
      roomBytes: Number.NaN,
    };
  }

  /** Fixed part + compiling by size + evaluating the module as the profile measured it + finding a place. */
  #coldStart(key: number): ColdStart {
    const { startUp } = this.platform;
    if (startUp === null) return RUNNING;
    const { bundle, profile } = this;
    const compileMs = startUp.perKibMs.value * (bundle.sizeBytes / KIB);
    const evaluateMs = startUp.isSnapshot ? 0 : (profile?.evaluateMs ?? 0) * this.platform.cpuScale.value;
    const { placement } = startUp;
    const placeMs =
      placement === null ? 0 : this.#between(placement.lowMs.value, placement.highMs.value, LABEL_START, key);
    return {
      placeUs: Math.round(placeMs * US_PER_MS),
      initUs: Math.round((startUp.baseMs.value + compileMs + evaluateMs) * US_PER_MS),
    };
  }

  #idleUs(key: number): number {
    const { startUp } = this.platform;
    if (startUp === null) return Number.POSITIVE_INFINITY;
    const low = startUp.idleEvictionMs.value;
    return this.#between(low, startUp.idleHighMs?.value ?? low, LABEL_IDLE, key) * US_PER_MS;
  }

  #between(low: number, high: number, label: number, key: number): number {
    const { seed, firstKey } = this.#options;
    return low === high ? low : low + (high - low) * uniform(seed, firstKey + key, label);
  }
}
