// What each PoP saw: requests, cold starts, bytes, TTFB, and how many places they came from.
import type { TrialRecord } from '../trial-record.ts';
import { Histogram } from './histogram.ts';

/** A request that a PoP served. */
interface Served {
  readonly pop: number;
  readonly place: number;
  readonly cold: boolean;
  readonly responseBytes: number;
  readonly ttfbUs: number;
}

/** Columns by the index of the PoP. */
export class ByPop {
  readonly #placeCount: number;
  readonly #requests: Float64Array;
  readonly #coldStarts: Float64Array;
  readonly #bytes: Float64Array;
  readonly #ttfb: (Histogram | undefined)[];
  /** Bit `pop * placeCount + place` says whether a request came from there; a Set for each PoP took longer than all histograms. */
  readonly #places: Uint8Array;

  constructor({ popCount, placeCount }: { readonly popCount: number; readonly placeCount: number }) {
    this.#placeCount = placeCount;
    this.#requests = new Float64Array(popCount);
    this.#coldStarts = new Float64Array(popCount);
    this.#bytes = new Float64Array(popCount);
    this.#ttfb = Array.from({ length: popCount }, () => undefined);
    this.#places = new Uint8Array(Math.ceil((popCount * placeCount) / 8));
  }

  add({ pop, place, cold, responseBytes, ttfbUs }: Served): void {
    this.#bytes[pop] = (this.#bytes[pop] ?? 0) + responseBytes;
    this.#requests[pop] = (this.#requests[pop] ?? 0) + 1;
    if (cold) this.#coldStarts[pop] = (this.#coldStarts[pop] ?? 0) + 1;
    const bit = pop * this.#placeCount + place;
    this.#places[bit >> 3] = (this.#places[bit >> 3] ?? 0) | (1 << (bit & 7));
    (this.#ttfb[pop] ??= new Histogram()).record(ttfbUs);
  }

  /** The columns as rows, one for each PoP. */
  toJson(): TrialRecord['pops'] {
    return [...this.#requests].map((requests, pop) => ({
      requests,
      coldStarts: this.#coldStarts[pop] ?? 0,
      egressBytes: this.#bytes[pop] ?? 0,
      users: this.#placesOf(pop),
      ttfb: this.#ttfb[pop]?.toJson() ?? null,
    }));
  }

  /** How many places sent requests to a PoP. */
  #placesOf(pop: number): number {
    let places = 0;
    for (let bit = pop * this.#placeCount; bit < (pop + 1) * this.#placeCount; bit++)
      places += ((this.#places[bit >> 3] ?? 0) >> (bit & 7)) & 1;
    return places;
  }
}
