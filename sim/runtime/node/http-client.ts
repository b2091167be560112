// Requests of node:http and node:https: what is written is sent by fetch when the request ends, and its response comes back as a message.
import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { argumentType } from './errors.ts';
import { IncomingMessage, SimulatedSocket } from './http-incoming.ts';
import { OutgoingMessage } from './http-outgoing.ts';

/** Options of a request, as far as they have a meaning here. */
interface RequestOptions {
  readonly protocol?: string;
  readonly hostname?: string;
  readonly host?: string;
  readonly port?: number | string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly auth?: string;
  readonly signal?: AbortSignal;
}

type OnResponse = (message: IncomingMessage) => void;

interface AgentOptions {
  readonly keepAlive?: boolean;
  readonly maxSockets?: number;
  readonly maxFreeSockets?: number;
  readonly maxTotalSockets?: number;
  readonly scheduling?: string;
}

/** Connections are the simulation's affair; agents exist because options name them. */
export class Agent extends EventEmitter {
  readonly defaultPort: number = 80;
  readonly protocol: string = 'http:';
  readonly options: object;
  readonly keepAliveMsecs = 1000;
  readonly keepAlive: boolean;
  maxSockets: number;
  maxFreeSockets: number;
  readonly scheduling: string;
  maxTotalSockets: number;
  readonly totalSocketCount = 0;
  readonly sockets = {};
  readonly freeSockets = {};
  readonly requests = {};

  constructor(options: AgentOptions = {}) {
    super();
    this.options = { ...options, noDelay: true, path: null, proxyEnv: undefined };
    this.keepAlive = options.keepAlive ?? false;
    this.maxSockets = options.maxSockets ?? Number.POSITIVE_INFINITY;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
    this.scheduling = options.scheduling ?? 'lifo';
    this.maxTotalSockets = options.maxTotalSockets ?? Number.POSITIVE_INFINITY;
  }

  getName({
    host = 'localhost',
    port = '',
    localAddress = '',
  }: Partial<Record<string, string>> = {}): string {
    return `${host}:${port}:${localAddress}`;
  }

  destroy(): void {}
}

/** The agent of node:https. */
export class SecureAgent extends Agent {
  override readonly defaultPort = 443;
  override readonly protocol = 'https:';
}

function urlOf(options: RequestOptions, protocol: string): string {
  const { hostname, host = 'localhost', port, path = '/' } = options;
  const name = hostname ?? host;
  const suffix = port === undefined || name.includes(':') ? '' : `:${port}`;
  return `${options.protocol ?? protocol}//${name}${suffix}${path}`;
}

function coded(code: string, message: string): TypeError {
  return Object.assign(new TypeError(message), { code });
}

function checkOptions({ method, path }: RequestOptions): void {
  if (method !== undefined && typeof method !== 'string')
    throw argumentType('options.method', 'of type string', method);
  if (method !== undefined && !/^[\w!#$%&'*+.^`|~-]+$/.test(method))
    throw coded('ERR_INVALID_HTTP_TOKEN', `Method must be a valid HTTP token ["${method}"]`);
  // oxlint-disable-next-line no-control-regex -- control characters are what a path must not hold
  if (path !== undefined && /[\u0000-\u0020]/.test(path))
    throw coded('ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');
}

function urlIn(text: string): URL {
  if (!URL.canParse(text)) throw new TypeError('Invalid URL string.');
  return new URL(text);
}

function checkProtocol(url: string, expected: string): string {
  const { protocol } = new URL(url);
  if (protocol === expected) return url;
  throw coded('ERR_INVALID_PROTOCOL', `Protocol "${protocol}" not supported. Expected "${expected}"`);
}

/** A request under way. */
export class ClientRequest extends OutgoingMessage {
  readonly method: string;
  readonly socket = new SimulatedSocket('192.0.2.2', true);
  readonly #url: string;
  readonly #parts: Uint8Array[] = [];
  readonly #abort = new AbortController();

  constructor(url: string, options: RequestOptions, onResponse?: OnResponse) {
    super();
    checkOptions(options);
    this.#url = url;
    this.method = (options.method ?? 'GET').toUpperCase();
    this.sendDate = false;
    this.setAll(options.headers);
    if (options.auth !== undefined)
      this.setHeader('authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
    options.signal?.addEventListener('abort', () => this.destroy());
    if (onResponse !== undefined) this.once('response', onResponse);
  }

  get path(): string {
    const { pathname, search } = new URL(this.#url);
    return `${pathname}${search}`;
  }

  get host(): string {
    return new URL(this.#url).hostname;
  }

  get protocol(): string {
    return new URL(this.#url).protocol;
  }

  abort(): void {
    this.destroy();
  }

  setNoDelay(): void {}

  setSocketKeepAlive(): void {}

  flushHeaders(): void {}

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.#parts.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    this.headersSent = true;
    this.finished = true;
    const body = this.#parts.length === 0 ? null : Buffer.concat(this.#parts);
    const send = async (): Promise<void> => {
      const response = await fetch(this.#url, {
        method: this.method,
        headers: this.pairs(),
        ...(body !== null && { body }),
        redirect: 'manual',
        signal: this.#abort.signal,
      }).finally(done);
      this.emit('response', messageOf(response, this.socket));
    };
    send().catch((error: unknown) => {
      if (!this.destroyed) this.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.writableFinished) this.#abort.abort();
    done(error);
  }
}

function messageOf(response: Response, socket: SimulatedSocket): IncomingMessage {
  const headers = [...response.headers].flat();
  const message = new IncomingMessage({ headers, body: response.body, socket });
  message.statusCode = response.status;
  message.statusMessage = response.statusText;
  return message;
}

/** `request` of a module whose URLs begin with a protocol. */
export function requestBy(protocol: string) {
  return (input: string | URL | RequestOptions, ...rest: readonly (RequestOptions | OnResponse)[]) => {
    const onResponse = rest.find((one): one is OnResponse => typeof one === 'function');
    const given = rest.find((one): one is RequestOptions => typeof one === 'object');
    if (typeof input === 'string' || input instanceof URL)
      return new ClientRequest(checkProtocol(urlIn(String(input)).href, protocol), given ?? {}, onResponse);
    checkOptions(input);
    return new ClientRequest(checkProtocol(urlOf(input, protocol), protocol), input, onResponse);
  };
}

/** `get`: a request that ends at once. */
export function getBy(protocol: string) {
  const request = requestBy(protocol);
  return (...args: Parameters<typeof request>): ClientRequest => {
    const sent = request(...args);
    sent.end();
    return sent;
  };
}
