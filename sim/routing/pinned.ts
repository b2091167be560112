// One PoP for everybody: what a single region behind one address does, and no fail-over when it is closed.
import type { RoutingPolicy, RoutingSetting } from './policy.ts';

/** The pinned PoP as long as it can be reached, else -1. */
export function pinnedPop({ pinnedPop: pop }: RoutingSetting): RoutingPolicy {
  return (paths) => (Number.isFinite(paths.rttUs[pop] ?? Number.POSITIVE_INFINITY) ? pop : -1);
}
