// The figures of Workers KV, each with its source.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { OptionTable } from '../option-table.ts';
import type { Figure } from '../platforms/platform.ts';

const HOW = 'developers.cloudflare.com/kv/concepts/how-kv-works (2026)';
const REDESIGN_2024 = 'blog.cloudflare.com/faster-workers-kv (2024-09-26)';
const REDESIGN_2025 = 'blog.cloudflare.com/rearchitecting-workers-kv (2025-08)';
const retrieved = '2026-11-21';

const PRICES: PriceSource = {
  source: 'docs repo partial workers/kv_pricing.mdx @16f657ef',
  confidence: 'documented',
};

/** What it costs; storage itself is not billed, what a scenario seeds is small. */
export const WORKERS_KV_TARIFF: readonly TariffLine[] = [
  millions({ item: 'KV reads, by key', meter: 'ops.workers-kv.get', usd: 0.5, included: 10, from: PRICES }),
  millions({ item: 'KV writes', meter: 'ops.workers-kv.put', usd: 5, included: 1, from: PRICES }),
  millions({ item: 'KV deletes', meter: 'ops.workers-kv.delete', usd: 5, included: 1, from: PRICES }),
  millions({ item: 'KV lists', meter: 'ops.workers-kv.list', usd: 5, included: 1, from: PRICES }),
];

/** Regions that stand for the regional tier: Cloudflare publishes none, so one per large market. */
export const REGIONAL_TIERS = [
  'aws:us-east-1',
  'aws:us-west-1',
  'aws:eu-central-1',
  'aws:ap-southeast-1',
  'aws:ap-northeast-1',
  'aws:ap-southeast-2',
  'aws:ap-south-1',
  'aws:sa-east-1',
  'aws:af-south-1',
  'aws:me-south-1',
] as const;

export const KV_FIGURES = {
  defaultTtlS: {
    name: 'KV: default cacheTtl',
    value: 60,
    unit: 's',
    source: HOW,
    retrieved,
    confidence: 'documented',
  },
  minimumTtlS: {
    name: 'KV: minimum cacheTtl',
    value: 30,
    unit: 's',
    source: 'miniflare constants, 2025-11-28',
    retrieved,
    confidence: 'documented',
  },
  writesPerSecondPerKey: {
    name: 'KV: writes per second of a key',
    value: 1,
    unit: '1/s',
    source: 'developers.cloudflare.com/kv/platform/limits (2026)',
    retrieved,
    confidence: 'documented',
  },
  memoryShare: {
    name: 'KV: hot reads answered in memory',
    value: 0.5,
    unit: 'ratio',
    source: `${REDESIGN_2024}: about half of requests`,
    retrieved,
    confidence: 'documented',
  },
  memoryMs: {
    name: 'KV: read from memory',
    value: 0.5,
    unit: 'ms',
    source: `${REDESIGN_2024}: below 1 ms`,
    retrieved,
    confidence: 'assumed',
  },
  coloLowMs: {
    name: 'KV: read from the colo cache, least',
    value: 3,
    unit: 'ms',
    source: 'user reports of 6 to 8 ms, seen from the client',
    retrieved,
    confidence: 'assumed',
  },
  coloHighMs: {
    name: 'KV: read from the colo cache, most',
    value: 8,
    unit: 'ms',
    source: 'user reports of 6 to 8 ms, seen from the client',
    retrieved,
    confidence: 'assumed',
  },
  regionalMs: {
    name: 'KV: work of the regional tier',
    value: 3,
    unit: 'ms',
    source: 'none published',
    retrieved,
    confidence: 'assumed',
  },
  regionalTiers: {
    name: 'KV: regional tiers',
    value: REGIONAL_TIERS.length,
    unit: 'sites',
    source: 'none published; one per large market',
    retrieved,
    confidence: 'assumed',
  },
  centralMs: {
    name: 'KV: work of the central store',
    value: 5,
    unit: 'ms',
    source: `${REDESIGN_2025}: internal read p99 below 5 ms`,
    retrieved,
    confidence: 'assumed',
  },
  refreshShare: {
    name: 'KV: remaining share of the TTL at which a read starts a background refresh',
    value: 0.25,
    unit: 'ratio',
    source: `${HOW} says that hot keys are refreshed, not when`,
    retrieved,
    confidence: 'assumed',
  },
  purgeLowS: {
    name: 'KV: message of a write to a regional tier, least',
    value: 1,
    unit: 's',
    source: 'an older page: regional tiers hear of a write within seconds',
    retrieved,
    confidence: 'assumed',
  },
  purgeHighS: {
    name: 'KV: message of a write to a regional tier, most',
    value: 10,
    unit: 's',
    source: 'an older page: regional tiers hear of a write within seconds',
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

/** What a scenario may change. */
export const WORKERS_KV_OPTIONS: OptionTable = {
  cacheTtlMs: {
    meaning: 'How long a PoP keeps a copy, where the handler does not say',
    lowest: KV_FIGURES.minimumTtlS.value * 1000,
    highest: 365 * 86_400_000,
  },
};
