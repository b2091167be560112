// Places for the tests of the topology: everything the catalogue holds, and a sample of it.
import { cities, hubs, pops, regions } from '../../topology/catalog.ts';
import { NETWORKS } from '../../topology/place.ts';
import type { Place } from '../../topology/place.ts';

/** Every place of the catalogue: 561 sites, 153 regions, 208 hubs and 3,081 towns. */
export function allPlaces(): Place[] {
  return [
    ...NETWORKS.flatMap((network) => pops(network, { mainlandChina: true })),
    ...regions(),
    ...hubs(),
    ...cities(),
  ];
}

/** `count` places at equal steps through the catalogue. */
export function samplePlaces(count: number): Place[] {
  const all = allPlaces();
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]).filter(
    (place) => place !== undefined,
  );
}
