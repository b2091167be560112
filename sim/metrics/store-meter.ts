// What one store of one arm is measured by: counted for itself at each operation, and added up under the names of its family at the end.
import type { SessionBreach } from '../entities/user-memory.ts';
import type { FollowedWrite, Observation } from '../stores/store.ts';
import { distanceBand } from './distance-bands.ts';
import { Histogram } from './histogram.ts';

/** The first part of a store's metric names: data stores, storage of Durable Objects, the caches of sites, rate limits. */
export type StoreFamily = 'store' | 'objects' | 'cacheApi' | 'rateLimit';

/** What the engine knows of an operation beside what the store observed. */
export interface OperationDetails {
  readonly issuedUs: number;
  readonly answeredUs: number;
  /** What a read did to the promises of its user's session. */
  readonly breach: SessionBreach;
}

/** Counts of one store; each is a metric of that name. */
const COUNTS = {
  calls: 0,
  reads: 0,
  writes: 0,
  rejectedWrites: 0,
  staleReads: 0,
  lostUpdates: 0,
  ownWriteMissed: 0,
  ownWriteMissedElsewhere: 0,
  monotonicReadsBroken: 0,
};

type Count = keyof typeof COUNTS;
type Distribution =
  | 'call'
  | 'read'
  | 'write'
  | 'staleness'
  | 'commitLag'
  | 'consistencyLag'
  | 'consistencyLagCached'
  | 'consistencyLagUncached'
  | 'replicationLag'
  | 'deliveryLag';

/** Takes the histogram of a metric in a slice. */
type HistogramOf = (metric: string, slice: string) => Histogram;

/** The figures of one store. */
export class StoreMeter {
  readonly #family: StoreFamily;
  readonly #binding: string;
  readonly #kind: string;
  /** What is billed, by verb and by what else is counted. */
  readonly #used = new Map<string, number>();
  readonly #counts: Record<Count, number> = { ...COUNTS };
  readonly #tiers = new Map<string, number>();
  readonly #distributions = new Map<Distribution, Histogram>();
  /** Lags by how far the reading PoP is from the writing one. */
  readonly #byDistance = new Map<string, Histogram>();
  readonly #fates = new Map<string, number>();
  #read: Histogram | null = null;

  constructor(family: StoreFamily, { binding, kind }: { readonly binding: string; readonly kind: string }) {
    this.#family = family;
    this.#binding = binding;
    this.#kind = kind;
  }

  /** Something happened that may be billed, so many times. */
  used(name: string, times: number): void {
    this.#used.set(name, (this.#used.get(name) ?? 0) + times);
  }

  /** Several things happened. */
  usedAll(counts: Readonly<Record<string, number>>): void {
    for (const [name, times] of Object.entries(counts)) this.used(name, times);
  }

  /** Counts one read or write. */
  observe(observation: Observation, details: OperationDetails): void {
    const counts = this.#counts;
    const tookUs = details.answeredUs - details.issuedUs;
    const { kind, tier, stalenessUs } = observation;
    if (kind === 'unchanged') return;
    if (kind !== 'read') {
      counts.writes++;
      if (kind === 'write') this.#of('write').record(tookUs);
      else counts.rejectedWrites++;
      return;
    }
    counts.reads++;
    this.#tiers.set(tier, (this.#tiers.get(tier) ?? 0) + 1);
    (this.#read ??= this.#of('read')).record(tookUs);
    if (stalenessUs > 0) {
      counts.staleReads++;
      this.#of('staleness').record(stalenessUs);
    }
    const { wentBack, missedOwn, elsewhere } = details.breach;
    if (wentBack) counts.monotonicReadsBroken++;
    if (!missedOwn) return;
    counts.ownWriteMissed++;
    if (elsewhere) counts.ownWriteMissedElsewhere++;
  }

  /** Counts a call of an object, with the time it took as the caller saw it. */
  called(tookUs: number): void {
    this.#counts.calls++;
    this.#of('call').record(tookUs);
  }

  /** Counts a write that replaced a version which its request had not read. */
  lostUpdate(): void {
    this.#counts.lostUpdates++;
  }

  /** Counts a message that has reached its consumer for the first time. */
  delivered(afterUs: number): void {
    this.#of('deliveryLag').record(afterUs);
  }

  /** What became of all that the store committed, over the whole trial. */
  closed(account: Readonly<Record<string, number>>): void {
    for (const [fate, versions] of Object.entries(account)) this.#fates.set(fate, versions);
  }

  /** Takes in a followed write; `distanceKm` is how far each PoP is from the one that wrote. */
  followed(write: FollowedWrite, distanceKm: (pop: number) => number): void {
    this.#of('commitLag').record(write.committedUs - write.issuedUs);
    write.visibleUs.forEach((visibleUs, pop) => {
      if (pop === write.site || !Number.isFinite(visibleUs)) return;
      const lagUs = visibleUs - write.issuedUs;
      const held = write.cached[pop] === 1 ? 'consistencyLagCached' : 'consistencyLagUncached';
      const band = distanceBand(distanceKm(pop));
      for (const metric of ['consistencyLag', held] as const) {
        this.#of(metric).record(lagUs);
        this.#atDistance(`${metric} ${band}`).record(lagUs);
      }
      this.#of('replicationLag').record(visibleUs - write.committedUs);
    });
  }

  /** Adds everything up: under the family's names, and once more by store; lags by distance as well. */
  addTo(count: (name: string, by: number) => void, histogramOf: HistogramOf): void {
    const own = `store:${this.#binding}`;
    const tiers = [...this.#tiers].map(([tier, times]): [string, number] => [`tier.${tier}`, times]);
    for (const [name, times] of [...Object.entries(this.#counts), ...tiers]) {
      if (times === 0) continue;
      count(`${this.#family}.${name}`, times);
      count(`${this.#family}.${name}:${this.#binding}`, times);
    }
    for (const [name, times] of this.#used) {
      if (times === 0) continue;
      // Bills are made by kind, since one tariff holds for all stores of a kind.
      count(`usage.ops.${this.#kind}.${name}`, times);
      count(`${this.#family}.ops.${name}:${this.#binding}`, times);
    }
    for (const [fate, versions] of this.#fates)
      if (versions > 0) count(`${this.#family}.commits.${fate}:${this.#binding}`, versions);
    for (const [name, histogram] of this.#distributions)
      for (const slice of ['all', own]) histogramOf(`${this.#family}.${name}`, slice).merge(histogram);
    for (const [key, histogram] of this.#byDistance) {
      const [name = '', band = ''] = key.split(' ');
      for (const slice of [band, `${own} ${band}`])
        histogramOf(`${this.#family}.${name}`, slice).merge(histogram);
    }
  }

  #of(name: Distribution): Histogram {
    let histogram = this.#distributions.get(name);
    if (histogram === undefined) this.#distributions.set(name, (histogram = new Histogram()));
    return histogram;
  }

  #atDistance(key: string): Histogram {
    let histogram = this.#byDistance.get(key);
    if (histogram === undefined) this.#byDistance.set(key, (histogram = new Histogram()));
    return histogram;
  }
}
