// The table of routing policies: adding one is a file and a row.
import { anycastPop } from './anycast.ts';
import { DNS_RESOLVER_FIGURES, dnsResolverPop } from './dns-resolver.ts';
import { DAILY_CHANGE } from './draws.ts';
import { lowestRttPop } from './lowest-rtt.ts';
import { nearestPop } from './nearest.ts';
import { pinnedPop } from './pinned.ts';
import type { RoutingKind } from './policy.ts';

/** Every routing policy by its name in scenarios. */
export const routingPolicies: Readonly<Record<string, RoutingKind>> = {
  anycast: {
    meaning: 'most users reach the nearest PoP, some a farther one, as measured',
    figures: [DAILY_CHANGE],
    create: () => anycastPop,
  },
  nearest: { meaning: 'the shortest great circle', figures: [], create: () => nearestPop },
  'lowest-rtt': { meaning: 'the lowest round-trip time', figures: [], create: () => lowestRttPop },
  'dns-resolver': {
    meaning: 'the PoP nearest to the DNS resolver of the user',
    figures: DNS_RESOLVER_FIGURES,
    create: () => dnsResolverPop,
  },
  pinned: { meaning: 'one PoP for everybody, named by pinnedTo', figures: [], create: pinnedPop },
};

/** The names that a scenario may use. */
export const routingNames: readonly string[] = Object.keys(routingPolicies);

/** What each name means, for the reference. */
export const routingMeanings: string = Object.entries(routingPolicies)
  .map(([name, { meaning }]) => `${name}: ${meaning}`)
  .join('; ');
