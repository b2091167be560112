// The one table of metrics: name, unit, meaning. Results, thresholds and reports take their words from here.

/** Unit, meaning and direction of a metric; `better` tells reports which way is a gain. */
export interface MetricInfo {
  readonly unit: 'ms' | 'ratio' | 'count' | 'bytes' | 'per second' | 'USD';
  readonly meaning: string;
  readonly better: 'lower' | 'higher' | 'neither';
}

/** Quantiles that distributions are summarised by, with the fewest values over which each may be shown: 10 / (1 - q). */
export const QUANTILES = [
  { name: 'p50', q: 0.5, fewest: 20 },
  { name: 'p75', q: 0.75, fewest: 40 },
  { name: 'p95', q: 0.95, fewest: 200 },
  { name: 'p99', q: 0.99, fewest: 1000 },
] as const;

/** Distributions: the summary holds name.mean, name.p50, name.p75, name.p95, name.p99 and name.max, in milliseconds. */
export const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  ttfb: 'Time from the user’s first packet to the first response byte',
  total: 'Time from the user’s first packet to the last response byte',
  rtt: 'Round trip between the user and the server that ends the connection',
  coldStart: 'Time a request waited for an isolate to start',
  isolateStart: 'Time an isolate took to start, whether or not a request waited for it',
  queue: 'Time a request waited for a busy event loop',
  cpu: 'CPU time charged to a request',
  'store.consistencyLag': 'From the issue of a write to its visibility at another PoP',
  'store.consistencyLagCached': 'The same, at PoPs that held a cached copy',
  'store.consistencyLagUncached': 'The same, at PoPs that held no copy',
  'store.replicationLag': 'From the commit of a write in its home to its visibility at another PoP',
  'store.commitLag': 'From the issue of a write to its commit in its home',
  'store.staleness': 'How long before a stale read a newer version had been committed',
  'store.deliveryLag': 'From the sending of a message to its first delivery to a consumer',
  'store.read': 'Time a read of a store took as the handler saw it',
  'store.write': 'Time a write of a store took as the handler saw it',
  'objects.call': 'Time a call of a Durable Object took as the caller saw it',
  'objects.replicationLag': 'From a write in a Durable Object being durable to its visibility at another PoP',
  'objects.consistencyLag':
    'From the call that led to a write in a Durable Object to its visibility at another PoP',
  'objects.write': 'Time until a write in a Durable Object was durable',
  'objects.commitLag': 'From the call that led to a write in a Durable Object to its being durable',
  'cacheApi.read': 'Time a match of the Cache API took as the handler saw it',
  'purge.lag': 'From a purge until a PoP that held a copy which it means stops serving it',
  'purge.last': 'From a purge until the last such PoP stops',
  'rateLimit.read': 'Time a call of the rate-limit binding took as the handler saw it',
};

/** Single figures. */
export const FIGURES: Readonly<Record<string, MetricInfo>> = {
  requests: { unit: 'count', meaning: 'Requests that users sent in the window', better: 'neither' },
  'ttfb.under50ms': {
    unit: 'ratio',
    meaning: 'Share of requests whose first byte came within 50 ms',
    better: 'higher',
  },
  'ok.ratio': { unit: 'ratio', meaning: 'Share of requests answered as the handler meant', better: 'higher' },
  'cold.count': { unit: 'count', meaning: 'Requests that waited for an isolate to start', better: 'lower' },
  'cold.rate': {
    unit: 'ratio',
    meaning: 'Share of handler runs that waited for an isolate to start',
    better: 'lower',
  },
  'cache.hitRatio': {
    unit: 'ratio',
    meaning: 'Cacheable requests answered from a PoP’s HTTP cache',
    better: 'higher',
  },
  'cache.byteHitRatio': { unit: 'ratio', meaning: 'The same, by bytes', better: 'higher' },
  'origin.requests': {
    unit: 'count',
    meaning: 'Requests and store operations that reached the origin region',
    better: 'lower',
  },
  'origin.egressBytes': { unit: 'bytes', meaning: 'Bytes that left the origin region', better: 'lower' },
  offload: {
    unit: 'ratio',
    meaning: 'Share of user requests that never reached the origin region',
    better: 'higher',
  },
  'store.reads': { unit: 'count', meaning: 'Reads of data stores', better: 'neither' },
  'store.writes': {
    unit: 'count',
    meaning: 'Writes of data stores, those that were refused among them',
    better: 'neither',
  },
  'store.rejectedWrites': {
    unit: 'count',
    meaning:
      'Writes that the store refused, such as with 429 the second one of a key within a second in Workers KV',
    better: 'lower',
  },
  'store.hitRatio': { unit: 'ratio', meaning: 'Reads answered inside the PoP', better: 'higher' },
  'store.staleReads': {
    unit: 'count',
    meaning: 'Reads that returned an older version than the one committed',
    better: 'lower',
  },
  'store.staleRatio': { unit: 'ratio', meaning: 'Share of reads that were stale', better: 'lower' },
  'store.lostUpdates': {
    unit: 'count',
    meaning:
      'Writes of a key that replaced a version which their request had not read: what others wrote in between is lost; databases do not count here',
    better: 'lower',
  },
  'objects.calls': { unit: 'count', meaning: 'Calls of Durable Objects by other code', better: 'neither' },
  'objects.reads': {
    unit: 'count',
    meaning: 'Reads of keys, and statements of SQL that only read, in the storage of Durable Objects',
    better: 'neither',
  },
  'objects.writes': {
    unit: 'count',
    meaning: 'Writes of keys, and statements of SQL that write, in the storage of Durable Objects',
    better: 'neither',
  },
  'objects.lostUpdates': {
    unit: 'count',
    meaning:
      'Writes of a key in a Durable Object that replaced a version which their call had not read: it waited for something else in between',
    better: 'lower',
  },
  'store.ownWriteMissed': {
    unit: 'count',
    meaning: 'Reads that did not show the same user’s own earlier write',
    better: 'lower',
  },
  'store.ownWriteMissedElsewhere': {
    unit: 'count',
    meaning: 'The same, read at another PoP than written',
    better: 'lower',
  },
  'store.monotonicReadsBroken': {
    unit: 'count',
    meaning: 'Reads that showed a user an older version than the same user had read before',
    better: 'lower',
  },
  'cacheApi.reads': { unit: 'count', meaning: 'Matches of the Cache API', better: 'neither' },
  'cacheApi.writes': { unit: 'count', meaning: 'Puts and deletes of the Cache API', better: 'neither' },
  'cacheApi.hitRatio': {
    unit: 'ratio',
    meaning: 'Matches of the Cache API that found a fresh response',
    better: 'higher',
  },
  'rateLimit.reads': { unit: 'count', meaning: 'Calls of the rate-limit binding', better: 'neither' },
  'rateLimit.refusedRatio': {
    unit: 'ratio',
    meaning: 'Calls of the rate-limit binding that were over the limit',
    better: 'neither',
  },
  'cost.month': {
    unit: 'USD',
    meaning: 'What a month of this traffic costs, the plan base and included amounts in it',
    better: 'lower',
  },
  'cost.perMillion': { unit: 'USD', meaning: 'The same, for a million requests', better: 'lower' },
  'memory.isolatesPeak': { unit: 'count', meaning: 'Most isolates alive at one instant', better: 'lower' },
};

const DISTRIBUTION_PARTS = ['mean', ...QUANTILES.map((quantile) => quantile.name), 'max'];

/** Every metric name that a summary may hold, with unit and meaning. */
export function metricTable(): Record<string, MetricInfo> {
  const table: Record<string, MetricInfo> = { ...FIGURES };
  for (const [name, meaning] of Object.entries(DISTRIBUTIONS)) {
    for (const part of DISTRIBUTION_PARTS)
      table[`${name}.${part}`] = { unit: 'ms', meaning: `${meaning}: ${part}`, better: 'lower' };
  }
  return table;
}
