// Users live where the scenario says, on the networks that it says, and are the same people in every arm.
import { describe, expect, test } from 'vitest';
import { trial } from '../engine/trial-bench.ts';
import { geographyOf, sessionsOf } from './geo-plan.ts';

const HOUR = 3_600_000_000;

/** Share of sessions by some property of theirs. */
function shareBy(
  sessions: ReturnType<typeof sessionsOf>,
  nameOf: (session: (typeof sessions)[number]) => string,
) {
  const counts = new Map<string, number>();
  for (const session of sessions) counts.set(nameOf(session), (counts.get(nameOf(session)) ?? 0) + 1);
  return (name: string): number => (counts.get(name) ?? 0) / sessions.length;
}

describe('users', () => {
  test('live in the countries and cities that are named, and nowhere else', () => {
    const { places } = geographyOf({ users: { from: { countries: ['BR'], cities: ['Lyon,FR'] } } });
    expect(new Set(places.map(({ country }) => country))).toEqual(new Set(['BR', 'FR']));
    expect(places.filter(({ country }) => country === 'FR').map(({ name }) => name)).toEqual(['Lyon']);
  });

  test('live where internet users live when there are no weights', () => {
    const users = { from: { countries: ['IN', 'SG'] } };
    const { places } = geographyOf({ users });
    const weight = (code: string): number =>
      places.filter(({ country }) => country === code).reduce((sum, city) => sum + city.internetUsers, 0);
    const share = shareBy(
      sessionsOf({ users }, { untilUs: HOUR }),
      ({ place }) => places[place]?.country ?? '',
    );
    expect(share('SG')).toBeCloseTo(weight('SG') / (weight('SG') + weight('IN')), 1);
    expect(share('IN')).toBeGreaterThan(0.9);
  });

  test('live by the weights of the scenario: countries whole, cities one by one', () => {
    const users = {
      count: 100_000,
      from: {
        countries: ['IN', 'SG'],
        cities: ['lyon', 'Washington, D.C.,US'],
        weights: { IN: 1, SG: 2, lyon: 4, 'Washington, D.C.,US': 1 },
      },
    };
    const { places } = geographyOf({ users });
    const share = shareBy(
      sessionsOf({ users }, { untilUs: HOUR }),
      ({ place }) => places[place]?.country ?? '',
    );
    // 18,000 sessions: a standard deviation of 0.004.
    expect(share('IN')).toBeCloseTo(1 / 8, 1);
    expect(share('SG')).toBeCloseTo(2 / 8, 1);
    expect(share('FR')).toBeCloseTo(4 / 8, 1);
    expect(share('US')).toBeCloseTo(1 / 8, 1);
  });

  test('may have other access networks in some countries', () => {
    const users = {
      from: { countries: ['DE', 'IN'], weights: { DE: 1, IN: 1 } },
      access: { fibre: '100%' },
      accessByCountry: { IN: { 'cellular-4g': '75%', dsl: '25%' } },
    };
    const { places } = geographyOf({ users });
    const sessions = sessionsOf({ users }, { untilUs: HOUR });
    const share = shareBy(sessions, ({ place, access }) => `${places[place]?.country} ${access}`);
    expect(share('DE fibre')).toBeCloseTo(0.5, 1);
    expect(share('IN cellular-4g')).toBeCloseTo(0.375, 1);
    expect(share('IN dsl')).toBeCloseTo(0.125, 1);
    expect(share('IN fibre') + share('DE dsl')).toBe(0);
  });

  test('keep their home and their access network from visit to visit', () => {
    const byUser = new Map<number, Set<string>>();
    for (const { user, place, access, accessRttUs } of sessionsOf(
      { users: { count: 50 } },
      { untilUs: HOUR },
    ))
      byUser.set(user, (byUser.get(user) ?? new Set()).add(`${place} ${access} ${accessRttUs}`));
    expect(byUser.size).toBe(50);
    expect([...byUser.values()].every((homes) => homes.size === 1)).toBe(true);
  });
});

describe.each([
  ['poisson', {}],
  ['diurnal', { process: 'diurnal' }],
  ['bursts', { bursts: [{ from: '5s', to: '10s', times: 4 }] }],
])('with arrivals of the kind %s', (_name, arrivals) => {
  test('every arm sees the same requests of the same users at the same instants', async () => {
    const source = 'export default { fetch: () => new Response("hello") };';
    const runs = [];
    for (const arm of ['origin', 'cdn', 'edge'])
      runs.push(await trial({ source, arm, scenario: { arrivals } }));
    const [origin, ...others] = runs.map(({ journeys }) =>
      journeys
        .map(({ id, startUs, place, path, className }) => ({ id, startUs, place, path, className }))
        .toSorted((a, b) => a.id - b.id),
    );
    expect(origin?.length).toBeGreaterThan(200);
    for (const other of others) expect(other).toEqual(origin);
  });
});
