// Prices of Fastly Compute: requests, virtual CPU time, and bytes by zone.
import { price, type PriceSource } from './price.ts';
import type { TariffLine } from './tariff.ts';
import { fastlyZone } from './zones.ts';

const MILLION = 1e6;
const COMPUTE: PriceSource = {
  source: 'api-evangelist/fastly 2026-05; blazingcdn 2026-04: first tier',
  confidence: 'documented',
};
const HARVEST: PriceSource = {
  source: 'api-evangelist/fastly plans; fastly.com/pricing harvested 2026-09-20',
  confidence: 'documented',
};
const OLD: PriceSource = { source: 'gist of Fastly rate card 2020 (old)', confidence: 'assumed' };

function bytes(title: string, countries: readonly string[], usd: number, from: PriceSource): TariffLine {
  return {
    item: `bytes to users, ${title}`,
    meter: 'pop.egressBytes',
    countries,
    per: 1e9,
    unit: 'GB',
    price: price(`Fastly: bytes to users, ${title}`, usd, 'GB', from),
  };
}

/** Compute services: CPU time is billed, waiting is not. */
export const FASTLY_TARIFF: readonly TariffLine[] = [
  {
    item: 'requests',
    meter: 'pop.requests',
    per: MILLION,
    unit: 'million',
    included: 10,
    price: price('Fastly Compute: requests', 0.5, 'million', COMPUTE),
  },
  {
    item: 'vCPU time',
    meter: 'own.cpuMs',
    per: MILLION,
    unit: 'million vCPU-ms',
    included: 100,
    price: price('Fastly Compute: vCPU time', 0.05, 'million vCPU-ms', COMPUTE),
  },
  {
    ...bytes('North America, Europe', fastlyZone('naEu'), 0.12, HARVEST),
    included: 100,
    // 10 TB in all, the first 100 GB of them free.
    steps: [{ from: 9900, usd: 0.08 }],
  },
  bytes('Asia, Oceania', fastlyZone('asiaOceania'), 0.19, OLD),
  bytes('elsewhere', fastlyZone('rest'), 0.28, OLD),
];
