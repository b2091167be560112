// The `fetch` of one isolate: every hop of an outgoing request is an operation, its answer a Response.
import { arrivingStream } from './arriving-stream.ts';
import { bodyInternals, wholeBody } from './body.ts';
import type { BodySource } from './body-init.ts';
import { readDataUrl } from './data-url.ts';
import { encodeUtf8 } from './encoding.ts';
import { Headers, headersInternals } from './headers.ts';
import { socketFrom } from './handed-sockets.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import type { Reply } from './operation.ts';
import { Request, requestInternals } from './request.ts';
import { responseInternals } from './response.ts';
import type { Response } from './response.ts';
import { sizedStreams } from './byte-streams.ts';
import { ReadableStream } from './streams.ts';
import { URL } from './url.ts';
import type { WebSocket } from './web-socket.ts';
import { argumentError, isObject } from './webidl.ts';

/** The Fetch standard, "HTTP-redirect fetch", step 6. */
const MAX_REDIRECTS = 20;
const REDIRECTS = [301, 302, 303, 307, 308];
const INVALID_LOCATION = 'Invalid Location header; unable to follow redirect.';
const GLOBAL = 'ServiceWorkerGlobalScope';

/** What an answer's metaJson says of a response. */
interface ResponseMeta {
  readonly status?: number;
  readonly statusText?: string;
  /** Flat pairs: name, value, name, value. */
  readonly headers?: readonly string[];
  /** Whether it brought a socket. */
  readonly socket?: boolean;
  /** Whether its body is still being made. */
  readonly stream?: boolean;
}

/** One hop of a request on its way. */
interface Hop {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | null;
}

/** Header pairs as the wire text that Headers reads: each is `\nname:value`, the name in lower case. */
function wireOf(pairs: readonly string[]): string {
  return pairs.map((text, i) => (i % 2 === 0 ? `\n${text.toLowerCase()}:` : text)).join('');
}

/** What an answer says of a response. */
function metaOf(reply: Reply): ResponseMeta {
  return reply.metaJson === '' ? {} : (JSON.parse(reply.metaJson) as ResponseMeta);
}

/** The response that an answer describes. */
export function responseOf(
  reply: Reply,
  url: string,
  redirected: boolean,
  webSocket: WebSocket | null = null,
  body: BodySource = reply.value,
): Response {
  const meta = metaOf(reply);
  return responseInternals.received({
    webSocket,
    body,
    status: meta.status ?? 200,
    statusText: meta.statusText ?? '',
    headersWire: wireOf(meta.headers ?? []),
    url: url.split('#', 1)[0] ?? '',
    redirected,
  });
}

/** The request that a call of fetch means; a Request given alone is used up itself. */
export function coerceRequest(input: unknown, init: unknown): Request {
  return (init === undefined ? requestInternals.find(input) : null) ?? new Request(input, init);
}

/** The next hop after a redirect, by the Fetch standard; throws when the redirect cannot be followed. */
function redirected(hop: Hop, status: number, location: string, source: BodySource): Hop {
  const url = URL.parse(location, hop.url)?.href ?? '';
  // Addresses without a host are none that could be fetched; other schemes are refused by name.
  if (!/^[^:]+:\/\//.test(url)) throw new TypeError(INVALID_LOCATION);
  if (!/^https?:/.test(url)) throw new TypeError(`Fetch API cannot load: ${url}`);
  if (status !== 303 && source instanceof ReadableStream) {
    throw new TypeError(
      'A request with a one-time-use body (it was initialized from a stream, not a buffer) encountered a redirect requiring the body to be retransmitted. To avoid this error in the future, construct this request from a buffer-like body initializer.',
    );
  }
  const headers = new Headers(hop.headers);
  if (new URL(url).origin !== new URL(hop.url).origin) headers.delete('authorization');
  const toGet =
    ((status === 301 || status === 302) && hop.method === 'POST') ||
    (status === 303 && hop.method !== 'HEAD');
  return toGet ? { method: 'GET', url, headers, body: null } : { ...hop, url, headers };
}

/** The response to a data: URL, which is no operation. */
function dataResponse(url: string, method: string): Response {
  const content = readDataUrl(url);
  if (content === null) throw new TypeError(`Fetch API cannot load: ${url}`);
  const value = method === 'GET' ? content.bytes : null;
  const meta = { statusText: 'OK', headers: ['content-type', content.type] };
  return responseOf({ value, metaJson: JSON.stringify(meta), opId: 0 }, '', false);
}

/** Under which verb and binding a request goes out, and for an object which one it is for. */
interface Destination {
  readonly verb: 'fetch' | 'service.fetch' | 'object.fetch';
  readonly binding: string;
  /** What else the operation says. */
  readonly details?: object;
}

/** Headers that say how long a body is, or that nobody knew when it set out. */
function framed(given: Headers, body: string | Uint8Array, source: BodySource): Headers {
  if (given.has('content-length')) return given;
  const headers = new Headers(given);
  if (source instanceof ReadableStream && !sizedStreams.has(source))
    headers.set('transfer-encoding', 'chunked');
  else
    headers.set('content-length', String(typeof body === 'string' ? encodeUtf8(body).length : body.length));
  return headers;
}

/** Where the platform says whose request it is, to the Worker only. */
const CALLER = 'cf-connecting-ip';

function withoutCaller(given: Headers): Headers {
  const headers = new Headers(given);
  headers.delete(CALLER);
  return headers;
}

/** A request that asks for no copy says so to caches on its way too. */
function uncached(given: Headers, cache: string, cf: unknown): Headers {
  const ttl: unknown = isObject(cf) ? Reflect.get(cf, 'cacheTtl') : undefined;
  if (cache === 'no-store' && ttl !== undefined && ttl !== null && ttl !== -1)
    throw new TypeError(`CacheTtl: ${String(ttl)}, is not compatible with cache: no-store header.`);
  const headers = new Headers(given);
  for (const name of ['cache-control', 'pragma']) if (!headers.has(name)) headers.set(name, 'no-cache');
  return headers;
}

/** Sends a request out and gives its response; redirects are hops of their own. */
export async function sendRequest(
  isolate: IsolateState,
  { verb, binding, details }: Destination,
  request: Request,
): Promise<Response> {
  if (request.url.startsWith('data:')) return dataResponse(request.url, request.method);
  const signal = requestInternals.signalOf(request);
  if (signal !== null) signal.throwIfAborted();
  isolate.assertInRequest();
  if (request.bodyUsed) throw new TypeError('Cannot reconstruct a Request with a used body.');
  const source = bodyInternals.take(request);
  const { method, url, headers, redirect, cache, cf } = request;
  if (!/^https?:/.test(url)) throw new TypeError(`Fetch API cannot load: ${url}`);
  let hop: Hop = { method, url, headers, body: await wholeBody(source) };
  if (hop.body !== null) hop = { ...hop, headers: framed(hop.headers, hop.body, source) };
  if (cache !== undefined) hop = { ...hop, headers: uncached(hop.headers, cache, cf) };
  if (verb === 'fetch' && headers.has(CALLER)) hop = { ...hop, headers: withoutCaller(hop.headers) };
  const urls: string[] = [];
  for (let count = 0; ; count++) {
    const options = {
      method: hop.method,
      headers: headersInternals.toPairs(hop.headers),
      redirect,
      cache,
      cf,
      ...details,
    };
    const ask = { verb, binding, key: hop.url, optionsJson: JSON.stringify(options), body: hop.body };
    const reply = await perform(isolate, ask, signal);
    const { status = 200, headers: pairs = [], socket = false, stream = false } = metaOf(reply);
    if (socket) return responseOf(reply, hop.url, count > 0, socketFrom(isolate, reply.opId));
    const at = pairs.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === 'location');
    const location = at < 0 ? '' : (pairs[at + 1] ?? '');
    if (redirect === 'manual' || location === '' || !REDIRECTS.includes(status)) {
      const body = hop.method === 'HEAD' ? null : stream ? arrivingStream(isolate, reply.opId) : reply.value;
      const response = responseOf(reply, hop.url, count > 0, null, body);
      if (signal !== null) bodyInternals.abortBy(response, signal);
      return response;
    }
    urls.push(hop.url);
    if (count >= MAX_REDIRECTS) throw new TypeError(`Too many redirects.${urls.join(', ')}`);
    hop = redirected(hop, status, location, source);
  }
}

/** The isolate's own `fetch`. */
export function makeFetch(isolate: IsolateState): (input: unknown, init?: unknown) => Promise<Response> {
  return async function fetch(input, init) {
    if (arguments.length === 0) throw argumentError(GLOBAL, 'fetch', 1, 'Request or string');
    if (init !== undefined && init !== null && !isObject(init))
      throw argumentError(GLOBAL, 'fetch', 2, 'RequestInitializerDict or Request');
    return sendRequest(isolate, { verb: 'fetch', binding: '' }, coerceRequest(input, init));
  };
}
