// A SQL database in one region behind the D1 API, without replicas: the comparison that everyone has.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { Figure } from '../platforms/platform.ts';
import { SqlStore } from './sql-store.ts';
import type { StoreKind } from './store.ts';

const SOURCE = 'none that holds for all; a small indexed query of a database on a server of its own';
const retrieved = '2026-11-21';

const FIGURES = {
  readMs: {
    name: 'Regional SQL: work of a query that reads',
    value: 1,
    unit: 'ms',
    source: SOURCE,
    retrieved,
    confidence: 'assumed',
  },
  writeMs: {
    name: 'Regional SQL: work of a query that writes, commit included',
    value: 5,
    unit: 'ms',
    source: SOURCE,
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

const PRICES: PriceSource = { source: 'no price list of such a database here', confidence: 'assumed' };

/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  millions({
    item: 'database queries, not priced',
    meter: 'ops.regional-sql.query',
    usd: 0,
    from: PRICES,
  }),
];

/** The row of the table. */
export const regionalSql: StoreKind = {
  name: 'regional-sql',
  title: 'SQL database in one region',
  binding: 'd1',
  figures: Object.values(FIGURES),
  tariff: TARIFF,
  options: {},
  create: (options) =>
    new SqlStore(options, {
      replicas: [],
      travels: { kind: 'pushed', lagMs: 0 },
      readMs: FIGURES.readMs.value,
      writeMs: FIGURES.writeMs.value,
      // As on the local runtime of Workers, because `call` stands for that: its name, its clock that stands still, its table.
      served: () => ({ served_by: 'miniflare.db', duration: 0 }),
      ownTable: `CREATE TABLE _cf_METADATA (
        key INTEGER PRIMARY KEY,
        value BLOB
      )`,
    }),
};
