// Anycast as measured: most users land on the nearest PoP, some on one a few hundred kilometres farther, a few far away.
import { CONSTANTS } from '../../topology/provenance.ts';
import type { PopPaths, RoutingDraws } from './policy.ts';

/** Quantiles of the extra distance in km: none for the first 55 %, 400 km at 75 %, 1,375 km at 90 %, 5,000 km at most. */
const POINTS = [
  { quantile: CONSTANTS.anycastNearestShare.value, km: 0 },
  { quantile: 0.75, km: CONSTANTS.anycastP75Km.value },
  { quantile: 0.9, km: CONSTANTS.anycastP90Km.value },
  { quantile: 1, km: CONSTANTS.anycastMaxKm.value },
] as const;

/** Extra distance in km at a quantile, linear between the quantiles of Calder et al., IMC 2015. */
export function extraDistanceKm(quantile: number): number {
  let from: (typeof POINTS)[number] = POINTS[0];
  for (const to of POINTS) {
    if (quantile <= from.quantile) return from.km;
    if (quantile <= to.quantile)
      return from.km + ((quantile - from.quantile) / (to.quantile - from.quantile)) * (to.km - from.km);
    from = to;
  }
  return from.km;
}

/** The PoP whose distance comes closest to the nearest one's plus the extra distance drawn for this user and day, or -1. */
export function anycastPop(paths: PopPaths, draws: RoutingDraws): number {
  const extraKm = extraDistanceKm(draws.ofDay(0));
  const nearestKm = paths.km[0];
  if (nearestKm === undefined) return -1;
  // More than half of all users, who need no search through distances that are far away in memory.
  if (extraKm === 0) return paths.byDistance[0] ?? -1;
  const wantedKm = nearestKm + extraKm;
  let low = 0;
  let high = paths.km.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paths.km[middle] ?? 0) < wantedKm) low = middle + 1;
    else high = middle;
  }
  const before = Math.max(0, low - 1);
  const closer = wantedKm - (paths.km[before] ?? 0) <= (paths.km[low] ?? 0) - wantedKm ? before : low;
  return paths.byDistance[closer] ?? -1;
}
