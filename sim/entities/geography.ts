// The world's map as one plan needs it: user places, PoPs, routes and RTTs, before, during and after each fault; shared by all trials of a thread.
import { continentOf, pops, regionById } from '../../topology/catalog.ts';
import { distanceKm } from '../../topology/distance.ts';
import { createOverlay, type MeasuredOverlay } from '../../topology/measured.ts';
import type { City, Place, Pop } from '../../topology/place.ts';
import { cumulativeShares } from '../../topology/population.ts';
import { createRttModel, type Rtt, type RttModel } from '../../topology/rtt.ts';
import type { Trace } from '../arrivals/trace-file.ts';
import { type FaultStretch, faultTimeline } from '../faults/timeline.ts';
import type { Plan } from '../plan.ts';
import { NO_FILES, type PlanFiles } from '../plan-files.ts';
import type { PopPaths } from '../routing/policy.ts';
import { US_PER_MS } from '../units.ts';
import { type UserPlaces, usersFrom } from './user-places.ts';

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
}

/** Routes and RTTs by index: user places and PoPs are numbered once. */
export class Geography {
  readonly places: readonly City[];
  readonly pops: readonly Pop[];
  /** Cumulative shares of users by place, for drawing where a user lives. */
  readonly shares: Float64Array;
  readonly epochs: readonly Epoch[];
  /** By place: the slices of the results that its requests fall into. */
  readonly slices: readonly (readonly string[])[];

  /** The requests to replay, their places numbered as here; null when arrivals are drawn. */
  readonly trace: Trace | null;

  constructor(plan: Pick<Plan, 'workload' | 'network'>, files: PlanFiles = NO_FILES) {
    const { workload, network } = plan;
    if (
      (workload.arrivals.trace !== null) !== (files.trace !== null) ||
      (network.measured !== null && files.measured.length === 0)
    )
      throw new Error('the files that the plan names must come with it');
    this.trace = files.trace;
    const users = files.trace === null ? usersFrom(workload.users.from) : usersOf(files.trace);
    this.places = users.places;
    this.pops = pops(plan.network.popNetwork as Pop['network'], {
      mainlandChina: plan.network.mainlandChina,
    });
    this.shares = cumulativeShares(users.weights);
    this.slices = this.places.map(({ country }) => [
      `continent:${continentOf(country)}`,
      `country:${country}`,
    ]);
    const overlay = files.measured.length === 0 ? undefined : createOverlay(files.measured);
    this.epochs = faultTimeline(network).map((stretch) =>
      epochOf(stretch, { placeCount: this.places.length, overlay }),
    );
  }

  epochIndexAt(atUs: number): number {
    let index = 0;
    while (index + 1 < this.epochs.length && (this.epochs[index + 1]?.fromUs ?? 0) <= atUs) index++;
    return index;
  }

  /** From a user place to every PoP. */
  paths(epochIndex: number, placeIndex: number): PopPaths {
    const epoch = this.#epoch(epochIndex);
    return (epoch.paths[placeIndex] ??= popPaths(epoch, this.#place(placeIndex), this.pops));
  }

  /** How the RTT from a user place to a PoP is known, or to the region when the PoP is -1. */
  sourceOf(
    epochIndex: number,
    placeIndex: number,
    to: { readonly pop: number; readonly region: string },
  ): RttSource {
    const epoch = this.#epoch(epochIndex);
    const pop = this.pops[to.pop];
    const id = pop?.id ?? to.region;
    let row = epoch.sources.get(id);
    if (row === undefined) epoch.sources.set(id, (row = []));
    return (row[placeIndex] ??= epoch.model.rttMs(
      this.#place(placeIndex),
      pop ?? regionById(to.region),
      'transit',
    ).source);
  }

  /** How many PoPs have a measured RTT to a region, before any fault. */
  measuredPops(region: string): number {
    const { model } = this.#epoch(0);
    const to = regionById(region);
    return this.pops.filter((pop) => model.rttMs(pop, to, 'backbone').source === 'measured').length;
  }

  /** Base RTT from a user place to a region over the open internet. */
  userToRegionUs(epochIndex: number, placeIndex: number, region: string): number {
    const epoch = this.#epoch(epochIndex);
    let row = epoch.userToRegionUs.get(region);
    if (row === undefined) {
      row = new Float64Array(this.places.length).fill(Number.NaN);
      epoch.userToRegionUs.set(region, row);
    }
    const known = row[placeIndex] ?? Number.NaN;
    if (!Number.isNaN(known)) return known;
    const us = Math.round(
      epoch.model.rttMs(this.#place(placeIndex), regionById(region), 'transit').ms * US_PER_MS,
    );
    row[placeIndex] = us;
    return us;
  }

  /** RTT from every PoP to a region over the network's backbone. */
  popToRegionUs(epochIndex: number, region: string): Float64Array {
    const epoch = this.#epoch(epochIndex);
    let row = epoch.popToRegionUs.get(region);
    if (row === undefined) {
      row = epoch.model
        .matrixMs(this.pops, [regionById(region)], 'backbone')
        .map((ms) => Math.round(ms * US_PER_MS));
      epoch.popToRegionUs.set(region, row);
    }
    return row;
  }

  /** RTT between two regions: stores talk over the network's backbone, others over the open internet. */
  regionToRegionUs(
    epochIndex: number,
    from: string,
    to: string,
    over: 'backbone' | 'transit' = 'backbone',
  ): number {
    const epoch = this.#epoch(epochIndex);
    const key = `${from} ${to} ${over}`;
    let us = epoch.regionToRegionUs.get(key);
    if (us === undefined) {
      us =
        from === to
          ? 0
          : Math.round(epoch.model.rttMs(regionById(from), regionById(to), over).ms * US_PER_MS);
      epoch.regionToRegionUs.set(key, us);
    }
    return us;
  }

  #epoch(index: number): Epoch {
    const epoch = this.epochs[index];
    if (epoch === undefined) throw new RangeError(`no epoch ${index}`);
    return epoch;
  }

  #place(index: number): City {
    const place = this.places[index];
    if (place === undefined) throw new RangeError(`no user place ${index}`);
    return place;
  }
}

/** The places of a trace, weighted by the users who visit from there. */
function usersOf({ places, visits }: Trace): UserPlaces {
  const weights = places.map(() => 0);
  for (const { place } of visits) weights[place] = (weights[place] ?? 0) + 1;
  return { places, weights };
}

function epochOf(
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
  };
}

function popPaths(epoch: Epoch, place: Place, all: readonly Pop[]): PopPaths {
  const rttUs = epoch.model.matrixMs([place], all, 'transit').map((ms) => Math.round(ms * US_PER_MS));
  const kmOf = all.map((pop) => distanceKm(place, pop));
  const order = all
    .map((_pop, index) => index)
    .filter((index) => !epoch.closed.has(all[index]?.id ?? '') && Number.isFinite(rttUs[index]))
    .toSorted((a, b) => (kmOf[a] ?? 0) - (kmOf[b] ?? 0) || a - b);
  return {
    place,
    byDistance: Int32Array.from(order),
    km: Float64Array.from(order, (index) => kmOf[index] ?? 0),
    rttUs,
    nearestTo: (site) => nearestOpenPop(epoch, site, all),
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
