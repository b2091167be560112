// The heavy part: a short tour through all stops of a van, by nearest neighbour and then 2-opt. Nothing but arithmetic.

interface Stop {
  readonly x: number;
  readonly y: number;
}

/** The stops of one van, always the same for the same van. */
export function stopsOf(van: number, count: number): Stop[] {
  let state = van + 1;
  const next = (): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return ((state ^ (state >>> 13)) >>> 0) / 4_294_967_296;
  };
  return Array.from({ length: count }, () => ({ x: next(), y: next() }));
}

const between = (a: Stop | undefined, b: Stop | undefined): number =>
  a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);

/** A round tour that no exchange of two of its legs makes shorter, within so many passes. */
export function shortTour(stops: readonly Stop[], passes: number): Stop[] {
  const tour = nearestNeighbour(stops);
  for (let pass = 0; pass < passes; pass++) {
    let gained = false;
    for (let i = 1; i < tour.length - 1; i++) {
      for (let j = i + 1; j < tour.length; j++) {
        const [a, b, c, d] = [tour[i - 1], tour[i], tour[j], tour[(j + 1) % tour.length]];
        if (between(a, c) + between(b, d) >= between(a, b) + between(c, d) - 1e-9) continue;
        tour.splice(i, j - i + 1, ...tour.slice(i, j + 1).toReversed());
        gained = true;
      }
    }
    if (!gained) break;
  }
  return tour;
}

function nearestNeighbour(stops: readonly Stop[]): Stop[] {
  const left = [...stops];
  const tour = left.splice(0, 1);
  while (left.length > 0) {
    const here = tour.at(-1);
    const nearest = left.reduce(
      (best, stop, i) => (between(here, stop) < between(here, left[best]) ? i : best),
      0,
    );
    tour.push(...left.splice(nearest, 1));
  }
  return tour;
}

/** Its length. */
export function lengthOf(tour: readonly Stop[]): number {
  return tour.reduce((sum, stop, i) => sum + between(stop, tour[(i + 1) % tour.length]), 0);
}
