// Single journeys that a trial keeps: the fixed sample that pairs arms, a few at random, and the slowest.
import { draw32, labelHash } from '../random.ts';
import type { CountedJourney, FinishedJourney, TrialRecord } from '../trial-record.ts';

const SAMPLED_JOURNEYS = 12;
const SLOWEST_JOURNEYS = 10;
/** Most journeys of a trial that arms are paired by. */
const PAIR_LIMIT = 65_536;
const UINT32_RANGE = 4_294_967_296;
const LABEL_PAIR = labelHash('record.pair');
const LABEL_SAMPLE = labelHash('record.sample');

/** Chooses by seed and journey id alone, so that every arm keeps the same journeys. */
export class Samples {
  readonly #seed: number;
  readonly #pairThreshold: number;
  /** Rows of four: id, TTFB, total, place. */
  readonly #pairs: number[] = [];
  #random: FinishedJourney[] = [];
  #slowest: FinishedJourney[] = [];
  /** Rank of the last of the random ones, and TTFB of the last of the slow ones, once the lists are full. */
  #lastRank = Number.POSITIVE_INFINITY;
  #leastSlowUs = Number.NEGATIVE_INFINITY;

  constructor(seed: number, pairShare: number) {
    this.#seed = seed;
    this.#pairThreshold = pairShare * UINT32_RANGE;
  }

  add(journey: CountedJourney): void {
    const { id, ttfbUs, totalUs, place } = journey;
    if (this.#pairs.length < 4 * PAIR_LIMIT && draw32(this.#seed, id, LABEL_PAIR, 0) < this.#pairThreshold) {
      this.#pairs.push(id, ttfbUs, totalUs, place);
    }
    this.#offerRandom(journey);
    this.#offerSlow(journey);
  }

  /** Nearly all journeys rank behind the last one kept, so that one's rank is remembered. */
  #offerRandom(journey: CountedJourney): void {
    const { id } = journey;
    const rank = this.#rankOf(id);
    if (rank > this.#lastRank) return;
    const byRank = (a: FinishedJourney, b: FinishedJourney): number =>
      this.#rankOf(a.id) - this.#rankOf(b.id) || a.id - b.id;
    this.#random = [...this.#random, journey.finished()].toSorted(byRank).slice(0, SAMPLED_JOURNEYS);
    const last = this.#random.length < SAMPLED_JOURNEYS ? undefined : this.#random.at(-1);
    if (last !== undefined) this.#lastRank = this.#rankOf(last.id);
  }

  #offerSlow(journey: CountedJourney): void {
    if (journey.ttfbUs < this.#leastSlowUs) return;
    const bySlowness = (a: FinishedJourney, b: FinishedJourney): number => b.ttfbUs - a.ttfbUs || a.id - b.id;
    this.#slowest = [...this.#slowest, journey.finished()].toSorted(bySlowness).slice(0, SLOWEST_JOURNEYS);
    const last = this.#slowest.length < SLOWEST_JOURNEYS ? undefined : this.#slowest.at(-1);
    if (last !== undefined) this.#leastSlowUs = last.ttfbUs;
  }

  #rankOf(id: number): number {
    return draw32(this.#seed, id, LABEL_SAMPLE, 0);
  }

  finish(): Pick<TrialRecord, 'pairs' | 'sample' | 'slowest'> {
    const rows = this.#pairs;
    const order = new Uint32Array(rows.length / 4).map((_, i) => 4 * i);
    order.sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
    const column = (offset: number): Float64Array =>
      new Float64Array(order.length).map((_, i) => rows[(order[i] ?? 0) + offset] ?? 0);
    return {
      pairs: { ids: column(0), ttfbUs: column(1), totalUs: column(2), places: Int32Array.from(column(3)) },
      sample: this.#random,
      slowest: this.#slowest,
    };
  }
}
