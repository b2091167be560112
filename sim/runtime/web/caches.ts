// The Cache API of one isolate: `match`, `put` and `delete` are operations on the cache of the place where it runs.
import { bodyInternals, wholeBody } from './body.ts';
import { coerceRequest, responseOf } from './fetch.ts';
import { headersInternals } from './headers.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import type { Reply } from './operation.ts';
import type { Request } from './request.ts';
import { responseInternals } from './response.ts';
import type { Response } from './response.ts';
import { assertUpgrade } from './send-response.ts';
import { sizedStreams } from './byte-streams.ts';
import { ReadableStream } from './streams.ts';
import { answersNatively } from './turns.ts';
import { argumentError, defineInterface, illegalConstructor, isObject, textOf } from './webidl.ts';

const INTERNAL: unique symbol = Symbol('Cache');

/** Characters of a cache's name, as workerd counts them. */
const MAX_NAME = 1023;

/** Members of the standard that workerd refuses. */
const NOT_IMPLEMENTED = ['ignoreSearch', 'ignoreVary'];

function ignoresMethod(options: unknown, method: string): boolean {
  if (options === undefined || options === null) return false;
  if (!isObject(options)) throw argumentError('Cache', method, 2, 'CacheQueryOptions');
  const refused = NOT_IMPLEMENTED.find((name) => Reflect.get(options, name) !== undefined);
  if (refused !== undefined)
    throw new Error(`The '${refused}' field on 'CacheQueryOptions' is not implemented.`);
  return Boolean(Reflect.get(options, 'ignoreMethod'));
}

function notImplemented(method: string, interfaceName = 'Cache'): Error {
  return new Error(`Failed to execute '${method}' on '${interfaceName}': the method is not implemented.`);
}

/** A key names a host, and nobody's password: everything that is a URL of its own. */
function assertKey(url: string): void {
  if (/^[a-z]+:\/\/[^/?#@]*(?:[/?#]|$)/.test(url)) return;
  throw new TypeError('Invalid URL. Cache API keys must be fully-qualified, valid URLs.');
}

/** Nothing else than what HTTP brings is found again. */
function assertLookedUp(url: string): void {
  assertKey(url);
  if (!/^https?:/.test(url)) throw new TypeError(`Fetch API cannot load: ${url}`);
}

/** A named cache. */
export class Cache {
  readonly #isolate: IsolateState;
  readonly #name: string;

  constructor(key: unknown, isolate: IsolateState, name: string) {
    if (key !== INTERNAL) throw illegalConstructor();
    this.#isolate = isolate;
    this.#name = name;
  }

  /** Without a metaJson the answer means that nothing matches. */
  async match(input?: unknown, options?: unknown): Promise<Response | undefined> {
    if (arguments.length === 0) throw argumentError('Cache', 'match', 1, 'Request or string');
    const request = coerceRequest(input, undefined);
    const any = ignoresMethod(options, 'match');
    if (request.method !== 'GET' && !any) return undefined;
    assertLookedUp(request.url);
    const reply = await this.#ask('cache.match', request, {}, null);
    return reply.metaJson === '' ? undefined : responseOf(reply, '', false);
  }

  async put(input?: unknown, given?: unknown): Promise<void> {
    if (arguments.length === 0) throw argumentError('Cache', 'put', 1, 'Request or string');
    const response = responseInternals.find(given);
    if (response === null) throw argumentError('Cache', 'put', 2, 'Response');
    if (response.type === 'error') throw new TypeError('Cache is unable to store an error response');
    const request = coerceRequest(input ?? String(input), undefined);
    if (request.method !== 'GET') throw new TypeError('Cannot cache response to non-GET request.');
    const { status, statusText, headers } = response;
    if (status === 101) assertUpgrade(request);
    if (status === 206) {
      throw new TypeError('Cannot cache response to a range request (206 Partial Content).');
    }
    if ((headersInternals.get(headers, 'vary') ?? '').includes('*')) {
      throw new TypeError("Cannot cache response with 'Vary: *' header.");
    }
    assertKey(request.url);
    if (status === 304) return;
    this.#isolate.assertInRequest();
    if (!response.bodyUsed && bodyInternals.isLocked(response))
      throw new TypeError('The ReadableStream has been locked to a reader.');
    const pairs = headersInternals.toPairs(headers);
    const source = bodyInternals.take(response);
    const body = await wholeBody(source);
    // A body whose length is known beforehand is sent to the cache with it.
    const sized = !(source instanceof ReadableStream) || sizedStreams.has(source);
    const stored = { status, statusText, headers: pairs, sized };
    await this.#ask('cache.put', request, { response: stored }, body);
  }

  /** The answer's value is `true` when something was deleted. */
  async delete(input?: unknown, options?: unknown): Promise<boolean> {
    if (arguments.length === 0) throw argumentError('Cache', 'delete', 1, 'Request or string');
    const request = coerceRequest(input, undefined);
    const any = ignoresMethod(options, 'delete');
    if (request.method !== 'GET' && !any) return false;
    assertLookedUp(request.url);
    return (await this.#ask('cache.delete', request, {}, null)).value === 'true';
  }

  add(): never {
    throw notImplemented('add');
  }
  addAll(): never {
    throw notImplemented('addAll');
  }
  keys(): never {
    throw notImplemented('keys');
  }
  matchAll(): never {
    throw notImplemented('matchAll');
  }

  #ask(verb: string, request: Request, more: object, body: string | Uint8Array | null): Promise<Reply> {
    const options = { method: request.method, headers: headersInternals.toPairs(request.headers), ...more };
    // A fragment is no part of what is asked for.
    const key = request.url.split('#', 1)[0] ?? '';
    const ask = { verb, binding: this.#name, key, optionsJson: JSON.stringify(options), body };
    return perform(this.#isolate, ask);
  }
}
defineInterface(Cache, 'Cache', 'add addAll delete match put matchAll keys');

/** All caches of one place. */
export class CacheStorage {
  readonly #isolate: IsolateState;
  readonly default: Cache;

  constructor(key: unknown, isolate: IsolateState) {
    if (key !== INTERNAL) throw illegalConstructor();
    this.#isolate = isolate;
    this.default = new Cache(INTERNAL, isolate, 'default');
    Object.defineProperty(this, 'default', { writable: false });
  }

  /** Caches of other names are kept apart from the default one and from each other. */
  async open(name?: unknown): Promise<Cache> {
    if (arguments.length === 0) throw argumentError('CacheStorage', 'open', 1, 'string');
    const text = textOf(name);
    if (text.length > MAX_NAME) throw new TypeError('Cache name is too long.');
    return new Cache(INTERNAL, this.#isolate, `named:${text}`);
  }

  has(): never {
    throw notImplemented('has', 'CacheStorage');
  }
  delete(): never {
    throw notImplemented('delete', 'CacheStorage');
  }
  keys(): never {
    throw notImplemented('keys', 'CacheStorage');
  }
  match(): never {
    throw notImplemented('match', 'CacheStorage');
  }
}
answersNatively(CacheStorage, 'open');
defineInterface(CacheStorage, 'CacheStorage', 'open delete match has keys');

/** The isolate's own `caches`. */
export function makeCaches(isolate: IsolateState): CacheStorage {
  return new CacheStorage(INTERNAL, isolate);
}
