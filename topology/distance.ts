// Great-circle distance, by the haversine formula for single pairs and by unit vectors for many.
import { CONSTANTS } from './provenance.ts';

/** The mean radius of the Earth in km. */
export const EARTH_RADIUS_KM = CONSTANTS.earthRadiusKm.value;

const RADIANS_PER_DEGREE = Math.PI / 180;

/** A latitude and a longitude in degrees. */
export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

/**
 * Great-circle distance in km: 2R asin sqrt(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)), the haversine formula
 * (Sinnott, Sky & Telescope 68, 1984), which stays exact for short distances.
 */
export function distanceKm(a: LatLon, b: LatLon): number {
  const sinLat = Math.sin(((b.lat - a.lat) * RADIANS_PER_DEGREE) / 2);
  const sinLon = Math.sin(((b.lon - a.lon) * RADIANS_PER_DEGREE) / 2);
  const cosines = Math.cos(a.lat * RADIANS_PER_DEGREE) * Math.cos(b.lat * RADIANS_PER_DEGREE);
  const h = sinLat * sinLat + cosines * sinLon * sinLon;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** Unit vectors of places, three numbers each (x, y, z): two places are the nearer the larger their dot product. */
export function unitVectors(places: readonly LatLon[]): Float64Array {
  const vectors = new Float64Array(places.length * 3);
  places.forEach((place, i) => {
    const cosLat = Math.cos(place.lat * RADIANS_PER_DEGREE);
    vectors[3 * i] = cosLat * Math.cos(place.lon * RADIANS_PER_DEGREE);
    vectors[3 * i + 1] = cosLat * Math.sin(place.lon * RADIANS_PER_DEGREE);
    vectors[3 * i + 2] = Math.sin(place.lat * RADIANS_PER_DEGREE);
  });
  return vectors;
}
