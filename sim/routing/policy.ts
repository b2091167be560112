// What a routing policy sees of one place of users, and what it answers.

/** The way from one place of users to every PoP, as the cables stand now. */
export interface PopPaths {
  /** PoP indices by ascending great-circle distance; closed and unreachable PoPs are left out. */
  readonly byDistance: Int32Array;
  /** Kilometres in the order of `byDistance`. */
  readonly km: Float64Array;
  /** Base RTT by PoP index, access network not included; Infinity where unreachable. */
  readonly rttUs: Float64Array;
}

/** Picks a PoP index for a user; `drawOf` gives uniform numbers that stay with the user for a day. -1 when no PoP can be reached. */
export type RoutingPolicy = (paths: PopPaths, drawOf: (n: number) => number) => number;
