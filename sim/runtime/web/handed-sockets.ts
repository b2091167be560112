// Sockets of which the client holds one end: what goes to and comes from it crosses the isolate's wall.
import type { Call } from './call.ts';
import { close } from './execution-context.ts';
import { host } from './host.ts';
import type { IsolateState } from './isolate-state.ts';
import { handToEngine } from './objects/object-sockets.ts';
import { socketInternals, STATES } from './web-socket.ts';
import type { WebSocket } from './web-socket.ts';

/** A socket of which somebody elsewhere holds the other end, with the call that lasts as long as it does. */
export interface HandedSocket {
  readonly call: Call;
  readonly socket: WebSocket;
  /** Whether the call lasts as long as the socket. */
  lasts: boolean;
}

/** Gives the client its end of a socket, and says which one it is; the call lasts until both ends of its own socket have closed. */
export function handToClient(isolate: IsolateState, call: Call, socket: WebSocket): string {
  const link = socketInternals.linkOf(socket);
  if (link !== null) {
    isolate.sockets.delete(link.name);
    return link.name;
  }
  const number = socketInternals.numberOf(socket);
  if (number !== null) {
    handToEngine(isolate, socket, number);
    return `object:${number}`;
  }
  const name = `call:${call.id}`;
  call.open++;
  isolate.sockets.set(name, { call, socket, lasts: true });
  socketInternals.handOver(socket, ({ kind, body, code, reason }) => {
    host.emit.socket(call.id, name, kind, body, code, reason);
    endIfClosed(isolate, name);
  });
  return name;
}

/** The near end of a socket that an operation's answer brought; it may be accepted, or handed on to the client. */
export function socketFrom(isolate: IsolateState, opId: number): WebSocket {
  const call = isolate.current;
  const name = `op:${opId}`;
  const [near, far] = socketInternals.pair();
  const handed: HandedSocket = { call, socket: far, lasts: false };
  isolate.sockets.set(name, handed);
  const emit = (
    kind: 'message' | 'close' | 'accept',
    body: string | Uint8Array,
    code: number,
    reason: string,
  ): void => host.emit.socket(call.id, name, kind, body, code, reason);
  socketInternals.comesFrom(near, {
    name,
    accepted: () => {
      emit('accept', '', 0, '');
      // A call does not last for the sake of a socket that it only uses; an object goes on using it.
      if (!isolate.isObject) return;
      call.open++;
      handed.lasts = true;
    },
  });
  socketInternals.handOver(far, ({ kind, body, code, reason }) => {
    emit(kind, body, code, reason);
    endIfClosed(isolate, name);
  });
  return near;
}

/** Something that the other side of a socket sent; unknown sockets are ignored. */
export function hearClient(
  isolate: IsolateState,
  name: string,
  signal: { kind: 'message' | 'close'; body: string | Uint8Array; code: number; reason: string },
): void {
  const handed = isolate.sockets.get(name);
  if (handed === undefined) return;
  isolate.enter(handed.call);
  socketInternals.fromOutside(handed.socket, signal);
  endIfClosed(isolate, name);
}

function endIfClosed(isolate: IsolateState, name: string): void {
  const handed = isolate.sockets.get(name);
  if (handed === undefined || handed.socket.readyState !== STATES.CLOSED) return;
  isolate.sockets.delete(name);
  if (handed.lasts) close(handed.call);
}
