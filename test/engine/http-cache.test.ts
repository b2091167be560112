// The HTTP cache of a PoP keeps what a shared cache may keep, as long as it may (RFC 9111), and answers in the origin's stead.
import { describe, expect, test } from 'vitest';
import { freshnessUs, HttpCache, invalidates } from '../../sim/entities/http-cache.ts';
import { trial } from './trial-bench.ts';

const NOW_MS = Date.UTC(2026, 5, 1, 12);
const http = (secondsFromNow: number): string => new Date(NOW_MS + 1000 * secondsFromNow).toUTCString();

function lifetimeS(
  headers: readonly string[],
  more: { method?: string; status?: number; authorized?: boolean } = {},
): number | null {
  const us = freshnessUs({ method: 'GET', status: 200, authorized: false, headers, nowMs: NOW_MS, ...more });
  return us === null ? null : us / 1e6;
}

const control = (value: string): string[] => ['Cache-Control', value];

describe('a response may be served from a shared cache', () => {
  test.each([
    ['for its max-age', control('max-age=60'), 60],
    [
      'for its s-maxage, which comes before max-age and Expires',
      [...control('max-age=60, s-maxage=600'), 'expires', http(5)],
      600,
    ],
    ['whatever the case and the spaces', control('PUBLIC ,  Max-Age = 60'.replace(' = ', '=')), 60],
    ['for less when it is aged already', [...control('max-age=60'), 'age', '20'], 40],
    ['no longer when it is older than its lifetime', [...control('max-age=60'), 'age', '90'], 0],
    ['until it expires, counted from its date', ['expires', http(100), 'date', http(-20)], 120],
    ['not at all when its date of expiry is past or no date', ['expires', '0'], 0],
    [
      'for a tenth of the time since it changed, when it says nothing else',
      ['last-modified', http(-1000)],
      100,
    ],
    ['only after asking again with no-cache', control('no-cache, max-age=60'), 0],
  ])('%s', (_how, headers, expected) => {
    expect(lifetimeS(headers)).toBe(expected);
  });
});

describe('a response must not be kept', () => {
  test.each([
    ['with no-store', control('no-store, max-age=60'), {}],
    ['with private', control('private, max-age=60'), {}],
    ['with a cookie', [...control('max-age=60'), 'set-cookie', 'a=b'], {}],
    ['in answer to a POST', control('max-age=60'), { method: 'POST' }],
    ['in answer to credentials', control('max-age=60'), { authorized: true }],
    ['with a status of a server error', control('max-age=60'), { status: 500 }],
    ['with part of the content', control('max-age=60'), { status: 206 }],
    ['when it varies by everything', [...control('max-age=60'), 'vary', 'Accept, *'], {}],
    ['with a temporary redirect that says nothing', [], { status: 302 }],
  ])('%s', (_why, headers, more) => {
    expect(lifetimeS(headers, more)).toBeNull();
  });

  test('in answer to credentials, unless the origin says that it may', () => {
    for (const allowed of ['public, max-age=60', 's-maxage=60', 'max-age=60, must-revalidate']) {
      expect(lifetimeS(control(allowed), { authorized: true })).toBe(60);
    }
  });
});

test('an entry is fresh until its lifetime ends, not at its end', () => {
  const cache = new HttpCache(0, []);
  const entry = {
    status: 200,
    statusText: '',
    headers: [],
    body: 'x',
    bytes: 1,
    storedUs: 0,
    freshUntilUs: 1000,
  };
  cache.put('/a', entry, []);
  expect([cache.match('/a', 999, []), cache.match('/a', 1000, []), cache.match('/b', 0, [])]).toEqual([
    entry,
    null,
    null,
  ]);
});

describe('a URL whose answers vary', () => {
  const entry = (body: string) => ({
    status: 200,
    statusText: '',
    headers: ['Vary', 'Accept-Language, X-Tenant'],
    body,
    bytes: 1,
    storedUs: 0,
    freshUntilUs: 1000,
  });
  const bodyFor = (cache: HttpCache, asked: readonly string[] | null) => cache.match('/a', 0, asked)?.body;

  test('has one entry for each value of the headers it varies by, absence among them', () => {
    const cache = new HttpCache(0, []);
    cache.put('/a', entry('german'), ['accept-language', 'de']);
    cache.put('/a', entry('french'), ['Accept-Language', 'fr']);
    cache.put('/a', entry('plain'), []);
    expect(bodyFor(cache, ['accept-language', 'de', 'user-agent', 'x'])).toBe('german');
    expect(bodyFor(cache, ['accept-language', 'fr'])).toBe('french');
    expect(bodyFor(cache, [])).toBe('plain');
    expect(bodyFor(cache, ['accept-language', 'de', 'x-tenant', '1'])).toBeUndefined();
  });

  test('keeps the newest answer for the same values', () => {
    const cache = new HttpCache(0, []);
    cache.put('/a', entry('old'), ['accept-language', 'de']);
    cache.put('/a', entry('new'), ['accept-language', 'de']);
    expect(bodyFor(cache, ['accept-language', 'de'])).toBe('new');
  });

  test('is one entry for the Cache API, which looks at no header', () => {
    const cache = new HttpCache(0, []);
    cache.put('/a', entry('german'), ['accept-language', 'de']);
    cache.put('/a', entry('any'), null);
    expect(bodyFor(cache, null)).toBe('any');
    expect(bodyFor(cache, ['accept-language', 'fr'])).toBe('any');
  });

  test('is forgotten whole', () => {
    const cache = new HttpCache(0, []);
    cache.put('/a', entry('german'), ['accept-language', 'de']);
    cache.put('/a', entry('plain'), []);
    expect(cache.delete('/a', 0)).toBe(true);
    expect(bodyFor(cache, [])).toBeUndefined();
    expect(bodyFor(cache, ['accept-language', 'de'])).toBeUndefined();
  });
});

test.each([
  ['POST', 200, true],
  ['PUT', 204, true],
  ['DELETE', 303, true],
  ['POST', 404, false],
  ['PUT', 500, false],
  ['GET', 200, false],
  ['OPTIONS', 204, false],
])('what is kept of a URL after %s with status %d becomes invalid: %s', (method, status, invalid) => {
  expect(invalidates(method, status)).toBe(invalid);
});

describe('a CDN', () => {
  const SOURCE = `let served = 0;
    export default {
      fetch(request) {
        const { pathname } = new URL(request.url);
        const headers = { 'cache-control': pathname === '/open' ? 'public, max-age=10' : 'private' };
        return new Response('x'.repeat(5000) + ++served, { headers });
      },
    };`;
  const scenario = {
    rate: '50/s',
    window: '30s',
    users: { from: { cities: ['Tokyo', 'Lyon,FR'] } },
    network: { routing: 'nearest' },
    requests: [
      { name: 'open', weight: 4, get: '/open' },
      { name: 'personal', weight: 1, get: '/personal' },
    ],
  };

  test('asks the origin once per PoP and lifetime, and again when requests meet while it asks', async () => {
    const run = await trial({ source: SOURCE, arm: 'cdn', scenario });
    const open = run.journeys.filter(({ className }) => className === 'open');
    const pops = new Set(open.map(({ pop }) => pop));
    expect(pops.size).toBe(2);
    for (const pop of pops) {
      const here = open.filter((one) => one.pop === pop).toSorted((a, b) => a.startUs - b.startUs);
      const misses = here.filter(({ cache }) => cache === 'miss');
      const hits = here.filter(({ cache }) => cache === 'hit');
      expect(misses.length + hits.length).toBe(here.length);
      // Three lifetimes and a bit; the origin is at most 0.25 s away, in which others may ask too.
      const begun = misses.filter(
        ({ startUs }, i) => i === 0 || startUs - (misses[i - 1]?.startUs ?? 0) > 5e6,
      );
      expect(begun.length).toBe(3);
      expect(hits.length).toBeGreaterThan(5 * misses.length);
    }
  });

  test('answers hits without the origin, sends none of its bytes, and counts both', async () => {
    const { journeys, record } = await trial({ source: SOURCE, arm: 'cdn', scenario });
    const hits = journeys.filter(({ cache }) => cache === 'hit');
    for (const { originRequests, originEgressBytes, ranHandler, phases, responseBytes } of hits) {
      expect({ originRequests, originEgressBytes, ranHandler }).toEqual({
        originRequests: 0,
        originEgressBytes: 0,
        ranHandler: false,
      });
      expect(phases.some(({ kind }) => kind === 'subrequest')).toBe(false);
      expect(responseBytes).toBeGreaterThan(5000);
    }
    const { counters } = record;
    expect(counters['cache.hits']).toBe(hits.length);
    expect(counters['cache.cacheable']).toBe(journeys.filter(({ cache }) => cache !== 'bypass').length);
    expect(counters['offloaded']).toBe(hits.length);
    expect(record.series['offloaded']?.reduce((sum, one) => sum + one, 0)).toBe(hits.length);
    expect(counters['origin.requests']).toBe(journeys.length - hits.length);
    expect(counters['handlerRuns']).toBe(journeys.length - hits.length);
  });

  test('never serves what is personal from its cache', async () => {
    const { journeys } = await trial({ source: SOURCE, arm: 'cdn', scenario });
    const personal = journeys.filter(({ className }) => className === 'personal');
    expect(personal.length).toBeGreaterThan(100);
    expect(new Set(personal.map(({ cache }) => cache))).toEqual(new Set(['bypass']));
  });

  test('asks the origin again after a write to the same URL that went through the same PoP', async () => {
    const source = `export default { fetch: () => new Response('x', { headers: { 'cache-control': 'max-age=3600' } }) };`;
    const once = { rate: '20/s', window: '30s', users: { from: { cities: ['Tokyo'] } } };
    const read = { name: 'read', weight: 9, get: '/cart' };
    const count = async (write: object): Promise<number> => {
      const requests = [read, { name: 'write', weight: 1, ...write }];
      const run = await trial({ source, arm: 'cdn', scenario: { ...scenario, ...once, requests } });
      const reads = run.journeys.filter(({ className }) => className === 'read');
      const served = reads.toSorted((a, b) => a.startUs - b.startUs);
      return served.filter(({ cache }, i) => cache === 'miss' && served[i - 1]?.cache === 'hit').length;
    };
    expect(await count({ post: '/other' })).toBe(0);
    expect(await count({ post: '/cart' })).toBeGreaterThan(10);
  });
});
