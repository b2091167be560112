// Every point of the catalogue lies inside its country, except for the coast-line misses listed beside this file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoContains } from 'd3-geo';
import type { Polygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../topology/place.ts';
import { COAST_MISSES, COUNTRIES_WITHOUT_SHAPE } from './coast-misses.ts';
import { allPlaces } from './places.ts';

interface Shape {
  readonly name: string;
  readonly polygon: Polygon;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Country shapes at 1:10 million (Natural Earth), one polygon each, with the box around it. */
function shapes(): Shape[] {
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-10m.json');
  const atlas: Parameters<typeof feature>[0] = JSON.parse(readFileSync(file, 'utf8'));
  const { countries } = atlas.objects;
  if (countries?.type !== 'GeometryCollection') throw new Error('the atlas holds no collection of countries');
  return feature(atlas, countries).features.flatMap(({ geometry, properties }) => {
    const name = String(properties?.['name']);
    if (geometry.type === 'Polygon') return [shapeOf(name, geometry.coordinates)];
    if (geometry.type === 'MultiPolygon') return geometry.coordinates.map((rings) => shapeOf(name, rings));
    throw new Error(`${name} is drawn by a ${geometry.type}`);
  });
}

function shapeOf(name: string, rings: Position[][]): Shape {
  const ring = rings[0] ?? [];
  const lons = ring.map((point) => point[0] ?? 0);
  const lats = ring.map((point) => point[1] ?? 0);
  return {
    name,
    polygon: { type: 'Polygon', coordinates: rings },
    west: Math.min(...lons),
    east: Math.max(...lons),
    south: Math.min(...lats),
    north: Math.max(...lats),
  };
}

/** The name of the shape a point lies in; '' for the sea. A box wider than 300 degrees crosses the date line and says nothing. */
function shapeAt(place: Place, all: readonly Shape[]): string {
  const inside = all.find((shape) => {
    const wide = shape.east - shape.west > 300;
    const near =
      place.lat >= shape.south - 1 &&
      place.lat <= shape.north + 1 &&
      (wide || (place.lon >= shape.west && place.lon <= shape.east));
    return near && geoContains(shape.polygon, [place.lon, place.lat]);
  });
  return inside?.name ?? '';
}

describe('coordinates', () => {
  it('lie inside the shape of their country, or miss it by a coast line or a disputed border that is listed', () => {
    const all = shapes();
    const located = allPlaces().map((place) => ({ place, shape: shapeAt(place, all) }));
    const votes = new Map<string, Map<string, number>>();
    for (const { place, shape } of located) {
      const count = votes.get(place.country) ?? new Map<string, number>();
      if (shape !== '') count.set(shape, (count.get(shape) ?? 0) + 1);
      votes.set(place.country, count);
    }
    const shapeOfCountry = new Map(
      [...votes].map(([code, count]) => [code, [...count].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '']),
    );
    const without = [...shapeOfCountry].filter(([, shape]) => shape === '').map(([code]) => code);
    const misses = located.filter(
      ({ place, shape }) => shape !== shapeOfCountry.get(place.country) && !without.includes(place.country),
    );
    expect(without.sort()).toEqual([...COUNTRIES_WITHOUT_SHAPE].sort());
    expect(misses.map(({ place }) => place.id).sort()).toEqual([...COAST_MISSES].sort());
    expect(shapeOfCountry.get('DE')).toBe('Germany');
    expect(shapeOfCountry.get('BR')).toBe('Brazil');
  }, 60_000);
});
