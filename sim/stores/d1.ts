// Cloudflare D1: one primary and, with read replication, a replica in each of six regions that sessions may read from.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { OptionTable } from '../option-table.ts';
import type { Figure } from '../platforms/platform.ts';
import { SqlStore } from './sql-store.ts';
import type { StoreKind } from './store.ts';

const REPLICATION = 'developers.cloudflare.com/d1/best-practices/read-replication (2026)';
const retrieved = '2026-11-21';

/** The six regions of replicas by D1's names, and a cloud region that stands for each: sites are not published. */
const REPLICAS: Readonly<Record<string, string>> = {
  ENAM: 'aws:us-east-1',
  WNAM: 'aws:us-west-1',
  WEUR: 'aws:eu-west-2',
  EEUR: 'gcp:europe-central2',
  APAC: 'aws:ap-southeast-1',
  OC: 'aws:ap-southeast-2',
};

const FIGURES = {
  replicas: {
    name: 'D1: read replicas, one in each region',
    value: Object.keys(REPLICAS).length,
    unit: 'sites',
    source: REPLICATION,
    retrieved,
    confidence: 'documented',
  },
  sites: {
    name: 'D1: where the replicas of a region stand',
    value: 1,
    unit: 'site',
    source: `none published; a large market of each: ${Object.values(REPLICAS).join(', ')}`,
    retrieved,
    confidence: 'assumed',
  },
  lagMs: {
    name: 'D1: lag of a replica on top of the way there, most',
    value: 200,
    unit: 'ms',
    source: `none published; ${REPLICATION} says arbitrarily out of date`,
    retrieved,
    confidence: 'assumed',
  },
  readMs: {
    name: 'D1: work of a query that reads',
    value: 1,
    unit: 'ms',
    source: 'none published; a database does one query at a time',
    retrieved,
    confidence: 'assumed',
  },
  writeMs: {
    name: 'D1: work of a query that writes, commit included',
    value: 5,
    unit: 'ms',
    source: 'none published; as long as a durable write of an object may take',
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

const OPTIONS: OptionTable = {
  readReplication: { meaning: 'Whether there are replicas for sessions: 1 or 0', lowest: 0, highest: 1 },
  replicationLagMs: {
    meaning: 'Longest lag of a replica, on top of the way there',
    lowest: 0,
    highest: 3_600_000,
  },
};

const PRICES: PriceSource = {
  source: 'docs repo partial workers/d1-pricing.mdx @25a83ced',
  confidence: 'documented',
};

/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  millions({ item: 'D1 rows read', meter: 'ops.d1.rowsRead', usd: 0.001, included: 25_000, from: PRICES }),
  millions({ item: 'D1 rows written', meter: 'ops.d1.rowsWritten', usd: 1, included: 50, from: PRICES }),
];

/** The row of the table. */
export const d1: StoreKind = {
  name: 'd1',
  title: 'Cloudflare D1',
  binding: 'd1',
  figures: Object.values(FIGURES),
  tariff: TARIFF,
  options: OPTIONS,
  create: (options) =>
    new SqlStore(options, {
      replicas: options.options['readReplication'] === 0 ? [] : Object.values(REPLICAS),
      travels: { kind: 'pushed', lagMs: options.options['replicationLagMs'] ?? FIGURES.lagMs.value },
      readMs: FIGURES.readMs.value,
      writeMs: FIGURES.writeMs.value,
      served: ({ region, primary, tookMs }) => ({
        served_by: 'v3-prod',
        served_by_region: regionName(region),
        served_by_primary: primary,
        timings: { sql_duration_ms: tookMs },
        total_attempts: 1,
      }),
    }),
};

/** D1's name for a region; a home elsewhere goes by its own. */
function regionName(region: string): string {
  return Object.entries(REPLICAS).find(([, id]) => id === region)?.[0] ?? region;
}
