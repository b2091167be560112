// A stretch of simulated time in which the cables do not change, and the ways of user places to PoPs in it.
import { distanceKm } from '../../topology/distance.ts';
import type { MeasuredOverlay } from '../../topology/measured.ts';
import type { Place, Pop } from '../../topology/place.ts';
import { createRttModel, type Rtt, type RttModel } from '../../topology/rtt.ts';
import type { FaultStretch } from '../faults/timeline.ts';
import type { PopPaths } from '../routing/policy.ts';
import { US_PER_MS } from '../units.ts';

/** How an RTT is known. */
export type RttSource = Rtt['source'];

/** A stretch of simulated time in which the cables and sites do not change. */
export interface Epoch {
  readonly fromUs: number;
  readonly model: RttModel;
  readonly closed: ReadonlySet<string>;
  readonly paths: (PopPaths | undefined)[];
  /** By place: the nearest PoP that is not closed. */
  readonly nearestPops: Map<Place, number>;
  /** By the id of a PoP or region: how the RTT to it is known, by user place. */
  readonly sources: Map<string, (RttSource | undefined)[]>;
  readonly userToRegionUs: Map<string, Float64Array>;
  readonly popToRegionUs: Map<string, Float64Array>;
  readonly regionToRegionUs: Map<string, number>;
  readonly popToPopUs: Map<number, number>;
  hubs: Int32Array | null;
}

/** The epoch of a stretch; what it knows of ways is worked out as it is asked for. */
export function epochOf(
  { fromUs, cutLinks, closedSites }: FaultStretch,
  { placeCount, overlay }: { placeCount: number; overlay: MeasuredOverlay | undefined },
): Epoch {
  return {
    fromUs,
    model: createRttModel({ cutLinks, closedSites, ...(overlay && { overlay }) }),
    closed: new Set(closedSites),
    paths: Array.from({ length: placeCount }, () => undefined),
    nearestPops: new Map(),
    sources: new Map(),
    userToRegionUs: new Map(),
    popToRegionUs: new Map(),
    regionToRegionUs: new Map(),
    popToPopUs: new Map(),
    hubs: null,
  };
}

/** From a place to every PoP that users may enter by. */
export function popPaths(
  epoch: Epoch,
  place: Place,
  { all, entries }: { readonly all: readonly Pop[]; readonly entries: number },
): PopPaths {
  const rttUs = epoch.model.matrixMs([place], all, 'transit').map((ms) => Math.round(ms * US_PER_MS));
  const open = all
    .slice(0, entries)
    .map((_pop, index) => index)
    .filter((index) => !epoch.closed.has(all[index]?.id ?? '') && Number.isFinite(rttUs[index]));
  return {
    place,
    ...byDistance(place, all, open),
    rttUs,
    nearestTo: (site) => nearestOpenPop(epoch, site, all.slice(0, entries)),
  };
}

/** PoPs, given by their numbers, from the nearest to the farthest. */
function byDistance(
  place: Place,
  all: readonly Pop[],
  numbers: readonly number[],
): Pick<PopPaths, 'byDistance' | 'km'> {
  const kmOf = all.map((pop) => distanceKm(place, pop));
  const order = numbers.toSorted((a, b) => (kmOf[a] ?? 0) - (kmOf[b] ?? 0) || a - b);
  return {
    byDistance: Int32Array.from(order),
    km: Float64Array.from(order, (index) => kmOf[index] ?? 0),
  };
}

/** Closed PoPs are left out: name servers hear of them. That a cable is cut they do not know. */
function nearestOpenPop(epoch: Epoch, site: Place, all: readonly Pop[]): number {
  let nearest = epoch.nearestPops.get(site);
  if (nearest === undefined) {
    nearest = -1;
    let nearestKm = Number.POSITIVE_INFINITY;
    for (const [index, pop] of all.entries()) {
      const km = epoch.closed.has(pop.id) ? Number.POSITIVE_INFINITY : distanceKm(site, pop);
      if (km < nearestKm) [nearest, nearestKm] = [index, km];
    }
    epoch.nearestPops.set(site, nearest);
  }
  return nearest;
}
