// The HTTP caches of all sites: what a shared cache may keep (RFC 9111), for how long, and the entries by key.
import { US_PER_SECOND } from '../units.ts';

/** A response as a cache keeps it. */
export interface CachedResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
  readonly bytes: number;
  readonly storedUs: number;
  readonly freshUntilUs: number;
}

/** What a cache must know of a response to judge it. */
export interface Storable {
  readonly method: string;
  readonly status: number;
  /** Whether the request carried credentials. */
  readonly authorized: boolean;
  readonly headers: readonly string[];
  /** Milliseconds since 1970, against which dates in headers are read. */
  readonly nowMs: number;
}

/** Status codes that a cache understands, and those it may keep without being told to (RFC 9110 section 15.1). */
const UNDERSTOOD = new Set([200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501]);
const BY_DEFAULT = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]);

/** Share of the time since Last-Modified for which a response without an expiry is fresh (RFC 9111 section 4.2.2 suggests a tenth). */
const HEURISTIC_SHARE = 0.1;

/** The value of a header in a flat list, or null; names are compared without case. */
export function headerOf(headers: readonly string[], name: string): string | null {
  for (let i = 0; i < headers.length; i += 2)
    if (headers[i]?.toLowerCase() === name) return headers[i + 1] ?? '';
  return null;
}

/** The headers without those of the given names (in lower case). */
export function withoutHeaders(headers: readonly string[], names: readonly string[]): string[] {
  return headers.filter((_, i) => !names.includes((headers[i - (i % 2)] ?? '').toLowerCase()));
}

/**
 * For how long a shared cache may serve a response, in microseconds; null when it must not keep it.
 * RFC 9111 section 3: no `no-store`, no `private`; with `Authorization` only if `public`, `must-revalidate` or `s-maxage` allows;
 * section 4.2 for the lifetime; section 4.1: what varies by everything fits no later request. A response with Set-Cookie is never kept, as at Cloudflare.
 */
export function freshnessUs(response: Storable): number | null {
  const { method, status, authorized, headers } = response;
  if (method !== 'GET' || !UNDERSTOOD.has(status) || headerOf(headers, 'set-cookie') !== null) return null;
  if (varyingBy(headers).includes('*')) return null;
  const control = directives(headerOf(headers, 'cache-control') ?? '');
  if (control.has('no-store') || control.has('private')) return null;
  const shared = control.get('s-maxage');
  const allowed = control.has('public') || control.has('must-revalidate') || shared !== undefined;
  if (authorized && !allowed) return null;
  const expires = headerOf(headers, 'expires');
  const explicit = expires !== null || control.has('max-age') || shared !== undefined;
  if (!explicit && !control.has('public') && !BY_DEFAULT.has(status)) return null;
  if (control.has('no-cache')) return 0;
  const ageS = seconds(headerOf(headers, 'age') ?? undefined) ?? 0;
  const lifetimeS = seconds(shared) ?? seconds(control.get('max-age')) ?? byDatesS(response, expires);
  return Math.max(0, Math.round((lifetimeS - ageS) * US_PER_SECOND));
}

/** Seconds until `Expires`, or a tenth of the time since `Last-Modified`; 0 without either. */
function byDatesS({ headers, nowMs }: Storable, expires: string | null): number {
  const written = Date.parse(headerOf(headers, 'date') ?? '');
  const servedMs = Number.isFinite(written) ? written : nowMs;
  if (expires !== null) return Math.max(0, Date.parse(expires) - servedMs || 0) / 1000;
  const modifiedMs = Date.parse(headerOf(headers, 'last-modified') ?? '');
  return modifiedMs < servedMs ? (HEURISTIC_SHARE * (servedMs - modifiedMs)) / 1000 : 0;
}

function directives(control: string): Map<string, string> {
  const parts = control.toLowerCase().split(',');
  return new Map(
    parts.map((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.trim(), value.trim().replaceAll('"', '')];
    }),
  );
}

function seconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** The names that `Vary` lists, in lower case. */
function varyingBy(headers: readonly string[]): string[] {
  const names = (headerOf(headers, 'vary') ?? '').toLowerCase().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

/** A kept response with the request headers that it was chosen by: names and values in turn. */
interface Variant {
  readonly response: CachedResponse;
  readonly chosenBy: readonly (readonly [name: string, value: string | null])[];
}

/** Methods that change nothing (RFC 9110 section 9.2.1); an answer to any other makes what is kept of its URL invalid (RFC 9111 section 4.4). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Whether a request with this answer makes what is kept of its URL invalid. */
export function invalidates(method: string, status: number): boolean {
  return !SAFE.has(method) && status >= 200 && status < 400;
}

/**
 * One cache; an entry that is no longer fresh is a miss. A URL may have several entries, told apart by the request headers that their
 * `Vary` names (RFC 9111 section 4.1); `asked` holds the request's headers, and null, as the Cache API wants it, looks at the URL alone.
 */
export class HttpCache {
  readonly #entries = new Map<string, Variant[]>();

  match(key: string, atUs: number, asked: readonly string[] | null): CachedResponse | null {
    const found = this.#find(key, asked);
    return found !== undefined && atUs < found.response.freshUntilUs ? found.response : null;
  }

  /** Whether an entry was kept that is no longer fresh. */
  expired(key: string, atUs: number, asked: readonly string[]): boolean {
    const found = this.#find(key, asked);
    return found !== undefined && atUs >= found.response.freshUntilUs;
  }

  put(key: string, response: CachedResponse, asked: readonly string[] | null): void {
    const names = asked === null ? [] : varyingBy(response.headers);
    const chosenBy = names.map((name) => [name, headerOf(asked ?? [], name)] as const);
    const others = (this.#entries.get(key) ?? []).filter((one) => asked !== null && !fits(one, asked));
    this.#entries.set(key, [{ response, chosenBy }, ...others]);
  }

  /** Forgets all entries of a URL; whether there was one that could still have been served. */
  delete(key: string, atUs: number): boolean {
    const fresh = this.match(key, atUs, null) !== null;
    this.#entries.delete(key);
    return fresh;
  }

  /** The newest entry that fits. */
  #find(key: string, asked: readonly string[] | null): Variant | undefined {
    const variants = this.#entries.get(key);
    return asked === null ? variants?.[0] : variants?.find((one) => fits(one, asked));
  }
}

function fits({ chosenBy }: Variant, asked: readonly string[]): boolean {
  return chosenBy.every(([name, value]) => headerOf(asked, name) === value);
}

/** The caches of every site, made when they are first asked for; `default` is the one that fetch uses too. */
export class SiteCaches {
  readonly #caches = new Map<string, HttpCache>();

  at(site: number | string, name = 'default'): HttpCache {
    const id = `${site} ${name}`;
    let cache = this.#caches.get(id);
    if (cache === undefined) this.#caches.set(id, (cache = new HttpCache()));
    return cache;
  }
}
