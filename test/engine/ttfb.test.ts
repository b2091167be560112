// The time to first byte obeys the formulas of the handshakes exactly, and its phases add up to it without gap or overlap.
import { beforeAll, describe, expect, test } from 'vitest';
import { regionById } from '../../topology/catalog.ts';
import { createRttModel } from '../../topology/rtt.ts';
import { Geography } from '../../sim/entities/geography.ts';
import { approach } from '../../sim/network/connection.ts';
import type { FinishedJourney, PhaseKind } from '../../sim/trial-record.ts';
import { type Cost, trial, type TrialRun } from './trial-bench.ts';

const SOURCE = `export default { fetch(request) { return new Response(request.url); } };`;
const STREAMING = `const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export default {
  async fetch(request) {
    await later(20);
    const { readable, writable } = new TransformStream();
    (async () => {
      const writer = writable.getWriter();
      for (let i = 0; i < 5; i++) { await later(200); await writer.write(new Uint8Array(1000)); }
      await writer.close();
    })();
    return new Response(readable);
  },
};`;
const COST: Cost = { cpuUs: [700, 1500, 9000], evaluateMs: 3, firstRequestExtraMs: 2 };
/** One process serves everyone, so that requests queue; users pause long enough to lose their connections now and then. */
const SCENARIO = {
  rate: '60/s',
  window: '10s',
  network: { keepAlive: '2s' },
  sessions: { requests: 4, thinkTime: '1s' },
  arms: {
    origin: { platform: 'node-origin', options: { servers: 1 } },
    cdn: { platform: 'cloudflare-cdn', options: { servers: 1 } },
    edge: { platform: 'cloudflare-workers' },
  },
};

function phaseUs(journey: FinishedJourney, ...kinds: PhaseKind[]): number {
  return journey.phases
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0);
}

function handshakes(run: TrialRun): { fresh: FinishedJourney[]; reused: FinishedJourney[] } {
  const fresh = run.journeys.filter(({ newConnection }) => newConnection);
  const reused = run.journeys.filter(({ newConnection }) => !newConnection);
  expect(fresh.length).toBeGreaterThan(100);
  expect(reused.length).toBeGreaterThan(100);
  return { fresh, reused };
}

/** On a reused connection: how long the request waited for the handshake that an earlier request had begun. */
function waitUs(journey: FinishedJourney): number {
  return journey.newConnection ? 0 : phaseUs(journey, 'connect');
}

describe.each([
  ['tcp-tls1.3', 3],
  ['tcp-tls1.2', 4],
  ['quic', 2],
])('over %s', (transport, roundTrips) => {
  const scenario = { ...SCENARIO, network: { ...SCENARIO.network, transport } };

  test(`an origin's first byte comes after DNS, ${roundTrips} round trips and the server's work; on a reused connection after one`, async () => {
    const { fresh, reused } = handshakes(
      await trial({ source: SOURCE, arm: 'origin', scenario, cost: COST }),
    );
    for (const one of fresh) {
      expect(one.ttfbUs).toBe(phaseUs(one, 'dns') + roundTrips * one.rttUs + one.queueUs + one.cpuUs);
    }
    for (const one of reused) expect(one.ttfbUs).toBe(waitUs(one) + one.rttUs + one.queueUs + one.cpuUs);
    expect(fresh.some(({ queueUs }) => queueUs > 0)).toBe(true);
  });

  test(`behind a CDN it comes after DNS, ${roundTrips} round trips to the PoP, one from there to the origin, and the work of both`, async () => {
    const run = await trial({ source: SOURCE, arm: 'cdn', scenario, cost: COST });
    const { pops } = new Geography(run.plan);
    const region = regionById('aws:us-east-1');
    const backboneUs = createRttModel({})
      .matrixMs(pops, [region], 'backbone')
      .map((ms) => Math.round(1000 * ms));
    const { fresh, reused } = handshakes(run);
    for (const one of [...fresh, ...reused]) {
      const toPopUs = one.newConnection
        ? phaseUs(one, 'dns') + roundTrips * one.rttUs
        : waitUs(one) + one.rttUs;
      // Each way is rounded up to a whole microsecond. The PoP's own work is 0.5 ms.
      const toOriginUs = 2 * Math.ceil((backboneUs[one.pop] ?? Number.NaN) / 2);
      expect(one.ttfbUs).toBe(toPopUs + 500 + toOriginUs + one.queueUs + one.cpuUs);
    }
  });

  test('at the edge it comes after the handshakes, the way to the shard server, the cold start and the work', async () => {
    const run = await trial({ source: SOURCE, arm: 'edge', scenario, cost: COST });
    const { fresh, reused } = handshakes(run);
    const hops = new Set<number>();
    for (const one of [...fresh, ...reused]) {
      const toPopUs = one.newConnection
        ? phaseUs(one, 'dns') + roundTrips * one.rttUs
        : waitUs(one) + one.rttUs;
      hops.add(one.ttfbUs - (toPopUs + one.coldUs + one.queueUs + one.cpuUs));
    }
    expect(hops).toEqual(new Set([0, 500]));
  });
});

describe('DNS', () => {
  test('is asked once in a session and takes a round trip on the access network and a millisecond', async () => {
    const { fresh } = handshakes(await trial({ source: SOURCE, arm: 'origin', scenario: SCENARIO }));
    const asked = Map.groupBy(
      fresh.filter((one) => phaseUs(one, 'dns') > 0),
      ({ id }) => Math.floor(id / 256),
    );
    expect([...asked.values()].every((journeys) => journeys.length === 1)).toBe(true);
    expect(asked.size).toBeLessThan(fresh.length);
    const times = [...asked.values()].map(([one]) => (one === undefined ? 0 : phaseUs(one, 'dns')));
    expect(Math.min(...times)).toBeGreaterThan(1000);
  });
});

describe('phases', () => {
  let runs: TrialRun[] = [];
  beforeAll(async () => {
    runs = [];
    for (const arm of ['origin', 'cdn', 'edge']) {
      for (const source of [SOURCE, STREAMING])
        runs.push(await trial({ source, arm, scenario: SCENARIO, cost: COST }));
    }
  });

  test('begin with the first packet, follow one another without gap or overlap, and end with the first byte', () => {
    for (const { phases, ttfbUs } of runs.flatMap(({ journeys }) => journeys)) {
      expect(phases.map(({ startUs }) => startUs)).toEqual([
        0,
        ...phases.slice(0, -1).map(({ endUs }) => endUs),
      ]);
      expect(phases.at(-1)?.endUs).toBe(ttfbUs);
    }
  });

  test('of a streamed body end with its first chunk, 220 ms after the request; four more take 800 ms', () => {
    for (const { journeys, record } of runs.filter((_run, index) => index % 2 === 1)) {
      expect(Object.keys(record.outcomes)).toEqual(['ok']);
      for (const { ttfbUs, totalUs, rttUs } of journeys) {
        expect(ttfbUs).toBeGreaterThanOrEqual(220_000 + rttUs);
        expect(totalUs - ttfbUs).toBeGreaterThanOrEqual(800_000);
      }
    }
  });
});

describe('a connection', () => {
  test('is kept for its time after the last byte of its requests, however long they took', async () => {
    const slow = `export default { fetch: () => new Promise((done) => setTimeout(() => done(new Response('x')), 3000)) };`;
    const patient = { ...SCENARIO, window: '30s', sessions: { requests: 8, thinkTime: '4s', roaming: '0%' } };
    const network = { keepAlive: '2s', routing: 'nearest' };
    for (const arm of ['origin', 'edge']) {
      const { journeys } = await trial({ source: slow, arm, scenario: { ...patient, network } });
      const sessions = Map.groupBy(journeys, ({ id }) => Math.floor(id / 256));
      const kept = [...sessions.values()].flatMap((session) => {
        const inOrder = session.toSorted((a, b) => a.id - b.id);
        // A session from before time zero may have requests under way that nobody saw.
        if ((inOrder[0]?.id ?? 0) % 256 !== 0) return [];
        return inOrder.slice(1).map((one, i) => {
          const lastEndUs = Math.max(
            ...inOrder.slice(0, i + 1).map((before) => before.startUs + before.totalUs),
          );
          expect(one.newConnection).toBe(one.startUs >= lastEndUs + 2_000_000);
          return one.startUs - lastEndUs;
        });
      });
      // Some come while a request is under way, some within the time, some after it.
      expect(kept.filter((us) => us < 0).length).toBeGreaterThan(50);
      expect(kept.filter((us) => us >= 0 && us < 2_000_000).length).toBeGreaterThan(50);
      expect(kept.filter((us) => us >= 2_000_000).length).toBeGreaterThan(50);
    }
  });

  test('carries no request before its handshake is done', async () => {
    const eager = { ...SCENARIO, sessions: { requests: 10, thinkTime: '100ms' } };
    for (const arm of ['origin', 'edge']) {
      const { journeys } = await trial({ source: SOURCE, arm, scenario: eager });
      const sessions = Map.groupBy(journeys, ({ id }) => Math.floor(id / 256));
      let early = 0;
      for (const session of sessions.values()) {
        // A session from before time zero has its connection already.
        let openUs = 0;
        for (const one of session.toSorted((a, b) => a.id - b.id)) {
          const sentUs = one.startUs + phaseUs(one, 'dns', 'connect', 'tls');
          if (one.newConnection) openUs = sentUs;
          else if (one.startUs < openUs) early++;
          expect(sentUs).toBeGreaterThanOrEqual(openUs);
        }
      }
      expect(early).toBeGreaterThan(50);
    }
  });

  test('takes one round trip for TCP and one for TLS 1.3, two for TLS 1.2, one for QUIC with TLS, none when it is open', () => {
    const way = (transport: 'tcp-tls1.3' | 'tcp-tls1.2' | 'quic', newConnection = true) =>
      approach({ rttUs: 100_001, newConnection, dnsUs: 9000, transport, openInUs: 0 });
    expect(way('tcp-tls1.3')).toEqual({
      dnsEndUs: 9000,
      connectEndUs: 109_001,
      tlsEndUs: 209_002,
      arriveUs: 259_003,
      helloAheadUs: 100_001,
    });
    expect(way('tcp-tls1.2')).toMatchObject({
      connectEndUs: 109_001,
      tlsEndUs: 309_003,
      helloAheadUs: 200_002,
    });
    expect(way('quic')).toMatchObject({ connectEndUs: 109_001, tlsEndUs: 109_001, helloAheadUs: 100_001 });
    expect(way('tcp-tls1.3', false)).toMatchObject({
      dnsEndUs: 0,
      tlsEndUs: 0,
      arriveUs: 50_001,
      helloAheadUs: 0,
    });
  });
});
