// Turns what a handler module registers into handlers of the parser: they may throw, or give a promise to wait for.
import { carried } from '../carried-error.ts';
import { fieldError, isObject } from '../webidl.ts';
import type { TokenHandler } from './machine.ts';

type Callback = (this: unknown, token: object) => unknown;

/** What was registered: the functions as they were then, and the object they are called on. */
export interface Registered {
  readonly owner: object;
  readonly callbacks: Readonly<Record<string, Callback>>;
}

function handlerOf(callback: Callback, owner: unknown): TokenHandler {
  return (token) => {
    try {
      const result = Reflect.apply(callback, owner, [token]);
      if (!isObject(result) || typeof Reflect.get(result, 'then') !== 'function') return undefined;
      return Promise.resolve(result).catch((error: unknown) => {
        throw carried(error);
      });
    } catch (error) {
      throw carried(error);
    }
  };
}

/** A handler of `onEndTag`. */
export function endTagHandler(callback: unknown): TokenHandler {
  return handlerOf(callback as Callback, undefined);
}

/** Reads the functions of an object of handlers, and refuses members that are none. */
export function registered(handlers: object, type: string, names: readonly string[]): Registered {
  const callbacks: Record<string, Callback> = {};
  for (const name of names) {
    const callback: unknown = Reflect.get(handlers, name);
    if (callback === undefined) continue;
    if (typeof callback !== 'function') throw fieldError(type, name, 'function');
    callbacks[name] = callback as Callback;
  }
  return { owner: handlers, callbacks };
}

/** The parser's handlers for what was registered. */
export function parserHandlers({ owner, callbacks }: Registered): Readonly<Record<string, TokenHandler>> {
  return Object.fromEntries(
    Object.entries(callbacks).map(([name, callback]) => [name, handlerOf(callback, owner)]),
  );
}
