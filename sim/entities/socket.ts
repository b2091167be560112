// A socket between a handler and whoever holds its other end: a user, or the code of another handler.
import type { SocketSignal } from '../runtime/types.ts';
import type { DurableObject } from './durable-object.ts';
import type { HandlerCall, RunsAt } from './handler-call.ts';

/** Takes what the handler says, at the instant at which it leaves the handler. */
export type ClientEnd = (signal: SocketSignal) => void;

/** One socket by its handler's end: a call that listens itself, or an object that keeps it while it sleeps. */
export interface Socket {
  readonly holder:
    | { readonly kind: 'call'; readonly name: string; readonly call: HandlerCall }
    | { readonly kind: 'object'; readonly number: number; readonly object: DurableObject };
  readonly at: RunsAt;
  /** Null until somebody holds the other end; what is said until then waits. */
  client: ClientEnd | null;
  readonly unheard: SocketSignal[];
  /** Whether the handler has closed it: nothing more comes from there. */
  closed: boolean;
  /** Whether code that took the other end has closed it: what it said is on its way, and nothing breaks off. */
  left: boolean;
}
