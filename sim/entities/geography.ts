// The world's map as one plan needs it: user places, PoPs, routes and RTTs, before, during and after each fault; shared by all trials of a thread.
import { continentOf, pops, regionById } from '../../topology/catalog.ts';
import { distanceKm } from '../../topology/distance.ts';
import { createOverlay } from '../../topology/measured.ts';
import type { City, NetworkId, Place, Pop } from '../../topology/place.ts';
import { cumulativeShares } from '../../topology/population.ts';
import type { Trace } from '../arrivals/trace-file.ts';
import { faultTimeline } from '../faults/timeline.ts';
import type { Arm, Plan } from '../plan.ts';
import { NO_FILES, type PlanFiles } from '../plan-files.ts';
import type { PopPaths } from '../routing/policy.ts';
import { US_PER_MS } from '../units.ts';
import { lightUs } from './light.ts';
import { type Epoch, epochOf, popPaths, type RttSource } from './epoch.ts';
import { type UserPlaces, usersFrom } from './user-places.ts';

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

  /** Sites of `pops` that users enter by come first, so many; the others are hubs, where code runs for several PoPs. */
  readonly entries: number;
  readonly #plan: Pick<Plan, 'workload' | 'network'>;
  readonly #files: PlanFiles;
  readonly #others = new Map<string, Geography>();
  readonly #lightUs = new Map<string, Float64Array>();

  constructor(
    plan: Pick<Plan, 'workload' | 'network'>,
    files: PlanFiles = NO_FILES,
    hubs: NetworkId | null = null,
  ) {
    const { workload, network } = plan;
    this.#plan = plan;
    this.#files = files;
    if (
      (workload.arrivals.trace !== null) !== (files.trace !== null) ||
      (network.measured !== null && files.measured.length === 0)
    )
      throw new Error('the files that the plan names must come with it');
    this.trace = files.trace;
    const users = files.trace === null ? usersFrom(workload.users.from) : usersOf(files.trace);
    this.places = users.places;
    const entries = pops(network.popNetwork as NetworkId, { mainlandChina: network.mainlandChina });
    this.entries = entries.length;
    this.pops = hubs === null ? entries : [...entries, ...pops(hubs)];
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

  /** The same users and cables with the PoPs of an arm's network. */
  forArm({ popNetwork, hubNetwork }: Pick<Arm, 'popNetwork' | 'hubNetwork'>): Geography {
    const { network } = this.#plan;
    if (popNetwork === network.popNetwork && hubNetwork === null) return this;
    const key = `${popNetwork} ${hubNetwork ?? ''}`;
    let other = this.#others.get(key);
    if (other === undefined) {
      const plan = { ...this.#plan, network: { ...network, popNetwork } };
      other = new Geography(plan, this.#files, hubNetwork as NetworkId | null);
      this.#others.set(key, other);
    }
    return other;
  }

  /** Index of the PoP with a code; in a network without that code the one nearest to `like`; -1 when there is neither. */
  popNamed(code: string | null, like: Place | undefined): number {
    const known = this.pops.findIndex((pop) => pop.code === code);
    if (known >= 0 || like === undefined) return known;
    const sites = this.pops.slice(0, this.entries);
    const kms = sites.map((pop) => distanceKm(like, pop));
    return kms.indexOf(Math.min(...kms));
  }

  /** By site, the arm's region the last of them: how long light takes there from a region. */
  lightUs(from: string, armRegion: string): Float64Array {
    const key = `${from} ${armRegion}`;
    let us = this.#lightUs.get(key);
    if (us === undefined) {
      us = lightUs([...this.pops, regionById(armRegion)], regionById(from));
      this.#lightUs.set(key, us);
    }
    return us;
  }

  /** For each PoP the hub with the shortest round trip over the backbone, as its site. */
  hubs(epochIndex: number): Int32Array {
    const epoch = this.#epoch(epochIndex);
    epoch.hubs ??= Int32Array.from(this.pops, (_pop, index) => {
      const ways = epoch.model.matrixMs(
        this.pops.slice(index, index + 1),
        this.pops.slice(this.entries),
        'backbone',
      );
      return this.entries + ways.indexOf(Math.min(...ways));
    });
    return epoch.hubs;
  }

  /** The PoP with the shortest round trip to a region, as its site. */
  popNearRegion(epochIndex: number, region: string): number {
    const ways = this.popToRegionUs(epochIndex, region).subarray(0, this.entries);
    return ways.indexOf(ways.reduce((least, us) => Math.min(least, us), Number.POSITIVE_INFINITY));
  }

  /** RTT over the backbone between two sites, in microseconds. */
  popToPopUs(epochIndex: number, from: number, to: number): number {
    const epoch = this.#epoch(epochIndex);
    const key = from * this.pops.length + to;
    let us = epoch.popToPopUs.get(key);
    if (us === undefined) {
      const [a, b] = [this.pops[from], this.pops[to]];
      if (a === undefined || b === undefined) throw new RangeError(`no sites ${from} and ${to}`);
      us = Math.round(epoch.model.rttMs(a, b, 'backbone').ms * US_PER_MS);
      epoch.popToPopUs.set(key, us);
    }
    return us;
  }

  epochIndexAt(atUs: number): number {
    let index = 0;
    while (index + 1 < this.epochs.length && (this.epochs[index + 1]?.fromUs ?? 0) <= atUs) index++;
    return index;
  }

  /** From a user place to every PoP. */
  paths(epochIndex: number, placeIndex: number): PopPaths {
    const epoch = this.#epoch(epochIndex);
    return (epoch.paths[placeIndex] ??= popPaths(epoch, this.#place(placeIndex), {
      all: this.pops,
      entries: this.entries,
    }));
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
    if (row === undefined)
      epoch.sources.set(id, (row = Array.from({ length: this.places.length }, () => undefined)));
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
