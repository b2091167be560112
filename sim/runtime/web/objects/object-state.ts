// `ctx` of a Durable Object: its id, its storage, its gate, and the sockets that it keeps while it sleeps.
import { describeError } from '../describe-error.ts';
import { keepOpen } from '../execution-context.ts';
import type { IsolateState } from '../isolate-state.ts';
import { WebSocket } from '../web-socket.ts';
import { argumentError, defineInterface, integerOf } from '../webidl.ts';
import { askStorage } from './ask-storage.ts';
import { Blocks } from './object-blocks.ts';
import type { DurableObjectId } from './object-id.ts';
import { WebSocketRequestResponsePair } from './object-sockets.ts';
import type { KeptSockets } from './object-sockets.ts';
import { DurableObjectStorage } from './object-storage.ts';

const MOST_TAGS = 10;
const LONGEST_TAG = 256;
/** Of what the platform hears or says in an object's stead. */
const LONGEST_AUTOMATIC = 2048;

function checkTags(given: unknown): string[] {
  if (given !== undefined && given !== null && !Array.isArray(given))
    throw argumentError('DurableObjectState', 'acceptWebSocket', 2, 'Array');
  const tags = (given ?? []).map(String);
  if (tags.length > MOST_TAGS)
    throw new Error(`a Hibernatable WebSocket cannot have more than ${MOST_TAGS} tags`);
  const long = tags.find((tag) => tag.length > LONGEST_TAG);
  if (long !== undefined)
    throw new Error(`"${long}" is longer than the max tag length (${LONGEST_TAG} characters).`);
  return [...new Set(tags)];
}

function checkAutomatic(which: string, text: string): void {
  if (text.length <= LONGEST_AUTOMATIC) return;
  throw new RangeError(
    `${which} cannot be larger than ${LONGEST_AUTOMATIC} bytes. A ${which.toLowerCase()} of size ${text.length} was provided.`,
  );
}

/** The first argument of an object's constructor. */
export class DurableObjectState {
  readonly #isolate: IsolateState;
  readonly #blocks: Blocks;
  readonly #sockets: KeptSockets;
  #eventTimeoutMs: number | null = null;
  /** Facets and containers are not simulated. */
  readonly facets: undefined;
  readonly container: undefined;
  readonly storage: DurableObjectStorage;
  readonly id: DurableObjectId;
  readonly props: object = {};
  declare readonly exports: object;

  constructor(isolate: IsolateState, id: DurableObjectId, sockets: KeptSockets, hasAlarm: boolean) {
    this.#isolate = isolate;
    this.#blocks = new Blocks(isolate);
    this.#sockets = sockets;
    this.storage = new DurableObjectStorage(isolate, this.#blocks, hasAlarm);
    this.id = id;
    Object.defineProperty(this, 'exports', {
      get: () => isolate.loopback(),
      enumerable: true,
      configurable: true,
    });
  }

  waitUntil(promise?: unknown): void {
    if (arguments.length === 0) throw argumentError('DurableObjectState', 'waitUntil', 1, 'Promise');
    keepOpen(this.#isolate, this.#isolate.current, promise);
  }

  blockConcurrencyWhile(callback?: () => unknown): Promise<unknown> {
    if (typeof callback !== 'function')
      throw argumentError('DurableObjectState', 'blockConcurrencyWhile', 1, 'function');
    const running = this.#blocks.run(callback, 'resets');
    // A failure resets the object, so nobody is to be told that nobody caught it.
    running.catch(() => undefined);
    return running;
  }

  acceptWebSocket(socket?: unknown, tags?: unknown): void {
    if (!(socket instanceof WebSocket))
      throw argumentError('DurableObjectState', 'acceptWebSocket', 1, 'WebSocket');
    this.#sockets.keep(socket, checkTags(tags));
  }

  getWebSockets(tag?: unknown): WebSocket[] {
    return this.#sockets.all(tag === undefined || tag === null ? null : String(tag));
  }

  getTags(socket?: unknown): string[] {
    if (!(socket instanceof WebSocket)) throw argumentError('DurableObjectState', 'getTags', 1, 'WebSocket');
    return this.#sockets.tagsOf(socket);
  }

  setWebSocketAutoResponse(pair?: unknown): void {
    if (pair !== undefined && pair !== null && !(pair instanceof WebSocketRequestResponsePair)) {
      const type = 'WebSocketRequestResponsePair';
      throw argumentError('DurableObjectState', 'setWebSocketAutoResponse', 1, type);
    }
    const given = pair ?? null;
    if (given !== null) {
      checkAutomatic('Request', given.request);
      checkAutomatic('Response', given.response);
    }
    askStorage(this.#isolate, 'autoResponse', {
      pair: given === null ? null : { request: given.request, response: given.response },
    });
  }

  getWebSocketAutoResponse(): WebSocketRequestResponsePair | null {
    const pair = askStorage(this.#isolate, 'getAutoResponse') as { request: string; response: string } | null;
    return pair === null ? null : new WebSocketRequestResponsePair(pair.request, pair.response);
  }

  getWebSocketAutoResponseTimestamp(socket?: unknown): Date | null {
    return socket instanceof WebSocket ? this.#sockets.answeredAt(socket) : null;
  }

  /** How long an event of a kept socket may take; kept for the code, which nothing here outlasts. */
  setHibernatableWebSocketEventTimeout(timeoutMs?: unknown): void {
    const given = timeoutMs === undefined || timeoutMs === null ? null : integerOf(timeoutMs);
    if (given !== null && given < 0)
      throw new TypeError(
        'The value cannot be converted because it is negative and this API expects a positive number.',
      );
    this.#eventTimeoutMs = given;
  }

  getHibernatableWebSocketEventTimeout(): number | null {
    return this.#eventTimeoutMs;
  }

  /** Ends this life of the object: whoever waits for it gets the reason, and nothing more of it runs. */
  abort(reason?: unknown): never {
    const error =
      reason === undefined ? new Error('Application called abort() to reset Durable Object.') : reason;
    const { message } = describeError(error);
    askStorage(this.#isolate, 'abort', { message });
    throw error instanceof Error ? error : new Error(String(error));
  }
}
defineInterface(DurableObjectState, 'DurableObjectState');
