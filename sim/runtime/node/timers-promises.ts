// node:timers/promises: delays to await.
import { abortError, argumentType } from './errors.ts';

interface Options {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

/** Resolves with the value after a delay in milliseconds. */
export async function setTimeout<T>(
  delayMs?: number,
  value?: T,
  options: Options = {},
): Promise<T | undefined> {
  const { signal } = options;
  if (delayMs !== undefined && typeof delayMs !== 'number')
    throw argumentType('delay', 'of type number', delayMs);
  if (options.ref !== undefined && typeof options.ref !== 'boolean')
    throw argumentType('options.ref', 'of type boolean', options.ref);
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortError(signal));
      return;
    }
    const id = globalThis.setTimeout(() => resolve(value), delayMs);
    signal?.addEventListener('abort', () => {
      globalThis.clearTimeout(id);
      reject(abortError(signal));
    });
  });
}

/** Resolves with the value at once, but not before the code that is under way. */
export function setImmediate<T>(value?: T, options?: Options): Promise<T | undefined> {
  return setTimeout(0, value, options);
}

/** Gives the value again and again, with a delay before each. */
export async function* setInterval<T>(
  delayMs?: number,
  value?: T,
  options?: Options,
): AsyncGenerator<T | undefined> {
  for (;;) yield await setTimeout(delayMs, value, options);
}

/** Node's `scheduler`. */
export const scheduler = {
  wait: (delayMs: number, options?: Options) => setTimeout(delayMs, undefined, options),
  yield: () => setImmediate(),
};
