// The bands of distance by which lags are kept apart.

/** Upper edges in km; the farthest two places on Earth are 20,037 km apart. */
const DISTANCE_EDGES_KM = [2000, 5000, 10_000, 20_100] as const;

/** The slice of a distance in km: `distance:2000-5000` holds what is at least 2,000 and less than 5,000 km away. */
export function distanceBand(km: number): string {
  const index = DISTANCE_EDGES_KM.findIndex((edge) => km < edge);
  const last = DISTANCE_EDGES_KM.length - 1;
  const band = index < 0 ? last : index;
  return `distance:${DISTANCE_EDGES_KM[band - 1] ?? 0}-${DISTANCE_EDGES_KM[band] ?? 0}`;
}
