// EventSource: messages of a text/event-stream, from an address or, as on workerd, from any stream of bytes.
import { AbortController } from './abort.ts';
import { DOMException } from './dom-exception.ts';
import { TextDecoder } from './encoding.ts';
import { defineHandlerProperty, dispatchTrusted, EventTarget } from './event-target.ts';
import { ErrorEvent, Event, messageFrom } from './events.ts';
import { sendRequest } from './fetch.ts';
import type { IsolateState } from './isolate-state.ts';
import { Request } from './request.ts';
import { ReadableStream } from './streams.ts';
import { normalise } from './url.ts';
import {
  argumentError,
  bytesOf,
  constructorError,
  defineConstants,
  defineInterface,
  optionsArgument,
  textOf,
} from './webidl.ts';

const STATES = { CONNECTING: 0, OPEN: 1, CLOSED: 2 } as const;
/** Milliseconds until a connection that ended is made again, unless the server says otherwise; assumed, the standard asks for a few seconds. */
const RECONNECT_MS = 2000;
const TYPE = 'text/event-stream';

/** One message of a stream. */
interface Message {
  readonly type: string;
  readonly data: string;
  readonly lastEventId: string;
}

/** Puts messages together from pieces of text (HTML standard, section 9.2.6, as workerd reads it: without data there is no message). */
class MessageParser {
  lastEventId = '';
  reconnectMs = RECONNECT_MS;
  #rest = '';
  #type = '';
  #data: string[] = [];
  readonly #found: (message: Message) => void;

  constructor(found: (message: Message) => void) {
    this.#found = found;
  }

  add(text: string): void {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    // A carriage return at the end may be half of a line break, but what it ends is a line either way.
    if (this.#rest === '\r' && lines.length > 0) {
      this.#rest = '';
      this.#line('');
    }
  }

  #line(line: string): void {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const at = line.indexOf(':');
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#type = value;
    else if (name === 'id') this.lastEventId = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.reconnectMs = Number(value);
  }

  #dispatch(): void {
    const data = this.#data.join('\n');
    const type = this.#type === '' ? 'message' : this.#type;
    this.#data = [];
    this.#type = '';
    if (data !== '') this.#found({ type, data, lastEventId: this.lastEventId });
  }
}

/** What an EventSource is constructed with that has no address. */
const NO_ADDRESS: unique symbol = Symbol('EventSource');

/** What listens; every isolate has a constructor of its own for it. */
class EventSource extends EventTarget {
  readonly #isolate: IsolateState;
  #state: number = STATES.CONNECTING;
  #url = '';
  readonly #abort = new AbortController();
  readonly #parser = new MessageParser(({ type, data, lastEventId }) => {
    // As on workerd, what has arrived with a message is heard even if that message closes the source.
    dispatchTrusted(this, messageFrom(type, data, lastEventId));
  });

  constructor(isolate: IsolateState, url: unknown) {
    super();
    this.#isolate = isolate;
    if (url === NO_ADDRESS) return;
    this.#url = normalise(url);
    if (this.#url === '') {
      const text = `Cannot open an EventSource to '${String(url)}'. The URL is invalid.`;
      throw new DOMException(text, 'SyntaxError');
    }
    void this.#connect();
  }

  /** Reads a stream instead of connecting. */
  static of(isolate: IsolateState, stream: ReadableStream): EventSource {
    const source = new EventSource(isolate, NO_ADDRESS);
    source.#state = STATES.OPEN;
    void source.#read(stream).then((error) => source.#fail(error));
    return source;
  }

  get readyState(): number {
    return this.#state;
  }
  get url(): string {
    return this.#url;
  }
  get withCredentials(): boolean {
    return false;
  }

  close(): void {
    this.#state = STATES.CLOSED;
    this.#abort.abort();
  }

  async #connect(): Promise<void> {
    const { lastEventId, reconnectMs } = this.#parser;
    const resumed = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
    const headers = { accept: TYPE, 'cache-control': 'no-cache', ...resumed };
    const request = new Request(this.#url, { headers, signal: this.#abort.signal });
    try {
      const response = await sendRequest(this.#isolate, { verb: 'fetch', binding: '' }, request);
      const type = response.headers.get('content-type') ?? '';
      if (response.status !== 200) throw refused(`The response status code was ${response.status}.`);
      if (!type.startsWith(TYPE)) throw refused(`The content type '${type}' is invalid.`);
      if (this.#state === STATES.CLOSED) return;
      this.#state = STATES.OPEN;
      dispatchTrusted(this, new Event('open'));
      const { body } = response;
      const error = body === null ? new Error('The server disconnected.') : await this.#read(body);
      if (this.#state === STATES.CLOSED) return;
      this.#state = STATES.CONNECTING;
      this.#tell(error);
      this.#isolate.setTimer(() => void this.#connect(), reconnectMs);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Reads a stream to its end; gives the reason for which there is no more. */
  async #read(stream: ReadableStream): Promise<unknown> {
    const decoder = new TextDecoder();
    const reader = stream.getReader();
    try {
      while (this.#state === STATES.OPEN) {
        const { done, value } = await reader.read();
        if (done) break;
        const bytes = bytesOf(value);
        this.#parser.add(bytes === null ? String(value) : decoder.decode(bytes, { stream: true }));
      }
    } catch (error) {
      return error;
    }
    return new Error('The server disconnected.');
  }

  #fail(error: unknown): void {
    if (this.#state === STATES.CLOSED) return;
    this.#state = STATES.CLOSED;
    this.#tell(error);
  }

  #tell(error: unknown): void {
    dispatchTrusted(this, new ErrorEvent('error', { error }));
  }
}
const streamOf = EventSource.of;

function refused(text: string): DOMException {
  return new DOMException(text, 'AbortError');
}
Reflect.deleteProperty(EventSource, 'of');
defineInterface(EventSource, 'EventSource');
for (const type of ['open', 'message', 'error']) defineHandlerProperty(EventSource.prototype, type);
defineConstants(EventSource, STATES);

/** A source belongs to a request; in global scope there is none. */
function assertCalled(isolate: IsolateState): void {
  if (isolate.current.id !== 0) return;
  throw new DOMException(
    'An EventSource can only be created within the context of a worker request.',
    'NotSupportedError',
  );
}

/** The `EventSource` of one isolate, whose fetches and timers it uses. */
export function makeEventSource(isolate: IsolateState): object {
  const own = function (url?: unknown, options?: unknown): object {
    if (new.target === undefined) {
      throw new TypeError(
        "Failed to construct 'EventSource': Please use the 'new' operator, this object constructor cannot be called as a function.",
      );
    }
    if (arguments.length === 0) throw constructorError('EventSource', 1, 'string');
    const address = textOf(url);
    optionsArgument(options, 'EventSource', 2, 'EventSourceInit');
    assertCalled(isolate);
    return Reflect.construct(EventSource, [isolate, address], new.target) as object;
  };
  Object.defineProperty(own, 'name', { value: 'EventSource', configurable: true });
  Object.defineProperty(own, 'length', { value: 0, configurable: true });
  Object.defineProperty(own, 'prototype', { value: EventSource.prototype, writable: false });
  for (const [key, value] of Object.entries(STATES)) {
    Object.defineProperty(own, key, { value, enumerable: true });
  }
  const from = (...[stream]: unknown[]): object => {
    if (!(stream instanceof ReadableStream)) throw argumentError('EventSource', 'from', 1, 'ReadableStream');
    assertCalled(isolate);
    if (stream.locked) throw new TypeError('This ReadableStream is locked.');
    return streamOf(isolate, stream);
  };
  Object.defineProperty(own, 'from', { value: from, writable: true, enumerable: true, configurable: true });
  return own;
}
