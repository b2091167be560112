// What belongs to one request (a body, a socket, a controller) is of no use to another: the platform's refusal of it.
import type { Call } from './call.ts';
import { realmClock } from './realm-clock.ts';

/** Whether a call is over and another one runs. */
export function isForeign(owner: Call | null | undefined): boolean {
  return owner?.over === true && owner !== realmClock.call;
}

/** The platform's refusal; `kind` is what it names as the type of the object. */
export function otherRequest(kind: string): Error {
  return new Error(
    `Cannot perform I/O on behalf of a different request. I/O objects (such as streams, request/response bodies, and others) created in the context of one request handler cannot be accessed from a different request's handler. This is a limitation of Cloudflare Workers which allows us to improve overall performance. (I/O type: ${kind})`,
  );
}

/**
 * Throws when what was made by a call is used by another after it was over.
 * While both are under way nothing is refused, unlike on the platform: a continuation may run in the wake of a call that it does not belong to.
 */
export function assertOwn(owner: Call | null | undefined, kind: string): void {
  if (isForeign(owner)) throw otherRequest(kind);
}

/** The same as a promise that fails; undefined where nothing is refused. */
export function refusal(owner: Call | null | undefined, kind: string): Promise<never> | undefined {
  if (!isForeign(owner)) return undefined;
  try {
    assertOwn(owner, kind);
  } catch (error) {
    return Promise.reject(error);
  }
  return undefined;
}

/** The call to which what is made now belongs; null where nothing belongs to one. */
export function ownerNow(): Call | null {
  return realmClock.call;
}
