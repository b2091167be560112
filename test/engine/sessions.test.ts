// Requests come at the stated rate from the first second on, in sessions of the stated length and pace.
import { describe, expect, test } from 'vitest';
import { Geography } from '../../sim/entities/geography.ts';
import { journeyIdOf, NEVER, type Session, Sessions } from '../../sim/entities/sessions.ts';
import { studentT95 } from '../../sim/metrics/interval.ts';
import type { Bundle } from '../../sim/runtime/types.ts';
import { planOf, type ScenarioInput, trial } from './trial-bench.ts';

const BUNDLE = { digest: 'none' } as Bundle;
const RATE = 40;
const SCENARIO = { rate: `${RATE}/s`, users: { from: { cities: ['Lyon,FR'] }, count: 1000 } };

interface Sent {
  readonly session: Session;
  readonly n: number;
  readonly atUs: number;
}

/** All requests of a workload up to an instant, as the engine takes them. */
function requestsOf(scenario: ScenarioInput, options: { seed: number; untilUs: number }): Sent[] {
  const plan = planOf({ ...SCENARIO, ...scenario }, BUNDLE);
  const sessions = new Sessions(plan, new Geography(plan), options.seed);
  const sent: Sent[] = [];
  while (sessions.peekUs() < options.untilUs) {
    const session = sessions.take();
    if (session === null) continue;
    do {
      if (session.nextUs < options.untilUs) sent.push({ session, n: session.next, atUs: session.nextUs });
    } while (sessions.advance(session));
  }
  return sent;
}

/** Whether zero lies in the 99 % interval of a mean over seeds; with 40 seeds Student's t is 2.708 at 99 %, 2.023 at 95 %. */
function looksZero(differences: readonly number[]): boolean {
  const n = differences.length;
  const mean = differences.reduce((sum, one) => sum + one, 0) / n;
  const squares = differences.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  const half = (2.708 / 2.023) * studentT95(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return Math.abs(mean) < half;
}

const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);

describe('the rate of requests', () => {
  test.each([
    ['in sessions of four', { requests: 4, thinkTime: '10s' }],
    ['one by one', { requests: 1, thinkTime: '10s' }],
    ['in long sessions', { requests: 30, thinkTime: '2s' }],
    ['in sessions so long that the longest are cut', { requests: 200, thinkTime: '1s' }],
  ])('is the stated one, %s', (_how, sessions) => {
    const untilUs = 300e6;
    const differences = SEEDS.map((seed) => {
      const sent = requestsOf({ sessions }, { seed, untilUs });
      return sent.length / (untilUs / 1e6) - RATE;
    });
    expect(looksZero(differences)).toBe(true);
  });

  test('is the same in the first tenth of the window as in the last', () => {
    const untilUs = 200e6;
    const differences = SEEDS.map((seed) => {
      const sent = requestsOf({}, { seed, untilUs });
      const first = sent.filter(({ atUs }) => atUs < untilUs / 10).length;
      const last = sent.filter(({ atUs }) => atUs >= 0.9 * untilUs).length;
      return first - last;
    });
    expect(looksZero(differences)).toBe(true);
  });

  test('begins at time zero, with sessions that are under way already', () => {
    const sent = requestsOf({}, { seed: 1, untilUs: 20e6 });
    expect(Math.min(...sent.map(({ atUs }) => atUs))).toBeGreaterThanOrEqual(0);
    expect(Math.min(...sent.map(({ atUs }) => atUs))).toBeLessThan(1e6);
    // Three pauses of 10 s on average: of those met in the first second, most sessions began earlier.
    const early = sent.filter(({ atUs }) => atUs < 1e6);
    expect(early.filter(({ n }) => n > 0).length).toBeGreaterThan(early.length / 2);
  });
});

test('sessions that are under way at time zero have their connections: no more new ones come early than late', async () => {
  const differences: number[] = [];
  for (const seed of SEEDS) {
    const { journeys } = await trial({
      source: `export default { fetch: () => new Response('fine') };`,
      arm: seed % 2 === 0 ? 'origin' : 'edge',
      seed,
      scenario: { ...SCENARIO, window: '50s', sessions: { requests: 6, thinkTime: '4s', roaming: '20%' } },
    });
    const newShare = (fromUs: number, toUs: number): number => {
      const some = journeys.filter(({ startUs }) => startUs >= fromUs && startUs < toUs);
      return some.filter(({ newConnection }) => newConnection).length / some.length;
    };
    differences.push(newShare(0, 5e6) - newShare(45e6, 50e6));
  }
  expect(looksZero(differences)).toBe(true);
});

describe('a session', () => {
  const sent = requestsOf(
    { sessions: { requests: 4, thinkTime: '5s', roaming: '25%' } },
    { seed: 3, untilUs: 2000e6 },
  );
  const whole = [...Map.groupBy(sent, ({ session }) => session.number).values()].filter(
    (list) => list[0]?.n === 0 && list.length === list[0].session.requests,
  );

  test('has a geometric number of requests: each one is the last with the same chance', () => {
    // With a mean of 4, one session in four ends after each request.
    expect(whole.length).toBeGreaterThan(15_000);
    for (let n = 1; n <= 8; n++) {
      const reached = whole.filter((list) => list.length >= n).length;
      const ended = whole.filter((list) => list.length === n).length;
      expect(Math.abs(ended / reached - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / reached));
    }
  });

  test('pauses between requests as long as stated on average, and never goes back in time', () => {
    const pauses = whole.flatMap((list) => list.slice(1).map(({ atUs }, i) => atUs - (list[i]?.atUs ?? 0)));
    const mean = pauses.reduce((sum, one) => sum + one, 0) / pauses.length;
    // An exponential pause varies as much as its mean.
    expect(Math.abs(mean / 5e6 - 1)).toBeLessThan(4 / Math.sqrt(pauses.length));
    expect(Math.min(...pauses)).toBeGreaterThan(0);
  });

  test('moves to another PoP half-way in the stated share of cases', () => {
    const roaming = whole.filter((list) => (list[0]?.session.roamsAt ?? NEVER) < NEVER);
    expect(Math.abs(roaming.length / whole.length - 0.25)).toBeLessThan(
      4 * Math.sqrt((0.25 * 0.75) / whole.length),
    );
    for (const list of roaming) expect(list[0]?.session.roamsAt).toBe(Math.ceil(list.length / 2));
  });

  test('belongs to one user, who lives in one place and has one access network', () => {
    const users = Map.groupBy(whole, (list) => list[0]?.session.user);
    expect(users.size).toBeGreaterThan(990);
    for (const visits of users.values()) {
      const kinds = visits.map((list) => {
        const { place, access, accessRttUs } = list[0]?.session ?? {};
        return `${place} ${access} ${accessRttUs}`;
      });
      expect(new Set(kinds).size).toBe(1);
    }
  });
});

test('every request has a number of its own, the same for the same seed', () => {
  const plan = planOf(SCENARIO, BUNDLE);
  const geography = new Geography(plan);
  const idsOf = (): number[] => {
    const sessions = new Sessions(plan, geography, 9);
    const ids: number[] = [];
    for (let i = 0; i < 3000; i++) {
      const session = sessions.take();
      if (session === null) continue;
      do ids.push(journeyIdOf(session));
      while (sessions.advance(session));
    }
    return ids;
  };
  const ids = idsOf();
  expect(new Set(ids).size).toBe(ids.length);
  expect(idsOf()).toEqual(ids);
});
