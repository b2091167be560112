// Units of time and size: the engine counts integer microseconds, every surface shows milliseconds.

/** Microseconds in one millisecond. */
export const US_PER_MS = 1000;
/** Microseconds in one second. */
export const US_PER_SECOND = 1_000_000;

/** Milliseconds to the engine's integer microseconds, rounded to nearest; throws on NaN or infinity. */
export function usFromMs(ms: number): number {
  const us = Math.round(ms * US_PER_MS);
  if (!Number.isFinite(us)) throw new RangeError(`not a finite time: ${ms} ms`);
  return us;
}

/** The engine's microseconds to milliseconds. */
export function msFromUs(us: number): number {
  return us / US_PER_MS;
}
