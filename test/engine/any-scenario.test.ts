// Whatever the scenario: no request is lost, phases add up, times are in order, every arm sees the same users, and both kernels agree.
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '../../sim/runtime/types.ts';
import { bundleSource } from '../runtime/run.ts';
import { type ScenarioInput, trialOfBundle, type TrialRun } from './trial-bench.ts';

/** Does something different for each request: reads, writes, streams, waits, fails, hangs, goes on after the response. */
const SOURCE = `const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const shared = new Map();
export default {
  async fetch(request, env, ctx) {
    const dice = Math.floor(Math.random() * 12);
    const key = 'key' + Math.floor(Math.random() * 5);
    if (request.method === 'POST') {
      const body = await request.text();
      await env.KV.put(key, body + dice);
      return new Response(body);
    }
    switch (dice) {
      case 0: throw new Error('zero');
      case 1: return new Promise(() => {});
      case 2: ctx.waitUntil(later(300).then(() => env.KV.put(key, 'later')));
      case 3: return new Response(new ReadableStream({
        async pull(controller) { await later(40); controller.enqueue(new Uint8Array(3000)); if (Math.random() < 0.3) controller.close(); },
      }));
      case 4: await later(1000 * Math.random());
      case 5: return new Response('x'.repeat(1e5 * Math.random()), { headers: { 'cache-control': 'public, max-age=2' } });
      case 6: shared.set(key, shared.get(key) ?? env.KV.get(key)); return new Response(await shared.get(key));
      case 7: return new Response(null, { status: 304 });
      default: return Response.json(await Promise.all([env.KV.get(key), env.KV.get('other'), caches.default.match(request.url)]));
    }
  },
};`;

const ARMS = {
  origin: { platform: 'node-origin', stores: { KV: { kind: 'regional-kv' } } },
  cdn: { platform: 'cloudflare-cdn', options: { servers: 1 }, stores: { KV: { kind: 'regional-kv' } } },
  edge: { platform: 'cloudflare-workers', options: { idleEviction: '1s', coldStart: '30ms' } },
};

const fault = fc
  .record({
    what: fc.constantFrom(
      { cut: 'Red Sea' },
      { close: 'LHR' },
      { close: 'SIN' },
      { close: 'aws:eu-west-1' },
      { close: 'aws:us-east-1' },
    ),
    from: fc.integer({ min: 0, max: 6 }),
    takes: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ what, from, takes }) => ({ ...what, from: `${from}s`, to: `${from + takes}s` }));

const scenarios: fc.Arbitrary<ScenarioInput> = fc.record({
  rate: fc.constantFrom('5/s', '30/s', '80/s'),
  window: fc.constantFrom('3s', '8s'),
  warmup: fc.constantFrom('0s', '2s'),
  users: fc.constantFrom({ count: 10 }, { count: 1000, access: { 'geo-satellite': '50%', fibre: '50%' } }),
  sessions: fc.record({
    requests: fc.constantFrom(1, 3, 20),
    thinkTime: fc.constantFrom('0s', '50ms', '2s'),
    roaming: fc.constantFrom('0%', '100%'),
  }),
  network: fc.record({
    routing: fc.constantFrom('anycast', 'nearest', 'lowest-rtt'),
    transport: fc.constantFrom('tcp-tls1.3', 'tcp-tls1.2', 'quic'),
    keepAlive: fc.constantFrom('0s', '500ms', '60s'),
    bandwidth: fc.constantFrom('1Mbps', '100Mbps'),
  }),
  faults: fc.array(fault, { maxLength: 2 }),
  requests: fc.constant([
    { name: 'read', weight: 4, get: '/{user}' },
    { name: 'write', weight: 1, post: '/{user}', body: 'session {session}' },
  ]),
  stores: fc.constantFrom(
    { KV: { kind: 'workers-kv', home: 'aws:us-east-1' } },
    { KV: { kind: 'regional-kv', home: 'aws:eu-west-1' } },
  ),
  arms: fc.constant(ARMS),
});

function requestsIn({ record }: TrialRun): number {
  return record.counters['requests'] ?? 0;
}

describe('in any scenario', () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await bundleSource(SOURCE);
  });

  const inAllArms = (scenario: ScenarioInput, seed: number): Promise<TrialRun[]> =>
    Promise.all(
      Object.keys(ARMS).map((arm) =>
        trialOfBundle({ scenario, arm, seed, cost: { cpuUs: [0, 50, 4000], evaluateMs: 2 } }, bundle),
      ),
    );

  test('every request comes to one outcome, and all arms have the same ones', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, fc.nat({ max: 1000 }), async (scenario, seed) => {
        const runs = await inAllArms(scenario, seed);
        for (const run of runs) {
          const { outcomes, counters, requestsByPlace } = run.record;
          expect(Object.values(outcomes).reduce((sum, one) => sum + one, 0)).toBe(requestsIn(run));
          expect(requestsByPlace.reduce((sum, one) => sum + one, 0)).toBe(requestsIn(run));
          expect(requestsIn(run)).toBe(requestsIn(runs[0] as TrialRun));
          expect(counters['ok'] ?? 0).toBe(outcomes['ok'] ?? 0);
          expect(new Set(run.journeys.map(({ id }) => id)).size).toBe(run.journeys.length);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('phases run from the first packet to the first byte, the last byte comes no sooner, and nothing is negative', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, fc.nat({ max: 1000 }), async (scenario, seed) => {
        for (const run of await inAllArms(scenario, seed)) {
          for (const {
            phases,
            ttfbUs,
            totalUs,
            rttUs,
            queueUs,
            cpuUs,
            coldUs,
            responseBytes,
          } of run.journeys) {
            expect(phases.map(({ startUs }) => startUs)).toEqual([
              0,
              ...phases.slice(0, -1).map(({ endUs }) => endUs),
            ]);
            expect(phases.at(-1)?.endUs).toBe(ttfbUs);
            expect(ttfbUs).toBeGreaterThanOrEqual(rttUs);
            expect(totalUs).toBeGreaterThanOrEqual(ttfbUs);
            for (const figure of [queueUs, cpuUs, coldUs, responseBytes, rttUs]) {
              expect(figure).toBeGreaterThanOrEqual(0);
              expect(Number.isInteger(figure)).toBe(true);
            }
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  test('the reference kernel gives the same record', async () => {
    await fc.assert(
      fc.asyncProperty(
        scenarios,
        fc.nat({ max: 1000 }),
        fc.constantFrom(...Object.keys(ARMS)),
        async (scenario, seed, arm) => {
          const records = await Promise.all(
            (['packed', 'simjs'] as const).map(async (kernel) => {
              const run = await trialOfBundle(
                { scenario, arm, seed, kernel, cost: { cpuUs: [0, 0, 700] } },
                bundle,
              );
              return JSON.stringify(run.record);
            }),
          );
          expect(records[1] === records[0]).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });
});
