// Single journeys that a trial keeps: the fixed sample that pairs arms, a few at random, and the slowest.
import { draw32, labelHash } from '../random.ts';
import type { FinishedJourney, TrialRecord } from '../trial-record.ts';

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

  constructor(seed: number, pairShare: number) {
    this.#seed = seed;
    this.#pairThreshold = pairShare * UINT32_RANGE;
  }

  add(finished: FinishedJourney): void {
    const { id, ttfbUs, totalUs, place } = finished;
    if (this.#pairs.length < 4 * PAIR_LIMIT && draw32(this.#seed, id, LABEL_PAIR, 0) < this.#pairThreshold) {
      this.#pairs.push(id, ttfbUs, totalUs, place);
    }
    const rank = (one: FinishedJourney): number => draw32(this.#seed, one.id, LABEL_SAMPLE, 0);
    const byRank = (a: FinishedJourney, b: FinishedJourney): number => rank(a) - rank(b) || a.id - b.id;
    this.#random = keepBest(this.#random, { candidate: finished, limit: SAMPLED_JOURNEYS, compare: byRank });
    const bySlowness = (a: FinishedJourney, b: FinishedJourney): number => b.ttfbUs - a.ttfbUs || a.id - b.id;
    this.#slowest = keepBest(this.#slowest, {
      candidate: finished,
      limit: SLOWEST_JOURNEYS,
      compare: bySlowness,
    });
  }

  finish(): Pick<TrialRecord, 'pairs' | 'sample' | 'slowest'> {
    const rows = this.#pairs;
    const order = Uint32Array.from({ length: rows.length / 4 }, (_, i) => 4 * i);
    order.sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
    const column = (offset: number): Float64Array =>
      Float64Array.from(order, (row) => rows[row + offset] ?? 0);
    return {
      pairs: { ids: column(0), ttfbUs: column(1), totalUs: column(2), places: Int32Array.from(column(3)) },
      sample: this.#random,
      slowest: this.#slowest,
    };
  }
}

function keepBest<T>(kept: T[], by: { candidate: T; limit: number; compare: (a: T, b: T) => number }): T[] {
  const worst = kept.at(-1);
  if (kept.length === by.limit && worst !== undefined && by.compare(by.candidate, worst) >= 0) return kept;
  return [...kept, by.candidate].toSorted(by.compare).slice(0, by.limit);
}
