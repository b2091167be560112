// Response: lean while it is a text with few headers, whole when a handler asks for more.
import { Body, bodyInternals } from './body.ts';
import { extractBody, TEXT_TYPE } from './body-init.ts';
import type { BodySource } from './body-init.ts';
import { assertNotGlobalScope } from './global-scope.ts';
import { Headers, headersInternals } from './headers.ts';
import { defaultStatusText } from './status-text.ts';
import { ReadableStream } from './streams.ts';
import { normalise } from './url.ts';
import { WebSocket } from './web-socket.ts';
import {
  argumentError,
  constructorError,
  defineInterface,
  fieldError,
  findInstance,
  HEADERS_TYPE,
  integerOf,
  isObject,
  textOf,
} from './webidl.ts';

const INTERNAL: unique symbol = Symbol('Response');
const REDIRECTS = [301, 302, 303, 307, 308];
const NULL_BODY = [101, 204, 205, 304];
const INIT_TYPE = 'InitializerDict or Response';
const TEXT_WIRE = `\ncontent-type:${TEXT_TYPE}`;
const JSON_WIRE = '\ncontent-type:application/json';

/** JSON of code's own values, which everything that code has called `toJSON` may shape; of the platform's own values an open realm keeps such methods away. */
const jsonOf = JSON.stringify.bind(JSON);

/** A response that came from elsewhere. */
export interface ReceivedResponse {
  readonly body: BodySource;
  readonly status: number;
  readonly statusText: string;
  readonly headersWire: string;
  readonly url: string;
  readonly redirected: boolean;
  readonly webSocket: WebSocket | null;
}

/** What sending and receiving a response needs of it. */
interface ResponseInternals {
  /** Whether a value is a response itself. */
  is(value: unknown): boolean;
  /** The response that a value is, or has among its prototypes. */
  find(value: unknown): Response | null;
  headersWire(response: Response): string;
  /** Its headers cannot be changed. */
  received(from: ReceivedResponse): Response;
}

/** Private access to responses, filled by the class itself. */
export let responseInternals: ResponseInternals;

interface ResponseInit {
  readonly status?: unknown;
  readonly statusText?: unknown;
  readonly headers?: unknown;
  readonly cf?: unknown;
  readonly encodeBody?: unknown;
  readonly webSocket?: unknown;
}

/** Only a response that carries a socket may, and must, have status 101. */
function checkStatus(value: unknown, webSocket: WebSocket | null): number {
  const status = value === undefined ? 200 : Math.trunc(Number(value));
  if (webSocket !== null) {
    if (status === 101) return status;
    throw new RangeError('Responses with a WebSocket must have status code 101.');
  }
  if (status >= 200 && status <= 599) return status;
  throw new RangeError(
    'Responses may only be constructed with status codes in the range 200 to 599, inclusive.',
  );
}

function checkStatusText(value: unknown): string {
  const text = textOf(value);
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 32) throw new TypeError('Invalid statusText');
  }
  return text;
}

/** A response of the Fetch standard, with Cloudflare's `cf`. */
export class Response extends Body {
  #status = 200;
  /** Null stands for the phrase of the status. */
  #statusText: string | null = null;
  #wire: string;
  #headers: Headers | null = null;
  #url = '';
  #redirected = false;
  #cf: unknown = undefined;
  #webSocket: WebSocket | null = null;

  static {
    const isResponse = (object: object): object is Response => #status in object;
    responseInternals = {
      is: (value) => isObject(value) && isResponse(value),
      find: (value) => findInstance(value, isResponse),
      headersWire: (response) =>
        response.#headers === null ? response.#wire : headersInternals.toWire(response.#headers),
      received(from) {
        const response = new Response(INTERNAL, NULL_BODY.includes(from.status) ? null : from.body);
        response.#status = from.status;
        response.#statusText = from.statusText === '' ? null : from.statusText;
        response.#headers = headersInternals.fromWire(from.headersWire, true);
        response.#url = from.url;
        response.#redirected = from.redirected;
        response.#webSocket = from.webSocket;
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
    if (extracted.source !== null && !(extracted.source instanceof ReadableStream)) assertNotGlobalScope();
    if (init !== undefined && init !== null && !isObject(init)) {
      throw constructorError('Response', 2, INIT_TYPE);
    }
    const example = responseInternals.find(init);
    const options: ResponseInit | undefined = example ?? init ?? undefined;
    // Each member is read once: it may be a getter.
    const given = options?.status;
    const socket = options?.webSocket;
    if (socket !== undefined && socket !== null && !(socket instanceof WebSocket))
      throw fieldError('InitializerDict', 'webSocket', 'WebSocket');
    const webSocket = socket ?? null;
    const plain = given === undefined && webSocket === null;
    const status = plain ? 200 : checkStatus(given, webSocket);
    const bare = !plain && NULL_BODY.includes(status);
    super(bare ? nullBody(extracted.source) : extracted.source);
    this.#status = status;
    this.#webSocket = webSocket;
    const contentType = bare ? '' : extracted.contentType;
    this.#wire = wireOfType(contentType);
    if (options !== undefined) this.#initialise(options, example, contentType);
  }

  static json(data?: unknown, init?: unknown): Response {
    if (arguments.length === 0) throw argumentError('Response', 'json', 1, 'JsValue');
    // V8 turns what has no JSON form into the text "undefined", and workerd sends that.
    const text = (jsonOf(data) as string | undefined) ?? 'undefined';
    assertNotGlobalScope();
    if (init === undefined) {
      const response = new Response(INTERNAL, text);
      response.#wire = JSON_WIRE;
      return response;
    }
    if (init !== null && !isObject(init)) throw argumentError('Response', 'json', 2, INIT_TYPE);
    const response = new Response(text, init);
    const { headers: given }: ResponseInit = init ?? {};
    if (response.#headers === null) response.#wire = JSON_WIRE;
    else if (!new Headers(given).has('content-type')) {
      response.#headers.set('content-type', 'application/json');
    }
    return response;
  }

  static redirect(url?: unknown, status: unknown = 302): Response {
    if (arguments.length === 0) throw argumentError('Response', 'redirect', 1, 'string');
    const code = integerOf(status);
    if (!REDIRECTS.includes(code)) {
      throw new RangeError(
        `${code} is not a redirect status code. It must be one of: 301, 302, 303, 307, or 308.`,
      );
    }
    assertNotGlobalScope();
    const location = normalise(url);
    if (location === '') throw new TypeError(`Unable to parse URL: ${String(url)}`);
    const response = new Response(INTERNAL, null);
    response.#status = code;
    response.#headers = headersInternals.fromWire(`\nlocation:${location}`, true);
    return response;
  }

  static error(): Response {
    const response = new Response(INTERNAL, null);
    response.#status = 0;
    return response;
  }

  clone(): Response {
    const copy = new Response(INTERNAL, bodyInternals.split(this));
    bodyInternals.abortAs(copy, this);
    copy.#status = this.#status;
    copy.#statusText = this.#statusText;
    copy.#headers = headersInternals.clone(this.headers);
    copy.#url = this.#url;
    copy.#redirected = this.#redirected;
    copy.#cf = this.#cf;
    return copy;
  }

  get status(): number {
    return this.#status;
  }
  get statusText(): string {
    return this.#statusText ?? defaultStatusText(this.#status);
  }
  get headers(): Headers {
    return (this.#headers ??= headersInternals.fromWire(this.#wire, false));
  }
  get ok(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }
  get redirected(): boolean {
    return this.#redirected;
  }
  get url(): string {
    return this.#url;
  }
  get webSocket(): WebSocket | null {
    return this.#webSocket;
  }
  get cf(): unknown {
    return this.#cf;
  }
  get type(): string {
    return this.#status === 0 ? 'error' : 'default';
  }

  #initialise(init: ResponseInit, example: Response | null, contentType: string): void {
    const { statusText, encodeBody, cf, headers } = init;
    if (example !== null) this.#statusText = example.#statusText;
    else if (statusText !== undefined) this.#statusText = checkStatusText(statusText);
    if (cf !== undefined && !isObject(cf)) throw fieldError('InitializerDict', 'cf', 'Object');
    if (cf !== undefined) this.#cf = JSON.parse(JSON.stringify(cf)) as unknown;
    if (encodeBody !== undefined && encodeBody !== 'manual' && encodeBody !== 'automatic') {
      throw new TypeError(`encodeBody: unexpected value: ${String(encodeBody)}`);
    }
    if (headers === undefined) return;
    if (!isObject(headers)) throw fieldError('InitializerDict', 'headers', HEADERS_TYPE);
    this.#headers = new Headers(headers);
    if (contentType !== '' && !this.#headers.has('content-type')) {
      this.#headers.set('content-type', contentType);
    }
  }
}
defineInterface(Response, 'Response', 'clone status statusText headers ok redirected url webSocket cf type');

/** Statuses without a body allow an empty one, as workerd does for the sake of old code. */
function nullBody(source: BodySource): null {
  if (source === null || source === '' || (source instanceof Uint8Array && source.length === 0)) return null;
  throw new TypeError('Response with null body status (101, 204, 205, or 304) cannot have a body.');
}

/** A constant where it can be: its hash is then known when the host looks the header text up. */
function wireOfType(contentType: string): string {
  if (contentType === '') return '';
  return contentType === TEXT_TYPE ? TEXT_WIRE : `\ncontent-type:${contentType}`;
}
