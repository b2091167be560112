// Bindings as configurations of wrangler and Miniflare have them, in the words of the file of bindings.

type Json = Readonly<Record<string, unknown>>;

function listOf(value: unknown): Json[] {
  return Array.isArray(value)
    ? value.filter((one): one is Json => typeof one === 'object' && one !== null)
    : [];
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function byName<T>(value: unknown, key: string, made: (one: Json) => T): Record<string, T> {
  return Object.fromEntries(listOf(value).map((one) => [String(one[key]), made(one)]));
}

/** The keys that only a wrangler configuration has; without one of them the file is taken as it is. */
const KEYS = [
  'kv_namespaces',
  'd1_databases',
  'r2_buckets',
  'durable_objects',
  'ratelimits',
  'compatibility_date',
  'main',
];

/** What a consumer of a queue is configured with. */
function consumer({
  max_batch_size,
  max_batch_timeout,
  max_retries,
  retry_delay,
  dead_letter_queue,
}: Json): Json {
  return Object.fromEntries(
    Object.entries({
      maxBatchSize: max_batch_size,
      maxBatchTimeout: max_batch_timeout,
      maxRetries: max_retries,
      retryDelay: retry_delay,
      deadLetterQueue: dead_letter_queue,
    }).filter(([, value]) => value !== undefined),
  );
}

function queuesOf(value: unknown): Record<string, Json> {
  const { producers, consumers } = objectOf(value);
  const consumerOf = byName(consumers, 'queue', consumer);
  return byName(producers, 'binding', ({ queue }) => ({ name: queue, ...consumerOf[String(queue)] }));
}

/** The keys that only options of Miniflare have. */
const MINIFLARE_KEYS = ['kvNamespaces', 'd1Databases', 'r2Buckets', 'queueProducers', 'serviceBindings'];

/** What is bound by name, or by name and id, and holds nothing yet. */
function emptyOnes<T>(value: unknown, empty: T): Record<string, T> {
  const names = Array.isArray(value) ? value.map(String) : Object.keys(objectOf(value));
  return Object.fromEntries(names.map((name) => [name, empty]));
}

function fromMiniflare(given: Json): Json {
  const limits = Object.entries(objectOf(given['ratelimits']));
  return {
    kv: emptyOnes(given['kvNamespaces'], {}),
    d1: emptyOnes(given['d1Databases'], []),
    r2: emptyOnes(given['r2Buckets'], {}),
    queues: emptyOnes(given['queueProducers'], {}),
    durableObjects: Object.fromEntries(
      Object.entries(objectOf(given['durableObjects'])).map(([name, one]) => [
        name,
        typeof one === 'string' ? one : objectOf(one)['className'],
      ]),
    ),
    rateLimits: Object.fromEntries(limits.map(([name, limit]) => [name, objectOf(limit)['simple']])),
    services: objectOf(given['serviceBindings']),
    vars: objectOf(given['bindings']),
  };
}

/** A configuration of wrangler, or options of Miniflare, in our words; anything else as it is. Keys that say nothing of bindings are left out. */
export function fromOtherTools(value: unknown): unknown {
  const given = objectOf(value);
  if (MINIFLARE_KEYS.some((key) => key in given)) return fromMiniflare(given);
  if (!KEYS.some((key) => key in given)) return value;
  return {
    kv: byName(given['kv_namespaces'], 'binding', () => ({})),
    d1: byName(given['d1_databases'], 'binding', () => []),
    r2: byName(given['r2_buckets'], 'binding', () => ({})),
    queues: queuesOf(given['queues']),
    durableObjects: byName(
      objectOf(given['durable_objects'])['bindings'],
      'name',
      ({ class_name: className }) => className,
    ),
    rateLimits: byName(given['ratelimits'], 'name', ({ simple }) => simple),
    services: byName(given['services'], 'binding', ({ service: handler, entrypoint, props }) => ({
      handler,
      ...(entrypoint !== undefined && { entrypoint }),
      ...(props !== undefined && { props }),
    })),
    vars: objectOf(given['vars']),
  };
}
