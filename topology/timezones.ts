// The time zone of a place: that of the nearest point of its country whose zone is known.
import timezonesFile from './data/timezones.json' with { type: 'json' };
import { distanceKm } from './distance.ts';
import type { Place } from './place.ts';
import { numberAt, textAt } from './table.ts';

/** A point whose zone is known. */
interface ZonePoint {
  readonly zone: string;
  readonly lat: number;
  readonly lon: number;
}

const pointsOf = new Map<string, ZonePoint[]>();
for (const row of timezonesFile.rows) {
  const country = textAt(row, 0);
  const points = pointsOf.get(country) ?? [];
  pointsOf.set(country, points);
  points.push({ zone: textAt(row, 1), lat: numberAt(row, 2), lon: numberAt(row, 3) });
}

/** The IANA name of a place's time zone, such as `Europe/Paris`; undefined for a country without one. Beside a border of zones it may be the neighbour's. */
export function timezoneOf(place: Pick<Place, 'country' | 'lat' | 'lon'>): string | undefined {
  let best: ZonePoint | undefined;
  let bestKm = Number.POSITIVE_INFINITY;
  for (const point of pointsOf.get(place.country) ?? []) {
    const km = distanceKm(place, point);
    if (km >= bestKm) continue;
    best = point;
    bestKm = km;
  }
  return best?.zone;
}
