// What belongs to one request (a body, a socket, a controller) is of no use to another: the platform's refusal of it.
import type { Call } from './call.ts';
import { realmClock } from './realm-clock.ts';

/**
 * Throws when what was made by a call is used by another after it was over. `kind` is what the platform names as the type of the object.
 * While both are under way nothing is refused, unlike on the platform: a continuation may run in the wake of a call that it does not belong to.
 */
export function assertOwn(owner: Call | null, kind: string): void {
  if (owner === null || !owner.over || owner === realmClock.call) return;
  throw new Error(
    `Cannot perform I/O on behalf of a different request. I/O objects (such as streams, request/response bodies, and others) created in the context of one request handler cannot be accessed from a different request's handler. This is a limitation of Cloudflare Workers which allows us to improve overall performance. (I/O type: ${kind})`,
  );
}
