// What stores hold at the start, as people write it, in the words of the schema of bindings.
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

/** Words around what a store holds. */
const WRAPPERS: Words = {
  seed: ['seeds', 'seed_data', 'initial', 'initial_data', 'entries', 'objects', 'contents', 'values'],
};

/** What wrangler says of a thing that is bound, beside its name: where it is kept, which matters nowhere here. */
export const KEPT_ELSEWHERE: readonly string[] = [
  ...['id', 'preview_id', 'database_name', 'database_id', 'preview_database_id', 'migrations_dir'],
  ...['migrations_table', 'bucket_name', 'preview_bucket_name', 'jurisdiction', 'remote', 'namespace_id'],
];

const BASE64: Words = { base64: ['body_base64', 'value_base64', 'data_base64', 'content_base64'] };
/** How a value is written, where that is said beside it. */
const WRITTEN: Words = { encoding: [], isBase64: [] };
const VALUE: Words = {
  ...BASE64,
  ...WRITTEN,
  value: [],
  metadata: [],
  expiration: [],
  expirationTtl: ['ttl'],
  options: [],
};
const OBJECT: Words = {
  ...BASE64,
  ...WRITTEN,
  value: ['body', 'text', 'content', 'data', 'json'],
  httpMetadata: ['http'],
  customMetadata: ['metadata', 'custom'],
  contentType: ['type'],
  options: [],
};
const HTTP_METADATA: Words = {
  contentType: [],
  contentLanguage: [],
  contentDisposition: [],
  contentEncoding: [],
  cacheControl: [],
  cacheExpiry: [],
};

/** Without a word around it; under such a word stands an object or a list of what says its key, never a value of its own. */
function unwrapped(given: unknown): unknown {
  if (!isJson(given)) return given;
  const [only, ...others] = Object.keys(without(given, KEPT_ELSEWHERE));
  if (only === undefined || others.length > 0 || ourWord(only, WRAPPERS) === undefined) return given;
  const inner = given[only];
  const isHeld = isJson(inner) ? !('value' in inner) && !('base64' in inner) : byKey(inner) !== inner;
  return isHeld ? inner : given;
}

/** By key: from an object, a list of pairs, perhaps with options, or a list of objects that say their key. */
function byKey(given: unknown): unknown {
  if (given === true || given === null || typeof given === 'string') return {};
  const isPair = (one: unknown): one is readonly [string, unknown, unknown?] =>
    Array.isArray(one) && typeof one[0] === 'string' && (one.length === 2 || isJson(one[2]));
  if (!Array.isArray(given) || !given.every(isPair)) return byName(given, ['key', 'name']);
  const pairs = given.map(([key, value, options]) => [
    key,
    options === undefined ? value : { value, options },
  ]);
  return Object.fromEntries(pairs);
}

/** `{ value, …details }` with bytes under `value`, as the schema has them, and what stood in options of their own beside it. */
function flat(given: Json): Json {
  const { base64, encoding, isBase64, options, value, ...details } = given;
  const rest = { ...objectOf(options), ...details };
  if (typeof base64 === 'string') return { ...rest, value: { base64 } };
  if (value === undefined) return rest;
  const isBytes =
    typeof value === 'string' && (encoding === 'base64' || isBase64 === true || base64 === true);
  return { ...rest, value: isBytes ? { base64: value } : contentOf(value) };
}

/** A text or bytes as they are; anything else by its JSON. */
function contentOf(value: unknown): unknown {
  return typeof value === 'string' || (isJson(value) && 'base64' in value) ? value : JSON.stringify(value);
}

/** A namespace. An object that says nothing of a value is one itself, and its JSON is held. */
export function contentsOf(given: unknown): unknown {
  return eachOf(byKey(unwrapped(given)), (one) => {
    if (!isJson(one)) return one;
    const fields = renamed(one, VALUE);
    const isEntry = Object.keys(fields).every((key) => key in VALUE);
    return isEntry && ('value' in fields || 'base64' in fields) ? flat(fields) : one;
  });
}

/** A bucket, by the same rules. */
export function objectsOf(given: unknown): unknown {
  return eachOf(byKey(unwrapped(given)), (one) => {
    if (!isJson(one)) return typeof one === 'string' ? one : JSON.stringify(one);
    const fields = renamed(one, OBJECT);
    if (!Object.keys(fields).some((key) => key in OBJECT)) return JSON.stringify(one);
    const { contentType, httpMetadata, ...rest } = flat(fields);
    const http = isJson(httpMetadata) ? renamed(httpMetadata, HTTP_METADATA) : httpMetadata;
    if (contentType === undefined) return http === undefined ? rest : { ...rest, httpMetadata: http };
    return { ...rest, httpMetadata: { contentType, ...objectOf(http) } };
  });
}
