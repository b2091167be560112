// node:timers/promises: delays to await.

/** Resolves with the value after a delay in milliseconds. */
export function setTimeout<T>(delayMs?: number, value?: T): Promise<T | undefined> {
  return new Promise((resolve) => {
    globalThis.setTimeout(() => resolve(value), delayMs);
  });
}

/** Resolves with the value at once, but not before the code that is under way. */
export function setImmediate<T>(value?: T): Promise<T | undefined> {
  return setTimeout(0, value);
}

/** Gives the value again and again, with a delay before each. */
export async function* setInterval<T>(delayMs?: number, value?: T): AsyncGenerator<T | undefined> {
  for (;;) yield await setTimeout(delayMs, value);
}

/** Node's `scheduler`. */
export const scheduler = { wait: (delayMs: number) => setTimeout(delayMs), yield: () => setImmediate() };
