// WebSocket and WebSocketPair: two ends of which each hears what the other sends; one end may be handed to the client by a 101 response.
import { makeBlob } from './blob.ts';
import { DOMException } from './dom-exception.ts';
import { defineHandlerProperty, dispatchTrusted, EventTarget } from './event-target.ts';
import { CloseEvent, ErrorEvent, MessageEvent } from './events.ts';
import { encodeUtf8 } from './encoding.ts';
import { assertNotGlobalScope } from './global-scope.ts';
import { realmClock } from './realm-clock.ts';
import { assertOwn } from './request-border.ts';
import { checkCode } from './close-code.ts';
import { refusal } from './socket-address.ts';
import {
  argumentError,
  bytesOf,
  constructorError,
  defineConstants,
  defineInterface,
  illegalConstructor,
} from './webidl.ts';

const INTERNAL: unique symbol = Symbol('WebSocket');
/** The values of `readyState`. */
export const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const;
/** The platform delivers when the code under way has come to rest; that many turns of the microtask queue stand for it. */
const TURNS_BEFORE_DELIVERY = 8;
/** RFC 6455, section 5.5: what is left of 125 bytes beside the code. */
const MAX_REASON_BYTES = 123;

/** What one end tells the other. */
interface Signal {
  readonly kind: 'message' | 'close';
  readonly body: string | Uint8Array;
  readonly code: number;
  readonly reason: string;
}

/** Takes what is sent to an end that the client holds. */
export type Outside = (signal: Signal) => void;

/** What the runtime may do with a socket that a handler may not. */
interface SocketInternals {
  pair(): [WebSocket, WebSocket];
  /** Hands an end to the client: what is sent to it goes outside. */
  handOver(socket: WebSocket, outside: Outside): void;
  /** Something that the client sent by the end it holds. */
  fromOutside(socket: WebSocket, signal: Signal): void;
  /** Makes an end one that a Durable Object keeps while it sleeps, under a number. */
  keptAs(socket: WebSocket, number: number): void;
  isAccepted(socket: WebSocket): boolean;
  /** The number of a kept end, or of the end whose other end is kept. */
  numberOf(socket: WebSocket): number | null;
  /** Which ends of a kept socket had said that they close when the object fell asleep. */
  restore(socket: WebSocket, sentClose: boolean, heardClose: boolean): void;
  /** The client has closed; the object is told by its hook. */
  heardClose(socket: WebSocket): void;
  attachBy(socket: WebSocket, attachment: Attachment): void;
  /** Makes an end the near one of a socket elsewhere, which may be handed on as it is until it is accepted. */
  comesFrom(socket: WebSocket, link: Link): void;
  linkOf(socket: WebSocket): Link | null;
}

/** What is remembered beside a socket. */
export interface Attachment {
  read(): unknown;
  write(value: unknown): void;
}

let makeAttachment: () => Attachment;
/** Says how sockets remember values in memory; `socket-attachment.ts` knows how values are copied. */
export function keepAttachmentsBy(make: () => Attachment): void {
  makeAttachment = make;
}

/** A socket that another handler's response brought. */
interface Link {
  readonly name: string;
  accepted(): void;
}

/** Private access to sockets, filled by the class itself. */
export let socketInternals: SocketInternals;

/** One end of a socket. */
export class WebSocket extends EventTarget {
  #peer: WebSocket | null = null;
  #accepted = false;
  #sentClose = false;
  #heardClose = false;
  #binaryType = 'blob';
  #outside: Outside | null = null;
  #number: number | null = null;
  /** Whether an object keeps this end. */
  #isKept = false;
  #attachment: Attachment | null = null;
  #link: Link | null = null;
  readonly #waiting: Signal[] = [];
  #delivering = false;
  readonly #owner = realmClock.call;

  static {
    socketInternals = {
      pair() {
        const [a, b] = [new WebSocket(INTERNAL), new WebSocket(INTERNAL)];
        a.#peer = b;
        b.#peer = a;
        return [a, b];
      },
      handOver(socket, outside) {
        socket.#outside = outside;
        socket.#accepted = true;
        void socket.#deliver();
      },
      fromOutside(socket, signal) {
        if (signal.kind === 'close') socket.#sentClose = true;
        socket.#tell(signal);
      },
      keptAs(socket, number) {
        socket.#number = number;
        socket.#accepted = true;
        socket.#isKept = true;
        if (socket.#peer !== null) socket.#peer.#number = number;
      },
      isAccepted: (socket) => socket.#accepted,
      numberOf: (socket) => socket.#number,
      restore(socket, sentClose, heardClose) {
        socket.#sentClose = sentClose;
        socket.#heardClose = heardClose;
      },
      heardClose(socket) {
        socket.#heardClose = true;
      },
      attachBy(socket, attachment) {
        socket.#attachment = attachment;
      },
      comesFrom(socket, link) {
        socket.#link = link;
      },
      linkOf: (socket) => (socket.#accepted ? null : socket.#link),
    };
  }

  constructor(url?: unknown, protocols?: unknown) {
    if (url !== INTERNAL) {
      assertNotGlobalScope();
      if (arguments.length === 0) throw constructorError('WebSocket', 1, 'string');
      throw refusal(url, protocols);
    }
    super();
  }

  get readyState(): number {
    assertOwn(this.#owner, 'Native');
    if (this.#sentClose && this.#heardClose) return STATES.CLOSED;
    return this.#sentClose || this.#heardClose ? STATES.CLOSING : STATES.OPEN;
  }
  get url(): null {
    return null;
  }
  get protocol(): string {
    return '';
  }
  get extensions(): string {
    return '';
  }
  get binaryType(): string {
    return this.#binaryType;
  }
  set binaryType(type: unknown) {
    if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type;
  }

  accept(): void {
    assertOwn(this.#owner, 'Native');
    if (this.#isKept) throw new TypeError("Can't accept() WebSocket after enabling hibernation.");
    if (!this.#accepted) this.#link?.accepted();
    this.#accepted = true;
    void this.#deliver();
  }

  /** Keeps a copy of a value beside the socket; that of a socket which an object keeps outlives the object's sleep. */
  serializeAttachment(value?: unknown): void {
    if (arguments.length === 0) throw argumentError('WebSocket', 'serializeAttachment', 1, 'JsValue');
    (this.#attachment ??= makeAttachment()).write(value);
  }

  deserializeAttachment(): unknown {
    return this.#attachment === null ? null : this.#attachment.read();
  }

  send(message?: unknown): void {
    if (arguments.length === 0) {
      throw argumentError('WebSocket', 'send', 1, 'ArrayBuffer or ArrayBufferView or string');
    }
    this.#assertAccepted();
    if (this.#sentClose) throw new TypeError("Can't call WebSocket send() after close().");
    const body = bytesOf(message)?.slice() ?? String(message);
    this.#tell({ kind: 'message', body, code: 0, reason: '' });
  }

  close(code?: unknown, reason?: unknown): void {
    const given = checkCode(code, reason);
    this.#assertAccepted();
    if (this.#sentClose) return;
    const text = reason === undefined ? '' : String(reason);
    if (encodeUtf8(text).length > MAX_REASON_BYTES) {
      throw new DOMException(
        `WebSocket close reason must not be longer than ${MAX_REASON_BYTES} bytes when UTF-8 encoded.`,
        'SyntaxError',
      );
    }
    this.#sentClose = true;
    this.#tell({ kind: 'close', body: '', code: given, reason: text });
  }

  #assertAccepted(): void {
    assertOwn(this.#owner, 'Native');
    if (this.#accepted) return;
    throw new TypeError(
      'You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.',
    );
  }

  #tell(signal: Signal): void {
    const peer = this.#peer;
    if (peer !== null) peer.#hear(signal);
  }

  #hear(signal: Signal): void {
    this.#waiting.push(signal);
    if (this.#accepted) void this.#deliver();
  }

  /** Delivers what waits, in order and never within the code that sent it. */
  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    for (;;) {
      for (let turn = 0; turn < TURNS_BEFORE_DELIVERY; turn++) await Promise.resolve();
      const signal = this.#waiting.shift();
      if (signal === undefined) break;
      if (signal.kind === 'close') this.#heardClose = true;
      if (this.#outside === null) this.#dispatch(signal);
      else this.#outside(signal);
    }
    this.#delivering = false;
  }

  #dispatch({ kind, body, code, reason }: Signal): void {
    const event =
      kind === 'close'
        ? new CloseEvent('close', { code, reason, wasClean: true })
        : new MessageEvent('message', { data: this.#shown(body) });
    try {
      dispatchTrusted(this, event);
    } catch (error) {
      this.#breakOff(error);
      throw error;
    }
  }

  /** A listener has thrown: the connection breaks off, unless a listener of that error still says something; as on workerd, nothing is heard after it. */
  #breakOff(error: unknown): void {
    const peer = this.#peer;
    const saidBefore = peer === null ? 0 : peer.#waiting.length;
    const init = { error, message: `Uncaught ${String(error)}` } as object;
    dispatchTrusted(this, new ErrorEvent('error', init));
    if (peer === null || this.#sentClose || peer.#waiting.length > saidBefore) return;
    this.#sentClose = true;
    peer.#hear({ kind: 'close', body: '', code: 1006, reason: '' });
  }

  #shown(body: string | Uint8Array): unknown {
    if (typeof body === 'string') return body;
    return this.#binaryType === 'blob' ? makeBlob(body, '') : body.slice().buffer;
  }
}
defineInterface(WebSocket, 'WebSocket');
defineConstants(WebSocket, STATES);
defineConstants(
  WebSocket,
  Object.fromEntries(Object.entries(STATES).map(([name, value]) => [`READY_STATE_${name}`, value])),
);
for (const type of ['open', 'message', 'close', 'error']) defineHandlerProperty(WebSocket.prototype, type);

/** Two connected ends, under the names 0 and 1. */
export class WebSocketPair {
  constructor() {
    if (new.target !== WebSocketPair) throw illegalConstructor();
    assertNotGlobalScope();
    Object.assign(this, socketInternals.pair());
  }

  *[Symbol.iterator](): Generator<WebSocket> {
    yield* Object.values(this) as WebSocket[];
  }
}
defineInterface(WebSocketPair, 'WebSocketPair');
