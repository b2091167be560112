// Calls that nothing can wake any more, and those that may yet be woken by others: by a word on a socket, or by another call of their object.
import type { Failure, HandlerCall } from './entities/handler-call.ts';
import { later } from './operations/answer.ts';
import { US_PER_SECOND } from './units.ts';
import type { World } from './world.ts';

/** For how long an isolate may be silent while a call waits for others, in microseconds; assumed, because the platform names no limit. */
const SILENCE_US = 600 * US_PER_SECOND;

/** What becomes of a call that nothing wakes. */
export function hung({ compute }: HandlerCall): Failure {
  const message = 'The code had hung and would never have responded.';
  return { outcome: 'hung', ...compute.platform.failures.exception, message, error: null };
}

/** Whether others may still wake a call: whoever has the other end of a socket that it accepted, or a further call of the same object. */
function mayBeWoken(world: World, { life, taken }: HandlerCall): boolean {
  return life !== null || (taken ?? []).some((name) => world.sockets.get(name)?.closed === false);
}

/** Gives up a call that waits for nothing at all, or for others who have been silent for long. */
export function whenSilent(world: World, call: HandlerCall, giveUp: () => void): void {
  if (!mayBeWoken(world, call)) giveUp();
  else if (!call.listens) listen(world, call, giveUp, SILENCE_US);
}

function listen(world: World, call: HandlerCall, giveUp: () => void, forUs: number): void {
  call.listens = true;
  later(world, call, forUs, () => {
    const { host } = call;
    if (host === null || call.responded || call.ended) return;
    const silentUs = host.pending > 0 ? 0 : world.kernel.nowUs() - host.lastUsedUs;
    if (silentUs < SILENCE_US) listen(world, call, giveUp, SILENCE_US - silentUs);
    else giveUp();
  });
}
