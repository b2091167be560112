// Journeys of the synthetic run: the same requests for three arms, with plausible phases.
import type { JourneyResult, PhaseKind } from '../../reports/result.ts';
import { exponential, labelHash, lognormal, uniform } from '../../sim/random.ts';
import type { SyntheticWorld } from './synthetic-world.ts';

/** The arms of the synthetic run. */
export const ARM_NAMES = ['origin', 'cdn', 'edge'] as const;
export type ArmName = (typeof ARM_NAMES)[number];

/** A request as all arms see it. */
export interface SyntheticRequest {
  readonly id: number;
  readonly seed: number;
  readonly startMs: number;
  readonly user: number;
  readonly accessMs: number;
  readonly fresh: boolean;
  readonly write: boolean;
}

/** A journey with what the summary counts. */
export interface SyntheticJourney {
  readonly journey: JourneyResult;
  readonly user: number;
  /** Index of the PoP, or -1 when the origin itself answered. */
  readonly pop: number;
  readonly coldStartMs: number;
  readonly originRequests: number;
  readonly originBytes: number;
  readonly kvHit: boolean;
  readonly staleMs: number;
}

const LABEL = {
  user: labelHash('user'),
  start: labelHash('start'),
  access: labelHash('access'),
  fresh: labelHash('fresh'),
  write: labelHash('write'),
  cpu: labelHash('cpu'),
  hit: labelHash('hit'),
  cold: labelHash('cold'),
  store: labelHash('store'),
  queue: labelHash('queue'),
} as const;

/** The requests of one seed: fixed before any arm runs. */
export function syntheticRequests(
  world: SyntheticWorld,
  options: { seed: number; count: number; windowMs: number },
): SyntheticRequest[] {
  const { seed, count, windowMs } = options;
  const cumulative: number[] = [];
  let total = 0;
  for (const user of world.users) cumulative.push((total += user.weight));
  return Array.from({ length: count }, (_, id) => {
    const point = uniform(seed, id, LABEL.user) * total;
    return {
      id,
      seed,
      startMs: uniform(seed, id, LABEL.start) * windowMs,
      user: Math.max(
        0,
        cumulative.findIndex((edge) => edge >= point),
      ),
      accessMs: Math.min(180, lognormal(11, 0.75, seed, id, LABEL.access)),
      fresh: uniform(seed, id, LABEL.fresh) < 0.34,
      write: uniform(seed, id, LABEL.write) < 0.05,
    };
  });
}

class Timeline {
  readonly phases: { kind: PhaseKind; startMs: number; endMs: number; note?: string }[] = [];
  nowMs = 0;

  add(kind: PhaseKind, ms: number, note?: string): void {
    if (ms <= 0) return;
    const phase = { kind, startMs: round(this.nowMs), endMs: round(this.nowMs + ms) };
    this.phases.push(note === undefined ? phase : { ...phase, note });
    this.nowMs += ms;
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** What one arm makes of one request. */
export function syntheticJourney(
  world: SyntheticWorld,
  arm: ArmName,
  request: SyntheticRequest,
): SyntheticJourney {
  const { seed, id } = request;
  const user = world.users[request.user];
  const pop = user === undefined ? undefined : world.pops[user.pop];
  if (user === undefined || pop === undefined) throw new Error('a request without a user');
  const rttMs = request.accessMs + (arm === 'origin' ? user.originRttMs : user.popRttMs);
  const line = new Timeline();
  if (request.fresh) {
    line.add('dns', 2 + request.accessMs);
    line.add('connect', rttMs);
    line.add('tls', rttMs);
  }
  line.add('uplink', rttMs / 2);
  const backboneMs = pop.originRttMs;
  const cpuMs = lognormal(1.4, 0.4, seed, id, LABEL.cpu);
  const hit = uniform(seed, id, LABEL.hit) < 0.81;
  let coldStartMs = 0;
  let originRequests = 1;
  let originBytes = 2900;
  if (arm === 'edge') {
    const quiet = 0.004 + 0.05 * Math.exp(-user.weight / 400000);
    if (uniform(seed, id, LABEL.cold) < quiet) coldStartMs = lognormal(6.5, 0.35, seed, id, LABEL.cold, 1);
    line.add('coldStart', coldStartMs);
    line.add('cpu', cpuMs);
    const storeMs = hit ? lognormal(1.6, 0.6, seed, id, LABEL.store) : backboneMs + 5;
    line.add('store', storeMs, hit ? 'FLAGS.get: colo cache' : 'USERS.get: central store');
    originRequests = (hit ? 0 : 1) + (request.write ? 1 : 0);
    originBytes = originRequests * 420;
  } else {
    const queueMs = uniform(seed, id, LABEL.queue) < 0.2 ? exponential(3, seed, id, LABEL.queue, 1) : 0;
    if (arm === 'cdn') {
      line.add('subrequest', backboneMs + queueMs + cpuMs + 1.2, 'https://origin/: 1 round trip');
    } else {
      line.add('queue', queueMs);
      line.add('cpu', cpuMs);
      line.add('store', 1.2, 'USERS.get: same region');
    }
  }
  line.add('downlink', rttMs / 2);
  const ttfbMs = round(line.nowMs);
  const stale = arm === 'edge' && hit && uniform(seed, id, LABEL.hit, 1) < 0.012;
  return {
    user: request.user,
    pop: arm === 'origin' ? -1 : user.pop,
    coldStartMs,
    originRequests,
    originBytes,
    kvHit: hit,
    staleMs: stale ? exponential(22000, seed, id, LABEL.hit, 2) : 0,
    journey: {
      id,
      seed,
      startMs: round(request.startMs),
      class: request.write ? 'save' : 'page',
      user: { id: user.id, name: user.name, country: user.country, lat: user.lat, lon: user.lon },
      pop: arm === 'origin' ? 'us-east-1' : pop.code,
      method: request.write ? 'POST' : 'GET',
      path: request.write ? '/settings' : '/home',
      status: 200,
      outcome: 'ok',
      cold: coldStartMs > 0,
      cache: 'bypass',
      newConnection: request.fresh,
      rttMs: round(rttMs),
      ttfbMs,
      totalMs: round(ttfbMs + 1.5),
      phases: line.phases,
    },
  };
}
