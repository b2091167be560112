// The HTTP cache of one PoP: keeps what a shared cache may keep (RFC 9111), per URL, until it is no longer fresh.
import { US_PER_SECOND } from '../units.ts';

/** A response as a cache keeps it. */
export interface CachedResponse {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
  readonly bytes: number;
  readonly storedUs: number;
  readonly freshUntilUs: number;
}

/** The value of a header in a flat list, or null; names are compared without case. */
export function headerOf(headers: readonly string[], name: string): string | null {
  for (let i = 0; i < headers.length; i += 2)
    if (headers[i]?.toLowerCase() === name) return headers[i + 1] ?? '';
  return null;
}

/**
 * For how long a shared cache may serve a response, in microseconds; 0 when it must not keep it.
 * RFC 9111 section 3: no `no-store`, no `private`; with `Authorization` only if `public` or `s-maxage` allows; Set-Cookie is never kept here.
 */
export function freshnessUs(options: {
  method: string;
  status: number;
  authorized: boolean;
  headers: readonly string[];
}): number {
  const { method, status, authorized, headers } = options;
  if (method !== 'GET' || status !== 200 || headerOf(headers, 'set-cookie') !== null) return 0;
  const control = (headerOf(headers, 'cache-control') ?? '').toLowerCase();
  if (/no-store|private|no-cache/.test(control)) return 0;
  const shared = /s-maxage=(\d+)/.exec(control)?.[1];
  if (authorized && shared === undefined && !control.includes('public')) return 0;
  const seconds = shared ?? /max-age=(\d+)/.exec(control)?.[1];
  return seconds === undefined ? 0 : Number(seconds) * US_PER_SECOND;
}

/** One PoP's cache; an entry that is no longer fresh is a miss. */
export class HttpCache {
  readonly #entries = new Map<string, CachedResponse>();

  match(url: string, atUs: number): CachedResponse | null {
    const entry = this.#entries.get(url);
    if (entry === undefined) return null;
    if (atUs < entry.freshUntilUs) return entry;
    this.#entries.delete(url);
    return null;
  }

  put(url: string, response: CachedResponse): void {
    this.#entries.set(url, response);
  }
}
