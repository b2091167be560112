// queueMicrotask of an isolate: an error in the callback is reported there, and rejects nothing.
import type { IsolateContext } from './isolate-context.ts';
import { argumentError } from './webidl.ts';

const done = Promise.resolve();

function run(context: IsolateContext, task: () => unknown): void {
  try {
    Reflect.apply(task, globalThis, []);
  } catch (error) {
    context.reportError(error);
  }
}

/** The `queueMicrotask` of one isolate. */
export function makeQueueMicrotask(context: IsolateContext): (callback: unknown) => void {
  const queue = (callback: unknown): void => {
    if (typeof callback !== 'function') {
      throw argumentError('ServiceWorkerGlobalScope', 'queueMicrotask', 1, 'function');
    }
    void done.then(() => run(context, callback as () => unknown));
  };
  return Object.defineProperty(queue, 'name', { value: 'queueMicrotask', configurable: true });
}
