// The PoP with the shortest great circle: what people imagine that anycast does.
import type { PopPaths } from './policy.ts';

/** Index of the nearest PoP, or -1. */
export function nearestPop(paths: PopPaths): number {
  return paths.byDistance[0] ?? -1;
}
