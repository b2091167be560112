// Request: an incoming one keeps its texts as they came and parses them only when a handler looks.
import { Body, bodyInternals } from './body.ts';
import { extractBody } from './body-init.ts';
import type { BodySource } from './body-init.ts';
import { Headers, headersInternals } from './headers.ts';
import { defineInterface } from './webidl.ts';

const INTERNAL: unique symbol = Symbol('Request');
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const STANDARD_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];

/** What a fetch needs of a request. */
interface RequestInternals {
  /** A request as it enters an isolate. */
  incoming(method: string, url: string, headersWire: string, body: BodySource, cfJson: string): Request;
  cfJson(request: Request): string;
}

/** Private access to requests, filled by the class itself. */
export let requestInternals: RequestInternals;

interface RequestInit {
  readonly method?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly redirect?: unknown;
  readonly cf?: unknown;
  readonly signal?: unknown;
}

function normalMethod(method: unknown): string {
  const text = String(method);
  if (!METHOD.test(text)) throw new TypeError(`Invalid HTTP method string: ${text}`);
  const upper = text.toUpperCase();
  return STANDARD_METHODS.includes(upper) ? upper : text;
}

/** A request of the Fetch standard, with Cloudflare's `cf`. */
export class Request extends Body {
  #method = 'GET';
  #url: string;
  #wire: string | null = null;
  #headers: Headers | null = null;
  #cfJson = '';
  #cf: unknown = undefined;
  #redirect = 'follow';

  static {
    requestInternals = {
      incoming(method, url, headersWire, body, cfJson) {
        const request = new Request(INTERNAL, body);
        request.#method = method;
        request.#url = url;
        request.#wire = headersWire;
        request.#cfJson = cfJson;
        return request;
      },
      cfJson: (request) => request.#cfJson,
    };
  }

  constructor(input: unknown, init?: unknown) {
    if (input === INTERNAL) {
      super(init as BodySource);
      this.#url = '';
      return;
    }
    const options: RequestInit = init ?? {};
    const from = input instanceof Request ? input : null;
    const extracted = options.body === undefined || options.body === null ? null : extractBody(options.body);
    super(extracted === null ? (from === null ? null : bodyInternals.take(from)) : extracted.source);
    this.#url = from === null ? parseUrl(input) : from.#url;
    if (from !== null) {
      this.#method = from.#method;
      this.#redirect = from.#redirect;
      this.#cfJson = from.#cfJson;
      this.#cf = from.#cf;
    }
    if (options.method !== undefined) this.#method = normalMethod(options.method);
    if (options.cf !== undefined) this.#cf = options.cf;
    if (options.redirect !== undefined) this.#redirect = String(options.redirect);
    this.#headers = new Headers(options.headers ?? from?.headers);
    if (extracted !== null) {
      if (this.#method === 'GET' || this.#method === 'HEAD')
        throw new TypeError('Request with a GET or HEAD method cannot have a body.');
      if (extracted.contentType !== '' && !this.#headers.has('content-type')) {
        this.#headers.set('content-type', extracted.contentType);
      }
    }
  }

  get method(): string {
    return this.#method;
  }
  get url(): string {
    return this.#url;
  }
  get headers(): Headers {
    if (this.#headers === null) {
      this.#headers = headersInternals.fromWire(this.#wire ?? '', true);
      this.#wire = null;
    }
    return this.#headers;
  }
  get redirect(): string {
    return this.#redirect;
  }
  get cf(): unknown {
    if (this.#cf === undefined && this.#cfJson !== '') this.#cf = JSON.parse(this.#cfJson) as unknown;
    return this.#cf;
  }
}
defineInterface(Request, 'Request');

function parseUrl(input: unknown): string {
  return String(input);
}
