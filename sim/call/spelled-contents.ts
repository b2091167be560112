// What stores hold at the start, as people write it, in the words of the schema of bindings.
import { byName, eachOf, isJson, type Json, renamed, type Words, without } from './spelled.ts';

/** Words around what a store holds. */
const WRAPPERS = ['seed', 'entries', 'objects'];

const BASE64: Words = { base64: ['body_base64', 'value_base64', 'data_base64', 'content_base64'] };
const VALUE: Words = {
  ...BASE64,
  value: [],
  metadata: [],
  expiration: [],
  expirationTtl: [],
};
const OBJECT: Words = {
  ...BASE64,
  value: ['body', 'text', 'content', 'data'],
  httpMetadata: ['http'],
  customMetadata: ['metadata', 'custom'],
  contentType: ['type'],
};

/** Without a word around it; under such a word stands an object or a list, never a value of its own. */
function unwrapped(given: unknown): unknown {
  const [only, ...others] = isJson(given) ? Object.keys(given) : [];
  if (!isJson(given) || only === undefined || others.length > 0 || !WRAPPERS.includes(only)) return given;
  const inner = given[only];
  return typeof inner === 'object' && inner !== null && !('value' in inner) && !('base64' in inner)
    ? inner
    : given;
}

/** By key: from an object, a list of pairs, or a list of objects that say their key. */
function byKey(given: unknown): unknown {
  if (given === true || given === null || typeof given === 'string') return {};
  const isPairs =
    Array.isArray(given) &&
    given.every((one: unknown) => Array.isArray(one) && one.length === 2 && typeof one[0] === 'string');
  return isPairs ? Object.fromEntries(given as [string, unknown][]) : byName(given, ['key', 'name']);
}

/** `{ base64, …details }` with the bytes under `value`, as the schema has them. */
function bytesInside(fields: Json): Json {
  const { base64, ...details } = fields;
  return typeof base64 === 'string' ? { ...details, value: { base64 } } : fields;
}

/** A namespace. An object that says nothing of a value is one itself, and its JSON is held. */
export function contentsOf(given: unknown): unknown {
  return eachOf(byKey(unwrapped(given)), (one) => {
    if (!isJson(one)) return one;
    const fields = renamed(one, VALUE);
    const isEntry = Object.keys(fields).every((key) => key in VALUE);
    if (!isEntry || (!('value' in fields) && !('base64' in fields))) return one;
    const { value, ...details } = bytesInside(fields);
    const isContent = typeof value === 'string' || (isJson(value) && 'base64' in value);
    return { ...details, value: isContent ? value : JSON.stringify(value) };
  });
}

/** A bucket. */
export function objectsOf(given: unknown): unknown {
  return eachOf(byKey(unwrapped(given)), (one) => {
    if (!isJson(one)) return one;
    const { contentType, ...fields } = bytesInside(renamed(one, OBJECT));
    const { httpMetadata } = fields;
    return contentType === undefined
      ? fields
      : { ...fields, httpMetadata: { contentType, ...(isJson(httpMetadata) && httpMetadata) } };
  });
}

/** A database: rows by table may stand under a word of their own, beside the statements. */
export function databaseOf(given: unknown): unknown {
  if (given === null || given === true) return [];
  if (!isJson(given)) return given;
  const tables = Object.values(given).filter(isJson);
  const parts = without(
    given,
    Object.keys(given).filter((key) => isJson(given[key])),
  );
  return { ...parts, ...Object.assign({}, ...tables) };
}
