// Response: lean while it is a text with few headers, whole when a handler asks for more.
import { Body } from './body.ts';
import { extractBody, TEXT_TYPE } from './body-init.ts';
import type { BodySource } from './body-init.ts';
import { Headers, headersInternals } from './headers.ts';
import { defineInterface } from './webidl.ts';

const INTERNAL: unique symbol = Symbol('Response');
const REDIRECTS = [301, 302, 303, 307, 308];
const TEXT_WIRE = `\ncontent-type:${TEXT_TYPE}`;
const JSON_WIRE = '\ncontent-type:application/json';
const NULL_BODY = [101, 204, 205, 304];

/** What sending and receiving a response needs of it. */
interface ResponseInternals {
  headersWire(response: Response): string;
  /** A response that came from elsewhere: its headers cannot be changed. */
  received(body: BodySource, status: number, statusText: string, headersWire: string, url: string): Response;
}

/** Private access to responses, filled by the class itself. */
export let responseInternals: ResponseInternals;

interface ResponseInit {
  readonly status?: unknown;
  readonly statusText?: unknown;
  readonly headers?: unknown;
  readonly cf?: unknown;
}

function checkStatus(value: unknown): number {
  const status = Math.trunc(Number(value));
  if ((status >= 200 && status <= 599) || status === 101) return status;
  throw new RangeError(
    `Responses may only be constructed with status codes in the range 200 to 599, inclusive.`,
  );
}

/** A response of the Fetch standard, with Cloudflare's `cf`. */
export class Response extends Body {
  #status = 200;
  #statusText = '';
  #wire: string;
  #headers: Headers | null = null;
  #url = '';
  #redirected = false;
  #cf: unknown = undefined;

  static {
    responseInternals = {
      headersWire: (response) =>
        response.#headers === null ? response.#wire : headersInternals.toWire(response.#headers),
      received(body, status, statusText, headersWire, url) {
        const response = new Response(INTERNAL, body);
        response.#status = status;
        response.#statusText = statusText;
        response.#wire = headersWire;
        response.#headers = headersInternals.fromWire(headersWire, true);
        response.#url = url;
        return response;
      },
    };
  }

  constructor(body?: unknown, init?: unknown) {
    if (body === INTERNAL) {
      super(init as BodySource);
      this.#wire = '';
      return;
    }
    const extracted = extractBody(body);
    super(extracted.source);
    this.#wire = extracted.contentType === '' ? '' : wireOfType(extracted.contentType);
    if (init !== undefined && init !== null) this.#initialise(init, extracted.contentType);
  }

  static json(data: unknown, init?: unknown): Response {
    const text = JSON.stringify(data) as string | undefined;
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const response = new Response(text, init);
    if (response.#headers === null) response.#wire = JSON_WIRE;
    else if (!given(init)) response.#headers.set('content-type', 'application/json');
    return response;
  }

  static redirect(url: unknown, status: unknown = 302): Response {
    const code = Number(status);
    if (!REDIRECTS.includes(code)) throw new RangeError(`${String(status)} is not a redirect status code.`);
    const response = new Response(null, { status: code, headers: { location: String(url) } });
    headersInternals.freeze(response.headers);
    return response;
  }

  static error(): Response {
    const response = new Response(INTERNAL, null);
    response.#status = 0;
    headersInternals.freeze(response.headers);
    return response;
  }

  get status(): number {
    return this.#status;
  }
  get statusText(): string {
    return this.#statusText;
  }
  get ok(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }
  get type(): string {
    return this.#status === 0 ? 'error' : 'default';
  }
  get url(): string {
    return this.#url;
  }
  get redirected(): boolean {
    return this.#redirected;
  }
  get cf(): unknown {
    return this.#cf;
  }
  get headers(): Headers {
    return (this.#headers ??= headersInternals.fromWire(this.#wire, false));
  }

  #initialise(init: ResponseInit, contentType: string): void {
    if (init.status !== undefined) this.#status = checkStatus(init.status);
    if (init.statusText !== undefined) this.#statusText = String(init.statusText);
    if (init.cf !== undefined) this.#cf = init.cf;
    if (NULL_BODY.includes(this.#status) && contentType !== '') {
      throw new TypeError(`Response with null body status (101, 204, 205, or 304) cannot have a body.`);
    }
    if (init.headers === undefined) return;
    this.#headers = new Headers(init.headers);
    if (contentType !== '' && !this.#headers.has('content-type'))
      this.#headers.set('content-type', contentType);
  }
}
defineInterface(Response, 'Response');

/** A constant where it can be: its hash is then known when the host looks the header text up. */
function wireOfType(contentType: string): string {
  return contentType === TEXT_TYPE ? TEXT_WIRE : `\ncontent-type:${contentType}`;
}

function given(init: unknown): boolean {
  return new Headers((init as ResponseInit | undefined)?.headers).has('content-type');
}
