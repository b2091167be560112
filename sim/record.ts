// The only place that counts: finished journeys and store observations fold into one trial's record.
import { ByPop } from './metrics/by-pop.ts';
import { BySlice } from './metrics/by-slice.ts';
import { Histogram } from './metrics/histogram.ts';
import { histogramsJson } from './metrics/json.ts';
import { Samples } from './metrics/samples.ts';
import { type OperationDetails, type StoreFamily, StoreMeter } from './metrics/store-meter.ts';
import { add, Tallies, type Tally } from './metrics/tallies.ts';
import { addAt, TimeSeries } from './metrics/time-series.ts';
import { TtfbBands } from './metrics/ttfb-bands.ts';
import { UsageMeter } from './metrics/usage-meter.ts';
import type { Observation } from './stores/store.ts';
import type { CountedJourney, ErrorReport, TrialRecord } from './trial-record.ts';
import { US_PER_MS } from './units.ts';

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
  /** How far apart two sites are. */
  readonly distanceKm: (from: number, to: number) => number;
}

/** Counters that every request may add to: looking them up by name took a tenth of a request of hello. */
function perRequestTallies(counters: Tallies) {
  return {
    requests: counters.of('requests'),
    under50ms: counters.of('ttfb.under50ms'),
    ok: counters.of('ok'),
    handlerRuns: counters.of('handlerRuns'),
    cold: counters.of('cold'),
    offloaded: counters.of('offloaded'),
    originRequests: counters.of('origin.requests'),
    originEgressBytes: counters.of('origin.egressBytes'),
  };
}

/** Histograms that every request records in, kept once they exist. */
interface HotHistograms {
  newConnection?: Histogram;
  reusedConnection?: Histogram;
  queue?: Histogram;
  cpu?: Histogram;
}

/** Folds journeys and observations; `finish` gives the record. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #histograms = new Map<string, Map<string, Histogram>>();
  readonly #counters = new Tallies();
  readonly #outcomes = new Tallies();
  readonly #okOutcome = this.#outcomes.of('ok');
  readonly #perRequest = perRequestTallies(this.#counters);
  readonly #series: TimeSeries;
  /** What bills are made from. */
  readonly usage = new UsageMeter();
  readonly #bands = new TtfbBands();
  readonly #samples: Samples;
  readonly #stores = new Map<string, StoreMeter>();
  readonly #bySlice: BySlice;
  readonly #hot: HotHistograms = {};
  readonly #byPop: ByPop;
  readonly #requestsByPlace: Float64Array;
  readonly #errors = new Map<string, ErrorReport>();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#series = new TimeSeries(options);
    this.#bySlice = new BySlice(options);
    this.#samples = new Samples(options.seed, options.pairShare);
    this.#byPop = new ByPop(options);
    this.#requestsByPlace = new Float64Array(options.placeCount);
  }

  /** Whether an instant lies in the window that is counted. */
  inWindow(atUs: number): boolean {
    const { windowStartUs, windowUs } = this.#options;
    return atUs >= windowStartUs && atUs < windowStartUs + windowUs;
  }

  /** Counts a request that began in the window; others leave no trace. */
  journey(finished: CountedJourney): void {
    if (!this.inWindow(finished.startUs)) return;
    add(this.#perRequest.requests, 1);
    add(finished.outcome === 'ok' ? this.#okOutcome : this.#outcomes.of(finished.outcome), 1);
    this.#distributions(finished);
    this.#figures(finished);
    this.#bands.add(finished);
    this.#placesAndPops(finished);
    this.#samples.add(finished);
  }

  /** Counts a request for which no cable or site was left. */
  unreachable(startUs: number, place: number): void {
    if (!this.inWindow(startUs)) return;
    add(this.#perRequest.requests, 1);
    add(this.#outcomes.of('unreachable'), 1);
    this.#requestsByPlace[place] = (this.#requestsByPlace[place] ?? 0) + 1;
    addAt(this.#series.requests, this.#series.stepAt(startUs), 1);
  }

  /** The meter of a store, made when it is first asked for. */
  meterOf(family: StoreFamily, store: { readonly binding: string; readonly kind: string }): StoreMeter {
    let meter = this.#stores.get(store.binding);
    if (meter === undefined) this.#stores.set(store.binding, (meter = new StoreMeter(family, store)));
    return meter;
  }

  /** Counts one read or write of a store. */
  store(meter: StoreMeter, observation: Observation, details: OperationDetails): void {
    if (this.inWindow(details.issuedUs)) meter.observe(observation, details);
  }

  /** Counts a write that replaced a version which its request had not read. */
  lostUpdate(meter: StoreMeter, startUs: number): void {
    if (this.inWindow(startUs)) meter.lostUpdate();
  }

  /** Counts a message that has reached its consumer for the first time. */
  delivered(meter: StoreMeter, issuedUs: number, atUs: number): void {
    if (this.inWindow(issuedUs)) meter.delivered(atUs - issuedUs);
  }

  /** Counts a call of a Durable Object, with the time it took as the caller saw it. */
  objectCall(meter: StoreMeter, issuedUs: number, tookUs: number): void {
    if (this.inWindow(issuedUs)) meter.called(tookUs);
  }

  /** A time of something that began in the window. */
  timed(metric: string, beganUs: number, tookUs: number): void {
    if (this.inWindow(beganUs)) this.#histogram(metric, 'all').record(tookUs);
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
    add(this.#counters.of(name), by);
  }

  /** A counter, for who adds to it often. */
  tally(name: string): Tally {
    return this.#counters.of(name);
  }

  finish(followed: TrialRecord['followed']): TrialRecord {
    for (const [name, value] of this.usage.counters()) this.count(name, value);
    const { distanceKm } = this.#options;
    for (const { store, write } of followed)
      if (this.inWindow(write.issuedUs))
        this.#stores.get(store)?.followed(write, (pop) => distanceKm(write.site, pop));
    for (const meter of this.#stores.values())
      meter.addTo(
        (name, by) => this.count(name, by),
        (metric, slice) => this.#histogram(metric, slice),
      );
    this.#bySlice.addTo((metric, slice) => this.#histogram(metric, slice));
    return {
      arm: this.#options.arm,
      seed: this.#options.seed,
      histograms: histogramsJson(this.#histograms),
      counters: this.#counters.toJson(),
      outcomes: this.#outcomes.toJson(),
      series: this.#series.toJson(),
      bandCounts: [...this.#bands.counts],
      bandSumsUs: this.#bands.sumsUs(),
      pops: this.#byPop.toJson(),
      requestsByPlace: [...this.#requestsByPlace],
      ...this.#samples.finish(),
      followed: followed.filter(({ write }) => this.inWindow(write.issuedUs)),
      errors: [...this.#errors.values()],
    };
  }

  #distributions(finished: CountedJourney): void {
    const { ttfbUs } = finished;
    this.#bySlice.record(finished.place, finished);
    const hot = this.#hot;
    if (finished.newConnection)
      (hot.newConnection ??= this.#histogram('ttfb', 'connection:new')).record(ttfbUs);
    else (hot.reusedConnection ??= this.#histogram('ttfb', 'connection:reused')).record(ttfbUs);
    if (finished.ranHandler) {
      (hot.queue ??= this.#histogram('queue', 'all')).record(finished.queueUs);
      (hot.cpu ??= this.#histogram('cpu', 'all')).record(finished.cpuUs);
      if (finished.cold) this.#histogram('coldStart', 'all').record(finished.coldUs);
      if (finished.isolateStartUs > 0) this.#histogram('isolateStart', 'all').record(finished.isolateStartUs);
    }
  }

  #figures(finished: CountedJourney): void {
    const { startUs, ttfbUs, cache } = finished;
    const tallies = this.#perRequest;
    if (ttfbUs <= 50 * US_PER_MS) add(tallies.under50ms, 1);
    if (finished.outcome === 'ok') add(tallies.ok, 1);
    if (finished.ranHandler) add(tallies.handlerRuns, 1);
    if (finished.cold) add(tallies.cold, 1);
    if (cache === 'hit' || cache === 'miss') {
      this.count('cache.cacheable', 1);
      this.count('cache.cacheableBytes', finished.responseBytes);
    }
    if (cache === 'hit') {
      this.count('cache.hits', 1);
      this.count('cache.hitBytes', finished.responseBytes);
    }
    if (finished.originRequests === 0) add(tallies.offloaded, 1);
    this.#origin(startUs, finished.originRequests, finished.originEgressBytes);
    const at = this.#series.stepAt(startUs);
    const series = this.#series;
    addAt(series.requests, at, 1);
    addAt(series.ttfbSumUs, at, ttfbUs);
    if (finished.originRequests === 0) addAt(series.offloaded, at, 1);
    if (finished.cold) addAt(series.coldStarts, at, 1);
    if (cache === 'hit') addAt(series.cacheHits, at, 1);
    if (finished.ranHandler) addAt(series.handlerRuns, at, 1);
  }

  #origin(atUs: number, requests: number, bytes: number): void {
    add(this.#perRequest.originRequests, requests);
    add(this.#perRequest.originEgressBytes, bytes);
    if (requests === 0 && bytes === 0) return;
    const at = this.#series.stepAt(atUs);
    addAt(this.#series.originRequests, at, requests);
    addAt(this.#series.originEgressBytes, at, bytes);
  }

  #placesAndPops(finished: CountedJourney): void {
    const { place } = finished;
    this.#requestsByPlace[place] = (this.#requestsByPlace[place] ?? 0) + 1;
    if (finished.pop < 0) this.usage.regionRequest();
    else this.#byPop.add(finished);
  }

  #histogram(metric: string, slice: string): Histogram {
    let slices = this.#histograms.get(metric);
    if (slices === undefined) this.#histograms.set(metric, (slices = new Map()));
    let histogram = slices.get(slice);
    if (histogram === undefined) slices.set(slice, (histogram = new Histogram()));
    return histogram;
  }
}
