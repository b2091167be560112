// DNS answers by resolver: the name server sees the resolver and not the user, and sends both to the PoP nearest to the resolver.
import { regions } from '../../topology/catalog.ts';
import { createNearest } from '../../topology/nearest.ts';
import type { Place } from '../../topology/place.ts';
import type { Sourced } from '../plan.ts';
import type { PopPaths, RoutingDraws } from './policy.ts';

/** Share of users who ask a public resolver; the others ask their provider's, which stands in their town. */
const PUBLIC_SHARE: Sourced = {
  name: 'DNS: share of users of public resolvers',
  value: 0.08,
  unit: 'ratio',
  source:
    'TurboBytes, 3.5 million real-user tests, October 2012: 8.04 % of users worldwide ask Google DNS or OpenDNS; later counts are higher, and by country they differ much',
  retrieved: '2012-10-17',
  confidence: 'measured',
};

/** Public resolvers stand in the towns of these regions, and are themselves reached by the shortest distance. */
const RESOLVER_SITES: readonly Place[] = regions().filter((region) => region.provider === 'gcp');

/** The figures that the policy rests on. */
export const DNS_RESOLVER_FIGURES: readonly Sourced[] = [
  PUBLIC_SHARE,
  {
    name: 'DNS: sites of public resolvers',
    value: RESOLVER_SITES.length,
    unit: 'places',
    source:
      'judgement: a large public resolver answers from the regions of its cloud, here those of gcp, and tells name servers nothing of the user (no EDNS client subnet)',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
  {
    name: 'DNS: distance from a user to the resolver of their provider',
    value: 0,
    unit: 'km',
    source:
      'judgement: providers run resolvers in every larger town; central ones would send users farther away',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
];

const resolvers = createNearest(RESOLVER_SITES);

/** The public resolver that users at a place reach. */
export function publicResolverOf(place: Place): Place {
  const site = RESOLVER_SITES[resolvers.nearest(place.lat, place.lon)];
  if (site === undefined) throw new RangeError('no public resolver');
  return site;
}

/** The PoP nearest to the user's resolver, or -1; where a user asks stays with the user. */
export function dnsResolverPop(paths: PopPaths, draws: RoutingDraws): number {
  const asksPublic = draws.ofUser(0) < Number(PUBLIC_SHARE.value);
  const pop = paths.nearestTo(asksPublic ? publicResolverOf(paths.place) : paths.place);
  return Number.isFinite(paths.rttUs[pop] ?? Number.POSITIVE_INFINITY) ? pop : -1;
}
