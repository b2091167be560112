// Timers of one isolate: each delay is an operation; an interval asks anew after every turn.
import { carried } from './carried-error.ts';
import { AbortSignal, whenAborted } from './abort.ts';
import { reportUncaught } from './console.ts';
import {
  argumentError,
  defineInterface,
  fieldError,
  illegalConstructor,
  isObject,
  numberOf,
} from './webidl.ts';
import { normalDelay } from './delay.ts';
import type { IsolateState } from './isolate-state.ts';

type Callback = (...args: unknown[]) => unknown;

function checked(callback: unknown, name: string): Callback {
  if (typeof callback === 'function') return callback as Callback;
  throw new TypeError(
    `Failed to execute '${name}' on 'ServiceWorkerGlobalScope': parameter 1 is not of type 'function'.`,
  );
}

const KEY: unique symbol = Symbol('Scheduler');

/** What waits; made once for each isolate. */
class Scheduler {
  readonly #isolate: IsolateState;

  constructor(key?: unknown, isolate?: IsolateState) {
    if (key !== KEY || isolate === undefined) throw illegalConstructor();
    this.#isolate = isolate;
  }

  wait(delay?: unknown, options?: { readonly signal?: unknown } | null): Promise<void> {
    const isolate = this.#isolate;
    return new Promise<void>((resolve, reject) => {
      if (delay === undefined) throw argumentError('Scheduler', 'wait', 1, 'number');
      if (options !== undefined && options !== null && !isObject(options)) {
        throw argumentError('Scheduler', 'wait', 2, 'WaitOptions');
      }
      const signal = options?.signal;
      if (signal !== undefined && !(signal instanceof AbortSignal))
        throw fieldError('WaitOptions', 'signal', 'AbortSignal');
      const id = isolate.setTimer(() => resolve(), normalDelay(delay));
      if (signal === undefined) return;
      whenAborted(signal, () => {
        isolate.clearTimer(id);
        reject(carried(signal.reason));
      });
    });
  }
}
defineInterface(Scheduler, 'Scheduler');

/** The timer functions of an isolate and `scheduler`; callbacks are called on the global object. */
export function makeTimers(isolate: IsolateState, globals: object): Record<string, unknown> {
  /** Ids are counted per isolate; the operation that a timer waits for now changes with every turn of an interval. */
  const waiting = new Map<number, number>();
  let lastId = 0;
  function run(callback: Callback, args: readonly unknown[]): void {
    try {
      Reflect.apply(callback, globals, args);
    } catch (error) {
      // No event tells of it, as on workerd.
      reportUncaught(isolate, error);
    }
  }
  function start(callback: Callback, delayMs: number, args: readonly unknown[], repeat: boolean): number {
    const id = ++lastId;
    const turn = (): void => {
      if (repeat) waiting.set(id, isolate.setTimer(turn, delayMs));
      else waiting.delete(id);
      run(callback, args);
    };
    waiting.set(id, isolate.setTimer(turn, delayMs));
    return id;
  }
  function clear(given: unknown): void {
    const id = numberOf(given);
    const opId = waiting.get(id);
    if (opId === undefined) return;
    waiting.delete(id);
    isolate.clearTimer(opId);
  }
  function clearAs(name: string): (id?: unknown) => void {
    return function (id) {
      if (arguments.length === 0) throw argumentError('ServiceWorkerGlobalScope', name, 1, 'JsNumber');
      if (id === undefined || id === null) return;
      if (!isolate.isServer) isolate.assertInRequest();
      clear(id);
    };
  }
  return {
    setTimeout: (callback: unknown, delay?: unknown, ...args: unknown[]) =>
      start(checked(callback, 'setTimeout'), normalDelay(delay), args, false),
    setInterval: (callback: unknown, delay?: unknown, ...args: unknown[]) =>
      start(checked(callback, 'setInterval'), normalDelay(delay), args, true),
    clearTimeout: clearAs('clearTimeout'),
    clearInterval: clearAs('clearInterval'),
    scheduler: new Scheduler(KEY, isolate),
  };
}
