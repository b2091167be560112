// The file of `--bindings` as configurations of wrangler and Miniflare have it, or as people write it from memory, in the words of its schema.
import { contentsOf, databaseOf, objectsOf } from './spelled-contents.ts';
import {
  byName,
  eachOf,
  isJson,
  type Json,
  objectOf,
  ourWord,
  renamed,
  type Words,
  without,
} from './spelled.ts';

/** What each key of the file is called elsewhere. */
const KINDS: Words = {
  kv: ['kv_namespaces'],
  d1: ['d1_databases'],
  r2: ['r2_buckets'],
  queues: ['queue', 'queue_producers'],
  rateLimits: ['rate_limit', 'rate_limiters', 'rate_limiting'],
  durableObjects: ['durable_object', 'durable_object_classes', 'do'],
  stores: [],
  vars: ['variables', 'env', 'environment', 'bindings'],
  secrets: [],
  services: ['service', 'service_bindings'],
  cache: ['caches'],
};

/** Keys that tell a configuration of wrangler or options of Miniflare, whose further keys say nothing of bindings that we have. */
const CONFIGURATION = [
  ...['main', 'compatibility_date', 'kv_namespaces', 'd1_databases', 'r2_buckets', 'durable_objects'],
  ...[
    'modules',
    'script',
    'scriptPath',
    'kvNamespaces',
    'd1Databases',
    'r2Buckets',
    'queueProducers',
    'serviceBindings',
  ],
];
/** Keys that say nothing of bindings in any file. */
const IGNORED = ['$schema', 'name', 'triggers', 'crons', 'migrations', 'compatibility_flags'];

const BINDING = ['binding', 'name'];
/** What wrangler says of a thing that is bound, beside its name: where it is kept, which matters nowhere here. */
const KEPT_ELSEWHERE = [
  ...['id', 'preview_id', 'database_name', 'database_id', 'preview_database_id', 'migrations_dir'],
  ...['migrations_table', 'bucket_name', 'preview_bucket_name', 'jurisdiction', 'remote', 'namespace_id'],
];

const QUEUE: Words = {
  name: ['queue', 'queue_name'],
  maxBatchSize: ['batch_size'],
  maxBatchTimeout: ['batch_timeout'],
  maxRetries: ['retries'],
  retryDelay: [],
  deadLetterQueue: ['dead_letter', 'dlq'],
};
/** What a consumer is configured with that changes nothing in one world. */
const OF_QUEUES_ELSEWHERE = [
  'max_concurrency',
  'maxConcurrency',
  'type',
  'delivery_delay',
  'visibility_timeout_ms',
];

const CLASS: Words = { className: ['class'], storage: [] };
const OF_CLASSES_ELSEWHERE = [
  'script_name',
  'scriptName',
  'environment',
  'sqlite',
  'useSQLite',
  'unsafeUniqueKey',
];

const SERVICE: Words = {
  handler: ['module', 'path', 'file', 'main', 'entry', 'script', 'scriptPath', 'service', 'worker'],
  entrypoint: ['export'],
  vars: ['env'],
  props: [],
};

const LIMIT: Words = { limit: [], period: ['period_seconds', 'seconds'] };

/** What may stand under each key, in the words of its schema. */
const READERS: Readonly<Record<string, (value: unknown) => unknown>> = {
  kv: (value) =>
    eachOf(
      namedOnes(value, () => ({})),
      contentsOf,
    ),
  d1: (value) =>
    eachOf(
      namedOnes(value, () => []),
      databaseOf,
    ),
  r2: (value) =>
    eachOf(
      namedOnes(value, () => ({})),
      objectsOf,
    ),
  queues: queuesOf,
  rateLimits: (value) =>
    eachOf(
      namedOnes(value, () => null),
      limitOf,
    ),
  durableObjects: (value) => {
    const classes = isJson(value) && Array.isArray(value['bindings']) ? value['bindings'] : value;
    return eachOf(
      byName(classes, ['name', 'binding'], (name) => name),
      (one) => (isJson(one) ? renamed(without(one, OF_CLASSES_ELSEWHERE), CLASS) : one),
    );
  },
  services: (value) =>
    eachOf(byName(value, ['binding']), (one) =>
      isJson(one) ? renamed(without(one, ['environment', 'remote']), SERVICE) : one,
    ),
  cache: cachedOf,
};

/** A configuration, options or a file of bindings in the words of the schema; what cannot be understood stays, for the schema to refuse. */
export function inOurWords(value: unknown): unknown {
  if (!isJson(value)) return value;
  const [only, ...others] = Object.keys(value);
  if (only === 'bindings' && others.length === 0 && isJson(value[only])) return inOurWords(value[only]);
  const isConfiguration = CONFIGURATION.some((key) => key in value);
  const isWrangler = 'main' in value || 'compatibility_date' in value;
  const held: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) {
    // Names of bindings are in capitals, also KV.
    const kind = key === key.toUpperCase() ? undefined : ourWord(key, KINDS);
    // Environments of wrangler are configurations of their own.
    if (IGNORED.includes(key) || (isWrangler && key === 'env')) continue;
    if (kind === undefined) {
      if (!isConfiguration) held[key] = one;
      continue;
    }
    // What Miniflare says of a database is its id, and no statement.
    const given = key === 'd1Databases' ? eachOf(one, () => []) : one;
    const read = READERS[kind]?.(given) ?? given;
    held[kind] = isJson(held[kind]) && isJson(read) ? { ...held[kind], ...read } : read;
  }
  return held;
}

function namedOnes(value: unknown, empty: () => unknown): unknown {
  const ones = typeof value === 'string' ? [value] : value;
  return eachOf(byName(ones, BINDING, empty), (one) => {
    if (!Array.isArray(ones) || !isJson(one)) return one;
    const rest = without(one, KEPT_ELSEWHERE);
    return Object.keys(rest).length === 0 ? empty() : rest;
  });
}

/** By binding; wrangler has producers and consumers, the latter by the name of the queue. */
function queuesOf(value: unknown): unknown {
  const { producers, consumers } = objectOf(value);
  if (producers === undefined && consumers === undefined) return eachOf(byName(value, BINDING), queueOf);
  const consumed = objectOf(eachOf(byName(consumers, ['queue', 'name']), queueOf));
  return eachOf(byName(producers, BINDING), (one, binding) => {
    const producer = objectOf(queueOf(one));
    const name = producer['name'] ?? binding;
    return { ...producer, ...objectOf(consumed[String(name)]), name };
  });
}

function queueOf(one: unknown): unknown {
  if (one === null) return {};
  if (typeof one === 'string') return { name: one };
  return isJson(one) ? renamed(without(one, OF_QUEUES_ELSEWHERE), QUEUE) : one;
}

function limitOf(one: unknown): unknown {
  if (!isJson(one)) return one;
  const fields = renamed(objectOf(one['simple'] ?? one), LIMIT);
  const seconds = /^(\d+) ?s?$/.exec(String(fields['period']))?.[1];
  return seconds === undefined ? fields : { ...fields, period: Number(seconds) };
}

/** Responses by URL, also of a cache that is called default, or as a list of what `cache.put` is given; names alone hold nothing. */
function cachedOf(value: unknown): unknown {
  if (typeof value === 'boolean' || typeof value === 'string') return {};
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one === 'string')) return {};
    return cachedOf(byName(value, ['url', 'request', 'key']));
  }
  if (!isJson(value)) return value;
  const { default: standard, ...others } = value;
  const ones = standard === undefined ? value : { ...objectOf(cachedOf(standard)), ...others };
  return eachOf(ones, (one): unknown => {
    if (typeof one === 'string') return { body: one };
    const { response, ...rest }: Json = objectOf(one);
    return isJson(response) ? { ...rest, ...response } : one;
  });
}
