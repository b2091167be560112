// Jitter and last mile: the quantiles of what is drawn are the quantiles that were measured.
import { describe, expect, it } from 'vitest';
import { labelHash, uniform } from '../../sim/random.ts';
import { ACCESS_TYPES, accessNetwork, accessNetworks } from '../../topology/catalog.ts';
import { quantile } from '../../topology/audit.ts';
import { jitterMs } from '../../topology/jitter.ts';
import { accessJitterMs, accessRttMs } from '../../topology/last-mile.ts';
import { citiesOf, cumulativeShares, drawIndex } from '../../topology/population.ts';

const DRAWS = 200_000;
const label = labelHash('test');

describe('jitter', () => {
  const drawn = Array.from({ length: DRAWS }, (_, i) =>
    jitterMs(uniform(1, i, label, 0), uniform(1, i, label, 1), uniform(1, i, label, 2)),
  );

  it('has the quantiles that WonderProxy measured', () => {
    const ranges = [
      [0.5, 0.3, 0.8],
      [0.9, 1.7, 5],
      [0.99, 8, 28],
    ] as const;
    for (const [share, low, high] of ranges) {
      const value = quantile(drawn, share);
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    }
  });

  it('is never negative and never endless', () => {
    expect(drawn.every((ms) => ms > 0 && ms < 1000)).toBe(true);
    expect(jitterMs(1e-10, 1e-10, 1e-10)).toBeLessThan(2000);
  });
});

describe('the last mile', () => {
  it('passes through the quantiles of the table', () => {
    for (const access of accessNetworks()) {
      expect(accessRttMs(access.type, 0.25)).toBeCloseTo(access.p25Ms, 9);
      expect(accessRttMs(access.type, 0.5)).toBeCloseTo(access.p50Ms, 9);
      expect(accessRttMs(access.type, 0.75)).toBeCloseTo(access.p75Ms, 9);
      expect(accessRttMs(access.type, 0.95)).toBeCloseTo(access.p95Ms, 9);
    }
  });

  it('grows with the quantile, and no geostationary link beats physics', () => {
    for (const type of ACCESS_TYPES) {
      const values = Array.from({ length: 999 }, (_, i) => accessRttMs(type, (i + 1) / 1000));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
    expect(accessRttMs('geo-satellite', 1e-9)).toBeGreaterThanOrEqual(480);
  });

  it('varies from exchange to exchange by the jitter of the table, around a median of zero', () => {
    for (const type of ACCESS_TYPES) {
      const { jitterMs: expected } = accessNetwork(type);
      expect(accessJitterMs(type, 0.5)).toBeCloseTo(0, 9);
      expect(accessJitterMs(type, 0.05) - accessJitterMs(type, 0.5)).toBeCloseTo(expected, 9);
    }
  });

  it('never sums up to less than nothing for an access of its own', () => {
    for (const type of ACCESS_TYPES.filter((candidate) => candidate !== 'wifi-extra')) {
      expect(accessRttMs(type, 1e-9) + accessJitterMs(type, 1 - 1e-9)).toBeGreaterThan(0);
    }
  });
});

describe('where users live', () => {
  it('sums to the 4.8 billion internet users of the world', () => {
    const users = citiesOf().reduce((sum, city) => sum + city.internetUsers, 0);
    expect(users / 1e9).toBeCloseTo(4.8, 1);
  });

  it('is drawn in proportion to the weights', () => {
    const cumulative = cumulativeShares([1, 0, 3]);
    const counts = [0, 0, 0];
    for (let i = 0; i < DRAWS; i++) {
      const drawn = drawIndex(cumulative, uniform(2, i, label));
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect((counts[0] ?? 0) / DRAWS).toBeCloseTo(0.25, 2);
  });

  it('can be kept to some countries', () => {
    const nordic = citiesOf(new Set(['SE', 'NO']));
    expect(new Set(nordic.map((city) => city.country))).toEqual(new Set(['SE', 'NO']));
  });
});
