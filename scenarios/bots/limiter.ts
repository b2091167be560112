// The limit on log-ins: so many in a minute for an account. Where the count lives decides how many get through.

const LIMIT = 5;
const WINDOW_MS = 60_000;

/** A count that begins anew every minute. */
export interface Count {
  readonly fromMs: number;
  readonly attempts: number;
}

/** The count with one attempt more, and whether that one is within the limit. */
export function counted(count: Count | undefined, nowMs: number): { count: Count; allowed: boolean } {
  const fresh = count === undefined || nowMs - count.fromMs >= WINDOW_MS;
  const next = fresh ? { fromMs: nowMs, attempts: 1 } : { ...count, attempts: count.attempts + 1 };
  return { count: next, allowed: next.attempts <= LIMIT };
}

const counts = new Map<string, Count>();

/** The limiter that costs nothing: counts in the memory of this isolate or process, which knows of no other. */
export function allowedHere(account: string): boolean {
  const { count, allowed } = counted(counts.get(account), Date.now());
  counts.set(account, count);
  return allowed;
}

/** Programs that say what they are. */
export function saysItIsABot(request: Request): boolean {
  return /python-requests|curl|Go-http-client/.test(request.headers.get('user-agent') ?? '');
}
