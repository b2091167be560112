// The figures of Durable Objects, each with its source, and the sites where objects may live.
import { MILLION, millions } from '../bill/by-million.ts';
import { price, type PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { OptionTable } from '../option-table.ts';
import type { Figure } from '../platforms/platform.ts';
import { LIMITS } from './sql-limits.ts';

const retrieved = '2026-11-21';
const LIFECYCLE = 'developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle (2026)';

const PRICES: PriceSource = {
  source: 'docs repo partial durable-objects-pricing.mdx @07e200b7 (2026)',
  confidence: 'documented',
};
/** What an object is billed to hold, whatever it uses. */
const OBJECT_GB = 0.128;

// Objects of the SQLite kind: reading or writing a key, and setting an alarm, are rows too. Twenty messages that come in by sockets are one request.
/** What it costs; storage itself is not billed, what a scenario seeds is small. */
export const DURABLE_OBJECTS_TARIFF: readonly TariffLine[] = [
  {
    ...millions({
      item: 'Durable Objects: requests, alarms, and messages by twenties',
      meter: 'ops.durable-objects.requestTwentieths',
      usd: 0.15,
      included: 1,
      from: PRICES,
    }),
    per: MILLION * 20,
  },
  {
    item: 'Durable Objects: time awake, at 128 MB',
    meter: 'ops.durable-objects.awakeUs',
    // A million GB-s in microseconds of an object that holds 0.128 GB.
    per: (MILLION * MILLION) / OBJECT_GB,
    unit: 'million GB-s',
    included: 0.4,
    price: price('Durable Objects: time awake, at 128 MB', 12.5, 'million GB-s', PRICES),
  },
  millions({
    item: 'Durable Objects: rows read',
    meter: 'ops.durable-objects.rowsRead',
    usd: 0.001,
    included: 25_000,
    from: PRICES,
  }),
  millions({
    item: 'Durable Objects: rows written',
    meter: 'ops.durable-objects.rowsWritten',
    usd: 1,
    included: 50,
    from: PRICES,
  }),
];

export const OBJECT_FIGURES = {
  commitLowMs: {
    name: 'Durable Objects: commit of a write, least',
    value: 1,
    unit: 'ms',
    source:
      'blog.cloudflare.com/sqlite-in-durable-objects (2024-09-26): three of five followers acknowledge; no time published',
    retrieved,
    confidence: 'assumed',
  },
  commitHighMs: {
    name: 'Durable Objects: commit of a write, most',
    value: 10,
    unit: 'ms',
    source:
      'blog.cloudflare.com/sqlite-in-durable-objects (2024-09-26): three of five followers acknowledge; no time published',
    retrieved,
    confidence: 'assumed',
  },
  readMs: {
    name: 'Durable Objects: read of storage',
    value: 0,
    unit: 'ms',
    source:
      'blog.cloudflare.com/sqlite-in-durable-objects (2024-09-26): the database is in the thread of the object',
    retrieved,
    confidence: 'documented',
  },
  hibernateAfterMs: {
    name: 'Durable Objects: idle time after which an object sleeps',
    value: 10_000,
    unit: 'ms',
    source: LIFECYCLE,
    retrieved,
    confidence: 'documented',
  },
  evictLowMs: {
    name: 'Durable Objects: time without a call after which one that may not sleep leaves memory, least',
    value: 70_000,
    unit: 'ms',
    source: LIFECYCLE,
    retrieved,
    confidence: 'documented',
  },
  evictHighMs: {
    name: 'Durable Objects: time without a call after which one that may not sleep leaves memory, most',
    value: 140_000,
    unit: 'ms',
    source: LIFECYCLE,
    retrieved,
    confidence: 'documented',
  },
  requestsPerSecond: {
    name: 'Durable Objects: requests a second that one object takes',
    value: 1000,
    unit: '1/s',
    source:
      'developers.cloudflare.com/durable-objects/platform/limits (2026): a soft limit; how it is measured is not said: here, calls in each second since the first',
    retrieved,
    confidence: 'assumed',
  },
  blockMs: {
    name: 'Durable Objects: longest blockConcurrencyWhile',
    value: 30_000,
    unit: 'ms',
    source: 'developers.cloudflare.com/durable-objects/api/state (2026)',
    retrieved,
    confidence: 'documented',
  },
  alarmRetryMs: {
    name: 'Durable Objects: wait before the first retry of an alarm, doubled each time',
    value: 2000,
    unit: 'ms',
    source: 'developers.cloudflare.com/durable-objects/api/alarms (2026)',
    retrieved,
    confidence: 'documented',
  },
  alarmRetries: {
    name: 'Durable Objects: retries of an alarm',
    value: 6,
    unit: '1',
    source: 'developers.cloudflare.com/durable-objects/api/alarms (2026)',
    retrieved,
    confidence: 'documented',
  },
  valueBytes: {
    name: 'Durable Objects: largest key and value',
    value: LIMITS.length,
    unit: 'bytes',
    source:
      'workerd 1.20260730.1 refuses more (util/sqlite.c++); developers.cloudflare.com/durable-objects/platform/limits (2026) says 2 MB',
    retrieved,
    confidence: 'documented',
  },
  homes: {
    name: 'Durable Objects: sites where objects live',
    value: 34,
    unit: 'sites',
    source:
      'where.durableobjects.live (2024-10) saw 11 % of PoPs; which ones is assumed: large markets of each location hint',
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

/** PoPs where objects live, by location hint. South America, Africa and the Middle East have none (cloudflare-docs#18472, 2024-11). */
export const OBJECT_HOMES: Readonly<Record<string, readonly string[]>> = {
  wnam: ['LAX', 'SJC', 'SEA', 'DEN', 'PHX', 'PDX'],
  enam: ['EWR', 'IAD', 'ORD', 'ATL', 'DFW', 'MIA', 'YYZ'],
  weur: ['LHR', 'AMS', 'FRA', 'CDG', 'MAD', 'MXP', 'ZRH', 'ARN'],
  eeur: ['PRG', 'VIE', 'WAW'],
  'apac-ne': ['NRT', 'KIX', 'ICN', 'HKG'],
  'apac-se': ['SIN', 'KUL', 'BOM'],
  oc: ['SYD', 'MEL', 'AKL'],
};

/** Hints that are served by the homes of others. */
export const HINT_STANDS_FOR: Readonly<Record<string, readonly string[]>> = {
  apac: ['apac-ne', 'apac-se'],
  sam: ['enam'],
  afr: ['weur'],
  me: ['weur', 'eeur'],
};

/** PoPs where objects of a jurisdiction may live. */
export const JURISDICTION_HOMES: Readonly<Record<string, readonly string[]>> = {
  eu: ['AMS', 'FRA', 'CDG', 'MAD', 'MXP', 'ARN', 'PRG', 'VIE', 'WAW'],
  us: ['LAX', 'SJC', 'SEA', 'DEN', 'PHX', 'PDX', 'EWR', 'IAD', 'ORD', 'ATL', 'DFW', 'MIA'],
  fedramp: ['IAD', 'ORD', 'SJC', 'DFW'],
  'fedramp-high': ['IAD', 'ORD', 'SJC', 'DFW'],
};

/** What scenarios may say as a hint. */
export const OBJECT_HINTS: readonly string[] = [
  ...Object.keys(OBJECT_HOMES),
  ...Object.keys(HINT_STANDS_FOR),
];

/** What a scenario may change. */
export const DURABLE_OBJECT_OPTIONS: OptionTable = {
  hibernateAfterMs: {
    meaning: 'Idle time after which an object leaves memory; its storage and kept sockets stay',
    lowest: 0,
    highest: 365 * 86_400_000,
  },
};
