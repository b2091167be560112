// Sockets that an object keeps while it sleeps: the engine holds them by number, and a new life of the object finds them again.
import { decodeBase64Url } from '../base64.ts';
import { host } from '../host.ts';
import type { IsolateState } from '../isolate-state.ts';
import { attachmentAt } from '../socket-attachment.ts';
import { socketInternals } from '../web-socket.ts';
import type { WebSocket } from '../web-socket.ts';
import { constructorError, defineInterface } from '../webidl.ts';
import { askStorage } from './ask-storage.ts';

/** A text that the platform answers by itself, without waking the object. */
export class WebSocketRequestResponsePair {
  readonly #request: string;
  readonly #response: string;

  constructor(request?: unknown, response?: unknown) {
    if (arguments.length < 2)
      throw constructorError('WebSocketRequestResponsePair', arguments.length + 1, 'string');
    this.#request = String(request);
    this.#response = String(response);
  }

  get request(): string {
    return this.#request;
  }
  get response(): string {
    return this.#response;
  }
}
defineInterface(WebSocketRequestResponsePair, 'WebSocketRequestResponsePair');

/** What the engine holds of a socket. */
interface Held {
  readonly socket: number;
  readonly tags: readonly string[];
  /** As structured text; null for none. */
  readonly attachment: string | null;
  readonly answeredAtMs: number | null;
  /** Which ends have said that they close. */
  readonly closedHere: boolean;
  readonly closedThere: boolean;
}

/** Something that a client said. */
export interface SocketEvent {
  readonly socket: number;
  readonly text?: string;
  readonly bytes?: string;
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** The sockets of one object in its present life. */
export class KeptSockets {
  readonly #isolate: IsolateState;
  readonly #byNumber = new Map<number, WebSocket>();

  constructor(isolate: IsolateState) {
    this.#isolate = isolate;
  }

  keep(socket: WebSocket, tags: readonly string[]): void {
    if (socketInternals.isAccepted(socket))
      throw new Error('Cannot call `acceptWebSocket()` if the WebSocket was already accepted via `accept()`');
    const number = askStorage(this.#isolate, 'acceptSocket', { tags }) as number;
    this.#add(socket, number);
    socketInternals.keptAs(socket, number);
  }

  all(tag: string | null): WebSocket[] {
    const held = askStorage(this.#isolate, 'sockets', { tag }) as Held[];
    return held.map((one) => this.#find(one));
  }

  tagsOf(socket: WebSocket): string[] {
    return [...this.#held(socket).tags];
  }

  answeredAt(socket: WebSocket): Date | null {
    const { answeredAtMs } = this.#held(socket);
    return answeredAtMs === null ? null : new Date(answeredAtMs);
  }

  /** The socket of an event and what its hook is told. */
  heard(event: SocketEvent): { socket: WebSocket; message: unknown } {
    const held = askStorage(this.#isolate, 'socket', { socket: event.socket }) as Held;
    const socket = this.#find(held);
    const bytes = event.bytes === undefined ? null : decodeBase64Url(event.bytes);
    return { socket, message: bytes === null ? (event.text ?? '') : bytes.slice().buffer };
  }

  closed(socket: WebSocket): void {
    socketInternals.heardClose(socket);
  }

  #held(socket: WebSocket): Held {
    const number = socketInternals.numberOf(socket);
    if (number === null)
      throw new Error(
        "you must call 'acceptWebSocket()' before attempting to access the tags of a WebSocket.",
      );
    return askStorage(this.#isolate, 'socket', { socket: number }) as Held;
  }

  #find(held: Held): WebSocket {
    const known = this.#byNumber.get(held.socket);
    if (known !== undefined) return known;
    const [socket, client] = socketInternals.pair();
    this.#add(socket, held.socket);
    socketInternals.keptAs(socket, held.socket);
    socketInternals.restore(socket, held.closedHere, held.closedThere);
    handToEngine(this.#isolate, client, held.socket);
    return socket;
  }

  #add(socket: WebSocket, number: number): void {
    this.#byNumber.set(number, socket);
    const place = {
      read: () => this.#held(socket).attachment,
      write: (text: string) => void askStorage(this.#isolate, 'attach', { socket: number, text }),
    };
    socketInternals.attachBy(socket, attachmentAt(place));
  }
}

/** Gives the client's end of a kept socket to the engine: what the object sends by it goes out under its number. */
export function handToEngine(isolate: IsolateState, client: WebSocket, number: number): void {
  socketInternals.handOver(client, ({ kind, body, code, reason }) => {
    host.emit.socket(isolate.current.id, `object:${number}`, kind, body, code, reason);
  });
}
