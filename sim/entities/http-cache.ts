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
 * section 4.2 for the lifetime. A response with Set-Cookie is never kept, as at Cloudflare.
 */
export function freshnessUs(response: Storable): number | null {
  const { method, status, authorized, headers } = response;
  if (method !== 'GET' || !UNDERSTOOD.has(status) || headerOf(headers, 'set-cookie') !== null) return null;
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

/** One cache; an entry that is no longer fresh is a miss. */
export class HttpCache {
  readonly #entries = new Map<string, CachedResponse>();

  match(key: string, atUs: number): CachedResponse | null {
    const entry = this.#entries.get(key);
    return entry !== undefined && atUs < entry.freshUntilUs ? entry : null;
  }

  /** Whether an entry was kept that is no longer fresh. */
  expired(key: string, atUs: number): boolean {
    return this.#entries.has(key) && this.match(key, atUs) === null;
  }

  put(key: string, response: CachedResponse): void {
    this.#entries.set(key, response);
  }

  /** Whether there was an entry that could still have been served. */
  delete(key: string, atUs: number): boolean {
    const fresh = this.match(key, atUs) !== null;
    this.#entries.delete(key);
    return fresh;
  }
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
