// The two profiles of a path: the backbone of a network of its own, and transit over the open internet.
import { CONSTANTS } from './provenance.ts';

/** Backbone: PoP to PoP, tiered cache, replication. Transit: user to PoP, and PoP to an origin over the open internet. */
export const PROFILES = ['backbone', 'transit'] as const;
export type Profile = (typeof PROFILES)[number];

/** Km of fibre path per ms of round trip: light in fibre there and back, 299792.458 / 1.468 / 1000 / 2 = 102.1 km. */
export const FIBRE_KM_PER_MS = CONSTANTS.lightKmPerS.value / CONSTANTS.fibreIndex.value / 1000 / 2;

/** Km of path per ms of round trip for light in vacuum: 149.9 km. */
export const VACUUM_KM_PER_MS = CONSTANTS.lightKmPerS.value / 1000 / 2;

/** RTT = base + slope × path through the graph; or short base + short slope × great circle; both over the speed of light in fibre. */
export interface ProfileConstants {
  readonly baseMs: number;
  readonly slope: number;
  readonly shortBaseMs: number;
  readonly shortSlope: number;
}

/** The fitted numbers of each profile; what they were fitted on stands in provenance.ts. */
export const PROFILE_CONSTANTS: Readonly<Record<Profile, ProfileConstants>> = {
  backbone: {
    baseMs: CONSTANTS.backboneBaseMs.value,
    slope: CONSTANTS.backboneSlope.value,
    shortBaseMs: CONSTANTS.backboneShortBaseMs.value,
    shortSlope: CONSTANTS.backboneShortSlope.value,
  },
  transit: {
    baseMs: CONSTANTS.transitBaseMs.value,
    slope: CONSTANTS.transitSlope.value,
    shortBaseMs: CONSTANTS.transitShortBaseMs.value,
    shortSlope: CONSTANTS.transitShortSlope.value,
  },
};

/** The country whose border the open internet crosses at few and crowded gateways. */
const GATEWAY_COUNTRY = 'CN';

/** The factor on the fibre path between two countries: that of the profile, and for transit into mainland China a further one. */
export function slopeBetween(countryA: string, countryB: string, profile: Profile): number {
  const { slope } = PROFILE_CONSTANTS[profile];
  const crosses = (countryA === GATEWAY_COUNTRY) !== (countryB === GATEWAY_COUNTRY);
  return profile === 'transit' && crosses ? slope * CONSTANTS.chinaBorderFactor.value : slope;
}

/** Median absolute error of the model by great-circle distance, measured on four clouds (backbone) and public servers (transit). */
const TYPICAL_ERROR: readonly {
  readonly belowKm: number;
  readonly backbone: number;
  readonly transit: number;
}[] = [
  { belowKm: 500, backbone: 1.6, transit: 4.7 },
  { belowKm: 1500, backbone: 3, transit: 6.8 },
  { belowKm: 4000, backbone: 4.2, transit: 9.4 },
  { belowKm: 9000, backbone: 8, transit: 13 },
  { belowKm: Infinity, backbone: 9.5, transit: 19 },
];

/** The median absolute error in ms that the model has at a great-circle distance. */
export function typicalErrorMs(greatCircleKm: number, profile: Profile): number {
  const band = TYPICAL_ERROR.find((candidate) => greatCircleKm < candidate.belowKm);
  return band === undefined ? 0 : band[profile];
}
