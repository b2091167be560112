// The HTTP cache that a fetch with cf options passes: by PoP, by key, by lifetime, and in two tiers.
import { expect, test } from 'vitest';
import type { CallSession } from '../../sim/call/session.ts';
import { ask, openWorld, scenarioOf, tookMs } from './asked.ts';

const HANDLER = `
export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    const response = await fetch('https://host.example' + (searchParams.get('path') ?? '/'), { cf: JSON.parse(searchParams.get('cf') ?? '{}') });
    return new Response(response.headers.get('cf-cache-status') + ' ' + await response.text());
  },
};`;

const HOST = `
let calls = 0;
const headers = {
  '/kept': { 'cache-control': 'max-age=10' },
  '/revalidate': { 'cache-control': 'max-age=10, stale-while-revalidate=30' },
  '/error': { 'cache-control': 'max-age=10, stale-if-error=60' },
  '/strict': { 'cache-control': 'max-age=10, stale-while-revalidate=30, stale-if-error=60, must-revalidate' },
  '/silent': {},
  '/private': { 'cache-control': 'private, max-age=10' },
  '/cookie': { 'set-cookie': 'a=1', 'cache-control': 'max-age=10' },
};
export default { fetch(request) {
  const { pathname, searchParams } = new URL(request.url);
  const status = Number(searchParams.get('status') ?? 200);
  return new Response(searchParams.get('body') ?? String(++calls), { status, headers: headers[pathname] ?? {} });
} };`;

const SCENARIO = scenarioOf('hosts: { host.example: { region: aws:us-east-1, handler: host.ts } }\n');

async function world(): Promise<CallSession> {
  return openWorld({ 'handler.ts': HANDLER, 'host.ts': HOST, 'scenario.yaml': SCENARIO }, 'Singapore');
}

const path = (at: string, cf: object): string => `/?path=${at}&cf=${encodeURIComponent(JSON.stringify(cf))}`;

const statusOf = (site: CallSession, at: string, cf: object): string | undefined =>
  ask(site, path(at, cf)).body?.split(' ')[0];

test('a fetch without cache options goes past the cache', async () => {
  const site = await world();
  expect([statusOf(site, '/kept', {}), statusOf(site, '/kept', {})]).toEqual(['null', 'null']);
});

test('cacheEverything keeps what Cache-Control allows, until it is no longer fresh', async () => {
  const site = await world();
  const cf = { cacheEverything: true };
  const first = ask(site, path('/kept', cf));
  const second = ask(site, path('/kept', cf));
  expect([first.body, second.body]).toEqual(['MISS 1', 'HIT 1']);
  expect(tookMs(first)).toBeGreaterThan(200);
  expect(tookMs(second)).toBeLessThan(2);
  site.take({ advance: '11s' });
  expect(statusOf(site, '/kept', cf)).toBe('EXPIRED');
  expect(statusOf(site, '/private', cf)).toBe('BYPASS');
  expect(statusOf(site, '/cookie', cf)).toBe('BYPASS');
});

/** What a fetch of one key gives while its host would answer so. */
function fetched(site: CallSession, at: string, host: { body: string; status?: number }): string | undefined {
  const query = new URLSearchParams({ body: host.body, status: String(host.status ?? 200) });
  const asked = encodeURIComponent(`${at}?${query.toString()}`);
  return ask(site, path(asked, { cacheEverything: true, cacheKey: at })).body;
}

test('stale-while-revalidate serves the old copy at once, and the new one once that has come', async () => {
  const site = await world();
  const get = (body: string): string | undefined => fetched(site, '/revalidate', { body });
  expect(get('old')).toBe('MISS old');
  site.take({ advance: '11s' });
  expect([get('new'), get('newer')]).toEqual(['UPDATING old', 'UPDATING old']);
  site.take({ advance: '1s' });
  expect(get('newest')).toBe('HIT new');
  site.take({ advance: '41s' });
  expect(get('newest')).toBe('EXPIRED newest');
});

test('stale-if-error serves the old copy when the host fails, for so long, unless it must be revalidated', async () => {
  const site = await world();
  for (const at of ['/error', '/strict']) expect(fetched(site, at, { body: 'old' })).toBe('MISS old');
  site.take({ advance: '11s' });
  const broken = { body: 'broken', status: 503 };
  expect([fetched(site, '/error', broken), fetched(site, '/error', broken)]).toEqual([
    'STALE old',
    'STALE old',
  ]);
  expect(fetched(site, '/strict', broken)).toBe('BYPASS broken');
  expect(fetched(site, '/error', { body: 'mended' })).toBe('EXPIRED mended');
  site.take({ advance: '71s' });
  expect(fetched(site, '/error', broken)).toBe('BYPASS broken');
});

test('cacheTtl keeps what headers forbid, without its cookies, and cacheTtlByStatus goes before it', async () => {
  const site = await world();
  expect([1, 2].map(() => statusOf(site, '/private', { cacheTtl: 60 }))).toEqual(['MISS', 'HIT']);
  expect([1, 2].map(() => statusOf(site, '/cookie', { cacheTtl: 60 }))).toEqual(['MISS', 'HIT']);
  const byStatus = { cacheTtl: 60, cacheTtlByStatus: { '200-299': -1 } };
  expect([1, 2].map(() => statusOf(site, '/silent', byStatus))).toEqual(['BYPASS', 'BYPASS']);
});

test('cacheKey puts several URLs under one key', async () => {
  const site = await world();
  const cf = { cacheTtl: 60, cacheKey: 'one' };
  expect([statusOf(site, '/kept', cf), statusOf(site, '/silent', cf)]).toEqual(['MISS', 'HIT']);
});
