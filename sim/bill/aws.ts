// Prices of AWS: bytes that leave a region, a machine with its load balancer, Lambda, Lambda@Edge, CloudFront and its Functions.
import { price, type PriceSource } from './price.ts';
import type { TariffLine } from './tariff.ts';

const GB = 1e9;
const TRANSFER: PriceSource = {
  source: 'infracost data_transfer_test.golden (AWS price list, 2024-09)',
  confidence: 'documented',
};

/** USD per GB to the internet: the first 10 TB of a month, the next 40 TB, the next 100 TB, and beyond. */
const EGRESS_USD: Readonly<Record<string, readonly [number, number, number, number]>> = {
  'us-east-1': [0.09, 0.085, 0.07, 0.05],
  'us-east-2': [0.09, 0.085, 0.07, 0.05],
  'us-west-1': [0.09, 0.085, 0.07, 0.05],
  'us-west-2': [0.09, 0.085, 0.07, 0.05],
  'ca-central-1': [0.09, 0.085, 0.07, 0.05],
  'eu-west-1': [0.09, 0.085, 0.07, 0.05],
  'eu-west-2': [0.09, 0.085, 0.07, 0.05],
  'eu-west-3': [0.09, 0.085, 0.07, 0.05],
  'eu-central-1': [0.09, 0.085, 0.07, 0.05],
  'eu-north-1': [0.09, 0.085, 0.07, 0.05],
  'eu-south-1': [0.09, 0.085, 0.07, 0.05],
  'il-central-1': [0.11, 0.085, 0.077, 0.055],
  'me-south-1': [0.117, 0.1105, 0.091, 0.065],
  'af-south-1': [0.154, 0.147, 0.126, 0.112],
  'sa-east-1': [0.15, 0.138, 0.126, 0.114],
  'ap-northeast-1': [0.114, 0.089, 0.086, 0.084],
  'ap-northeast-2': [0.126, 0.122, 0.117, 0.108],
  'ap-northeast-3': [0.114, 0.089, 0.086, 0.084],
  'ap-south-1': [0.1093, 0.085, 0.082, 0.08],
  'ap-southeast-1': [0.12, 0.085, 0.082, 0.08],
  'ap-southeast-2': [0.114, 0.098, 0.094, 0.092],
  'ap-southeast-5': [0.108, 0.0765, 0.0738, 0.072],
  'ap-east-1': [0.12, 0.085, 0.082, 0.08],
};

/** AWS gives so many GB to the internet without charge, over all services (leanopstech.com 2026-04; cloud-cost-557 2026-06). */
const FREE_EGRESS_GB = 100;

/** Bytes that leave a region for the internet. Regions without a price list of ours, and other clouds, are priced as us-east-1. */
export function egressLine(region: string): TariffLine {
  const known = EGRESS_USD[region.replace(/^aws:/, '')];
  const [first, next40, next100, beyond] = known ?? [0.09, 0.085, 0.07, 0.05];
  const from =
    known === undefined
      ? ({
          source: `no price list of ${region} here; priced as aws:us-east-1`,
          confidence: 'assumed',
        } as const)
      : TRANSFER;
  return {
    item: `bytes from ${region} to the internet`,
    meter: 'region.egressBytes',
    per: GB,
    unit: 'GB',
    price: price(`AWS: bytes from ${region} to the internet`, first, 'GB', from),
    included: FREE_EGRESS_GB,
    steps: [
      { from: 10_000, usd: next40 },
      { from: 50_000, usd: next100 },
      { from: 150_000, usd: beyond },
    ],
  };
}

/** An always-on server: one machine for every two processes, with its address, behind a load balancer. */
export function serverLines(processes: number): readonly TariffLine[] {
  const machines = Math.ceil(processes / 2);
  const hours = (item: string, usd: number, source: string, count = 1): TariffLine => ({
    item,
    meter: 'hours',
    per: 1 / count,
    unit: 'hours',
    price: price(`AWS: ${item}`, usd, 'hour', { source, confidence: 'documented' }),
  });
  return [
    hours('machine t3.medium, two processes each', 0.0416, 'infracost golden (30.37 / 730 h)', machines),
    hours('public IPv4 address', 0.005, 'egresscost.com/aws (2026)', machines),
    hours('application load balancer', 0.0225, 'infracost lb golden (16.43 / 730 h)'),
    {
      item: 'load balancer capacity, one unit for each GB',
      meter: 'region.egressBytes',
      per: GB,
      unit: 'LCU-hours',
      price: price('AWS: load balancer capacity unit', 0.008, 'LCU-hour', {
        source: 'infracost lb golden (5.84 / 730 h); that bytes decide how many are needed is assumed',
        confidence: 'assumed',
      }),
    },
  ];
}
