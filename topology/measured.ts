// Measured round-trip times that override the model, found by metro: a value holds for both ends within 30 km of where it was measured.
import { distanceKm } from './distance.ts';
import type { Place } from './place.ts';
import type { Profile } from './profile.ts';
import { CONSTANTS } from './provenance.ts';

/** One measured round-trip time. */
export interface MeasuredPair {
  readonly from: Place;
  readonly to: Place;
  readonly ms: number;
  /** Spread of the samples in ms; 0 when there was only one. */
  readonly spreadMs: number;
  /** Who measured it and when. */
  readonly by: string;
  /** The kind of path it tells of; both when absent. */
  readonly profile?: Profile;
}

/** A set of measured values to look up. */
export interface MeasuredOverlay {
  readonly pairs: readonly MeasuredPair[];
  /** The measured value whose ends lie nearest to the two places, each within one metro; undefined when there is none. */
  find(a: Place, b: Place, profile: Profile): MeasuredPair | undefined;
}

/** Makes measured pairs ready for look-up; when two values tell of the same metros the nearer one is taken, then the first. */
export function createOverlay(pairs: readonly MeasuredPair[]): MeasuredOverlay {
  const ends = new Map<string, Place>();
  for (const pair of pairs) for (const end of [pair.from, pair.to]) ends.set(placeKey(end), end);
  const byEnds = new Map<string, MeasuredPair[]>();
  for (const pair of pairs) {
    const key = endsKey(placeKey(pair.from), placeKey(pair.to));
    const list = byEnds.get(key);
    if (list === undefined) byEnds.set(key, [pair]);
    else list.push(pair);
  }
  const nearEnds = new WeakMap<Place, readonly { key: string; km: number }[]>();

  function endsNear(place: Place): readonly { key: string; km: number }[] {
    const known = nearEnds.get(place);
    if (known !== undefined) return known;
    const near = [...ends]
      .map(([key, end]) => ({ key, km: distanceKm(place, end) }))
      .filter((end) => end.km < CONSTANTS.metroKm.value);
    nearEnds.set(place, near);
    return near;
  }

  function find(a: Place, b: Place, profile: Profile): MeasuredPair | undefined {
    let best: MeasuredPair | undefined;
    let bestKm = Infinity;
    for (const from of endsNear(a)) {
      for (const to of endsNear(b)) {
        const pair = byEnds
          .get(endsKey(from.key, to.key))
          ?.find((candidate) => candidate.profile === undefined || candidate.profile === profile);
        if (pair === undefined || from.km + to.km >= bestKm) continue;
        best = pair;
        bestKm = from.km + to.km;
      }
    }
    return best;
  }

  return { pairs, find };
}

function placeKey(place: Place): string {
  return `${place.lat},${place.lon}`;
}

function endsKey(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
