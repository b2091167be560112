// How long a timer waits.

/** The longest delay of the HTML standard's 32-bit timers. */
const MAX_DELAY_MS = 2_147_483_647;

/** Milliseconds as the HTML standard reads them: whole, not negative, at most 32 bits. */
export function normalDelay(delay: unknown): number {
  const ms = Math.trunc(Number(delay));
  return ms > 0 && ms <= MAX_DELAY_MS ? ms : 0;
}
