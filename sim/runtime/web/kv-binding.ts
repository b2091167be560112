// A KV namespace as handlers see it: every method is one operation; values cross as texts or bytes.
import { decodeUtf8, encodeUtf8 } from './encoding.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import { streamOfBytes } from './byte-streams.ts';
import { ReadableStream, readSent } from './streams.ts';
import { argumentError, bytesOf, defineInterface, integerOf, isObject, textOf } from './webidl.ts';

const MAX_BULK_KEYS = 100;
/** Most keys of one page of a list. */
const MAX_LIST_KEYS = 1000;
const MAX_KEY_BYTES = 512;
/** 25 MiB (developers.cloudflare.com/kv/platform/limits). */
const MAX_VALUE_BYTES = 26_214_400;
/** Seconds (Workers KV documentation, `expirationTtl` and `cacheTtl`; as workerd refuses less). */
const MIN_EXPIRATION_TTL_S = 60;
const MIN_CACHE_TTL_S = 30;

const EMPTY_LIST = { keys: [], list_complete: true };

type Value = string | Uint8Array | null;

interface GetOptions {
  readonly type?: string | undefined;
  readonly cacheTtl?: number | undefined;
}

interface WithMetadata {
  readonly value: unknown;
  readonly metadata: unknown;
  readonly cacheStatus: string | null;
}

/** What an answer's metaJson says of a stored value. */
interface ValueMeta {
  readonly metadata?: unknown;
  readonly cacheStatus?: string;
}

const NO_OPTIONS: GetOptions = { type: undefined, cacheTtl: undefined };

function optionsOf(options: unknown): GetOptions {
  if (options === undefined) return NO_OPTIONS;
  if (typeof options !== 'object') return { type: textOf(options) };
  const { type, cacheTtl } = (options ?? {}) as { type?: unknown; cacheTtl?: unknown };
  return {
    type: type === undefined ? undefined : textOf(type),
    cacheTtl: cacheTtl === undefined ? undefined : integerOf(cacheTtl),
  };
}

function isAbsent(option: unknown): option is undefined | null {
  return option === undefined || option === null;
}

/** Texts keep their byte order mark, which decoding drops. */
function markOf([first, second, third]: Uint8Array): string {
  return first === 0xef && second === 0xbb && third === 0xbf ? '\u{FEFF}' : '';
}

function convert(value: Value, type: string | undefined): unknown {
  if (value === null) return null;
  switch (type ?? 'text') {
    case 'text':
      return typeof value === 'string' ? value : markOf(value) + decodeUtf8(value);
    case 'json':
      return JSON.parse(typeof value === 'string' ? value : decodeUtf8(value)) as unknown;
    case 'stream':
      return streamOfBytes(typeof value === 'string' ? encodeUtf8(value) : value);
    case 'arrayBuffer':
      return (typeof value === 'string' ? encodeUtf8(value) : value).buffer;
    default:
      throw new TypeError(
        `Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream".`,
      );
  }
}

function checkCacheTtl(cacheTtl: number | undefined, verb: string): void {
  if (cacheTtl === undefined || cacheTtl >= MIN_CACHE_TTL_S) return;
  throw new Error(
    `KV ${verb} failed: 400 Invalid cache_ttl of ${cacheTtl}. Cache TTL must be at least ${MIN_CACHE_TTL_S}.`,
  );
}

function checkKey(key: unknown, verb: string): string {
  const text = textOf(key);
  if (text === '') throw new TypeError('Key name cannot be empty.');
  if (text === '.' || text === '..') throw new TypeError(`"${text}" is not allowed as a key name.`);
  if (!text.isWellFormed()) throw new Error(`KV ${verb} failed: 400 Could not URL-decode key name`);
  // A unit of UTF-16 takes three bytes at most.
  if (3 * text.length <= MAX_KEY_BYTES) return text;
  const sizeBytes = encodeUtf8(text).length;
  if (sizeBytes > MAX_KEY_BYTES) {
    throw new Error(
      `KV ${verb} failed: 414 UTF-8 encoded length of ${sizeBytes} exceeds key length limit of ${MAX_KEY_BYTES}.`,
    );
  }
  return text;
}

function bulkKey(key: unknown): string {
  const text = String(key);
  if (text === '') throw new Error('KV GET_BULK failed: 400 Key names must not be empty');
  if (text === '.' || text === '..')
    throw new Error(`KV GET_BULK failed: 400 Illegal key name "${text}". Please use a different name.`);
  return checkKey(key, 'GET_BULK');
}

/** The service itself reads the JSON of bulk reads. */
function bulkValue(value: Value, type: string | undefined): unknown {
  try {
    return convert(value, type);
  } catch {
    throw new Error(
      'KV GET_BULK failed: 400 At least one of the requested keys corresponds to a non-json value',
    );
  }
}

interface PutOptions {
  readonly expirationTtl: number | undefined;
  readonly expiration: number | undefined;
  readonly metadata: unknown;
}

function checkTtl(ttlS: number): void {
  if (ttlS <= 0)
    throw new Error(
      `KV PUT failed: 400 Invalid expiration_ttl of ${ttlS}. Please specify integer greater than 0.`,
    );
  if (ttlS < MIN_EXPIRATION_TTL_S)
    throw new Error(
      `KV PUT failed: 400 Invalid expiration_ttl of ${ttlS}. Expiration TTL must be at least ${MIN_EXPIRATION_TTL_S}.`,
    );
}

function checkExpiration(expirationS: number, nowS: number): void {
  if (expirationS <= nowS)
    throw new Error(
      `KV PUT failed: 400 Invalid expiration of ${expirationS}. Please specify integer greater than the current number of seconds since the UNIX epoch.`,
    );
  if (expirationS < nowS + MIN_EXPIRATION_TTL_S)
    throw new Error(
      `KV PUT failed: 400 Invalid expiration of ${expirationS}. Expiration times must be at least ${MIN_EXPIRATION_TTL_S} seconds in the future.`,
    );
}

/** What is stored: a text, or bytes of a buffer or a whole stream. */
async function contentOf(value: unknown): Promise<string | Uint8Array> {
  if (value instanceof ReadableStream) {
    if (value.locked) throw new TypeError('The ReadableStream has been locked to a reader.');
    return readSent(value);
  }
  const bytes = bytesOf(value);
  if (bytes !== null) return new Uint8Array(bytes);
  if (isObject(value))
    throw new TypeError(
      'KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.',
    );
  return textOf(value);
}

/** A namespace of Workers KV. */
export class KvNamespace {
  readonly #isolate: IsolateState;
  readonly #name: string;

  constructor(isolate: IsolateState, name: string) {
    this.#isolate = isolate;
    this.#name = name;
  }

  async get(key?: unknown, options?: unknown): Promise<unknown> {
    if (arguments.length === 0) throw argumentError('KvNamespace', 'get', 1, 'string or Array');
    if (Array.isArray(key)) return this.#getBulk(key, options, (entry) => entry.value);
    const { type, cacheTtl } = optionsOf(options);
    return convert((await this.#read(key, cacheTtl)).value, type);
  }

  async getWithMetadata(key?: unknown, options?: unknown): Promise<unknown> {
    if (arguments.length === 0) throw argumentError('KvNamespace', 'getWithMetadata', 1, 'Array or string');
    if (Array.isArray(key)) return this.#getBulk(key, options, (entry) => entry);
    const { type, cacheTtl } = optionsOf(options);
    const reply = await this.#read(key, cacheTtl);
    const meta = reply.metaJson === '' ? {} : (JSON.parse(reply.metaJson) as ValueMeta);
    return {
      value: convert(reply.value, type),
      metadata: meta.metadata ?? null,
      cacheStatus: meta.cacheStatus ?? null,
    } satisfies WithMetadata;
  }

  async put(key?: unknown, value?: unknown, options?: unknown): Promise<void> {
    if (arguments.length === 0) throw argumentError('KvNamespace', 'put', 1, 'string');
    if (arguments.length === 1) throw argumentError('KvNamespace', 'put', 2, 'string or JsObject');
    const name = checkKey(key, 'PUT');
    const asked = this.#putOptions(options ?? {});
    const body = await contentOf(value);
    const sizeBytes = typeof body === 'string' ? encodeUtf8(body).length : body.length;
    if (sizeBytes > MAX_VALUE_BYTES)
      throw new Error(`KV PUT failed: 413 Value length of ${sizeBytes} exceeds limit of ${MAX_VALUE_BYTES}.`);
    if (typeof asked.metadata === 'function' || typeof asked.metadata === 'symbol')
      throw new Error('KV PUT failed: 500 Internal Server Error');
    await this.#ask('kv.put', name, JSON.stringify(asked), body);
  }

  /** Metadata and expiry by the rules of the service (60 s at least, and not in the past), which it words itself. */
  #putOptions(options: unknown): PutOptions {
    if (!isObject(options)) throw argumentError('KvNamespace', 'put', 3, 'PutOptions');
    const given = options as Record<keyof PutOptions, unknown>;
    const expirationTtl = given.expirationTtl === undefined ? undefined : integerOf(given.expirationTtl);
    const expiration = given.expiration === undefined ? undefined : integerOf(given.expiration);
    if (expirationTtl !== undefined) checkTtl(expirationTtl);
    if (expiration !== undefined) checkExpiration(expiration, Math.floor(this.#isolate.nowMs() / 1000));
    return { expirationTtl, expiration, metadata: given.metadata };
  }

  async delete(key?: unknown): Promise<void> {
    if (arguments.length === 0) throw argumentError('KvNamespace', 'delete', 1, 'string');
    await this.#ask('kv.delete', checkKey(key, 'DELETE'), '', null);
  }

  async list(options?: unknown): Promise<unknown> {
    if (!isAbsent(options) && !isObject(options))
      throw argumentError('KvNamespace', 'list', 1, 'ListOptions');
    const { limit: most, prefix, cursor } = Object(options ?? {}) as Record<string, unknown>;
    const limit = isAbsent(most) ? 0 : integerOf(most);
    if (limit > MAX_LIST_KEYS) {
      throw new Error(
        `KV GET failed: 400 Invalid key_count_limit of ${limit}. Please specify an integer less than ${MAX_LIST_KEYS}.`,
      );
    }
    const asked = {
      limit,
      prefix: isAbsent(prefix) ? undefined : textOf(prefix),
      cursor: isAbsent(cursor) ? undefined : textOf(cursor),
    };
    const reply = await this.#ask('kv.list', '', JSON.stringify(asked), null);
    const list: object = typeof reply.value === 'string' ? JSON.parse(reply.value) : EMPTY_LIST;
    return { ...list, cacheStatus: (list as ValueMeta).cacheStatus ?? null };
  }

  #read(key: unknown, cacheTtl: number | undefined): ReturnType<typeof perform> {
    checkCacheTtl(cacheTtl, 'GET');
    const optionsJson = cacheTtl === undefined ? '' : JSON.stringify({ cacheTtl });
    return this.#ask('kv.get', checkKey(key, 'GET'), optionsJson, null);
  }

  /** The answer is a JSON object: key → `{ value: text or null, metadata }`. */
  async #getBulk(
    keys: readonly unknown[],
    options: unknown,
    pick: (entry: Omit<WithMetadata, 'cacheStatus'>) => unknown,
  ): Promise<Map<string, unknown>> {
    if (keys.length === 0) throw new Error('KV GET_BULK failed: 400 You must request a minimum of 1 key');
    if (keys.length > MAX_BULK_KEYS)
      throw new Error(`KV GET_BULK failed: 400 You can request a maximum of ${MAX_BULK_KEYS} keys`);
    const { type, cacheTtl } = optionsOf(options);
    if (type !== undefined && type !== 'text' && type !== 'json') {
      throw new Error(`KV GET_BULK failed: 400 "${type}" is not a valid type. Use "json" or "text"`);
    }
    checkCacheTtl(cacheTtl, 'GET_BULK');
    const names = keys.map(bulkKey);
    const optionsJson = JSON.stringify({ keys: names, ...(cacheTtl === undefined ? {} : { cacheTtl }) });
    const reply = await this.#ask('kv.getBulk', '', optionsJson, null);
    const found = JSON.parse(String(reply.value)) as Record<string, { value: Value; metadata?: unknown }>;
    return new Map(
      names.map((name) => {
        const entry = found[name];
        const value = bulkValue(entry?.value ?? null, type);
        return [
          name,
          value === null && entry === undefined ? null : pick({ value, metadata: entry?.metadata ?? null }),
        ];
      }),
    );
  }

  #ask(
    verb: string,
    key: string,
    optionsJson: string,
    body: string | Uint8Array | null,
  ): ReturnType<typeof perform> {
    return perform(this.#isolate, { verb, binding: this.#name, key, optionsJson, body });
  }
}
defineInterface(KvNamespace, 'KvNamespace');
