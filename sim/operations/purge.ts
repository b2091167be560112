// Purging the HTTP caches of an arm: at an instant that the scenario names, or because code asks for it, and how long until each cache has heard.
import type { HandlerCall, RunsAt } from '../entities/handler-call.ts';
import { type CacheSite, type PurgeTarget, wholeUrl } from '../entities/purges.ts';
import { backgroundKey, EVENT } from '../events.ts';
import type { Figure } from '../platforms/platform.ts';
import { labelHash, lognormal } from '../random.ts';
import type { OperationEmission } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import type { World } from '../world.ts';
import { answerLater } from './answer.ts';
import { outgoing } from './outgoing.ts';
import { oneWayUs } from './travel.ts';

const MEASURED = 'cdnplanet.com, purge times measured hourly';
const retrieved = '2026-11-22';
/** Standard normal quantile of nine in ten. */
const NORMAL_P90 = 1.2816;

function figure(name: string, value: number, source: string, confidence: Figure['confidence']): Figure {
  return { name: `Purge: ${name}`, value, unit: 'ms', source, retrieved, confidence };
}

/** Until a site has carried a purge out: median and the time within which nine of ten have, a lognormal between. By PoP network. */
const PURGE_FIGURES = {
  cloudflare: {
    medianMs: figure(
      'Cloudflare, until half of the sites have it',
      150,
      'blog.cloudflare.com/instant-purge (2024-09): below 150 ms at the median',
      'documented',
    ),
    p90Ms: figure(
      'Cloudflare, until nine of ten sites have it',
      1000,
      `${MEASURED}: p90 1 s, p99 3 to 10 s`,
      'measured',
    ),
  },
  cloudfront: {
    medianMs: figure(
      'CloudFront, until half of the sites have it',
      3500,
      `${MEASURED}: 3 to 4 s`,
      'measured',
    ),
    p90Ms: figure(
      'CloudFront, until nine of ten sites have it',
      7000,
      `${MEASURED}: 4 to 10 s, p99 5 to 15 s`,
      'measured',
    ),
  },
  fastly: {
    medianMs: figure(
      'Fastly, until half of the sites have it',
      150,
      'fastly.com blog (2024): 150 ms worldwide',
      'documented',
    ),
    p90Ms: figure(
      'Fastly, until nine of ten sites have it',
      1000,
      'none published; as for Cloudflare',
      'assumed',
    ),
  },
} as const satisfies Record<string, { readonly medianMs: Figure; readonly p90Ms: Figure }>;

/** The figures of a PoP network; one of which nothing is known counts as Cloudflare's. */
export function purgeFigures(popNetwork: string): { readonly medianMs: Figure; readonly p90Ms: Figure } {
  const known = Object.keys(PURGE_FIGURES).find((name) => popNetwork.startsWith(name));
  return PURGE_FIGURES[(known ?? 'cloudflare') as keyof typeof PURGE_FIGURES];
}

/** Work of the interface that takes a purge. */
export const API_FIGURE: Figure = {
  name: 'Purge: work of a call of the interface',
  value: 50,
  unit: 'ms',
  source: 'none published',
  retrieved,
  confidence: 'assumed',
};

const LABEL = labelHash('purge');

/** Lets the purges of the scenario happen in their time, each sent from the arm's region. */
export function schedulePurges(world: World): void {
  const { plan, geography, arm } = world;
  for (const { atMs, target } of plan.purges ?? []) {
    const from = { site: geography.pops.length, region: arm.region };
    const slot = world.errands.add(() => purge(world, from, target));
    const key = backgroundKey(world.counters.background++);
    world.kernel.scheduleRare(atMs * US_PER_MS, key, EVENT.errand, slot, 0);
  }
}

/** Sends a purge to every cache, and counts how long each PoP that holds such a copy goes on with it. */
function purge(world: World, from: RunsAt, target: PurgeTarget): void {
  const { seed, caches, kernel, arm, recorder } = world;
  const { medianMs, p90Ms } = purgeFigures(arm.popNetwork);
  const sigma = Math.log(p90Ms.value / medianMs.value) / NORMAL_P90;
  const nowUs = kernel.nowUs();
  const number = caches.purges;
  const arrivals = new Map<CacheSite, number>();
  const arrivesUs = (site: CacheSite): number => {
    const known = arrivals.get(site);
    if (known !== undefined) return known;
    const n = typeof site === 'number' ? site : labelHash(site);
    const afterUs = Math.round(lognormal(medianMs.value, sigma, seed, number, LABEL, n) * US_PER_MS);
    const us = nowUs + Math.max(wayUs(world, from, site), afterUs);
    arrivals.set(site, us);
    return us;
  };
  const holders = caches.purge({ target, arrivesUs }, nowUs);
  // A PoP that has forgotten its copy gets the same again from a tier that has not.
  const tiersUs = Math.max(0, ...holders.filter((site) => typeof site === 'string').map(arrivesUs));
  const lagsUs = holders
    .filter((site) => typeof site === 'number')
    .map((site) => Math.max(arrivesUs(site), tiersUs) - nowUs)
    .filter(Number.isFinite);
  if (!recorder.inWindow(nowUs)) return;
  recorder.count('purges', 1);
  for (const lagUs of lagsUs) recorder.timed('purge.lag', nowUs, lagUs);
  if (lagsUs.length > 0) recorder.timed('purge.last', nowUs, Math.max(...lagsUs));
}

/** One way from where a purge is sent to a cache; a tier for several sites stands at the PoP nearest to its region. */
function wayUs(world: World, from: RunsAt, site: CacheSite): number {
  const { geography, kernel } = world;
  if (typeof site === 'string') return oneWayUs(world, from, site.slice(site.indexOf(' ') + 1));
  const epoch = geography.epochIndexAt(kernel.nowUs());
  const rttUs =
    from.region === null
      ? geography.popToPopUs(epoch, from.site, site)
      : (geography.popToRegionUs(epoch, from.region)[site] ?? 0);
  return Math.ceil(rttUs / 2);
}

const API = 'api.cloudflare.com';
const PATH = /^\/client\/v4\/zones\/[^/]+\/purge_cache$/;
const NOTHING = 'Request must contain one of "purge_everything", "files", "tags", "hosts" or "prefixes"';

/** `POST https://api.cloudflare.com/client/v4/zones/<id>/purge_cache`; false for any other request, and where the scenario says what that host answers. */
export function fetchPurge(world: World, call: HandlerCall, emission: OperationEmission): boolean {
  const { host, pathname } = new URL(emission.key);
  if (host !== API || !PATH.test(pathname) || Object.hasOwn(world.plan.hosts, API)) return false;
  const { method, body } = outgoing(emission);
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : (body ?? '');
  const target = method === 'POST' ? targetIn(text) : null;
  if (target !== null) purge(world, call.at, target);
  const said = {
    success: target !== null,
    errors: target === null ? [{ code: 1012, message: NOTHING }] : [],
    messages: [],
    result: target === null ? null : { id: 'any' },
  };
  const headers = ['content-type', 'application/json'];
  const metaJson = JSON.stringify({ status: target === null ? 400 : 200, statusText: '', headers });
  const answer = { ok: true, value: JSON.stringify(said), metaJson } as const;
  const { opId } = emission;
  const afterUs = API_FIGURE.value * US_PER_MS;
  answerLater(world, call, { opId, afterUs, answer, phase: 'subrequest', note: `fetch ${emission.key}` });
  return true;
}

/** What a request asks to purge; null for nothing. */
function targetIn(body: string): PurgeTarget | null {
  let said: Readonly<Record<string, unknown>>;
  try {
    said = { ...(JSON.parse(body) as object) };
  } catch {
    return null;
  }
  const files: readonly unknown[] = Array.isArray(said['files']) ? said['files'] : [];
  const urls = files.map((file) =>
    String(typeof file === 'object' && file !== null ? Reflect.get(file, 'url') : file),
  );
  const target = {
    everything: said['purge_everything'] === true,
    urls: urls.map(wholeUrl),
    tags: textsIn(said['tags']),
    prefixes: textsIn(said['prefixes']),
    hosts: textsIn(said['hosts']),
  };
  const { everything, ...lists } = target;
  return everything || Object.values(lists).some((list) => list.length > 0) ? target : null;
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
