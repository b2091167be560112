// The global object of an isolate as a target of events: listeners, `onerror` and its kin, and errors that nothing caught.
import { describeError } from './describe-error.ts';
import { actFor, dispatchTrusted, EventTarget } from './event-target.ts';
import { ErrorEvent, rejectionOf } from './events.ts';
import { host } from './host.ts';
import type { IsolateState } from './isolate-state.ts';
import { isObject } from './webidl.ts';

/** Handler properties that the Minimum Common API names. */
const HANDLERS = ['error', 'unhandledrejection', 'rejectionhandled'];

/** Rejections are looked for only when a module listens, because the host must be asked after every drain. */
function watchFor(type: unknown): void {
  if (String(type).includes('rejection')) host.rejections.watch();
}

function defineHandler(globals: object, target: EventTarget, type: string): void {
  let handler: object | null = null;
  Object.defineProperty(globals, `on${type}`, {
    enumerable: true,
    configurable: true,
    get: () => handler,
    set(value: unknown) {
      if (handler === null) {
        watchFor(type);
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
  isolate.scope = target;
  actFor(target, globals);
  const { addEventListener } = target;
  globals['addEventListener'] = function (this: unknown, ...args: Parameters<typeof addEventListener>) {
    watchFor(args[0]);
    Reflect.apply(addEventListener, target, args);
  };
  isolate.onRejection = (promise, reason, handled) => {
    const type = handled ? 'rejectionhandled' : 'unhandledrejection';
    dispatchTrusted(target, rejectionOf(type, promise, reason));
  };
  globals['removeEventListener'] = target.removeEventListener.bind(target);
  globals['dispatchEvent'] = target.dispatchEvent.bind(target);
  for (const type of HANDLERS) defineHandler(globals, target, type);
  isolate.onUncaught = (error) => {
    const { name, message } = describeError(error);
    const text = isObject(error) ? `Uncaught ${name}: ${message}` : `Uncaught ${String(error)}`;
    const event = new ErrorEvent('error', { message: text, error });
    return !dispatchTrusted(target, event);
  };
}
