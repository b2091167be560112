// What TTFB consists of: time per phase in narrow bands of TTFB, as integer sums, so that it merges exactly.
import { PHASES } from '../trial-record.ts';
import type { CountedJourney, PhaseKind } from '../trial-record.ts';
import { US_PER_MS } from '../units.ts';

/** Eight bands per power of two from 1 ms: each is 9 % wide. */
const BANDS_PER_OCTAVE = 8;
const BANDS = 15 * BANDS_PER_OCTAVE;

/** Upper edges of the TTFB bands in microseconds. */
export function bandUpperEdgesUs(): number[] {
  const octaves = Array.from({ length: BANDS }, (_, band) => (band + 1) / BANDS_PER_OCTAVE);
  return octaves.map((octave) => Math.round(US_PER_MS * Math.exp(octave * Math.LN2)));
}

/** Collects phases by band; only what lies before the first byte counts. */
export class TtfbBands {
  readonly counts = new Float64Array(BANDS);
  readonly #sums = Object.fromEntries(PHASES.map((kind) => [kind, new Float64Array(BANDS)])) as Record<
    PhaseKind,
    Float64Array
  >;

  add(finished: Pick<CountedJourney, 'ttfbUs' | 'lastPhase'>): void {
    const octaves = Math.log2(Math.max(1, finished.ttfbUs / US_PER_MS));
    const band = Math.min(BANDS - 1, Math.floor(octaves * BANDS_PER_OCTAVE));
    this.counts[band] = (this.counts[band] ?? 0) + 1;
    for (let link = finished.lastPhase; link !== null; link = link.before) {
      const { kind, startUs, endUs } = link;
      const sums = this.#sums[kind];
      const untilUs = Math.min(endUs, finished.ttfbUs);
      if (untilUs > startUs) sums[band] = (sums[band] ?? 0) + (untilUs - startUs);
    }
  }

  /** Sums in microseconds by phase and band. */
  sumsUs(): Record<string, number[]> {
    return Object.fromEntries(Object.entries(this.#sums).map(([kind, sums]) => [kind, [...sums]]));
  }
}
