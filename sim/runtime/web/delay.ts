// How long a timer waits.
import { numberOf } from './webidl.ts';

/** The longest delay of the HTML standard's 32-bit timers. */
const MAX_DELAY_MS = 2_147_483_647;

/** Milliseconds as workerd reads them: whole, not negative, and too long ones cut to 31 bits, where the HTML standard would wrap them. */
export function normalDelay(delay: unknown): number {
  const ms = Math.trunc(numberOf(delay));
  return ms > 0 ? Math.min(ms, MAX_DELAY_MS) : 0;
}
