// `request.cf` of an incoming request: parsed once for each place and PoP, and frozen, as nobody may change what came with a request.

/** Most texts whose values are kept; a scenario has a few for each town. */
const MOST_KEPT = 16_384;

const kept = new Map<string, object>();

/**
 * The object that a text stands for. With a round trip the text is the same for many requests, so its values are kept (parsing it for every
 * request took an eighth of a request of hello); without one it is the request's own.
 */
export function incomingCf(cfJson: string, clientTcpRttMs: number): unknown {
  if (clientTcpRttMs < 0) return frozen(JSON.parse(cfJson));
  let shared = kept.get(cfJson);
  if (shared === undefined) {
    if (kept.size === MOST_KEPT) kept.clear();
    kept.set(cfJson, (shared = frozen(JSON.parse(cfJson)) as object));
  }
  return Object.freeze({ ...shared, clientTcpRtt: clientTcpRttMs });
}

/** Frozen however deep, as on workerd. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
