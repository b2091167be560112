// Each routing policy does what its name says, and keeps to open and reachable PoPs.
import { describe, expect, test } from 'vitest';
import { regionById } from '../../topology/catalog.ts';
import { publicResolverOf } from '../../sim/routing/dns-resolver.ts';
import { UserDraws } from '../../sim/routing/draws.ts';
import { routingPolicies } from '../../sim/routing/index.ts';
import type { PopPaths, RoutingDraws } from '../../sim/routing/policy.ts';
import type { Geography } from '../../sim/entities/geography.ts';
import { geographyOf, planOf } from '../entities/geo-plan.ts';

const drawn = (user: number, day = 0): RoutingDraws => ({ ofUser: () => user, ofDay: () => day });

/** The code of the PoP that a policy picks for the users of a place. */
function picked(
  geography: Geography,
  routing: string,
  at: { place?: number; epoch?: number; draws?: RoutingDraws; pinnedPop?: number } = {},
): string | undefined {
  const { place = 0, epoch = 0, draws = drawn(0.5), pinnedPop = -1 } = at;
  const policy = routingPolicies[routing]?.create({ pinnedPop });
  return geography.pops[policy?.(geography.paths(epoch, place), draws) ?? -1]?.code;
}

const lyon = { users: { from: { cities: ['Lyon,FR'] } } };

test('nearest takes the shortest great circle, lowest-rtt the quickest way', () => {
  const geography = geographyOf({ users: { from: { countries: ['EG'] } }, network: { pops: 'fastly' } });
  for (const place of geography.places.keys()) {
    const paths = geography.paths(0, place);
    const [nearest = -1] = paths.byDistance;
    expect(picked(geography, 'nearest', { place })).toBe(geography.pops[nearest]?.code);
    const best = geography.pops.findIndex((pop) => pop.code === picked(geography, 'lowest-rtt', { place }));
    expect(paths.rttUs[best]).toBe(Math.min(...paths.rttUs));
  }
});

describe('dns-resolver', () => {
  test('sends users of their provider’s resolver to the PoP nearest to themselves', () => {
    const geography = geographyOf(lyon);
    expect(picked(geography, 'dns-resolver', { draws: drawn(0.99) })).toBe(picked(geography, 'nearest'));
  });

  test('sends the 8 % who ask a public resolver to the PoP nearest to it', () => {
    const geography = geographyOf({ users: { from: { cities: ['Kathmandu,NP'] } } });
    const place = geography.places[0] ?? regionById('gcp:us-east4');
    // The resolver that Kathmandu reaches is in Delhi, and so is the PoP that name servers answer with.
    expect(publicResolverOf(place).country).toBe('IN');
    expect(picked(geography, 'dns-resolver', { draws: drawn(0.01) })).toBe('DEL');
    expect(picked(geography, 'dns-resolver', { draws: drawn(0.99) })).toBe('KTM');
  });

  test('keeps a user at one resolver for ever, on 8 users in 100 a public one', () => {
    const asksPublic = (user: number, day: number): boolean =>
      new UserDraws(1, user, day * 86_400_000_000).ofUser(0) < 0.08;
    const users = Array.from({ length: 5000 }, (_, user) => user);
    const share = users.filter((user) => asksPublic(user, 0)).length / users.length;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.09);
    expect(users.every((user) => asksPublic(user, 0) === asksPublic(user, 20))).toBe(true);
  });
});

describe('pinned', () => {
  const scenario = {
    users: { from: 'world' },
    network: { routing: 'pinned', pinnedTo: 'aws:eu-central-1' },
    faults: [{ close: 'FRA', from: '10s', to: '20s' }],
  };
  const geography = geographyOf(scenario);
  const pinnedPop = geography.pops.findIndex((pop) => pop.code === 'FRA');

  test('takes a region for the PoP nearest to it, and a PoP for itself', () => {
    expect(planOf(scenario).network.pinnedTo).toBe('FRA');
    expect(planOf({ network: { routing: 'pinned', pinnedTo: 'GRU' } }).network.pinnedTo).toBe('GRU');
  });

  test('sends everybody there, and nobody elsewhere while it is closed', () => {
    for (const place of [0, 100, 2000]) {
      expect(picked(geography, 'pinned', { place, pinnedPop })).toBe('FRA');
      expect(picked(geography, 'pinned', { place, pinnedPop, epoch: 1 })).toBeUndefined();
      expect(picked(geography, 'pinned', { place, pinnedPop, epoch: 2 })).toBe('FRA');
    }
  });
});

test.each(['nearest', 'lowest-rtt', 'anycast', 'dns-resolver'])(
  '%s goes elsewhere while a PoP is closed, and comes back',
  (routing) => {
    const geography = geographyOf({ ...lyon, faults: [{ close: 'LYS', from: '10s', to: '20s' }] });
    const during = picked(geography, routing, { epoch: 1 });
    expect(picked(geography, routing, { epoch: 0 })).toBe('LYS');
    expect(during).not.toBe('LYS');
    expect(during).toMatch(/^[A-Z]{3}$/);
    expect(picked(geography, routing, { epoch: 2 })).toBe('LYS');
  },
);

test('with no PoP left every policy says so', () => {
  const nowhere: PopPaths = {
    place: regionById('aws:us-east-1'),
    byDistance: new Int32Array(),
    km: new Float64Array(),
    rttUs: new Float64Array(),
    nearestTo: () => -1,
  };
  for (const kind of Object.values(routingPolicies))
    expect(kind.create({ pinnedPop: 3 })(nowhere, drawn(0.5))).toBe(-1);
});
