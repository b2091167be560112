// A KV namespace as handlers see it: every method is one operation; values cross as texts or bytes.
import { decodeUtf8, encodeUtf8 } from './encoding.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import { ReadableStream, readAllBytes, streamOfBytes } from './streams.ts';
import { argumentError, bytesOf, defineInterface } from './webidl.ts';

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
  readonly type?: string;
  readonly cacheTtl?: unknown;
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

function optionsOf(options: unknown): GetOptions {
  if (typeof options !== 'object' && options !== undefined) return { type: String(options) };
  return options ?? {};
}

function convert(value: Value, type: string | undefined): unknown {
  if (value === null) return null;
  switch (type ?? 'text') {
    case 'text':
      return typeof value === 'string' ? value : decodeUtf8(value);
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

function checkCacheTtl(cacheTtl: unknown, verb: string): void {
  if (cacheTtl === undefined || Number(cacheTtl) >= MIN_CACHE_TTL_S) return;
  throw new Error(
    `KV ${verb} failed: 400 Invalid cache_ttl of ${Number(cacheTtl) || 0}. Cache TTL must be at least ${MIN_CACHE_TTL_S}.`,
  );
}

function checkKey(key: unknown, verb: string): string {
  const text = String(key);
  if (text === '') throw new TypeError('Key name cannot be empty.');
  if (text === '.' || text === '..') throw new TypeError(`"${text}" is not allowed as a key name.`);
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
    return (await this.#get(key, options)).value;
  }

  async getWithMetadata(key: unknown, options?: unknown): Promise<unknown> {
    if (Array.isArray(key)) return this.#getBulk(key, options, (entry) => entry);
    return this.#get(key, options);
  }

  async put(key?: unknown, value?: unknown, options?: unknown): Promise<void> {
    if (arguments.length < 2)
      throw argumentError('KvNamespace', 'put', arguments.length + 1, 'string or JsObject');
    const name = checkKey(key, 'PUT');
    this.#checkExpiration(options ?? {});
    const bytes = value instanceof ReadableStream ? await readAllBytes(value) : bytesOf(value);
    if (bytes === null && typeof value === 'object' && value !== null) {
      throw new TypeError(
        'KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.',
      );
    }
    const body = bytes === null ? String(value) : new Uint8Array(bytes);
    const sizeBytes = typeof body === 'string' ? encodeUtf8(body).length : body.length;
    if (sizeBytes > MAX_VALUE_BYTES)
      throw new Error(`KV PUT failed: 413 Value length of ${sizeBytes} exceeds limit of ${MAX_VALUE_BYTES}.`);
    if (typeof Reflect.get(Object(options ?? {}) as object, 'metadata') === 'function')
      throw new Error('KV PUT failed: 500 Internal Server Error');
    await this.#ask('kv.put', name, JSON.stringify(options ?? {}), body);
  }

  /** The rules of the service (60 s at least, and not in the past), which it words itself. */
  #checkExpiration(options: { readonly expirationTtl?: unknown; readonly expiration?: unknown }): void {
    const { expirationTtl, expiration } = options;
    if (expirationTtl !== undefined && !(Number(expirationTtl) > 0)) {
      throw new Error(
        `KV PUT failed: 400 Invalid expiration_ttl of ${Number(expirationTtl) || 0}. Please specify integer greater than 0.`,
      );
    }
    if (expirationTtl !== undefined && !(Number(expirationTtl) >= MIN_EXPIRATION_TTL_S)) {
      throw new Error(
        `KV PUT failed: 400 Invalid expiration_ttl of ${String(expirationTtl)}. Expiration TTL must be at least ${MIN_EXPIRATION_TTL_S}.`,
      );
    }
    const nowS = Math.floor(this.#isolate.nowMs() / 1000);
    if (expiration !== undefined && !(Number(expiration) > nowS)) {
      throw new Error(
        `KV PUT failed: 400 Invalid expiration of ${Number(expiration) || 0}. Please specify integer greater than the current number of seconds since the UNIX epoch.`,
      );
    }
    if (expiration !== undefined && Number(expiration) < nowS + MIN_EXPIRATION_TTL_S) {
      throw new Error(
        `KV PUT failed: 400 Invalid expiration of ${String(expiration)}. Expiration times must be at least ${MIN_EXPIRATION_TTL_S} seconds in the future.`,
      );
    }
  }

  async delete(key: unknown): Promise<void> {
    await this.#ask('kv.delete', checkKey(key, 'DELETE'), '', null);
  }

  async list(options?: unknown): Promise<unknown> {
    const limit = Number(Reflect.get(Object(options ?? {}) as object, 'limit') ?? 0);
    if (limit > MAX_LIST_KEYS) {
      throw new Error(
        `KV GET failed: 400 Invalid key_count_limit of ${limit}. Please specify an integer less than ${MAX_LIST_KEYS}.`,
      );
    }
    const reply = await this.#ask('kv.list', '', JSON.stringify(options ?? {}), null);
    const list: object = typeof reply.value === 'string' ? JSON.parse(reply.value) : EMPTY_LIST;
    return { ...list, cacheStatus: (list as ValueMeta).cacheStatus ?? null };
  }

  async #get(key: unknown, options: unknown): Promise<WithMetadata> {
    const { type, cacheTtl } = optionsOf(options);
    checkCacheTtl(cacheTtl, 'GET');
    const optionsJson = cacheTtl === undefined ? '' : JSON.stringify({ cacheTtl });
    const reply = await this.#ask('kv.get', checkKey(key, 'GET'), optionsJson, null);
    const meta = reply.metaJson === '' ? {} : (JSON.parse(reply.metaJson) as ValueMeta);
    return {
      value: convert(reply.value, type),
      metadata: meta.metadata ?? null,
      cacheStatus: meta.cacheStatus ?? null,
    };
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
