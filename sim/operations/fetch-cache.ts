// The HTTP cache that a fetch with `cf` cache options passes: the PoP's own, then, where the platform has two tiers, the one near the origin.
import type { RunsAt } from '../entities/handler-call.ts';
import {
  type CachedResponse,
  freshnessUs,
  headerOf,
  type HttpCache,
  mayServeStale,
  withoutHeaders,
} from '../entities/http-cache.ts';
import type { Figure } from '../platforms/platform.ts';
import type { IncomingRequest, OperationEmission } from '../runtime/types.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import type { World } from '../world.ts';
import { later } from './answer.ts';
import { optionsOf } from './store-calls.ts';
import { type HostResponse, oneWayUs, travel, type Trip } from './travel.ts';

const DOCS = 'developers.cloudflare.com/cache/how-to/configure-cache-status-code (2026)';
const retrieved = '2026-11-21';

export const FETCH_CACHE_FIGURES = {
  lookUpMs: {
    name: 'Subrequests: look-up in the HTTP cache of a site',
    value: 0.5,
    unit: 'ms',
    source: 'none published; below one millisecond inside a data centre',
    retrieved,
    confidence: 'assumed',
  },
  defaultOkS: {
    name: 'Subrequests: kept without Cache-Control, status 200 and 301',
    value: 7200,
    unit: 's',
    source: DOCS,
    retrieved,
    confidence: 'documented',
  },
  defaultRedirectS: {
    name: 'Subrequests: kept without Cache-Control, status 302 and 303',
    value: 1200,
    unit: 's',
    source: DOCS,
    retrieved,
    confidence: 'documented',
  },
  defaultMissingS: {
    name: 'Subrequests: kept without Cache-Control, status 404 and 410',
    value: 180,
    unit: 's',
    source: DOCS,
    retrieved,
    confidence: 'documented',
  },
} as const satisfies Record<string, Figure>;

/** What the `cf` options of one request say. */
interface CachePolicy {
  readonly key: string;
  readonly ttlS: number | null;
  readonly ttlByStatus: Readonly<Record<string, number>>;
  readonly tags: readonly string[];
  /** Headers of the request. */
  readonly asked: readonly string[];
}

/** The cache options of a GET or HEAD request; null when it has none and goes past the cache. */
export function cachePolicyOf(emission: OperationEmission, request: IncomingRequest): CachePolicy | null {
  const { cf } = optionsOf(emission) as { cf?: Record<string, unknown> | null };
  if (cf === undefined || cf === null || (request.method !== 'GET' && request.method !== 'HEAD')) return null;
  const { cacheTtl, cacheTtlByStatus, cacheKey, cacheEverything, cacheTags } = cf;
  const wanted = cacheEverything === true || cacheTtl !== undefined || cacheTtlByStatus !== undefined;
  if (!wanted && cacheKey === undefined) return null;
  return {
    key: typeof cacheKey === 'string' ? cacheKey : request.url,
    ttlS: typeof cacheTtl === 'number' ? cacheTtl : null,
    ttlByStatus: (cacheTtlByStatus ?? {}) as Record<string, number>,
    tags: Array.isArray(cacheTags) ? cacheTags.map((tag) => String(tag).toLowerCase()) : [],
    asked: request.headers,
  };
}

/**
 * Answers from the PoP's cache, else from the upper tier, else from the host; what may be kept is kept in each on the way back. A copy that is
 * no longer fresh is served while a new one is fetched, or when that fails, for as long as the directives of RFC 5861 say; the first
 * request that finds it does not wait either (github.com/cloudflare/cloudflare-docs/pull/28613, February 2026).
 */
export function throughCache(
  world: World,
  trip: Trip,
  policy: CachePolicy,
  arrived: (response: HostResponse) => void,
): void {
  const { call, from } = trip;
  const lookUpUs = FETCH_CACHE_FIGURES.lookUpMs.value * US_PER_MS;
  const near = world.caches.at(from.site);
  later(world, call, lookUpUs, () => {
    const kept = near.match(policy.key, world.kernel.nowUs(), policy.asked);
    if (kept !== null) {
      seen(trip, 'hit');
      arrived(served(world, kept));
      return;
    }
    const old = near.stale(policy.key, world.kernel.nowUs(), policy.asked);
    if (old !== null && mayServeStale(old, 'stale-while-revalidate', world.kernel.nowUs())) {
      seen(trip, 'hit');
      arrived(served(world, old, 'UPDATING'));
      renew(world, { ...trip, background: true }, policy, near);
      return;
    }
    const status = old === null ? 'MISS' : 'EXPIRED';
    const fetched = (response: HostResponse): void => {
      if (
        response.status >= 500 &&
        old !== null &&
        mayServeStale(old, 'stale-if-error', world.kernel.nowUs())
      ) {
        seen(trip, 'hit');
        arrived(served(world, old, 'STALE'));
        return;
      }
      const entry = keep(world, near, policy, response);
      seen(trip, entry === null ? 'bypass' : 'miss');
      arrived(withStatus(response, entry === null ? 'BYPASS' : status));
    };
    fetchFor(world, trip, policy, {
      fetched,
      hit: (response) => {
        keep(world, near, policy, response);
        seen(trip, 'hit');
        arrived(withStatus(response, 'HIT'));
      },
    });
  });
}

/** Fetches anew what was served stale, once for each PoP and key; an error leaves the old copy for as long as it may be served. */
function renew(world: World, trip: Trip, policy: CachePolicy, near: HttpCache): void {
  if (!near.beginUpdate(policy.key)) return;
  const done = (response: HostResponse): void => {
    near.endUpdate(policy.key);
    if (response.status < 500) keep(world, near, policy, response);
  };
  fetchFor(world, trip, policy, { fetched: done, hit: done });
}

/** Asks the upper tier where there is one, else the host. */
function fetchFor(
  world: World,
  trip: Trip,
  policy: CachePolicy,
  { fetched, hit }: Readonly<Record<'fetched' | 'hit', (response: HostResponse) => void>>,
): void {
  const { call, from, target } = trip;
  if ((call.compute.platform.cacheTiers?.value ?? 1) <= 1) {
    travel(world, trip, fetched);
    return;
  }
  const tier = tierOf(world, target.region);
  const wayUs = Math.max(0, oneWayUs(world, from, target.region) - oneWayUs(world, tier, target.region));
  later(world, call, Number.isFinite(wayUs) ? wayUs : 0, () =>
    atUpperTier(world, { ...trip, from: tier }, policy, (response, isHit) =>
      later(world, call, Number.isFinite(wayUs) ? wayUs : 0, () => (isHit ? hit : fetched)(response)),
    ),
  );
}

/** At the tier near the origin: an answer, and whether it was kept there. */
function atUpperTier(
  world: World,
  trip: Trip,
  policy: CachePolicy,
  arrived: (response: HostResponse, hit: boolean) => void,
): void {
  const tier = `upper ${trip.target.region}`;
  const upper = world.caches.at(tier);
  const kept = upper.match(policy.key, world.kernel.nowUs(), policy.asked);
  if (kept !== null) {
    arrived({ born: { atUs: kept.storedUs, site: tier }, ...kept }, true);
    return;
  }
  travel(world, trip, (response) => {
    const entry = keep(world, upper, policy, response);
    const born = { atUs: entry?.storedUs ?? 0, site: tier };
    arrived(entry === null ? response : { ...response, born }, false);
  });
}

/** The upper tier for hosts of a region is the PoP nearest to it (Smart Tiered Cache). */
function tierOf({ geography, kernel }: World, region: string): RunsAt {
  const ways = geography.popToRegionUs(geography.epochIndexAt(kernel.nowUs()), region);
  let site = 0;
  for (let pop = 1; pop < ways.length; pop++) if ((ways[pop] ?? 0) < (ways[site] ?? 0)) site = pop;
  return { site, region: null };
}

/** What first answers decides how the journey counts; a later miss makes it one. */
function seen({ call }: Trip, found: 'hit' | 'miss' | 'bypass'): void {
  const { journey } = call;
  if (journey.cache === 'none' || (journey.cache === 'hit' && found !== 'hit')) journey.cache = found;
}

/** Keeps a response for as long as options and headers allow; null when it may not be kept. */
function keep(
  world: World,
  cache: HttpCache,
  policy: CachePolicy,
  response: HostResponse,
): CachedResponse | null {
  const storedUs = world.kernel.nowUs();
  const freshUs = lifetimeUs(world, policy, response);
  if (freshUs === null) return null;
  // With a lifetime that the code gave, cookies are left out rather than the whole response.
  const headers = withoutHeaders(response.headers, ['set-cookie']);
  const { tags } = policy;
  const entry = { ...response, headers, storedUs, freshUntilUs: storedUs + freshUs, tags };
  cache.put(policy.key, entry, policy.asked);
  return entry;
}

function lifetimeUs(world: World, policy: CachePolicy, { status, headers }: HostResponse): number | null {
  const byStatus = ttlFor(policy.ttlByStatus, status);
  const given = byStatus ?? (status < 500 ? policy.ttlS : null);
  if (given !== null) return given < 0 ? null : given * US_PER_SECOND;
  const authorized = headerOf(policy.asked, 'authorization') !== null;
  const nowMs = world.plan.epochMs + world.kernel.nowUs() / US_PER_MS;
  const allowedUs = freshnessUs({ method: 'GET', status, authorized, headers, nowMs });
  const silent = headerOf(headers, 'cache-control') === null && headerOf(headers, 'expires') === null;
  return allowedUs !== null && silent ? byDefaultUs(status) : allowedUs;
}

function byDefaultUs(status: number): number | null {
  const { defaultOkS, defaultRedirectS, defaultMissingS } = FETCH_CACHE_FIGURES;
  if (status === 200 || status === 301) return defaultOkS.value * US_PER_SECOND;
  if (status === 302 || status === 303) return defaultRedirectS.value * US_PER_SECOND;
  return status === 404 || status === 410 ? defaultMissingS.value * US_PER_SECOND : null;
}

/** `{ "200-299": 86400, "404": 1 }`: the lifetime in seconds for a status, null when nothing fits. */
function ttlFor(byStatus: Readonly<Record<string, number>>, status: number): number | null {
  for (const [range, ttlS] of Object.entries(byStatus)) {
    const [from = '', to = from] = range.split('-');
    if (status >= Number(from) && status <= Number(to)) return ttlS;
  }
  return null;
}

function served(world: World, kept: CachedResponse, status = 'HIT'): HostResponse {
  const ageS = Math.floor((world.kernel.nowUs() - kept.storedUs) / US_PER_SECOND);
  const headers = [...withoutHeaders(kept.headers, ['age', 'cf-cache-status']), 'age', String(ageS)];
  return withStatus({ ...kept, headers }, status);
}

function withStatus(response: HostResponse, status: string): HostResponse {
  const headers = [...withoutHeaders(response.headers, ['cf-cache-status']), 'cf-cache-status', status];
  return { ...response, headers };
}
