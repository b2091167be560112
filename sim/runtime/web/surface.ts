// The realm's names: classes and functions that are the same for every isolate, hardened once; one row a name.

/** Names that handlers read straight from the realm; what differs from isolate to isolate stands in isolate-globals.ts. */
export const surface: Readonly<Record<string, unknown>> = {};
