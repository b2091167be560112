// Sockets of which the client holds one end: what goes to and comes from it crosses the isolate's wall.
import type { Call } from './call.ts';
import { close } from './execution-context.ts';
import { host } from './host.ts';
import type { IsolateState } from './isolate-state.ts';
import { socketInternals, STATES } from './web-socket.ts';
import type { WebSocket } from './web-socket.ts';

/** A socket that a response carried out, with the call that lasts as long as it does. */
export interface HandedSocket {
  readonly call: Call;
  readonly socket: WebSocket;
}

/** Gives the client its end of a socket; the call lasts until both ends have closed. */
export function handToClient(isolate: IsolateState, call: Call, socket: WebSocket): void {
  call.open++;
  isolate.sockets.set(call.id, { call, socket });
  socketInternals.handOver(socket, ({ kind, body, code, reason }) => {
    host.emit.socket(call.id, kind, body, code, reason);
    endIfClosed(isolate, call.id);
  });
}

/** Something that the client of a call sent; unknown sockets are ignored. */
export function hearClient(
  isolate: IsolateState,
  callId: number,
  signal: { kind: 'message' | 'close'; body: string | Uint8Array; code: number; reason: string },
): void {
  const handed = isolate.sockets.get(callId);
  if (handed === undefined) return;
  isolate.enter(handed.call);
  socketInternals.fromOutside(handed.socket, signal);
  endIfClosed(isolate, callId);
}

function endIfClosed(isolate: IsolateState, callId: number): void {
  const handed = isolate.sockets.get(callId);
  if (handed === undefined || handed.socket.readyState !== STATES.CLOSED) return;
  isolate.sockets.delete(callId);
  close(handed.call);
}
