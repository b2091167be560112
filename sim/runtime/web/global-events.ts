// The global object of an isolate as a target of events: listeners, `onerror` and its kin, and errors that nothing caught.
import { describeError } from './describe-error.ts';
import { actFor, dispatchTrusted, EventTarget } from './event-target.ts';
import { ErrorEvent } from './events.ts';
import type { IsolateState } from './isolate-state.ts';
import { isObject } from './webidl.ts';

/** Handler properties that the Minimum Common API names; `unhandledrejection` is never sent, for the host learns of rejections too late to place them in simulated time. */
const HANDLERS = ['error', 'unhandledrejection', 'rejectionhandled'];

function defineHandler(globals: object, target: EventTarget, type: string): void {
  let handler: object | null = null;
  Object.defineProperty(globals, `on${type}`, {
    enumerable: true,
    configurable: true,
    get: () => handler,
    set(value: unknown) {
      if (handler === null) {
        target.addEventListener(type, (event: unknown) => {
          if (typeof handler === 'function') Reflect.apply(handler as () => unknown, globals, [event]);
        });
      }
      handler = isObject(value) ? value : null;
    },
  });
}

/** Gives the isolate's global object its events, and lets errors that nothing caught pass through them first. */
export function addGlobalEvents(isolate: IsolateState, globals: Record<string, unknown>): void {
  const target = new EventTarget();
  actFor(target, globals);
  globals['addEventListener'] = target.addEventListener.bind(target);
  globals['removeEventListener'] = target.removeEventListener.bind(target);
  globals['dispatchEvent'] = target.dispatchEvent.bind(target);
  for (const type of HANDLERS) defineHandler(globals, target, type);
  isolate.onUncaught = (error) => {
    const { name, message } = describeError(error);
    const text = isObject(error) ? `Uncaught ${name}: ${message}` : `Uncaught ${String(error)}`;
    const event = new ErrorEvent('error', { message: text, error, cancelable: true } as object);
    return !dispatchTrusted(target, event);
  };
}
