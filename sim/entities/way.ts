// How the requests of a session reach the network: the entry that routing chose, and what is known of the path to it, kept for as long as it holds.
import type { Tally } from '../metrics/tallies.ts';

/** A PoP index that stands for "no connection yet". */
export const NOWHERE = -2;
/** A PoP index that stands for the origin region. */
export const REGION = -1;
/** What no route leads to; the least of these numbers. */
export const UNREACHABLE = -3;

/** A way from a user's place to an entry, as the cables stand for a while; shared by all sessions that take it. */
export interface Way {
  /** Index of the PoP, REGION or UNREACHABLE. */
  readonly pop: number;
  /** Base RTT of the path, access network not included; Infinity when there is none. */
  readonly pathUs: number;
  /** What `request.cf` says of the place and the entry, but for the round trip, as JSON. */
  readonly cfJson: string;
  /** Counts the requests whose path's RTT is known in the same manner; null when there is no path. */
  readonly source: Tally | null;
}
