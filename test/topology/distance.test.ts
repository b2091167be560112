// Great-circle distance against values known otherwise, and the nearest site against a plain search.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pops } from '../../topology/catalog.ts';
import { distanceKm, unitVectors } from '../../topology/distance.ts';
import { createNearest } from '../../topology/nearest.ts';

const anyPoint = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('great-circle distance', () => {
  it('is a quarter of the meridian from pole to equator and half of it between antipodes', () => {
    expect(distanceKm({ lat: 90, lon: 0 }, { lat: 0, lon: 77 })).toBeCloseTo((Math.PI / 2) * 6371, 6);
    expect(distanceKm({ lat: 40, lon: -5 }, { lat: -40, lon: 175 })).toBeCloseTo(Math.PI * 6371, 2);
  });

  it('is 5,570 km from London to New York', () => {
    expect(distanceKm({ lat: 51.51, lon: -0.13 }, { lat: 40.71, lon: -74.01 })).toBeCloseTo(5570, -1);
  });

  it('agrees with the angle between unit vectors', () => {
    fc.assert(
      fc.property(anyPoint, anyPoint, (a, b) => {
        const [ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0] = unitVectors([a, b]);
        const chord = Math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by) + (az - bz) * (az - bz));
        expect(2 * 6371 * Math.asin(Math.min(1, chord / 2))).toBeCloseTo(distanceKm(a, b), 3);
      }),
    );
  });
});

describe('the nearest site', () => {
  const sites = pops('cloudflare');
  const index = createNearest(sites);

  it('is the one that a plain search over all sites finds', () => {
    fc.assert(
      fc.property(anyPoint, (point) => {
        const found = sites[index.nearest(point.lat, point.lon)];
        const least = Math.min(...sites.map((site) => distanceKm(point, site)));
        if (found === undefined) throw new Error('a site is always found');
        expect(distanceKm(point, found)).toBeCloseTo(least, 4);
      }),
      { numRuns: 2000 },
    );
  });

  it('is found at the poles and on the date line', () => {
    for (const [lat, lon] of [
      [90, 0],
      [-90, 180],
      [0, 180],
      [0, -180],
      [-17, 179.99],
    ] as const) {
      expect(index.nearest(lat, lon)).toBe(index.nearestK(lat, lon, 1)[0]);
    }
  });

  it('comes first in the list of the nearest k, which is sorted by distance', () => {
    const [lat, lon] = [48.1, 11.6];
    const nearest = index.nearestK(lat, lon, 5).map((i) => sites[i]);
    expect(nearest[0]?.code).toBe('MUC');
    const km = nearest.map((site) => (site === undefined ? Infinity : distanceKm({ lat, lon }, site)));
    expect(km).toEqual([...km].sort((a, b) => a - b));
  });

  it('is nobody when there are no sites', () => {
    expect(createNearest([]).nearest(0, 0)).toBe(-1);
  });
});
