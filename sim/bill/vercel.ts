// Prices of Vercel: the seat, edge requests, function invocations, active CPU and the memory held meanwhile, bytes.
import { price, type PriceSource } from './price.ts';
import type { TariffLine } from './tariff.ts';

const MILLION = 1e6;
const SWEEP: PriceSource = {
  source: 'api-evangelist/vercel plans (2026-05 sweep of vercel.com/pricing); varies by region',
  confidence: 'assumed',
};

/** The Pro plan on Fluid compute, base region: CPU by the hour of work, memory by the hour an instance has work. */
export const VERCEL_TARIFF: readonly TariffLine[] = [
  {
    item: 'plan base (Pro, one seat)',
    meter: 'month',
    per: 1,
    unit: 'month',
    price: price('Vercel: Pro seat', 20, 'month', SWEEP),
  },
  {
    item: 'edge requests',
    meter: 'pop.requests',
    per: MILLION,
    unit: 'million',
    included: 10,
    price: price('Vercel: edge requests', 2, 'million', SWEEP),
  },
  {
    item: 'function invocations',
    meter: 'own.invocations',
    per: MILLION,
    unit: 'million',
    price: price('Vercel: function invocations', 0.6, 'million', SWEEP),
  },
  {
    item: 'active CPU time',
    meter: 'own.cpuMs',
    per: 3_600_000,
    unit: 'CPU-hours',
    price: price('Vercel: active CPU', 0.128, 'CPU-hour', SWEEP),
  },
  {
    item: 'memory while an instance has work',
    meter: 'own.busyGbS',
    per: 3600,
    unit: 'GB-hours',
    price: price('Vercel: provisioned memory', 0.0106, 'GB-hour', SWEEP),
  },
  {
    item: 'bytes to users',
    meter: 'pop.egressBytes',
    per: 1e9,
    unit: 'GB',
    included: 1000,
    price: price('Vercel: fast data transfer', 0.15, 'GB', SWEEP),
  },
];
