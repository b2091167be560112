// Where users live: weights of towns by internet users, and drawing a town by its weight.
import { cities } from './catalog.ts';
import type { City } from './place.ts';

/** The towns of some countries, or of the whole world when none is named, that have internet users. */
export function citiesOf(countryCodes?: ReadonlySet<string>): readonly City[] {
  return cities().filter(
    (city) => city.internetUsers > 0 && (countryCodes === undefined || countryCodes.has(city.country)),
  );
}

/** Running sums of weights, scaled to end at 1, for `drawIndex`. */
export function cumulativeShares(weights: readonly number[]): Float64Array {
  const shares = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, index) => {
    sum += weight;
    shares[index] = sum;
  });
  return shares.map((partial) => partial / sum);
}

/** The index that a uniform number in (0, 1) falls on, by binary search in running sums. */
export function drawIndex(cumulative: Float64Array, u: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 1) > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
