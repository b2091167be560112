// How far sites of an arm are from one another and from regions, as the crow flies.
import { regionById } from '../../topology/catalog.ts';
import { distanceKm, type LatLon } from '../../topology/distance.ts';
import type { Arm } from '../plan.ts';
import type { Site } from '../stores/store.ts';
import type { Geography } from './geography.ts';

/** Where a site is; what is no PoP is the arm's own region. */
function placeOfSite({ pops }: Geography, { region }: Pick<Arm, 'region'>, site: Site): LatLon {
  return pops[site] ?? regionById(region);
}

/** Great-circle distance between two sites. */
export function siteDistanceKm(
  geography: Geography,
  arm: Pick<Arm, 'region'>,
  { from, to }: { readonly from: Site; readonly to: Site },
): number {
  return distanceKm(placeOfSite(geography, arm, from), placeOfSite(geography, arm, to));
}
