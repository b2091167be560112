// Every number of the topology that models the world, with its unit, its source, its date and how sure it is.

/** How well a number is known. */
type Confidence = 'measured' | 'documented' | 'assumed';

/** A number about the world and where it comes from. */
export interface Sourced {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  /** When the source was read or the measurement made. */
  readonly retrieved: string;
  readonly confidence: Confidence;
}

const FITTED_ON_CLOUDS =
  'fitted and rounded on AWS 2025 (cloudping p50, 496 pairs) and Azure 2026 (1,225 pairs) together';
const FITTED_ON_PUBLIC = 'fitted and rounded on one half of the WonderProxy server pairs of 2020';
const WONDERPROXY_JITTER = 'WonderProxy mdev over long paths: p50 0.3-0.8 ms, p90 1.7-5 ms, p99 8-28 ms';
const CALDER = 'Calder et al., Analyzing the Performance of an Anycast CDN, IMC 2015, section 5';

/** The constants of the topology by the name the code uses. */
export const CONSTANTS = {
  earthRadiusKm: constant(
    'mean radius of the Earth',
    6371,
    'km',
    'IUGG mean radius, rounded',
    '2026',
    'documented',
  ),
  lightKmPerS: constant(
    'speed of light in vacuum',
    299792.458,
    'km/s',
    'SI definition',
    '2019',
    'documented',
  ),
  fibreIndex: constant(
    'group index of fibre',
    1.468,
    'ratio',
    'ITU-T G.652 fibre at 1550 nm',
    '2026',
    'documented',
  ),
  linkPenaltyKm: constant(
    'cost of passing a hub (routers, detour inside the metro)',
    150,
    'km',
    'judgement, set before any comparison',
    '2026',
    'assumed',
  ),
  tailFactor: constant(
    'length of a tail over its great circle',
    1.4,
    'ratio',
    'judgement, set before any comparison',
    '2026',
    'assumed',
  ),
  attachments: constant(
    'hubs a place attaches to',
    3,
    'hubs',
    'judgement, set before any comparison',
    '2026',
    'assumed',
  ),
  attachmentReachKm: constant(
    'reach of an attachment to a hub of the own country',
    2500,
    'km',
    'judgement',
    '2026',
    'assumed',
  ),
  backboneBaseMs: constant('backbone profile: fixed part', 6, 'ms', FITTED_ON_CLOUDS, '2026', 'measured'),
  backboneSlope: constant(
    'backbone profile: factor on the fibre path',
    1.05,
    'ratio',
    FITTED_ON_CLOUDS,
    '2026',
    'measured',
  ),
  transitBaseMs: constant('transit profile: fixed part', 10, 'ms', FITTED_ON_PUBLIC, '2026', 'measured'),
  transitSlope: constant(
    'transit profile: factor on the fibre path',
    1.15,
    'ratio',
    FITTED_ON_PUBLIC,
    '2026',
    'measured',
  ),
  chinaBorderFactor: constant(
    'transit across the border of mainland China: further factor on the fibre path',
    1.4,
    'ratio',
    'few and crowded gateways; without it the model stood 30 % below the WonderProxy servers in mainland China',
    '2026',
    'measured',
  ),
  shortRuleKm: constant('reach of the short-distance rule', 1200, 'km', FITTED_ON_CLOUDS, '2026', 'measured'),
  backboneShortBaseMs: constant(
    'backbone, short distance: fixed part',
    2,
    'ms',
    FITTED_ON_CLOUDS,
    '2026',
    'measured',
  ),
  backboneShortSlope: constant(
    'backbone, short distance: factor on the great circle',
    2.5,
    'ratio',
    FITTED_ON_CLOUDS,
    '2026',
    'measured',
  ),
  transitShortBaseMs: constant(
    'transit, short distance: fixed part',
    5.5,
    'ms',
    FITTED_ON_PUBLIC,
    '2026',
    'measured',
  ),
  transitShortSlope: constant(
    'transit, short distance: factor on the great circle',
    2.6,
    'ratio',
    FITTED_ON_PUBLIC,
    '2026',
    'measured',
  ),
  metroKm: constant('reach of one metro', 30, 'km', 'judgement', '2026', 'assumed'),
  metroMinMs: constant(
    'RTT inside one building',
    0.5,
    'ms',
    'judgement: same metro 0.5-2 ms',
    '2026',
    'assumed',
  ),
  metroMaxMs: constant('RTT across one metro', 2, 'ms', 'judgement: same metro 0.5-2 ms', '2026', 'assumed'),
  jitterMedianMs: constant(
    'jitter: median of the lognormal part',
    0.5,
    'ms',
    WONDERPROXY_JITTER,
    '2020',
    'measured',
  ),
  jitterSigma: constant(
    'jitter: sigma of the lognormal part',
    1.2,
    'ln ms',
    WONDERPROXY_JITTER,
    '2020',
    'measured',
  ),
  spikeShare: constant(
    'jitter: share of packets with a spike',
    0.04,
    'ratio',
    WONDERPROXY_JITTER,
    '2020',
    'measured',
  ),
  spikeMeanMs: constant('jitter: mean of a spike', 12, 'ms', WONDERPROXY_JITTER, '2020', 'measured'),
  accessMinFactor: constant(
    'last mile: lowest RTT over p25',
    0.8,
    'ratio',
    'judgement; for a geostationary link it gives the 480 ms of physics',
    '2026',
    'assumed',
  ),
  accessMaxFactor: constant('last mile: highest RTT over p95', 1.5, 'ratio', 'judgement', '2026', 'assumed'),
  anycastNearestShare: constant(
    'anycast: share of users who land on the nearest site',
    0.55,
    'ratio',
    CALDER,
    '2015',
    'measured',
  ),
  anycastP75Km: constant('anycast: extra distance, 75th percentile', 400, 'km', CALDER, '2015', 'measured'),
  anycastP90Km: constant('anycast: extra distance, 90th percentile', 1375, 'km', CALDER, '2015', 'measured'),
  anycastMaxKm: constant(
    'anycast: extra distance, greatest',
    5000,
    'km',
    'judgement beyond the 90th percentile of Calder et al.',
    '2026',
    'assumed',
  ),
} as const satisfies Record<string, Sourced>;

/** All constants of the topology, for reports that print them. */
export const TOPOLOGY_CONSTANTS: readonly Sourced[] = Object.values(CONSTANTS);

function constant(
  name: string,
  value: number,
  unit: string,
  source: string,
  retrieved: string,
  confidence: Confidence,
): Sourced {
  return { name, value, unit, source, retrieved, confidence };
}
