// Prices of AWS Lambda, Lambda@Edge, CloudFront before them, CloudFront Functions, and containers on Fargate.
import { price, type PriceSource } from './price.ts';
import type { TariffLine } from './tariff.ts';
import { cloudfrontZone } from './zones.ts';

const MILLION = 1e6;
const LIST: PriceSource = {
  source: 'infracost lambda_function_test.golden (AWS price list)',
  confidence: 'documented',
};
const EDGE: PriceSource = {
  source: 'awsnegotiations.com/cloudfront-functions-pricing (2026); aws.amazon.com/cloudfront/pricing',
  confidence: 'documented',
};

function requestLine(usd: number, included: number, from: PriceSource): TariffLine {
  return {
    item: 'requests to functions',
    meter: 'own.invocations',
    per: MILLION,
    unit: 'million',
    included,
    price: price('AWS Lambda: requests', usd, 'million', from),
  };
}

/** Lambda in a region: wall time is billed by the GB-second of the memory given, waiting included. The free amounts are AWS’s standing offer. */
export const LAMBDA_TARIFF: readonly TariffLine[] = [
  requestLine(0.2, 1, LIST),
  {
    item: 'wall time × memory, starts included',
    meter: 'own.wallGbS',
    per: 1,
    unit: 'GB-s',
    included: 400_000,
    price: price('AWS Lambda: duration, x86', 0.000_016_666_7, 'GB-s', LIST),
    steps: [
      { from: 6e9, usd: 0.000_015 },
      { from: 15e9, usd: 0.000_013_333_4 },
    ],
  },
];

const ZONES: readonly (readonly [string, string, number, number])[] = [
  ['us', 'US, Mexico, Canada', 0.085, 0.01],
  ['europe', 'Europe, Israel', 0.085, 0.012],
  ['africa', 'Africa, Middle East', 0.11, 0.012],
  ['southAmerica', 'South America', 0.11, 0.022],
  ['japan', 'Japan', 0.114, 0.012],
  ['oceania', 'Australia, New Zealand', 0.114, 0.0125],
  ['asia', 'Asia Pacific', 0.12, 0.012],
  ['india', 'India', 0.109, 0.012],
];
const CLOUDFRONT: PriceSource = {
  source: 'infracost cloudfront_distribution_test.golden (2024-07 prices; first 10 TB tier)',
  confidence: 'documented',
};

/** CloudFront: bytes to users and HTTPS requests, by the zone of the PoP. */
const CLOUDFRONT_TARIFF: readonly TariffLine[] = ZONES.flatMap(([zone, title, egressUsd, requestUsd]) => {
  const where = cloudfrontZone(zone);
  return [
    {
      item: `CloudFront bytes, ${title}`,
      meter: 'pop.egressBytes',
      countries: where,
      per: 1e9,
      unit: 'GB',
      price: price(`CloudFront: bytes to users, ${title}`, egressUsd, 'GB', CLOUDFRONT),
    },
    {
      item: `CloudFront requests, ${title}`,
      meter: 'pop.requests',
      countries: where,
      per: 10_000,
      unit: '10,000',
      price: price(`CloudFront: HTTPS requests, ${title}`, requestUsd, '10,000', CLOUDFRONT),
    },
  ];
});

/** Lambda@Edge: no free amounts, three times the price of a region, CloudFront before it. */
export const LAMBDA_EDGE_TARIFF: readonly TariffLine[] = [
  requestLine(0.6, 0, EDGE),
  {
    item: 'wall time × memory',
    meter: 'own.wallGbS',
    per: 1,
    unit: 'GB-s',
    price: price('Lambda@Edge: duration', 0.000_050_01, 'GB-s', EDGE),
  },
  ...CLOUDFRONT_TARIFF,
];

/** CloudFront Functions: by invocation only. */
export const CLOUDFRONT_FUNCTIONS_TARIFF: readonly TariffLine[] = [
  {
    item: 'function invocations',
    meter: 'own.invocations',
    per: MILLION,
    unit: 'million',
    included: 2,
    price: price('CloudFront Functions: invocations', 0.1, 'million', EDGE),
  },
  ...CLOUDFRONT_TARIFF,
];

function fargate(item: string, usd: number, each: number, source: string): TariffLine {
  return {
    item,
    meter: 'own.instanceHours',
    per: 1 / each,
    unit: item.startsWith('container CPU') ? 'vCPU-hours' : 'GB-hours',
    price: price(`Fargate: ${item}`, usd, 'hour', { source, confidence: 'documented' }),
  };
}

/** Containers of one virtual CPU and 2 GB each, while they exist, behind a load balancer. */
export const CONTAINER_TARIFF: readonly TariffLine[] = [
  fargate('container CPU, 1 vCPU each', 0.04048, 1, 'infracost ecs_service_test.golden (147.75/5/730h)'),
  fargate('container memory, 2 GB each', 0.004445, 2, 'infracost ecs_service_test.golden (32.45/10/730h)'),
  {
    item: 'application load balancer',
    meter: 'hours',
    per: 1,
    unit: 'hours',
    price: price('AWS: application load balancer', 0.0225, 'hour', {
      source: 'infracost lb golden (16.43/730h)',
      confidence: 'documented',
    }),
  },
];
