// The file of `--bindings` as configurations of wrangler and Miniflare have it, or as people write it from memory, in the words of its schema.
import { consumed, READERS } from './spelled-kinds.ts';
import { eachOf, isJson, objectOf, ourWord, type Words, without } from './spelled.ts';

/** What each key of the file is called elsewhere. */
const KINDS: Words = {
  kv: ['kv_namespaces'],
  d1: ['d1_databases'],
  r2: ['r2_buckets'],
  queues: ['queue', 'queue_producers'],
  rateLimits: ['rate_limit', 'rate_limiters', 'rate_limiting'],
  durableObjects: ['durable_object', 'durable_object_classes', 'do', 'dos', 'classes'],
  stores: [],
  vars: ['variables', 'env', 'environment', 'bindings'],
  secrets: ['secret'],
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
const IGNORED = ['name', 'description', 'comment', 'triggers', 'crons', 'migrations', 'compatibility_flags'];

/** What a binding is, by the type that it states in the metadata of Cloudflare's API and in programs of wrangler. */
const TYPES: Words = {
  kv: ['kv_namespace'],
  d1: ['d1_database'],
  r2: ['r2_bucket'],
  queues: ['queue', 'queue_producer'],
  rateLimits: ['rate_limit'],
  durableObjects: ['durable_object', 'durable_object_namespace', 'do'],
  services: ['service'],
  vars: ['var', 'plain_text', 'json'],
  secrets: ['secret', 'secret_text'],
};

/** A configuration, options or a file of bindings in the words of the schema; what cannot be understood stays, for the schema to refuse. */
export function inOurWords(value: unknown): unknown {
  if (!isJson(value)) return value;
  const [only, ...others] = Object.keys(value);
  if (only === 'bindings' && others.length === 0 && isJson(value[only])) return inOurWords(value[only]);
  const isConfiguration = CONFIGURATION.some((key) => key in value);
  const isWrangler = 'main' in value || 'compatibility_date' in value;
  const held: Record<string, unknown> = {};
  const add = (kind: string, read: unknown): void => {
    held[kind] = isJson(held[kind]) && isJson(read) ? { ...held[kind], ...read } : read;
  };
  for (const [key, one] of Object.entries(value)) {
    // Environments of wrangler are configurations of their own.
    if (IGNORED.includes(key) || key.startsWith('$') || (isWrangler && key === 'env')) continue;
    // Names of bindings are in capitals, also KV.
    const kind = key === key.toUpperCase() ? undefined : ourWord(key, KINDS);
    const typed = kind === undefined || Array.isArray(one) ? typedIn(key, one) : undefined;
    if (typed !== undefined) for (const [type, read] of typed) add(type, read);
    else if (kind !== undefined)
      add(kind, READERS[kind]?.(kind === 'd1' ? withoutIds(key, one) : one) ?? one);
    else if (!isConfiguration) held[key] = one;
  }
  const { queueConsumers } = value;
  if (queueConsumers !== undefined) held['queues'] = consumed(held['queues'], queueConsumers);
  return seeded(withoutSelf(held, value['name']));
}

/** What Miniflare says of a database is its id, and no statement. */
function withoutIds(key: string, value: unknown): unknown {
  return key === 'd1Databases' ? eachOf(value, () => []) : value;
}

/** A service that is named as the configuration itself is another entry of the same code. */
function withoutSelf(held: Record<string, unknown>, name: unknown): Record<string, unknown> {
  if (typeof name !== 'string' || held['services'] === undefined) return held;
  const isSelf = (one: unknown): boolean => one === name || objectOf(one)['handler'] === name;
  const services = eachOf(held['services'], (one) =>
    isSelf(one) ? without(objectOf(one), ['handler']) : one,
  );
  return { ...held, services };
}

/** Bindings that state their types: in a list, by name among others, or as wrangler has those that it knows nothing of. */
function typedIn(key: string, value: unknown): [string, unknown][] | undefined {
  const listed = key === 'unsafe' ? objectOf(value)['bindings'] : key === 'bindings' ? value : [];
  const alone = isJson(value) && key !== 'unsafe';
  const list: readonly unknown[] = alone ? [{ name: key, ...value }] : Array.isArray(listed) ? listed : [];
  const typed = list.map((one): [string, unknown] | undefined => {
    const { type, ...rest } = objectOf(one);
    const kind = typeof type === 'string' ? ourWord(type, TYPES) : undefined;
    return kind === undefined || !('name' in rest) ? undefined : [kind, READERS[kind]?.([rest])];
  });
  const known = typed.filter((one) => one !== undefined);
  return known.length === 0 || known.length < typed.length ? undefined : known;
}

/** Seeds that stand for themselves, by kind and binding or by binding alone, where their bindings are. */
function seeded({ seed, seeds, ...held }: Record<string, unknown>): Record<string, unknown> {
  for (const [name, one] of Object.entries({ ...objectOf(seed), ...objectOf(seeds) })) {
    const kind = Object.keys(held).find((key) => key === name || name in objectOf(held[key]));
    if (kind === undefined) return { ...held, seed: seed ?? seeds };
    const read = objectOf(READERS[kind]?.(kind === name ? one : { [name]: one }));
    const merged = Object.entries(read).map(([binding, content]) => [
      binding,
      together(objectOf(held[kind])[binding], content),
    ]);
    held[kind] = { ...objectOf(held[kind]), ...Object.fromEntries(merged) };
  }
  return held;
}

/** What a seed adds to what a binding holds: statements come after those that are there. */
function together(held: unknown, seed: unknown): unknown {
  if (isJson(held) && isJson(seed)) return { ...held, ...seed };
  if (!isJson(seed) && held !== undefined) return [held, seed].flat();
  return Array.isArray(held) && held.length > 0 ? { statements: held, ...objectOf(seed) } : seed;
}
