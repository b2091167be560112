// Request: an incoming one keeps its texts as they came and parses them only when a handler looks.
import { AbortController, AbortSignal } from './abort.ts';
import { Body, bodyInternals } from './body.ts';
import { extractBody } from './body-init.ts';
import type { BodySource } from './body-init.ts';
import { assertNotGlobalScope } from './global-scope.ts';
import { addressOf, clientHeaders, RESERVED_ADDRESS } from './client-headers.ts';
import { Headers, headersInternals } from './headers.ts';
import { incomingCf } from './incoming-cf.ts';
import { normalise } from './url.ts';
import {
  constructorError,
  defineInterface,
  fieldError,
  findInstance,
  HEADERS_TYPE,
  isObject,
  textOf,
} from './webidl.ts';
import { ReadableStream } from './streams.ts';

const INTERNAL: unique symbol = Symbol('Request');
const METHODS =
  'GET HEAD POST PUT DELETE OPTIONS PATCH TRACE COPY LOCK MKCOL MOVE PROPFIND PROPPATCH SEARCH UNLOCK ACL REPORT MKACTIVITY CHECKOUT MERGE MSEARCH NOTIFY SUBSCRIBE UNSUBSCRIBE PURGE'.split(
    ' ',
  );
const CACHE_MODES = ['no-store', 'no-cache'];
const BAD_REDIRECT =
  'Invalid redirect value, must be one of "follow" or "manual" ("error" won\'t be implemented since it does not make sense at the edge; use "manual" and check the response status code).';
const BODY_WITH_GET = 'Request with a GET or HEAD method cannot have a body.';

/** What a fetch needs of a request. */
interface RequestInternals {
  /** The address of the client as code finds it: what the header fields say, else that of the simulated user. */
  addressOf(request: Request): string;
  /** A request as it enters an isolate. */
  incoming(
    method: string,
    url: string,
    headersWire: string,
    body: BodySource,
    cfJson: string,
    clientTcpRttMs: number,
    /** The number of the user of whom the platform tells the code; from -2 downwards that of one of whom it does not, -1 for none. */
    client: number,
    /** Number of the request, for `cf-ray`. */
    ray: number,
  ): Request;
  /** The request that a value is, or has among its prototypes. */
  find(value: unknown): Request | null;
  /** The signal that was given, if any; reading `signal` would make one. */
  signalOf(request: Request): AbortSignal | null;
}

/** Private access to requests, filled by the class itself. */
export let requestInternals: RequestInternals;

interface RequestInit {
  readonly method?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly redirect?: unknown;
  readonly cache?: unknown;
  readonly integrity?: unknown;
  readonly cf?: unknown;
  readonly signal?: unknown;
}

function normalMethod(method: unknown): string {
  const text = textOf(method);
  if (METHODS.includes(text)) return text;
  const upper = text.toUpperCase();
  if (METHODS.includes(upper)) return upper;
  throw new TypeError(`Invalid HTTP method string: ${text}`);
}

function normalUrl(input: unknown): string {
  const url = normalise(input);
  if (url === '') throw new TypeError(`Invalid URL: ${String(input)}`);
  return url;
}

function normalRedirect(value: unknown): string {
  const text = String(value).toLowerCase();
  if (text !== 'follow' && text !== 'manual') throw new TypeError(BAD_REDIRECT);
  return text;
}

function normalCache(value: unknown): string {
  const text = String(value);
  if (!CACHE_MODES.includes(text)) throw new TypeError(`Unsupported cache mode: ${text}`);
  return text;
}

function normalSignal(value: unknown): AbortSignal | null {
  if (value === null || value instanceof AbortSignal) return value;
  throw fieldError('RequestInitializerDict', 'signal', 'AbortSignal');
}

/** `cf` is data: a copy keeps two requests apart. */
function copyCf(cf: unknown): unknown {
  if (cf === undefined) return undefined;
  if (!isObject(cf)) throw fieldError('RequestInitializerDict', 'cf', 'Object');
  return JSON.parse(JSON.stringify(cf)) as unknown;
}

/** Data that nobody may change, to its depths. */
function frozen(data: unknown): unknown {
  if (isObject(data)) for (const value of Object.values(Object.freeze(data))) frozen(value);
  return data;
}

/** A request of the Fetch standard, with Cloudflare's `cf`. */
export class Request extends Body {
  #method = 'GET';
  #url: string;
  #wire = '';
  #headers: Headers | null = null;
  #cfJson = '';
  #clientTcpRttMs = -1;
  #client = -1;
  #ray = 0;
  #cf: unknown = undefined;
  #redirect = 'follow';
  /** Whether it is what the platform gave to the handler, whose `cf` nobody may change. */
  #isIncoming = false;
  #cache: string | undefined = undefined;
  #signal: AbortSignal | null = null;
  /** Made when `signal` is read and none was given; nothing aborts it. */
  #ownSignal: AbortSignal | null = null;

  static {
    const isRequest = (object: object): object is Request => #method in object;
    requestInternals = {
      find: (value) => findInstance(value, isRequest),
      incoming(method, url, headersWire, body, cfJson, clientTcpRttMs, client, ray) {
        const request = new Request(INTERNAL, body);
        if (body !== null) bodyInternals.arrived(request);
        request.#method = method;
        request.#url = url;
        request.#wire = headersWire;
        request.#cfJson = cfJson;
        request.#clientTcpRttMs = clientTcpRttMs;
        request.#client = client;
        request.#ray = ray;
        request.#redirect = 'manual';
        request.#isIncoming = true;
        return request;
      },
      addressOf: (request) =>
        headersInternals.get(request.headers, 'cf-connecting-ip') ??
        headersInternals.get(request.headers, 'x-real-ip') ??
        (request.#client < -1 ? addressOf(-2 - request.#client) : RESERVED_ADDRESS),
      signalOf: (request) => request.#signal,
    };
  }

  constructor(input?: unknown, init?: unknown) {
    if (arguments.length === 0) throw constructorError('Request', 1, 'Request or string');
    if (input === INTERNAL) {
      super(init as BodySource);
      this.#url = '';
      return;
    }
    const from = requestInternals.find(input);
    if (init !== undefined && init !== null && !isObject(init)) {
      throw constructorError('Request', 2, 'RequestInitializerDict or Request');
    }
    const example = requestInternals.find(init);
    const options: RequestInit = example ?? init ?? {};
    // Each member is read once: it may be a getter.
    const { body: givenBody, method, headers } = options;
    const given = givenBody !== undefined && givenBody !== null;
    const body = given
      ? extractBody(givenBody)
      : { source: example === null ? takeBody(from, givenBody) : null, contentType: '' };
    super(body.source);
    if (given && !(body.source instanceof ReadableStream)) assertNotGlobalScope();
    this.#url = from === null ? normalUrl(input) : from.#url;
    if (from !== null) this.#takeOver(from);
    if (example !== null) this.#takeOver(example);
    else this.#initialise(options, method);
    const changed = method !== undefined || given;
    if (changed && body.source !== null && (this.#method === 'GET' || this.#method === 'HEAD')) {
      throw new TypeError(BODY_WITH_GET);
    }
    if (headers !== undefined && !isObject(headers)) {
      throw fieldError('RequestInitializerDict', 'headers', HEADERS_TYPE);
    }
    this.#headers = new Headers(headers ?? from?.headers);
    if (body.contentType !== '' && !this.#headers.has('content-type')) {
      this.#headers.set('content-type', body.contentType);
    }
  }

  clone(): Request {
    const copy = new Request(INTERNAL, bodyInternals.split(this));
    bodyInternals.abortAs(copy, this);
    copy.#url = this.#url;
    copy.#takeOver(this);
    copy.#headers = headersInternals.clone(this.headers);
    return copy;
  }

  get method(): string {
    return this.#method;
  }
  get url(): string {
    return this.#url;
  }
  get headers(): Headers {
    return (this.#headers ??=
      this.#client < 0
        ? headersInternals.fromWire(this.#wire, true)
        : headersInternals.fromWire(this.#wire, true, () =>
            clientHeaders(this.#client, this.#cfJson, this.#ray),
          ));
  }
  get redirect(): string {
    return this.#redirect;
  }
  get fetcher(): null {
    return null;
  }
  get signal(): AbortSignal {
    return this.#signal ?? (this.#ownSignal ??= new AbortController().signal);
  }
  get cf(): unknown {
    if (this.#cf === undefined && this.#cfJson !== '') {
      const cf = incomingCf(this.#cfJson, this.#clientTcpRttMs);
      this.#cf = this.#isIncoming ? frozen(cf) : cf;
    }
    return this.#cf;
  }
  get integrity(): string {
    return '';
  }
  get keepalive(): boolean {
    return false;
  }
  get cache(): string | undefined {
    return this.#cache;
  }

  #takeOver(from: Request): void {
    this.#method = from.#method;
    this.#redirect = from.#redirect;
    this.#cache = from.#cache;
    this.#signal = from.#signal;
    this.#cfJson = from.#cfJson;
    this.#clientTcpRttMs = from.#clientTcpRttMs;
    this.#cf = copyCf(from.#cf);
  }

  #initialise(options: RequestInit, method: unknown): void {
    const { integrity, signal, cf, redirect, cache } = options;
    if (integrity !== undefined && String(integrity) !== '') {
      throw new TypeError(
        'Subrequest integrity checking is not implemented. The integrity option must be either undefined or an empty string.',
      );
    }
    if (method !== undefined) this.#method = normalMethod(method);
    if (signal !== undefined) this.#signal = normalSignal(signal);
    if (cf !== undefined) this.#cf = copyCf(cf);
    if (redirect !== undefined) this.#redirect = normalRedirect(redirect);
    if (cache !== undefined) this.#cache = normalCache(cache);
  }
}
defineInterface(
  Request,
  'Request',
  'clone method url headers redirect fetcher signal cf integrity keepalive cache',
);

/** The body that a new request takes from the old one; an initialiser that names a body replaces it. */
function takeBody(from: Request | null, body: unknown): BodySource {
  if (from === null || body !== undefined) return null;
  if (from.bodyUsed) throw new TypeError('Cannot reconstruct a Request with a used body.');
  return bodyInternals.take(from);
}
