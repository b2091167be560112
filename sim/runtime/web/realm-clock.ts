// The instant that the realm's shared `Date` and `Intl` read: that of the isolate woken last; an isolate's own globals read its own.

/** State of the realm, made anew with it: milliseconds since 1970 at the latest wake, the `Date` of the isolate woken, and whether its module is being evaluated. */
export const realmClock: { nowMs: number; date: unknown; inGlobalScope: boolean } = {
  nowMs: 0,
  date: undefined,
  inGlobalScope: false,
};
