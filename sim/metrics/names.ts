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
  'kv.consistencyLag': 'From the issue of a KV write to its visibility at another PoP',
  'kv.consistencyLagCached': 'The same, at PoPs that held a cached copy',
  'kv.consistencyLagUncached': 'The same, at PoPs that held no copy',
  'kv.replicationLag': 'From the commit of a KV write in the home region to its visibility at another PoP',
  'kv.commitLag': 'From the issue of a KV write to its commit in the home region',
  'kv.staleness': 'How long before a stale read a newer version had been committed',
  'kv.read': 'Time a KV read took as the handler saw it',
  'kv.write': 'Time a KV write took as the handler saw it',
  'objects.call': 'Time a call of a Durable Object took as the caller saw it',
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
  'kv.reads': { unit: 'count', meaning: 'KV reads', better: 'neither' },
  'kv.writes': { unit: 'count', meaning: 'KV writes', better: 'neither' },
  'kv.rejectedWrites': {
    unit: 'count',
    meaning: 'KV writes refused with 429: more than one a second for a key',
    better: 'lower',
  },
  'kv.hitRatio': { unit: 'ratio', meaning: 'KV reads answered inside the PoP', better: 'higher' },
  'kv.staleReads': {
    unit: 'count',
    meaning: 'KV reads that returned an older version than the one committed',
    better: 'lower',
  },
  'kv.staleRatio': { unit: 'ratio', meaning: 'Share of KV reads that were stale', better: 'lower' },
  'kv.lostUpdates': {
    unit: 'count',
    meaning:
      'Writes of a key that replaced a version which their request had not read: what others wrote in between is lost; databases do not count here',
    better: 'lower',
  },
  'objects.calls': { unit: 'count', meaning: 'Calls of Durable Objects by other code', better: 'neither' },
  'objects.lostUpdates': {
    unit: 'count',
    meaning:
      'Writes of a key in a Durable Object that replaced a version which their call had not read: it waited for something else in between',
    better: 'lower',
  },
  'kv.ownWriteMissed': {
    unit: 'count',
    meaning: 'Reads that did not show the same user’s own earlier write',
    better: 'lower',
  },
  'kv.ownWriteMissedElsewhere': {
    unit: 'count',
    meaning: 'The same, read at another PoP than written',
    better: 'lower',
  },
  'cacheApi.hitRatio': {
    unit: 'ratio',
    meaning: 'Matches of the Cache API that found a fresh response',
    better: 'higher',
  },
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
