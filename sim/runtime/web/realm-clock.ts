// The instant that the realm's shared `Date` and `Intl` read: that of the isolate woken last; an isolate's own globals read its own.

import type { Call } from './call.ts';

/** State of the realm, made anew with it: milliseconds since 1970 at the latest wake, the `Date` of the isolate woken, whether its module is being evaluated, and the call that I/O objects made now belong to. */
export const realmClock: { nowMs: number; date: unknown; inGlobalScope: boolean; call: Call | null } = {
  nowMs: 0,
  date: undefined,
  inGlobalScope: false,
  call: null,
};
