// Calls that nothing can wake any more, and those that only somebody's word by a socket may wake.
import type { Failure, HandlerCall } from './entities/handler-call.ts';
import { later } from './operations/answer.ts';
import { US_PER_SECOND } from './units.ts';
import type { World } from './world.ts';

/** For how long a call may wait for nothing but a socket, in microseconds; assumed, because the platform names no limit. */
const SILENCE_US = 600 * US_PER_SECOND;

/** What becomes of a call that nothing wakes. */
export function hung({ compute }: HandlerCall): Failure {
  const message = 'The code had hung and would never have responded.';
  return { outcome: 'hung', ...compute.platform.failures.exception, message, error: null };
}

/** Whether somebody may still say something to a call by a socket that it has accepted. */
function mayHear(world: World, call: HandlerCall): boolean {
  return (call.taken ?? []).some((name) => world.sockets.get(name)?.closed === false);
}

/** Gives up a call that waits for nothing, or for whoever has the other end of a socket after a long silence. */
export function whenSilent(world: World, call: HandlerCall, giveUp: () => void): void {
  if (!mayHear(world, call)) {
    giveUp();
    return;
  }
  if (call.listens) return;
  call.listens = true;
  later(world, call, SILENCE_US, () => {
    call.listens = false;
    if (call.host?.pending === 0 && !call.responded && !call.ended) giveUp();
  });
}
