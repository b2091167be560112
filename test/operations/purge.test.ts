// Purges of the HTTP caches: by whom, of what, how long until each PoP has heard, and that no old copy comes back.
import { describe, expect, test } from 'vitest';
import type { CallSession } from '../../sim/call/session.ts';
import { SiteCaches } from '../../sim/entities/http-cache.ts';
import type { PurgeTarget } from '../../sim/entities/purges.ts';
import { bodies, trial } from '../engine/trial-bench.ts';
import { ask, openWorld, scenarioOf } from './asked.ts';

const HANDLER = `
export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/purge') {
      const response = await fetch('https://api.cloudflare.com/client/v4/zones/any/purge_cache', { method: 'POST', body: searchParams.get('what') });
      return new Response(response.status + ' ' + await response.text());
    }
    const response = await fetch('https://host.example' + pathname, { cf: { cacheEverything: true, cacheTags: ['every', 'Page'] } });
    return new Response(response.headers.get('cf-cache-status') + ' ' + await response.text());
  },
};`;

const HOST = `
let calls = 0;
export default { fetch: (request) => new Response(String(++calls), { headers: { 'cache-control': 'max-age=3600', 'cache-tag': 'news, ' + new URL(request.url).pathname.slice(1) } }) };`;

const SCENARIO = scenarioOf('hosts: { host.example: { region: aws:us-east-1, handler: host.ts } }\n');

async function world(): Promise<CallSession> {
  return openWorld({ 'handler.ts': HANDLER, 'host.ts': HOST, 'scenario.yaml': SCENARIO }, 'Singapore');
}

/** What `/a` and `/b` find after both were kept and this was purged a while ago. */
async function after(what: object): Promise<(string | undefined)[]> {
  const site = await world();
  for (const path of ['/a', '/b']) ask(site, path);
  expect(ask(site, `/purge?what=${encodeURIComponent(JSON.stringify(what))}`).body).toMatch(/^200 .*true/);
  site.take({ advance: '30s' });
  return ['/a', '/b'].map((path) => ask(site, path).body?.split(' ')[0]);
}

describe('a purge by the interface', () => {
  test.each([
    ['an address', { files: ['https://host.example/a'] }, ['MISS', 'HIT']],
    ['an address as an object', { files: [{ url: 'https://host.example/a' }] }, ['MISS', 'HIT']],
    ['a tag of the header', { tags: ['A'] }, ['MISS', 'HIT']],
    ['a tag that the code gave', { tags: ['page'] }, ['MISS', 'MISS']],
    ['a tag that nothing has', { tags: ['other'] }, ['HIT', 'HIT']],
    ['a prefix', { prefixes: ['host.example/b'] }, ['HIT', 'MISS']],
    ['a host', { hosts: ['host.example'] }, ['MISS', 'MISS']],
    ['everything', { purge_everything: true }, ['MISS', 'MISS']],
  ])('of %s forgets what it means and nothing else', async (_what, body, found) => {
    expect(await after(body)).toEqual(found);
  });

  test('of nothing is refused', async () => {
    const site = await world();
    for (const what of ['{}', 'no JSON', '{"files":[]}'])
      expect(ask(site, `/purge?what=${encodeURIComponent(what)}`).body).toMatch(/^400 .*1012/);
  });
});

const page = (purges: object[]): Promise<ReturnType<typeof trial> extends Promise<infer Run> ? Run : never> =>
  trial({
    source: `export default { async fetch(request) {
      const response = await fetch('https://host.example/flag', { cf: { cacheEverything: true } });
      return new Response(Date.now() + ' ' + request.cf.colo + ' ' + await response.text());
    } };`,
    scenario: {
      hosts: {
        'host.example': {
          region: 'aws:us-east-1',
          routes: [
            { path: '/flag', body: 'on', headers: { 'cache-control': 'max-age=3600', 'cache-tag': 'flag' } },
          ],
        },
      },
      purges,
      network: { routing: 'nearest' },
      rate: '20/s',
      window: '60s',
      users: { from: { cities: ['Singapore', 'London,GB', 'Tokyo'] }, count: 50 },
      requests: [{ name: 'only', get: '/' }],
    },
  });

test('a purge in the scenario is measured at every PoP that held a copy, and each asks the host once more', async () => {
  const quiet = await page([]);
  const purged = await page([
    { at: '20s', tag: 'flag' },
    { at: '30s', tag: 'other' },
    { at: '40s', url: 'https://host.example/flag' },
  ]);
  const counted = ({ record }: typeof purged, name: string): number => record.counters[name] ?? 0;
  expect([counted(quiet, 'purges'), counted(purged, 'purges')]).toEqual([0, 3]);
  const asked = counted(quiet, 'origin.requests');
  const pops = new Set(bodies(purged).map((body) => body.split(' ')[1])).size;
  expect(pops).toBe(3);
  // Whoever asks while the first is under way asks too.
  expect(counted(purged, 'origin.requests') - asked).toBeGreaterThanOrEqual(2 * pops);
  const lags = purged.record.histograms['purge.lag']?.['all'];
  const last = purged.record.histograms['purge.last']?.['all'];
  expect(lags?.count).toBe(2 * pops);
  expect(last?.count).toBe(2);
  expect(quiet.record.histograms['purge.lag']).toBeUndefined();
});

describe('a purge that is on its way', () => {
  const target: PurgeTarget = { everything: true, urls: [], tags: [], prefixes: [], hosts: [] };
  const arrivesUs = (site: number | string): number => (site === 'upper' ? 300 : 100);
  const copy = { status: 200, statusText: '', headers: [], body: 'old', bytes: 3, freshUntilUs: 1e9 };

  test('lets a tier that hears later give an old copy to nobody for longer than it serves it itself', () => {
    const caches = new SiteCaches();
    caches.at('upper').put('u', { ...copy, storedUs: 10 }, null);
    caches.purge({ target, arrivesUs }, 50);
    // The PoP has heard, the tier has not.
    const found = caches.at('upper').match('u', 200, null);
    expect(found?.body).toBe('old');
    caches.at(1).put('u', { ...copy, storedUs: 200, born: { atUs: 10, site: 'upper' } }, null);
    expect(caches.at('upper').match('u', 300, null)).toBeNull();
    expect(caches.at(1).match('u', 300, null)).toBeNull();
  });

  test('takes a copy that is no longer fresh too, so that nobody is served it stale', () => {
    const caches = new SiteCaches();
    caches.at(1).put('u', { ...copy, storedUs: 10, freshUntilUs: 20 }, null);
    caches.purge({ target, arrivesUs }, 50);
    expect(caches.at(1).stale('u', 99, [])?.body).toBe('old');
    expect(caches.at(1).stale('u', 100, [])).toBeNull();
  });

  test('leaves what came from the origin after the purge alone', () => {
    const caches = new SiteCaches();
    caches.purge({ target, arrivesUs }, 50);
    caches.at(1).put('u', { ...copy, storedUs: 101 }, null);
    caches.at(2).put('u', { ...copy, storedUs: 310, born: { atUs: 305, site: 'upper' } }, null);
    expect(caches.at(1).match('u', 400, null)?.body).toBe('old');
    expect(caches.at(2).match('u', 400, null)?.body).toBe('old');
  });
});
