// Measures a handler once, in a thread of its own: start-up, CPU per request class and segment, heap. The profile then is an input of every run.
import { performance } from 'node:perf_hooks';
import type { Geography } from '../entities/geography.ts';
import type { RequestWriter } from '../entities/requests.ts';
import { SimError } from '../errors.ts';
import type { HandlerProfile, Plan } from '../plan.ts';
import { runTrial } from '../trial.ts';
import { US_PER_MS } from '../units.ts';
import type { Meter } from '../world.ts';
import { collectNow } from './host/collect.ts';
import type { Bundle, Realm } from './types.ts';

/** Requests of the trial that is measured. */
const PROFILED_REQUESTS = 6000;
/** Share of the first measurements of a segment that is left out while the code warms up. */
const WARMING_SHARE = 0.5;
/** Equally likely times kept per class and segment. */
const KEPT_TIMES = 41;
/** Every so many segments the heap is read too. */
const HEAP_EVERY = 16;
/** Module instances whose heap is read together: the heap of a single one would drown in the thread's own. */
const HEAP_INSTANCES = 64;
/** A module of nothing. */
const EMPTY = { digest: 'empty', code: '(async function () { return {}; })', wasm: [] };
const CALIBRATION_LOOPS = 20_000_000;

/** What a profile is measured from: one arm of a plan that has no profile yet. */
export interface ProfileOptions {
  readonly plan: Plan;
  readonly armIndex: number;
  readonly geography: Geography;
  readonly writer: RequestWriter;
  readonly bundles: Readonly<Record<string, Bundle>>;
  /** Path of the handler that is measured; the arm runs it, or calls it. */
  readonly handler: string;
  readonly realm: Realm;
  readonly pulse: (journeyId: number, nowUs: number) => void;
}

/** Runs a short trial of the arm with a stop-watch around every segment of code. Throws E_HANDLER when no request succeeds. */
export function measureProfile(options: ProfileOptions): HandlerProfile {
  const { plan, handler } = options;
  const bundle = options.bundles[handler];
  if (bundle === undefined) throw new Error(`no bundle for ${handler}`);
  const meter = new StopWatch(handler);
  const calibrationMs = calibrate();
  const windowMs = (PROFILED_REQUESTS / plan.workload.requestsPerSecond) * 1000;
  // Arrivals are drawn even where a trace is replayed: so every class of the mix is measured by its weight.
  const workload = { ...plan.workload, arrivals: { process: 'poisson', bursts: [], trace: null } };
  const short: Plan = { ...plan, workload, warmupMs: 0, windowMs, pairShare: 0, sampledWrites: 0 };
  const record = runTrial({ ...options, plan: short, seed: 0, kernel: 'packed', skipped: new Map(), meter });
  if ((record.outcomes['ok'] ?? 0) === 0) {
    const [first] = record.errors;
    throw new SimError(
      'E_HANDLER',
      `No request to ${bundle.file} succeeded${first === undefined ? '.' : `: ${first.outcome} at ${first.pop}, ${first.request}: ${first.message}`}`,
    );
  }
  return {
    bundleDigest: bundle.digest,
    measuredOn: `Node ${process.version}, ${process.arch}`,
    calibrationMs: rounded(calibrationMs),
    compileMs: rounded(Math.max(0, meter.firstStartMs() - meter.laterStartMs())),
    evaluateMs: rounded(meter.laterStartMs()),
    moduleHeapBytes: moduleHeapBytes(options, bundle),
    requestHeapBytes: meter.requestHeapBytes(),
    firstRequestExtraMs: rounded(meter.firstRequestExtraMs()),
    classes: meter.classes(),
  };
}

class StopWatch implements Meter {
  readonly handler: string;
  readonly #startsMs: number[] = [];
  readonly #requestHeaps: number[] = [];
  readonly #timesUs = new Map<string, number[][]>();
  #firstMs = Number.NaN;
  #segments = 0;

  constructor(handler: string) {
    this.handler = handler;
  }

  measure(what: Parameters<Meter['measure']>[0], run: () => void): void {
    const readHeap = this.#segments++ % HEAP_EVERY === 0;
    const before = readHeap ? process.memoryUsage().heapUsed : 0;
    const startMs = performance.now();
    run();
    const tookMs = performance.now() - startMs;
    if (readHeap) this.#requestHeaps.push(process.memoryUsage().heapUsed - before);
    if (Number.isNaN(this.#firstMs)) this.#firstMs = tookMs;
    const className = what.call.compute.profileClassOf(what.call);
    const segments = this.#timesUs.get(className) ?? [];
    this.#timesUs.set(className, segments);
    (segments[what.segment] ??= []).push(tookMs * US_PER_MS);
  }

  measureStart(run: () => void): void {
    const startMs = performance.now();
    run();
    this.#startsMs.push(performance.now() - startMs);
  }

  firstStartMs(): number {
    return this.#startsMs[0] ?? 0;
  }

  laterStartMs(): number {
    return median(this.#startsMs.slice(1)) || this.firstStartMs();
  }

  firstRequestExtraMs(): number {
    const warm = Math.min(...[...this.#timesUs.values()].map(([first]) => median(first ?? [])));
    return Number.isFinite(warm) ? Math.max(0, this.#firstMs - warm / US_PER_MS) : 0;
  }

  /** Readings that a collection fell into are negative and left out. */
  requestHeapBytes(): number {
    return Math.round(median(this.#requestHeaps.filter((bytes) => bytes > 0)));
  }

  classes(): HandlerProfile['classes'] {
    const rows = [...this.#timesUs].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(rows.map(([name, segments]) => [name, segments.map(keptTimes)]));
  }
}

/** Heap of one module instance; where instances have realms of their own, these belong to the runtime and are not counted. */
function moduleHeapBytes({ plan, realm }: ProfileOptions, bundle: Bundle): number {
  const ownRealms = plan.realm === 'isolate' ? heapBytesOf(realm, { ...bundle, ...EMPTY }) : 0;
  return Math.max(0, Math.round(heapBytesOf(realm, bundle) - ownRealms));
}

/** What many instances hold after a collection, divided by their number. */
function heapBytesOf(realm: Realm, bundle: Bundle): number {
  collectNow();
  const before = process.memoryUsage().heapUsed;
  const instances = Array.from({ length: HEAP_INSTANCES }, (_, ownerKey) =>
    realm.createIsolate(bundle, { ownerKey, bindings: [] }),
  );
  for (const instance of instances) instance.start();
  realm.settle();
  collectNow();
  const bytes = (process.memoryUsage().heapUsed - before) / instances.length;
  for (const instance of instances) instance.drop();
  return bytes;
}

/** Quantiles at equal steps of the measurements after warming up, as whole microseconds. */
function keptTimes(times: readonly number[]): number[] {
  const warm = times.slice(Math.floor(times.length * WARMING_SHARE)).toSorted((a, b) => a - b);
  const kept = Math.min(KEPT_TIMES, warm.length);
  return Array.from({ length: kept }, (_, i) =>
    Math.max(1, Math.round(warm[Math.floor(((i + 0.5) / kept) * warm.length)] ?? 0)),
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Milliseconds of a fixed loop of integer arithmetic: lets readers compare the machines that measured two profiles. */
function calibrate(): number {
  const startMs = performance.now();
  let h = 1;
  for (let i = 0; i < CALIBRATION_LOOPS; i++) h = Math.imul(h ^ i, 0x9e3779b1);
  const tookMs = performance.now() - startMs;
  return h === 0 ? Number.NaN : tookMs;
}
