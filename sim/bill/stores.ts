// What stores cost, by the kind of store: adding one is a row. Meters are named `ops.<kind>.<verb>`.
import { price, type PriceSource } from './price.ts';
import type { TariffLine } from './tariff.ts';

const MILLION = 1e6;
/** What an object is billed to hold, whatever it uses. */
const OBJECT_GB = 0.128;
const KV: PriceSource = {
  source: 'docs repo partial workers/kv_pricing.mdx @16f657ef',
  confidence: 'documented',
};
const D1: PriceSource = {
  source: 'docs repo partial workers/d1-pricing.mdx @25a83ced',
  confidence: 'documented',
};
const R2: PriceSource = {
  source: 'developers.cloudflare.com/workers/platform/pricing (docs repo @07acbb66, 2026)',
  confidence: 'documented',
};
const QUEUES: PriceSource = {
  source: 'docs repo partial workers/queues_pricing.mdx @96996fd3',
  confidence: 'documented',
};
const OBJECTS: PriceSource = {
  source: 'docs repo partial durable-objects-pricing.mdx @07e200b7 (2026)',
  confidence: 'documented',
};
const KVS: PriceSource = {
  source: 'CloudFront price page, from general knowledge, not read again',
  confidence: 'assumed',
};
const EDGE_CONFIG: PriceSource = { source: 'vercel.com/docs/pricing/edge-config', confidence: 'documented' };
const TURSO: PriceSource = {
  source:
    'turso.tech/pricing: rows read beyond the plan at second hand (api-evangelist/turso, 2026-06-12); the rest, and what the plan Developer includes, from general knowledge',
  confidence: 'assumed',
};
const UNKNOWN: PriceSource = { source: 'no price list of such a database here', confidence: 'assumed' };
const COMMANDS: PriceSource = {
  source: 'upstash/docs redis/features/globaldatabase.mdx (2026-08-12): 0.20 USD per 100,000 commands',
  confidence: 'documented',
};

function millions(options: {
  readonly item: string;
  readonly meter: string;
  readonly usd: number;
  readonly included?: number;
  readonly from: PriceSource;
}): TariffLine {
  const { item, meter, usd, included = 0, from } = options;
  return {
    item,
    meter,
    per: MILLION,
    unit: 'million',
    included,
    price: price(item, usd, 'million', from),
  };
}

/** Lines of each kind of store; kinds without a row cost nothing. Storage itself is not billed: what a scenario seeds is small. */
export const STORE_TARIFFS: Readonly<Record<string, readonly TariffLine[]>> = {
  'workers-kv': [
    millions({ item: 'KV reads, by key', meter: 'ops.workers-kv.get', usd: 0.5, included: 10, from: KV }),
    millions({ item: 'KV writes', meter: 'ops.workers-kv.put', usd: 5, included: 1, from: KV }),
    millions({ item: 'KV deletes', meter: 'ops.workers-kv.delete', usd: 5, included: 1, from: KV }),
    millions({ item: 'KV lists', meter: 'ops.workers-kv.list', usd: 5, included: 1, from: KV }),
  ],
  d1: [
    millions({ item: 'D1 rows read', meter: 'ops.d1.rowsRead', usd: 0.001, included: 25_000, from: D1 }),
    millions({ item: 'D1 rows written', meter: 'ops.d1.rowsWritten', usd: 1, included: 50, from: D1 }),
  ],
  // Deleting and giving up an upload are free.
  r2: [
    {
      ...millions({ item: 'R2 class A operations', meter: 'ops.r2.put', usd: 4.5, included: 1, from: R2 }),
      further: ['list', 'createMultipartUpload', 'uploadPart', 'completeMultipartUpload'].map(
        (verb) => `ops.r2.${verb}`,
      ),
    },
    {
      ...millions({ item: 'R2 class B operations', meter: 'ops.r2.get', usd: 0.36, included: 10, from: R2 }),
      further: ['ops.r2.head'],
    },
  ],
  // A message that is delivered is written, read and deleted: three operations, each up to 64 KB; further attempts are not counted.
  queue: [
    {
      ...millions({
        item: 'queue operations',
        meter: 'ops.queue.messages',
        usd: 0.4,
        included: 1,
        from: QUEUES,
      }),
      per: MILLION / 3,
    },
  ],
  // Objects of the SQLite kind: reading or writing a key, and setting an alarm, are rows too. Twenty messages that come in by sockets are one request.
  'durable-objects': [
    {
      ...millions({
        item: 'Durable Objects: requests, alarms, and messages by twenties',
        meter: 'ops.durable-objects.requestTwentieths',
        usd: 0.15,
        included: 1,
        from: OBJECTS,
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
      price: price('Durable Objects: time awake, at 128 MB', 12.5, 'million GB-s', OBJECTS),
    },
    millions({
      item: 'Durable Objects: rows read',
      meter: 'ops.durable-objects.rowsRead',
      usd: 0.001,
      included: 25_000,
      from: OBJECTS,
    }),
    millions({
      item: 'Durable Objects: rows written',
      meter: 'ops.durable-objects.rowsWritten',
      usd: 1,
      included: 50,
      from: OBJECTS,
    }),
  ],
  // The rate-limiting binding is part of Workers.
  'rate-limit': [],
  'edge-config': [
    {
      ...millions({ item: 'Edge Config reads', meter: 'ops.edge-config.get', usd: 3, from: EDGE_CONFIG }),
      further: ['all', 'summary', 'home:get', 'home:all', 'home:summary'].map(
        (verb) => `ops.edge-config.${verb}`,
      ),
    },
    millions({ item: 'Edge Config writes', meter: 'ops.edge-config.change', usd: 10_000, from: EDGE_CONFIG }),
  ],
  'cloudfront-kvs': [
    {
      ...millions({ item: 'KeyValueStore reads', meter: 'ops.cloudfront-kvs.get', usd: 0.03, from: KVS }),
      further: ['exists', 'summary'].map((verb) => `ops.cloudfront-kvs.${verb}`),
    },
    {
      ...millions({
        item: 'KeyValueStore API operations',
        meter: 'ops.cloudfront-kvs.change',
        usd: 1000,
        from: KVS,
      }),
      further: ['home:get', 'home:summary'].map((verb) => `ops.cloudfront-kvs.${verb}`),
    },
  ],
  // What syncs of embedded replicas transfer is not billed here: syncs carry pages, and how many a write changes is not simulated.
  turso: [
    millions({
      item: 'Turso rows read',
      meter: 'ops.turso.rowsRead',
      usd: 0.001,
      included: 2500,
      from: TURSO,
    }),
    millions({
      item: 'Turso rows written',
      meter: 'ops.turso.rowsWritten',
      usd: 1,
      included: 25,
      from: TURSO,
    }),
  ],
  // Every region that a write goes to counts as one more.
  'upstash-redis': [
    millions({ item: 'Redis commands', meter: 'ops.upstash-redis.commands', usd: 2, from: COMMANDS }),
  ],
  'regional-sql': [
    millions({
      item: 'database queries, not priced',
      meter: 'ops.regional-sql.query',
      usd: 0,
      from: UNKNOWN,
    }),
  ],
  'regional-kv': [
    millions({ item: 'database reads', meter: 'ops.regional-kv.get', usd: 2, from: COMMANDS }),
    millions({ item: 'database writes', meter: 'ops.regional-kv.put', usd: 2, from: COMMANDS }),
    millions({ item: 'database deletes', meter: 'ops.regional-kv.delete', usd: 2, from: COMMANDS }),
    millions({ item: 'database lists', meter: 'ops.regional-kv.list', usd: 2, from: COMMANDS }),
  ],
};
