// The HTTP caches of all sites: what a shared cache may keep (RFC 9111), for how long, and the entries by key.
import { US_PER_SECOND } from '../units.ts';
import { type CacheSite, fitsTarget, isPurged, type Purge, type Purgeable, tagsIn } from './purges.ts';

/** A response as a cache keeps it. */
export interface CachedResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
  readonly bytes: number;
  readonly storedUs: number;
  readonly freshUntilUs: number;
  /** Tags that the code gave it, beside those of its header. */
  readonly tags?: readonly string[];
  /** Where and when it came from its origin; here and when it was stored, where absent. */
  readonly born?: Purgeable['born'] | undefined;
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
  const digits = /^\d+/.exec(value ?? '');
  return digits === null ? undefined : Number(digits[0]);
}

/** Directives that forbid to serve a response once it is no longer fresh (RFC 9111 section 4.2.4). */
const NEVER_STALE = ['must-revalidate', 'proxy-revalidate', 'no-cache'];

/** Whether a response that is no longer fresh may still be served under one of the directives of RFC 5861. */
export function mayServeStale(
  { headers, freshUntilUs }: CachedResponse,
  directive: 'stale-while-revalidate' | 'stale-if-error',
  atUs: number,
): boolean {
  const control = directives(headerOf(headers, 'cache-control') ?? '');
  if (NEVER_STALE.some((name) => control.has(name))) return false;
  return atUs < freshUntilUs + (seconds(control.get(directive)) ?? 0) * US_PER_SECOND;
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
  /** Keys of entries that are being fetched anew. */
  readonly #updating = new Set<string>();
  readonly #site: CacheSite;
  readonly #purges: readonly Purge[];

  /** Purges that are issued later are added to the list by who gave it. */
  constructor(site: CacheSite, purges: readonly Purge[]) {
    this.#site = site;
    this.#purges = purges;
  }

  match(key: string, atUs: number, asked: readonly string[] | null): CachedResponse | null {
    this.#dropPurged(key, atUs);
    const found = this.#find(key, asked);
    return found !== undefined && atUs < found.response.freshUntilUs ? found.response : null;
  }

  /** An entry that is kept although it is no longer fresh. */
  stale(key: string, atUs: number, asked: readonly string[]): CachedResponse | null {
    this.#dropPurged(key, atUs);
    const found = this.#find(key, asked);
    return found !== undefined && atUs >= found.response.freshUntilUs ? found.response : null;
  }

  /** Says that an entry is being fetched anew; false when that is under way already. */
  beginUpdate(key: string): boolean {
    if (this.#updating.has(key)) return false;
    this.#updating.add(key);
    return true;
  }

  endUpdate(key: string): void {
    this.#updating.delete(key);
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

  /** Whether a copy that a purge means could be served now. */
  holds(target: Purge['target'], atUs: number): boolean {
    for (const key of this.#entries.keys()) {
      this.#dropPurged(key, atUs);
      const variants = this.#entries.get(key) ?? [];
      if (
        variants.some(
          ({ response }) => atUs < response.freshUntilUs && fitsTarget(target, this.#copy(key, response)),
        )
      )
        return true;
    }
    return false;
  }

  #dropPurged(key: string, atUs: number): void {
    const variants = this.#purges.length === 0 ? undefined : this.#entries.get(key);
    if (variants === undefined) return;
    const left = variants.filter(
      ({ response }) => !isPurged(this.#copy(key, response), this.#site, atUs, this.#purges),
    );
    if (left.length < variants.length) this.#entries.set(key, left);
  }

  #copy(key: string, response: CachedResponse): Purgeable {
    const { headers, tags = [], born = { atUs: response.storedUs, site: this.#site } } = response;
    return { key, tags: [...tags, ...tagsIn(headerOf(headers, 'cache-tag') ?? '')], born };
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
  readonly #caches = new Map<string, { readonly site: CacheSite; readonly cache: HttpCache }>();
  readonly #purges: Purge[] = [];

  at(site: CacheSite, name = 'default'): HttpCache {
    const id = `${site} ${name}`;
    let found = this.#caches.get(id);
    if (found === undefined)
      this.#caches.set(id, (found = { site, cache: new HttpCache(site, this.#purges) }));
    return found.cache;
  }

  /** How many purges there have been. */
  get purges(): number {
    return this.#purges.length;
  }

  /** Issues a purge; returns the sites that hold a copy which it means. */
  purge(purge: Purge, atUs: number): CacheSite[] {
    const holders = [...this.#caches.values()].filter(({ cache }) => cache.holds(purge.target, atUs));
    this.#purges.push(purge);
    return [...new Set(holders.map(({ site }) => site))];
  }
}
