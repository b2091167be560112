// The server of node:http: nobody listens on a port here; a request of the simulation is given to the listener, and what it sends becomes the response.
import { EventEmitter } from 'node:events';
import { argumentType } from './errors.ts';
import { hooks } from './hooks.ts';
import { IncomingMessage, SimulatedSocket } from './http-incoming.ts';
import { ServerResponse } from './http-outgoing.ts';
import type { ResponseSink } from './http-outgoing.ts';

/** The platform's own class: adapters put one of theirs in its place. */
const PlatformResponse = globalThis.Response;

/** What Node calls for each request. */
export type RequestListener = (req: IncomingMessage, res: ServerResponse) => unknown;

/** The servers of this isolate that listen, by their ports. */
const listening = new Map<number, Server>();

/** The server that listens at a port. */
export function serverAt(port: number): Server | undefined {
  return listening.get(port);
}

/** A server; `listen` says that its listener is the one that answers the simulation's requests. */
export class Server extends EventEmitter {
  listening = false;
  timeout = 0;
  keepAliveTimeout = 5000;
  headersTimeout = 60_000;
  requestTimeout = 300_000;
  maxHeadersCount: number | null = null;
  maxRequestsPerSocket = 0;
  port = 0;

  constructor(options?: object | RequestListener, listener?: RequestListener) {
    super();
    const given: unknown = typeof options === 'function' ? options : listener;
    if (options !== undefined && (options === null || !/^(?:object|function)$/.test(typeof options)))
      throw argumentType('options', 'of type object', options);
    if (given !== undefined && given !== null) {
      if (typeof given !== 'function') throw argumentType('listener', 'of type function', given);
      this.on('request', given as RequestListener);
    }
  }

  listen(...args: unknown[]): this {
    const [first] = args;
    const port = typeof first === 'object' && first !== null ? (first as { port?: unknown }).port : first;
    this.port = Number(port) || 3000;
    listening.set(this.port, this);
    const callback = args.find((one) => typeof one === 'function');
    if (callback !== undefined) this.once('listening', callback as () => void);
    hooks.listens(this);
    queueMicrotask(() => {
      this.listening = true;
      this.emit('listening');
    });
    return this;
  }

  address(): object | null {
    if (!listening.has(this.port)) return null;
    return { port: this.port, family: 'IPv4', address: '127.0.0.1' };
  }

  close(callback?: () => void): this {
    this.listening = false;
    listening.delete(this.port);
    queueMicrotask(() => {
      this.emit('close');
      callback?.();
    });
    return this;
  }

  setTimeout(): this {
    return this;
  }

  closeAllConnections(): void {}

  closeIdleConnections(): void {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** Makes a server for a listener. */
export function createServer(options?: object | RequestListener, listener?: RequestListener): Server {
  return new Server(options, listener);
}

/** Statuses whose responses have no body. */
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** The response that a listener sends, as soon as its head is known. */
function responseOf(res: ServerResponse): Promise<Response> {
  return new Promise((resolve, reject) => {
    let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
    const sink: ResponseSink = {
      head(status, statusText, headers, whole) {
        const stream = (): ReadableStream<Uint8Array> =>
          new ReadableStream({
            start: (given) => {
              controller = given;
            },
            cancel: () => {
              res.destroy();
            },
          });
        const isEmpty = NO_BODY.has(status) || res.req.method === 'HEAD';
        const body = isEmpty ? null : (whole ?? stream());
        try {
          resolve(
            new PlatformResponse(body as Uint8Array<ArrayBuffer> | null, {
              status,
              statusText,
              headers: [...headers],
            }),
          );
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      },
      // A copy: listeners may use their buffer again once its chunk has been taken.
      chunk: (bytes) => controller?.enqueue(new Uint8Array(bytes)),
      end: () => controller?.close(),
      broken(error) {
        reject(error);
        controller?.error(error);
      },
    };
    res.attach(sink);
  });
}

/** Header names and values of a request in turn, with the host and the length that a client always sends. */
function rawHeaders(request: Request, sizeBytes: number | null): string[] {
  const raw: string[] = [];
  const { host } = new URL(request.url);
  if (!request.headers.has('host')) raw.push('host', host);
  for (const [name, value] of request.headers) raw.push(name, value);
  const hasLength = request.headers.has('content-length') || request.headers.has('transfer-encoding');
  if (sizeBytes !== null && !hasLength) raw.push('content-length', String(sizeBytes));
  return raw;
}

function isServer(target: unknown): target is Server {
  return typeof target === 'object' && target !== null && 'emit' in target;
}

/**
 * Gives a request of the simulation to a listener or a server; what a listener throws, or its promise is rejected with, ends the call.
 * A response says `message` where its listener says nothing; without one it says what its status means, as on Node.
 */
export async function answer(target: unknown, given: object, message?: string): Promise<Response> {
  const request = given as Request;
  const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
  const { pathname, search, protocol } = new URL(request.url);
  const socket = new SimulatedSocket(hooks.addressOf(request), protocol === 'https:');
  const req = new IncomingMessage({ headers: rawHeaders(request, body?.length ?? null), body, socket });
  req.method = request.method;
  req.url = `${pathname}${search}`;
  const res = new ServerResponse(req);
  res.statusMessage = message;
  const sent = responseOf(res);
  if (!isServer(target)) {
    const returned: unknown = (target as RequestListener)(req, res);
    return Promise.race([sent, onlyFailure(returned)]);
  }
  const listeners = target.listeners('request') as RequestListener[];
  const returned: unknown[] = listeners.map((listener) => Reflect.apply(listener, target, [req, res]));
  return Promise.race([sent, ...returned.map(onlyFailure)]);
}

/** A promise that is rejected when a listener's is, and otherwise never settles: only what is sent is a response. */
function onlyFailure(returned: unknown): Promise<never> {
  return new Promise((_, reject) => {
    Promise.resolve(returned).catch(reject);
  });
}

hooks.answersWith(answer);
