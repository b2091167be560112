// How long light takes between places: a bound that no answer can beat.
import { distanceKm, type LatLon } from '../../topology/distance.ts';
import { CONSTANTS } from '../../topology/provenance.ts';

const KM_PER_US = CONSTANTS.lightKmPerS.value / 1e6;

/** Microseconds that light in a vacuum takes for a distance. */
export function lightUsOver(km: number): number {
  return km / KM_PER_US;
}

/** Microseconds that light in a vacuum takes along the great circle from each place to another. */
export function lightUs(from: readonly LatLon[], to: LatLon): Float64Array {
  return Float64Array.from(from, (place) => lightUsOver(distanceKm(place, to)));
}
