// The instant that the realm's shared `Date` and `Intl` read: that of the isolate woken last; an isolate's own globals read its own.

/** State of the realm, made anew with it: milliseconds since 1970 at the latest wake, and the `Date` of the isolate woken. */
export const realmClock: { nowMs: number; date: unknown } = { nowMs: 0, date: undefined };
