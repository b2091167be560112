// An operation as a promise, and the errors that answers bring back, made anew in this realm.
import { ERROR_KINDS } from './error-kinds.ts';
import { carried } from './carried-error.ts';
import { whenAborted } from './abort.ts';
import type { AbortSignal } from './abort.ts';
import { DOMException } from './dom-exception.ts';
import type { Ask, IsolateState } from './isolate-state.ts';

/** What an operation brought back. */
export interface Reply {
  /** Null stands for "no such value". */
  readonly value: string | Uint8Array | null;
  readonly metaJson: string;
  readonly opId: number;
}

/** Marks the names of DOMExceptions that come from other isolates. */
const DOM = 'DOMException.';

/** The error of a name. */
function errorOf(name: string, message: string): Error {
  const Known = ERROR_KINDS[name];
  if (Known !== undefined) return new Known(message);
  if (name.startsWith(DOM)) return new DOMException(message, name.slice(DOM.length));
  if (name === 'AggregateError') return new AggregateError([], message);
  const error = new Error(message);
  error.name = name;
  return error;
}

/** Marks the names of errors that reset a Durable Object. */
const RESET = 'Reset.';

/** The in-realm error for a failed answer; those that code elsewhere threw, or that reset an object, say so. */
function errorThere(verb: string, name: string, message: string): Error {
  if (name.startsWith(RESET))
    return Object.assign(errorOf(name.slice(RESET.length), message), { durableObjectReset: true });
  const error = errorOf(name, message);
  return /^(?:object|service|rpc)\./.test(verb) ? Object.assign(error, { remote: true }) : error;
}

/** Sends an operation out and waits for its answer; a failed one rejects, and so does a signal that aborts first. */
export function perform(isolate: IsolateState, what: Ask, signal: AbortSignal | null = null): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const opId = isolate.ask(what, (ok, value, metaJson) => {
      if (ok) resolve({ value, metaJson, opId });
      else reject(errorThere(what.verb, metaJson, String(value)));
    });
    if (signal === null) return;
    whenAborted(signal, () => {
      isolate.cancel(opId);
      reject(carried(signal.reason));
    });
  });
}
