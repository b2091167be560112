// Bursts: for a while visits begin so many times as often. Exact, by inversion of the cumulative rate.

/** A stretch of simulated time in which visits begin `factor` times as often. */
export interface Burst {
  readonly fromUs: number;
  readonly toUs: number;
  readonly factor: number;
}

/**
 * Turns the clock of an even process into simulated time. With m(t) the product of the factors of all bursts at t and
 * L(t) = ∫ m, an even process at the instants s becomes one of rate m at t = L⁻¹(s) (Çinlar 1975, time change).
 * Without bursts the two clocks are the same.
 */
export function burstClock(bursts: readonly Burst[]): (evenUs: number) => number {
  const edges = [...new Set(bursts.flatMap(({ fromUs, toUs }) => [fromUs, toUs]))].toSorted((a, b) => a - b);
  const pieces: { readonly evenUs: number; readonly atUs: number; readonly factor: number }[] = [];
  for (const atUs of edges) {
    const before = pieces.at(-1);
    const evenUs = before === undefined ? atUs : before.evenUs + (atUs - before.atUs) * before.factor;
    pieces.push({ evenUs, atUs, factor: factorAt(bursts, atUs) });
  }
  return (evenUs) => {
    // The last piece that has begun: a stretch of rate 0 has no length on the even clock and is jumped over.
    const piece = pieces.findLast((candidate) => candidate.evenUs <= evenUs);
    return piece === undefined ? evenUs : piece.atUs + (evenUs - piece.evenUs) / piece.factor;
  };
}

function factorAt(bursts: readonly Burst[], atUs: number): number {
  return bursts
    .filter(({ fromUs, toUs }) => fromUs <= atUs && atUs < toUs)
    .reduce((product, { factor }) => product * factor, 1);
}
