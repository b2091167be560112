// Anycast as Calder et al. measured it (IMC 2015): where clients land, how far from the nearest site, and how long that lasts.
import { describe, expect, test } from 'vitest';
import { drawIndex } from '../../topology/population.ts';
import { anycastPop, extraDistanceKm } from '../../sim/routing/anycast.ts';
import { UserDraws } from '../../sim/routing/draws.ts';
import { labelHash, uniform } from '../../sim/random.ts';
import { geographyOf } from '../entities/geo-plan.ts';

const USERS = 20_000;
const US_PER_DAY = 86_400_000_000;
const HOME = labelHash('test.home');

/** For each user the PoP on some days, and how much farther it lies than the nearest one. */
function landings(pops: string, day = 0): { pop: number; extraKm: number }[] {
  const geography = geographyOf({ network: { pops } });
  return Array.from({ length: USERS }, (_, user) => {
    const paths = geography.paths(0, drawIndex(geography.shares, uniform(1, user, HOME)));
    const pop = anycastPop(paths, new UserDraws(1, user, day * US_PER_DAY));
    return { pop, extraKm: (paths.km[paths.byDistance.indexOf(pop)] ?? 0) - (paths.km[0] ?? 0) };
  });
}

describe.each(['cloudflare', 'cloudfront', 'fastly'])('on the sites of %s', (pops) => {
  const extraKm = landings(pops)
    .map((landing) => landing.extraKm)
    .toSorted((a, b) => a - b);
  const quantile = (share: number): number => extraKm[Math.floor(share * USERS)] ?? Number.NaN;

  test('a little more than 55 % of users land on the nearest, for a few km more often lead to the same one', () => {
    const nearest = extraKm.filter((km) => km === 0).length / USERS;
    expect(nearest).toBeGreaterThan(0.55);
    expect(nearest).toBeLessThan(0.7);
  });

  test('three in four stay within 400 km of it, give or take 20 %', () => {
    expect(quantile(0.75)).toBeGreaterThan(320);
    expect(quantile(0.75)).toBeLessThan(480);
  });

  test('nine in ten stay within 1,375 km of it, give or take 15 %', () => {
    expect(quantile(0.9)).toBeGreaterThan(1169);
    expect(quantile(0.9)).toBeLessThan(1581);
  });

  test('the farthest lie some 5,000 km beyond it', () => {
    expect(extraKm.at(-1)).toBeGreaterThan(4000);
    expect(extraKm.at(-1)).toBeLessThan(6000);
  });
});

test('it is the site whose distance comes closest to the drawn one, of two as close the nearer', () => {
  const geography = geographyOf({ network: { pops: 'cloudflare' } });
  for (let place = 0; place < geography.places.length; place += 5) {
    const paths = geography.paths(0, place);
    const quantiles = [0.5, 0.56, 0.7, 0.751, 0.9, 0.95, 0.999, uniform(2, place, HOME)];
    for (const quantile of quantiles) {
      const wantedKm = (paths.km[0] ?? 0) + extraDistanceKm(quantile);
      const off = [...paths.km].map((km) => Math.abs(km - wantedKm));
      const found = anycastPop(paths, { ofUser: () => quantile, ofDay: () => quantile });
      expect(paths.km[paths.byDistance.indexOf(found)]).toBe(paths.km[off.indexOf(Math.min(...off))]);
    }
  }
});

test('the extra distance has the measured quantiles exactly', () => {
  expect([0, 0.55, 0.75, 0.9, 1].map(extraDistanceKm)).toEqual([0, 0, 400, 1375, 5000]);
});

describe('a user keeps the PoP', () => {
  const first = landings('fastly');
  const changedBy = (day: number): number =>
    landings('fastly', day).filter(({ pop }, user) => pop !== first[user]?.pop).length / USERS;

  test('for the whole of a day', () => {
    const draws = [0, 0.5, 0.999].map((part) => new UserDraws(1, 7, part * US_PER_DAY).ofDay(0));
    expect(new Set(draws).size).toBe(1);
  });

  test('mostly also on the next day: at most the measured 7 % change', () => {
    expect(changedBy(1)).toBeGreaterThan(0.02);
    expect(changedBy(1)).toBeLessThan(0.07);
  });

  test('and after a week 15 to 27 % have changed (measured: 21 %)', () => {
    expect(changedBy(7)).toBeGreaterThan(0.15);
    expect(changedBy(7)).toBeLessThan(0.27);
  });

  test('whatever the arm: draws hang on seed, user and day alone', () => {
    expect(new UserDraws(5, 9, 3 * US_PER_DAY).ofDay(0)).toBe(new UserDraws(5, 9, 3.9 * US_PER_DAY).ofDay(0));
    expect(new UserDraws(5, 9, 0).ofDay(0)).not.toBe(new UserDraws(6, 9, 0).ofDay(0));
  });
});
