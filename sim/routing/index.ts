// The table of routing policies: adding one is a file and a row.
import { anycastPop } from './anycast.ts';
import { lowestRttPop } from './lowest-rtt.ts';
import { nearestPop } from './nearest.ts';
import type { RoutingPolicy } from './policy.ts';

/** Every routing policy by its name in scenarios. */
export const routingPolicies: Readonly<Record<string, RoutingPolicy>> = {
  nearest: nearestPop,
  'lowest-rtt': lowestRttPop,
  anycast: anycastPop,
};
