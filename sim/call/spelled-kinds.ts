// What stands under each kind of binding, in the words of its schema: names, lists, and the fields of wrangler, Miniflare or one's memory.
import { contentsOf, KEPT_ELSEWHERE, objectsOf } from './spelled-contents.ts';
import { databaseOf } from './spelled-database.ts';
import { byName, eachOf, isJson, type Json, objectOf, renamed, type Words, without } from './spelled.ts';

const BINDING = ['binding', 'name'];

const QUEUE: Words = {
  name: ['queue', 'queue_name'],
  maxBatchSize: ['batch_size'],
  maxBatchTimeout: ['batch_timeout'],
  maxRetries: ['retries'],
  retryDelay: [],
  deadLetterQueue: ['dead_letter', 'dlq'],
  consumer: [],
};
/** What a consumer is configured with that changes nothing in one world. */
const OF_QUEUES_ELSEWHERE = [
  ...['max_concurrency', 'maxConcurrency', 'type', 'delivery_delay', 'visibility_timeout_ms', 'consumers'],
];

const CLASS: Words = { className: ['class'], storage: ['seed', 'objects', 'instances', 'data'] };
const OF_CLASSES_ELSEWHERE = [
  ...['script_name', 'scriptName', 'environment', 'sqlite', 'useSQLite', 'useSqlite', 'use_sqlite'],
  ...['type', 'unsafeUniqueKey'],
];

const SERVICE: Words = {
  handler: [
    ...['module', 'path', 'file', 'main', 'entry', 'script', 'scriptPath', 'modulePath', 'src', 'source'],
    ...['service', 'worker', 'name'],
  ],
  entrypoint: ['export', 'className'],
  vars: ['env', 'bindings'],
  props: [],
};

const LIMIT: Words = { limit: [], period: ['period_seconds', 'seconds'] };

/** What may stand under each key, in the words of its schema. */
export const READERS: Readonly<Record<string, (value: unknown) => unknown>> = {
  kv: (value) =>
    eachOf(
      namedOnes(value, () => ({}), onlyHeld),
      contentsOf,
    ),
  d1: (value) =>
    eachOf(
      namedOnes(value, () => []),
      databaseOf,
    ),
  r2: (value) =>
    eachOf(
      namedOnes(value, () => ({}), onlyHeld),
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
      classOf,
    );
  },
  services: (value) => eachOf(byName(value, BINDING), serviceOf),
  vars: (value) =>
    eachOf(byName(value, ['name', 'key']), (one) => (Array.isArray(value) ? valueIn(one) : one)),
  secrets: (value) =>
    eachOf(byName(value, ['name', 'key']), (one) => {
      const text = Array.isArray(value) ? valueIn(one) : one;
      return typeof text === 'number' ? String(text) : text;
    }),
  cache: cachedOf,
};

/** By binding, from names or from objects that say their name and perhaps more; `held` takes what else a list says of one. */
function namedOnes(
  value: unknown,
  empty: () => unknown,
  held: (rest: Json) => unknown = (rest) => rest,
): unknown {
  const ones = typeof value === 'string' ? [value] : isJson(value) && isNamed(value) ? [value] : value;
  return eachOf(byName(ones, BINDING, empty), (one) => {
    if (!Array.isArray(ones) || !isJson(one)) return one;
    const rest = without(one, KEPT_ELSEWHERE);
    return Object.keys(rest).length === 0 ? empty() : held(rest);
  });
}

/** One thing alone that says its binding: `binding` is no name that anybody gives to one. */
function isNamed(value: Json): boolean {
  return typeof value['binding'] === 'string';
}

/** What a list says of a namespace or bucket beside its name, under whatever word, is what it holds. */
function onlyHeld(rest: Json): unknown {
  const [only, ...others] = Object.values(rest);
  return others.length === 0 && typeof only === 'object' && only !== null ? only : rest;
}

/** By binding; wrangler has producers and consumers, the latter by the name of the queue. */
function queuesOf(value: unknown): unknown {
  const { producers, consumers } = objectOf(value);
  if (producers === undefined && consumers === undefined) return eachOf(byName(value, BINDING), queueOf);
  const produced = eachOf(byName(producers ?? {}, BINDING), (one, binding) => ({
    name: binding,
    ...queueFields(one),
  }));
  return consumed(produced, consumers);
}

/** Queues with what their consumers, by the name of the queue, are configured with. */
export function consumed(queues: unknown, consumers: unknown): unknown {
  const configured = objectOf(byName(consumers, ['queue', 'name']));
  return eachOf(queues, (one, binding) => {
    const queue = queueFields(one);
    return { ...queue, ...queueFields(configured[String(queue['name'] ?? binding)]) };
  });
}

function queueOf(one: unknown): unknown {
  return one === null || typeof one === 'string' || isJson(one) ? queueFields(one) : one;
}

/** What is said of a queue, of its consumer too. */
function queueFields(one: unknown): Json {
  if (typeof one === 'string') return { name: one };
  const { consumer, ...fields } = renamed(without(objectOf(one), OF_QUEUES_ELSEWHERE), QUEUE);
  return isJson(consumer) ? { ...fields, ...queueFields(consumer) } : fields;
}

/** A class, and what its objects hold. */
function classOf(one: unknown): unknown {
  if (!isJson(one)) return one;
  const { storage, ...fields } = renamed(without(one, OF_CLASSES_ELSEWHERE), CLASS);
  // Wrangler and others name a kind of storage; all objects have both kinds here.
  if (storage === undefined || typeof storage === 'string') return fields;
  const held = eachOf(byName(storage, ['name', 'id']), (object) => {
    const [only, ...others] = isJson(object) ? Object.entries(renamed(object, CLASS)) : [];
    return only?.[0] === 'storage' && others.length === 0 && isJson(only[1]) ? only[1] : object;
  });
  return { ...fields, storage: held };
}

/** A service; what is bound to it are vars. */
function serviceOf(one: unknown): unknown {
  if (!isJson(one)) return one;
  const fields = renamed(without(one, ['environment', 'remote']), SERVICE);
  const { vars } = fields;
  return isJson(vars) && isJson(vars['vars']) && Object.keys(vars).length === 1
    ? { ...fields, vars: vars['vars'] }
    : fields;
}

/** What a list says of a var beside its name. */
function valueIn(one: unknown): unknown {
  const { value, text, json } = objectOf(one);
  return value ?? text ?? json ?? one;
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
    const addressed = value.map((one: unknown) => {
      const { request, ...rest } = objectOf(one);
      return isJson(request) ? { ...rest, url: request['url'] } : one;
    });
    const byUrl = byName(addressed, ['url', 'request', 'key']);
    return Array.isArray(byUrl) ? value : cachedOf(byUrl);
  }
  if (!isJson(value)) return value;
  const { default: standard, seed, entries, ...others } = value;
  const inner = standard ?? seed ?? entries;
  const ones = inner === undefined ? value : { ...objectOf(cachedOf(inner)), ...others };
  return eachOf(ones, cachedResponse);
}

function cachedResponse(one: unknown): unknown {
  if (typeof one === 'string') return { body: one };
  if (!isJson(one)) return one;
  const { response, ...rest } = one;
  const { base64, body, ...fields } = isJson(response) ? { ...rest, ...response } : one;
  const text = body === undefined || body === null || typeof body === 'string' ? body : JSON.stringify(body);
  return {
    ...fields,
    ...(typeof base64 === 'string' && { bodyBase64: base64 }),
    ...(typeof text === 'string' && { body: text }),
  };
}
