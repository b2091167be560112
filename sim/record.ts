// The only place that counts: finished journeys and store observations fold into one trial's record.
import type { HistogramJson } from './metrics/histogram.ts';
import { Histogram } from './metrics/histogram.ts';
import { Samples } from './metrics/samples.ts';
import { type StoreNames, storeNames } from './metrics/store-names.ts';
import { TtfbBands } from './metrics/ttfb-bands.ts';
import { UsageMeter } from './metrics/usage-meter.ts';
import type { FollowedWrite, Observation } from './stores/store.ts';
import type { ErrorReport, FinishedJourney, TrialRecord } from './trial-record.ts';
import { US_PER_MS } from './units.ts';

/** Steps of the time series over the window. */
const SERIES_STEPS = 60;

/** What a recorder needs to know of its trial. */
export interface RecorderOptions {
  readonly arm: string;
  readonly seed: number;
  readonly windowStartUs: number;
  readonly windowUs: number;
  readonly pairShare: number;
  readonly popCount: number;
  /** By place: the slices that its requests fall into besides `all`. */
  readonly slicesOfPlace: (place: number) => readonly string[];
  readonly placeCount: number;
}

const SERIES = [
  'requests',
  'ttfbSumUs',
  'originRequests',
  'originEgressBytes',
  'coldStarts',
  'cacheHits',
  'handlerRuns',
] as const;

/** Folds journeys and observations; `finish` gives the record. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #histograms = new Map<string, Map<string, Histogram>>();
  readonly #counters = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  readonly #series = new Map<string, Float64Array>(
    SERIES.map((name) => [name, new Float64Array(SERIES_STEPS)]),
  );
  /** What bills are made from. */
  readonly usage = new UsageMeter();
  readonly #bands = new TtfbBands();
  readonly #samples: Samples;
  readonly #storeNames = new Map<string, StoreNames>();
  /** By place: the histograms of ttfb, total and rtt that its requests go to, three for each slice. */
  readonly #ofPlace: (readonly Histogram[] | undefined)[] = [];
  readonly #popRequests: Float64Array;
  readonly #popColdStarts: Float64Array;
  readonly #popBytes: Float64Array;
  readonly #popTtfb = new Map<number, Histogram>();
  readonly #popPlaces: Set<number>[];
  readonly #requestsByPlace: Float64Array;
  readonly #errors = new Map<string, ErrorReport>();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#samples = new Samples(options.seed, options.pairShare);
    this.#popRequests = new Float64Array(options.popCount);
    this.#popColdStarts = new Float64Array(options.popCount);
    this.#popBytes = new Float64Array(options.popCount);
    this.#popPlaces = Array.from({ length: options.popCount }, () => new Set<number>());
    this.#requestsByPlace = new Float64Array(options.placeCount);
  }

  /** Whether an instant lies in the window that is counted. */
  inWindow(atUs: number): boolean {
    const { windowStartUs, windowUs } = this.#options;
    return atUs >= windowStartUs && atUs < windowStartUs + windowUs;
  }

  /** Counts a request that began in the window; others leave no trace. */
  journey(finished: FinishedJourney): void {
    if (!this.inWindow(finished.startUs)) return;
    this.#add('requests', 1);
    bump(this.#outcomes, finished.outcome, 1);
    this.#distributions(finished);
    this.#figures(finished);
    this.#bands.add(finished);
    this.#placesAndPops(finished);
    this.#samples.add(finished);
  }

  /** Counts a request for which no cable or site was left. */
  unreachable(startUs: number, place: number): void {
    if (!this.inWindow(startUs)) return;
    this.#add('requests', 1);
    bump(this.#outcomes, 'unreachable', 1);
    this.#requestsByPlace[place] = (this.#requestsByPlace[place] ?? 0) + 1;
    this.#step('requests', startUs, 1);
  }

  /** Counts one read or write of a store; `ownVersion` is the last version that this user is known to have written, 0 for none. */
  store(
    kind: string,
    observation: Observation,
    details: { issuedUs: number; answeredUs: number; missedOwn: boolean; elsewhere: boolean },
  ): void {
    if (!this.inWindow(details.issuedUs)) return;
    const tookUs = details.answeredUs - details.issuedUs;
    const names = this.#namesOf(kind);
    if (observation.kind === 'rejectedWrite') this.#add(names.rejectedWrites, 1);
    if (observation.kind === 'write') this.#histogram(names.write, 'all').record(tookUs);
    if (observation.kind !== 'read') {
      this.#add(names.writes, 1);
      return;
    }
    this.#add(names.reads, 1);
    this.#add(names.tier(observation.tier), 1);
    this.#histogram(names.read, 'all').record(tookUs);
    if (observation.stalenessUs > 0) {
      this.#add(names.staleReads, 1);
      this.#histogram(names.staleness, 'all').record(observation.stalenessUs);
    }
    if (details.missedOwn) this.#add(names.ownWriteMissed, 1);
    if (details.missedOwn && details.elsewhere) this.#add(names.ownWriteMissedElsewhere, 1);
  }

  #namesOf(kind: string): StoreNames {
    let names = this.#storeNames.get(kind);
    if (names === undefined) this.#storeNames.set(kind, (names = storeNames(kind)));
    return names;
  }

  /** Counts what background work of a store cost its home. */
  background(atUs: number, originRequests: number, egressBytes: number): void {
    if (!this.inWindow(atUs)) return;
    this.#origin(atUs, originRequests, egressBytes);
  }

  /** Remembers a failure of a request that began in the window by its kind; the first one gives the example. */
  error(startUs: number, report: Omit<ErrorReport, 'times'>): void {
    if (!this.inWindow(startUs)) return;
    const key = `${report.outcome} ${report.message}`;
    const known = this.#errors.get(key);
    if (known === undefined) this.#errors.set(key, { ...report, times: 1 });
    else known.times++;
  }

  count(name: string, by: number): void {
    this.#add(name, by);
  }

  finish(followed: TrialRecord['followed']): TrialRecord {
    for (const [name, value] of this.usage.counters()) this.#add(name, value);
    for (const { write } of followed) if (this.inWindow(write.issuedUs)) this.#lags(write);
    return {
      arm: this.#options.arm,
      seed: this.#options.seed,
      histograms: jsonOf(this.#histograms),
      counters: Object.fromEntries(sorted(this.#counters)),
      outcomes: Object.fromEntries(sorted(this.#outcomes)),
      series: Object.fromEntries([...this.#series].map(([name, column]) => [name, [...column]])),
      bandCounts: [...this.#bands.counts],
      bandSumsUs: this.#bands.sumsUs(),
      pops: [...this.#popRequests].map((requests, pop) => ({
        requests,
        coldStarts: this.#popColdStarts[pop] ?? 0,
        egressBytes: this.#popBytes[pop] ?? 0,
        users: this.#popPlaces[pop]?.size ?? 0,
        ttfb: this.#popTtfb.get(pop)?.toJson() ?? null,
      })),
      requestsByPlace: [...this.#requestsByPlace],
      ...this.#samples.finish(),
      followed: followed.filter(({ write }) => this.inWindow(write.issuedUs)),
      errors: [...this.#errors.values()],
    };
  }

  #distributions(finished: FinishedJourney): void {
    const { ttfbUs, totalUs, rttUs, place } = finished;
    const histograms = (this.#ofPlace[place] ??= this.#histogramsOf(place));
    for (let i = 0; i < histograms.length; i += 3) {
      histograms[i]?.record(ttfbUs);
      histograms[i + 1]?.record(totalUs);
      histograms[i + 2]?.record(rttUs);
    }
    this.#histogram('ttfb', finished.newConnection ? 'connection:new' : 'connection:reused').record(ttfbUs);
    if (finished.ranHandler) {
      this.#histogram('queue', 'all').record(finished.queueUs);
      this.#histogram('cpu', 'all').record(finished.cpuUs);
      if (finished.cold) this.#histogram('coldStart', 'all').record(finished.coldUs);
      if (finished.isolateStartUs > 0) this.#histogram('isolateStart', 'all').record(finished.isolateStartUs);
    }
  }

  #histogramsOf(place: number): readonly Histogram[] {
    const slices = ['all', ...this.#options.slicesOfPlace(place)];
    return slices.flatMap((slice) =>
      ['ttfb', 'total', 'rtt'].map((metric) => this.#histogram(metric, slice)),
    );
  }

  #figures(finished: FinishedJourney): void {
    const { startUs, ttfbUs, cache } = finished;
    if (ttfbUs <= 50 * US_PER_MS) this.#add('ttfb.under50ms', 1);
    if (finished.outcome === 'ok') this.#add('ok', 1);
    if (finished.ranHandler) this.#add('handlerRuns', 1);
    if (finished.cold) this.#add('cold', 1);
    if (cache === 'hit' || cache === 'miss') {
      this.#add('cache.cacheable', 1);
      this.#add('cache.cacheableBytes', finished.responseBytes);
    }
    if (cache === 'hit') {
      this.#add('cache.hits', 1);
      this.#add('cache.hitBytes', finished.responseBytes);
    }
    if (finished.originRequests === 0) this.#add('offloaded', 1);
    this.#origin(startUs, finished.originRequests, finished.originEgressBytes);
    this.#step('requests', startUs, 1);
    this.#step('ttfbSumUs', startUs, ttfbUs);
    this.#step('coldStarts', startUs, finished.cold ? 1 : 0);
    this.#step('cacheHits', startUs, cache === 'hit' ? 1 : 0);
    this.#step('handlerRuns', startUs, finished.ranHandler ? 1 : 0);
  }

  #origin(atUs: number, requests: number, bytes: number): void {
    this.#add('origin.requests', requests);
    this.#add('origin.egressBytes', bytes);
    this.#step('originRequests', atUs, requests);
    this.#step('originEgressBytes', atUs, bytes);
  }

  #placesAndPops(finished: FinishedJourney): void {
    const { pop, place } = finished;
    this.#requestsByPlace[place] = (this.#requestsByPlace[place] ?? 0) + 1;
    if (pop < 0) {
      this.usage.regionRequest();
      return;
    }
    this.#popBytes[pop] = (this.#popBytes[pop] ?? 0) + finished.responseBytes;
    this.#popRequests[pop] = (this.#popRequests[pop] ?? 0) + 1;
    if (finished.cold) this.#popColdStarts[pop] = (this.#popColdStarts[pop] ?? 0) + 1;
    this.#popPlaces[pop]?.add(place);
    let ttfb = this.#popTtfb.get(pop);
    if (ttfb === undefined) this.#popTtfb.set(pop, (ttfb = new Histogram()));
    ttfb.record(finished.ttfbUs);
  }

  #lags(write: FollowedWrite): void {
    this.#histogram('kv.commitLag', 'all').record(write.committedUs - write.issuedUs);
    write.visibleUs.forEach((visibleUs, pop) => {
      if (pop === write.site || !Number.isFinite(visibleUs)) return;
      const lagUs = visibleUs - write.issuedUs;
      this.#histogram('kv.consistencyLag', 'all').record(lagUs);
      this.#histogram(
        write.cached[pop] === 1 ? 'kv.consistencyLagCached' : 'kv.consistencyLagUncached',
        'all',
      ).record(lagUs);
      this.#histogram('kv.replicationLag', 'all').record(visibleUs - write.committedUs);
    });
  }

  #histogram(metric: string, slice: string): Histogram {
    let slices = this.#histograms.get(metric);
    if (slices === undefined) this.#histograms.set(metric, (slices = new Map()));
    let histogram = slices.get(slice);
    if (histogram === undefined) slices.set(slice, (histogram = new Histogram()));
    return histogram;
  }

  #add(name: string, by: number): void {
    bump(this.#counters, name, by);
  }

  #step(column: (typeof SERIES)[number], atUs: number, by: number): void {
    const { windowStartUs, windowUs } = this.#options;
    const step = Math.floor(((atUs - windowStartUs) / windowUs) * SERIES_STEPS);
    const values = this.#series.get(column);
    if (values !== undefined) values[step] = (values[step] ?? 0) + by;
  }
}

function bump(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function sorted<T>(entries: Map<string, T>): [string, T][] {
  return [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function jsonOf(
  histograms: Map<string, Map<string, Histogram>>,
): Record<string, Record<string, HistogramJson>> {
  return Object.fromEntries(
    sorted(histograms).map(([metric, slices]) => [
      metric,
      Object.fromEntries(sorted(slices).map(([slice, h]) => [slice, h.toJson()])),
    ]),
  );
}
