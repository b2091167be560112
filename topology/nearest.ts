// The nearest of many places to a point: exact by great circle, fast by a grid that keeps only the places that can win.
import { unitVectors } from './distance.ts';
import type { LatLon } from './distance.ts';

const CELL_DEGREES = 2;
const COLUMNS = 360 / CELL_DEGREES;
const ROWS = 180 / CELL_DEGREES;
const RADIANS_PER_DEGREE = Math.PI / 180;

/** Looks up the nearest of a fixed list of places. */
export interface NearestIndex {
  /** Index in the list of the place nearest to a point; the first of equals; -1 when the list is empty. */
  nearest(lat: number, lon: number): number;
  /** Indexes of the k nearest places, nearest first. */
  nearestK(lat: number, lon: number, k: number): number[];
}

/**
 * Prepares look-ups. A cell of the grid keeps every place p with angle(centre, p) ≤ d + 2r, where d is the angle from the
 * centre to its nearest place and r the angle from the centre to its farthest corner: by the triangle inequality no other
 * place can be nearest to a point of the cell. Cells are filled when first asked for.
 */
export function createNearest(places: readonly LatLon[]): NearestIndex {
  const vectors = unitVectors(places);
  const cells: (Int32Array | undefined)[] = Array.from({ length: ROWS * COLUMNS }, () => undefined);

  function dot(index: number, x: number, y: number, z: number): number {
    return (
      x * (vectors[3 * index] ?? 0) + y * (vectors[3 * index + 1] ?? 0) + z * (vectors[3 * index + 2] ?? 0)
    );
  }

  function nearest(lat: number, lon: number): number {
    const row = Math.min(ROWS - 1, Math.floor((lat + 90) / CELL_DEGREES));
    const column = Math.min(COLUMNS - 1, Math.floor((lon + 180) / CELL_DEGREES));
    const cell = row * COLUMNS + column;
    const candidates = (cells[cell] ??= candidatesOf(row, column, vectors));
    if (candidates.length === 1) return candidates[0] ?? -1;
    const cosLat = Math.cos(lat * RADIANS_PER_DEGREE);
    const x = cosLat * Math.cos(lon * RADIANS_PER_DEGREE);
    const y = cosLat * Math.sin(lon * RADIANS_PER_DEGREE);
    const z = Math.sin(lat * RADIANS_PER_DEGREE);
    let best = -1;
    let bestDot = -2;
    for (const index of candidates) {
      const candidateDot = dot(index, x, y, z);
      if (candidateDot > bestDot) {
        best = index;
        bestDot = candidateDot;
      }
    }
    return best;
  }

  function nearestK(lat: number, lon: number, k: number): number[] {
    const [x = 0, y = 0, z = 0] = unitVectors([{ lat, lon }]);
    const scored = places.map((_, index) => ({ index, dot: dot(index, x, y, z) }));
    scored.sort((a, b) => b.dot - a.dot || a.index - b.index);
    return scored.slice(0, k).map((entry) => entry.index);
  }

  return { nearest, nearestK };
}

function candidatesOf(row: number, column: number, vectors: Float64Array): Int32Array {
  const south = -90 + row * CELL_DEGREES;
  const west = -180 + column * CELL_DEGREES;
  const middle = { lat: south + CELL_DEGREES / 2, lon: west + CELL_DEGREES / 2 };
  const corners = [south, south + CELL_DEGREES].map((lat) => ({ lat, lon: west }));
  const [x = 0, y = 0, z = 0, ...rest] = unitVectors([middle, ...corners]);
  const angleTo = (vx = 0, vy = 0, vz = 0): number =>
    Math.acos(Math.max(-1, Math.min(1, x * vx + y * vy + z * vz)));
  const radius = Math.max(angleTo(rest[0], rest[1], rest[2]), angleTo(rest[3], rest[4], rest[5]));
  const count = vectors.length / 3;
  const angles = new Float64Array(count);
  let least = Infinity;
  for (let i = 0; i < count; i++) {
    const angle = angleTo(vectors[3 * i], vectors[3 * i + 1], vectors[3 * i + 2]);
    angles[i] = angle;
    least = Math.min(least, angle);
  }
  // The margin of 1e-6 (six metres) covers the rounding of acos near zero.
  const reach = least + 2 * radius + 1e-6;
  const candidates: number[] = [];
  angles.forEach((angle, index) => {
    if (angle <= reach) candidates.push(index);
  });
  return Int32Array.from(candidates);
}
