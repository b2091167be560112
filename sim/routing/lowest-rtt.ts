// The PoP with the lowest base RTT: what a perfect latency-based DNS would answer.
import type { PopPaths } from './policy.ts';

/** Index of the PoP with the lowest RTT (the nearer one on a tie), or -1. */
export function lowestRttPop(paths: PopPaths): number {
  let best = -1;
  for (const pop of paths.byDistance) {
    if (best < 0 || (paths.rttUs[pop] ?? 0) < (paths.rttUs[best] ?? 0)) best = pop;
  }
  return best;
}
