// What a routing policy sees of one place of users, and what it answers.
import type { Place } from '../../topology/place.ts';
import type { Sourced } from '../plan.ts';

/** The way from one place of users to every PoP, as the cables stand now. */
export interface PopPaths {
  /** Where the users are. */
  readonly place: Place;
  /** PoP indices by ascending great-circle distance; closed and unreachable PoPs are left out. */
  readonly byDistance: Int32Array;
  /** Kilometres in the order of `byDistance`. */
  readonly km: Float64Array;
  /** Base RTT by PoP index, access network not included; Infinity where unreachable or closed. */
  readonly rttUs: Float64Array;
  /** Index of the PoP nearest to another place among those that are not closed, or -1. */
  nearestTo(site: Place): number;
}

/** Uniform numbers in (0, 1) by which a policy decides for one user; the same in every arm. */
export interface RoutingDraws {
  /** Stays with the user for the whole trial. */
  ofUser(n: number): number;
  /** Stays with the user for a day; some users draw anew on the next. */
  ofDay(n: number): number;
}

/** Picks a PoP index for a user; -1 when no PoP can be reached. */
export type RoutingPolicy = (paths: PopPaths, draws: RoutingDraws) => number;

/** What a scenario says to a policy. */
export interface RoutingSetting {
  /** Index of the PoP that the scenario pins users to; -1 for none. */
  readonly pinnedPop: number;
}

/** A row of the table. */
export interface RoutingKind {
  /** One line for the reference. */
  readonly meaning: string;
  /** The figures of the world that it rests on. */
  readonly figures: readonly Sourced[];
  create(setting: RoutingSetting): RoutingPolicy;
}
