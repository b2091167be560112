// Which country each dot of a terminal's map lies in: plate carrée, from 57° south to 78° north.
import type { Position } from 'geojson';
import { countryShapes } from './html/geo.ts';

const NORTH = 78;
const SOUTH = -57;
/** A degree of longitude is drawn as wide as it is at 35°, so that shapes look right where most people live. */
const SQUEEZE = Math.cos((35 * Math.PI) / 180);
const DOTS_WIDE = 2;
const DOTS_HIGH = 4;

/** The dots of a map by character cell. */
export interface MapGrid {
  readonly rows: number;
  /** The eight dots of a cell, row by row: a country code, '' for land without one, null for sea. */
  at(row: number, column: number): readonly (string | null)[];
  cellOf(place: { readonly lat: number; readonly lon: number }): { row: number; column: number };
}

interface Outline {
  readonly code: string;
  readonly ring: readonly Position[];
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Lays the world out on `columns` characters. */
export function mapDots(columns: number): MapGrid {
  const wide = columns * DOTS_WIDE;
  const rows = Math.ceil((((NORTH - SOUTH) / 360) * wide) / SQUEEZE / DOTS_HIGH);
  const high = rows * DOTS_HIGH;
  const rings = outlines();
  const land = Array.from({ length: high }, (_row, y) => {
    const lat = NORTH - ((y + 0.5) / high) * (NORTH - SOUTH);
    const near = rings.filter((ring) => ring.south <= lat && lat <= ring.north);
    return Array.from({ length: wide }, (_column, x) => countryAt(near, ((x + 0.5) / wide) * 360 - 180, lat));
  });
  return {
    rows,
    at: (row, column) =>
      Array.from({ length: DOTS_WIDE * DOTS_HIGH }, (_dot, dot) => {
        const y = row * DOTS_HIGH + Math.floor(dot / DOTS_WIDE);
        return land[y]?.[column * DOTS_WIDE + (dot % DOTS_WIDE)] ?? null;
      }),
    cellOf: ({ lat, lon }) => ({
      row: Math.floor(((NORTH - lat) / (NORTH - SOUTH)) * rows),
      column: Math.floor(((lon + 180) / 360) * columns),
    }),
  };
}

/** Every ring of every country with the box around it. */
function outlines(): Outline[] {
  return countryShapes().flatMap(({ code, shape: { geometry } }) => {
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    return polygons.flat().map((whole): Outline => {
      const ring = unrolled(whole);
      const lons = ring.map(([lon = 0]) => lon);
      const lats = ring.map(([, lat = 0]) => lat);
      return {
        code: code ?? '',
        ring,
        west: Math.min(...lons),
        east: Math.max(...lons),
        south: Math.min(...lats),
        north: Math.max(...lats),
      };
    });
  });
}

/** A ring that crosses the date line, gone on beyond 180° instead of jumping to the other edge of the map. */
function unrolled(ring: readonly Position[]): Position[] {
  let turns = 0;
  let before: number | undefined;
  return ring.map(([lon = 0, lat = 0]) => {
    if (before !== undefined && Math.abs(lon - before) > 180) turns += lon < before ? 1 : -1;
    before = lon;
    return [lon + 360 * turns, lat];
  });
}

function countryAt(rings: readonly Outline[], lon: number, lat: number): string | null {
  // A hole is a ring of the same country: an even number of rings around a point is outside.
  const around = new Map<string, number>();
  for (const one of rings)
    for (const x of [lon - 360, lon, lon + 360])
      if (one.west <= x && x <= one.east && isInside(one.ring, x, lat))
        around.set(one.code, (around.get(one.code) ?? 0) + 1);
  for (const [code, times] of around) if (times % 2 === 1) return code;
  return null;
}

/** Whether a ray to the east crosses the ring an odd number of times. */
function isInside(ring: readonly Position[], lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax = 0, ay = 0] = ring[i] ?? [];
    const [bx = 0, by = 0] = ring[j] ?? [];
    if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
