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
  '/silent': {},
  '/private': { 'cache-control': 'private, max-age=10' },
  '/cookie': { 'set-cookie': 'a=1', 'cache-control': 'max-age=10' },
};
export default { fetch: (request) => new Response(String(++calls), { headers: headers[new URL(request.url).pathname] ?? {} }) };`;

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
