// `request.cf` of an incoming request: parsed once for each place and PoP, and given to each handler as an object of its own.

/** Most texts whose values are kept; a scenario has a few for each town. */
const MOST_KEPT = 16_384;

const kept = new Map<string, object>();

/**
 * The object that a text stands for. With a round trip the text is the same for many requests and at most two objects deep, so its values are
 * kept and copied (parsing it for every request took an eighth of a request of hello); without one it is the request's own.
 */
export function incomingCf(cfJson: string, clientTcpRttMs: number): unknown {
  if (clientTcpRttMs < 0) return frozen(JSON.parse(cfJson));
  let shared = kept.get(cfJson);
  if (shared === undefined) {
    if (kept.size === MOST_KEPT) kept.clear();
    kept.set(cfJson, (shared = JSON.parse(cfJson) as object));
  }
  const own: Record<string, unknown> = { ...shared, clientTcpRtt: clientTcpRttMs };
  for (const name in own) if (typeof own[name] === 'object') own[name] = { ...own[name] };
  return frozen(own);
}

/** As on workerd, nobody changes what came with a request, however deep. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
