// What a module may not do while it is evaluated: there is no request yet that it could belong to.
import { realmClock } from './realm-clock.ts';

/** The platform's error for work that needs a request. */
export function disallowed(): Error {
  return new Error(
    'Disallowed operation called within global scope. Asynchronous I/O (ex: fetch() or connect()), setting a timeout, and generating random values are not allowed within global scope. To fix this error, perform this operation within a handler. https://developers.cloudflare.com/workers/runtime-apis/handlers/',
  );
}

/** Throws while a module is evaluated; for classes of the realm, which know no isolate. */
export function assertNotGlobalScope(): void {
  if (realmClock.inGlobalScope) throw disallowed();
}
