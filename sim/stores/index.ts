// The table of stores: adding one is a file and a row.
import { cacheApi } from './cache-api.ts';
import { cloudfrontKvs } from './cloudfront-kvs.ts';
import { d1 } from './d1.ts';
import { edgeConfig } from './edge-config.ts';
import { queue } from './queue.ts';
import { r2 } from './r2.ts';
import { rateLimit } from './rate-limit.ts';
import { durableObjects } from './durable-objects.ts';
import { regionalKv } from './regional-kv.ts';
import { regionalSql } from './regional-sql.ts';
import type { StoreKind } from './store.ts';
import { turso } from './turso.ts';
import { upstashRedis } from './upstash-redis.ts';
import { workersKv } from './workers-kv.ts';

/** Every kind of store by its name. */
export const storeKinds: Readonly<Record<string, StoreKind>> = {
  [workersKv.name]: workersKv,
  [regionalKv.name]: regionalKv,
  [durableObjects.name]: durableObjects,
  [cacheApi.name]: cacheApi,
  [d1.name]: d1,
  [upstashRedis.name]: upstashRedis,
  [edgeConfig.name]: edgeConfig,
  [cloudfrontKvs.name]: cloudfrontKvs,
  [r2.name]: r2,
  [queue.name]: queue,
  [turso.name]: turso,
  [regionalSql.name]: regionalSql,
  [rateLimit.name]: rateLimit,
};

/** The names that a scenario may use; every handler has caches without asking for them. */
export const storeNames: readonly string[] = Object.keys(storeKinds).filter(
  (name) => storeKinds[name]?.binding !== 'cache',
);
