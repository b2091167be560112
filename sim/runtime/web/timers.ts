// Timers of one isolate: each delay is an operation; an interval asks anew after every turn.
import { AbortSignal, whenAborted } from './abort.ts';
import { tagged } from './webidl.ts';
import { normalDelay } from './delay.ts';
import type { IsolateState } from './isolate-state.ts';

type Callback = (...args: unknown[]) => unknown;

function checked(callback: unknown, name: string): Callback {
  if (typeof callback === 'function') return callback as Callback;
  throw new TypeError(
    `Failed to execute '${name}' on 'ServiceWorkerGlobalScope': parameter 1 is not of type 'function'.`,
  );
}

/** The timer functions of an isolate and `scheduler`. */
export function makeTimers(isolate: IsolateState): Record<string, unknown> {
  /** Ids are counted per isolate; the operation that a timer waits for now changes with every turn of an interval. */
  const waiting = new Map<number, number>();
  let lastId = 0;
  function run(callback: Callback, args: readonly unknown[]): void {
    try {
      callback(...args);
    } catch (error) {
      isolate.reportError(error);
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
  function clear(id: unknown): void {
    const opId = waiting.get(Number(id));
    if (opId === undefined) return;
    waiting.delete(Number(id));
    isolate.clearTimer(opId);
  }
  return {
    setTimeout: (callback: unknown, delay?: unknown, ...args: unknown[]) =>
      start(checked(callback, 'setTimeout'), normalDelay(delay), args, false),
    setInterval: (callback: unknown, delay?: unknown, ...args: unknown[]) =>
      start(checked(callback, 'setInterval'), normalDelay(delay), args, true),
    clearTimeout: (id?: unknown) => clear(id),
    clearInterval: (id?: unknown) => clear(id),
    scheduler: tagged('Scheduler', {
      wait: (delay: unknown, options?: { readonly signal?: unknown }) =>
        new Promise<void>((resolve, reject) => {
          const signal = options?.signal;
          const id = isolate.setTimer(() => resolve(), normalDelay(delay));
          if (!(signal instanceof AbortSignal)) return;
          whenAborted(signal, () => {
            isolate.clearTimer(id);
            reject(signal.reason);
          });
        }),
    }),
  };
}
