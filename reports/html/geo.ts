// The world as the maps draw it: Equal Earth, countries at 1:110 million, coordinates rounded to whole units of a 1200-wide drawing.
import { geoEqualEarth, geoPath } from 'd3-geo';
import type { GeoContext } from 'd3-geo';
import type { Feature } from 'geojson';
import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' };
import * as z from 'zod';
import type { Size } from './svg.ts';

/** What the atlas file is, as far as this file relies on it. */
const atlasSchema = z.custom<Parameters<typeof feature>[0]>(
  (value) =>
    z.object({ type: z.literal('Topology'), objects: z.object({ countries: z.unknown() }) }).safeParse(value)
      .success,
);

/** Width of every map in its own units; at half this many pixels a unit is half a pixel. */
const MAP_WIDTH = 1200;

/** Sea above and below the land. */
const MARGIN = 14;

/** The projected world. */
export interface World {
  readonly size: Size;
  /** Country outlines as path data, by ISO 3166-1 alpha-2 code. */
  readonly countries: ReadonlyMap<string, string>;
  /** Outlines of land without a code of its own. */
  readonly others: string;
  readonly at: (place: { lat: number; lon: number }) => { x: number; y: number };
  /** Great circles from place to place as path data; cut where the map is. */
  readonly line: (places: readonly { lat: number; lon: number }[]) => string;
}

/** Projects the world once; the same for every report. */
export function projectWorld(): World {
  const all = countryShapes();
  // Turned by 11 degrees, the cut through the Bering Strait leaves every country in one piece.
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(MAP_WIDTH, { type: 'Sphere' });
  const [[, top], [, bottom]] = geoPath(projection).bounds({
    type: 'FeatureCollection',
    features: all.map(({ shape }) => shape),
  });
  const [x, y] = projection.translate();
  projection.translate([x, y - top + MARGIN]);
  const countries = new Map<string, string>();
  let others = '';
  for (const { code, shape } of all) {
    const writer = new PathWriter();
    geoPath(projection, writer)(shape);
    if (code === null) others += writer.path;
    else countries.set(code, (countries.get(code) ?? '') + writer.path);
  }
  return {
    size: { width: MAP_WIDTH, height: Math.ceil(bottom - top) + 2 * MARGIN },
    countries,
    others,
    at: (place) => {
      const [px, py] = projection([place.lon, place.lat]) ?? [0, 0];
      return { x: Math.round(px), y: Math.round(py) };
    },
    line: (places) => {
      const writer = new PathWriter();
      geoPath(
        projection,
        writer,
      )({
        type: 'LineString',
        coordinates: places.map(({ lat, lon }) => [lon, lat]),
      });
      return writer.path;
    },
  };
}

/** All countries but Antarctica, where nobody of a run lives; the code is null for land that has none. */
export function countryShapes(): { readonly code: string | null; readonly shape: Feature }[] {
  const topology = atlasSchema.parse(atlas);
  const countries = topology.objects['countries'];
  const found = countries === undefined ? undefined : feature(topology, countries);
  if (found?.type !== 'FeatureCollection') throw new TypeError('the atlas holds no countries');
  return found.features
    .filter((one) => one.id !== '010')
    .map((shape) => ({ code: alpha2(String(shape.id)), shape }));
}

/** ISO 3166-1 numeric to alpha-2, as Unicode’s canonical locale names hold it; null for codes they do not know. */
function alpha2(numeric: string): string | null {
  if (!/^\d{3}$/.test(numeric)) return null;
  const region = Intl.getCanonicalLocales(`und-${numeric}`)[0]?.slice(4) ?? '';
  return /^[A-Z]{2}$/.test(region) ? region : null;
}

/** Writes path data in whole units and relative steps, which is half as long as absolute coordinates. */
class PathWriter implements GeoContext {
  path = '';
  #x = 0;
  #y = 0;
  #drawing = false;

  beginPath(): void {
    this.#drawing = false;
  }

  moveTo(x: number, y: number): void {
    this.#x = Math.round(x);
    this.#y = Math.round(y);
    this.path += `M${this.#x} ${this.#y}`;
    this.#drawing = false;
  }

  lineTo(x: number, y: number): void {
    const dx = Math.round(x) - this.#x;
    const dy = Math.round(y) - this.#y;
    if (dx === 0 && dy === 0) return;
    this.#x += dx;
    this.#y += dy;
    this.path += `${this.#drawing ? (dx < 0 ? '' : ' ') : 'l'}${dx}${dy < 0 ? '' : ' '}${dy}`;
    this.#drawing = true;
  }

  arc(): void {
    throw new TypeError('countries are polygons; a point has no place among them');
  }

  closePath(): void {
    this.path += 'z';
    this.#drawing = false;
  }
}
