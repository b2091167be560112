// Prices of Cloudflare Workers and of the CDN before an origin.
import { price, type PriceSource } from './price.ts';
import type { TariffLine } from './tariff.ts';

const MILLION = 1e6;
const DOCS: PriceSource = {
  source: 'developers.cloudflare.com/workers/platform/pricing (docs repo @07acbb66, 2026)',
  confidence: 'documented',
};

/** Workers Paid: CPU time is billed, waiting is not. */
export const WORKERS_TARIFF: readonly TariffLine[] = [
  {
    item: 'plan base (Workers Paid)',
    meter: 'month',
    per: 1,
    unit: 'month',
    price: price('Workers: plan base (Paid)', 5, 'month', DOCS),
  },
  {
    item: 'requests',
    meter: 'pop.requests',
    per: MILLION,
    unit: 'million',
    included: 10,
    price: price('Workers: requests', 0.3, 'million', DOCS),
  },
  {
    item: 'CPU time',
    meter: 'own.cpuMs',
    per: MILLION,
    unit: 'million CPU-ms',
    included: 30,
    price: price('Workers: CPU time', 0.02, 'million CPU-ms', DOCS),
  },
  {
    item: 'wall-clock time, waiting included',
    meter: 'own.wallGbS',
    per: 1,
    unit: 'GB-s',
    price: price('Workers: wall-clock time', 0, 'GB-s', DOCS),
  },
  {
    item: 'bytes to users',
    meter: 'pop.egressBytes',
    per: 1e9,
    unit: 'GB',
    price: price('Workers: bytes to users', 0, 'GB', DOCS),
  },
];

/** The CDN of the free plan. */
export const CDN_TARIFF: readonly TariffLine[] = [
  {
    item: 'bytes from PoPs to users',
    meter: 'pop.egressBytes',
    per: 1e9,
    unit: 'GB',
    price: price('Cloudflare CDN: bytes to users', 0, 'GB', {
      source: 'a free plan without metered traffic; larger plans cost a fixed sum a month',
      confidence: 'assumed',
    }),
  },
];
