// Cables are cut and sites close for a while: round trips and PoPs follow, and who is cut off gets a coded outcome.
import { describe, expect, test } from 'vitest';
import { trial } from '../engine/trial-bench.ts';
import { geographyOf } from './geo-plan.ts';

const HELLO = 'export default { fetch: () => new Response("hello") };';
const FRANKFURT = 'aws:eu-central-1';

describe('a cut of the Red Sea cables', () => {
  const faults = [{ cut: 'Red Sea', from: '60s', to: '120s' }];
  const users = { from: { cities: ['Mumbai,IN', 'Berlin,DE'] } };
  const geography = geographyOf({ users, faults });
  const epochs = [0, 60, 120].map((atS) => geography.epochIndexAt(atS * 1_000_000));

  test('makes three epochs: before, during and after', () => {
    expect(epochs).toEqual([0, 1, 2]);
    expect(geography.epochIndexAt(59_999_999)).toBe(0);
  });

  test('takes Mumbai to Frankfurt round Africa, and back when it is mended', () => {
    const [before = 0, during = 0, after = 0] = epochs.map(
      (epoch) => geography.userToRegionUs(epoch, 0, FRANKFURT) / 1000,
    );
    expect(before).toBeGreaterThan(110);
    expect(before).toBeLessThan(160);
    expect(during).toBeGreaterThan(before + 100);
    expect(after).toBe(before);
  });

  test('does the same to the backbone between PoPs and the origin', () => {
    const bom = geography.pops.findIndex(({ code }) => code === 'BOM');
    const [before = 0, during = 0] = epochs.map(
      (epoch) => geography.popToRegionUs(epoch, FRANKFURT)[bom] ?? 0,
    );
    expect(during).toBeGreaterThan(before + 100_000);
  });

  test('leaves Berlin alone', () => {
    const berlin = epochs.map((epoch) => geography.userToRegionUs(epoch, 1, FRANKFURT));
    expect(new Set(berlin).size).toBe(1);
  });
});

describe('a closed PoP', () => {
  const scenario = {
    users: { from: { cities: ['Singapore,SG'] } },
    network: { routing: 'nearest' },
    faults: [{ close: 'SIN', from: '5s', to: '15s' }],
  };

  test('sends its users to the next one while it is closed', async () => {
    const { journeys } = await trial({ source: HELLO, scenario });
    const geography = geographyOf(scenario);
    const popsIn = (fromS: number, toS: number): Set<string | undefined> =>
      new Set(
        journeys
          .filter(({ startUs }) => startUs >= fromS * 1e6 && startUs < toS * 1e6)
          .map(({ pop }) => geography.pops[pop]?.code),
      );
    expect(popsIn(0, 5)).toEqual(new Set(['SIN']));
    expect(popsIn(5, 15)).not.toContain('SIN');
    expect(popsIn(5, 15).size).toBe(1);
    expect(popsIn(15, 20)).toEqual(new Set(['SIN']));
  });

  test('makes its users connect anew, there and back', async () => {
    const { journeys } = await trial({
      source: HELLO,
      scenario: { ...scenario, sessions: { requests: 20, thinkTime: '1s' } },
    });
    const newShare = (fromS: number, toS: number): number => {
      const some = journeys.filter(({ startUs }) => startUs >= fromS * 1e6 && startUs < toS * 1e6);
      return some.filter(({ newConnection }) => newConnection).length / some.length;
    };
    expect(newShare(5, 6)).toBeGreaterThan(2 * newShare(8, 15));
    expect(newShare(15, 16)).toBeGreaterThan(2 * newShare(8, 15));
  });

  test('that everybody is pinned to leaves them unreachable, counted as such', async () => {
    const { record } = await trial({
      source: HELLO,
      scenario: { ...scenario, network: { routing: 'pinned', pinnedTo: 'SIN' } },
    });
    const { requests = 0 } = record.counters;
    expect(record.outcomes['unreachable']).toBeGreaterThan(0.4 * requests);
    expect((record.outcomes['unreachable'] ?? 0) + (record.outcomes['ok'] ?? 0)).toBe(requests);
  });
});

describe('a closed origin region', () => {
  const faults = [{ close: 'aws:us-east-1', from: '5s', to: '15s' }];
  const stores = { KV: { kind: 'workers-kv' } };

  test('is unreachable for users who go there themselves', async () => {
    const { record } = await trial({ source: HELLO, arm: 'origin', scenario: { faults } });
    expect(Object.keys(record.outcomes).toSorted()).toEqual(['ok', 'unreachable']);
  });

  test('is answered for by PoPs with the status 523, also when it closes while its code runs', async () => {
    const slow =
      'export default { async fetch() { await scheduler.wait(1000); return new Response("late"); } };';
    const { record, journeys } = await trial({
      source: slow,
      arm: 'cdn',
      scenario: { faults, window: '20s' },
    });
    expect(Object.keys(record.outcomes).toSorted()).toEqual(['ok', 'originUnreachable']);
    const failed = journeys.filter(({ outcome }) => outcome === 'originUnreachable');
    expect(failed.every(({ status }) => status === 523)).toBe(true);
    expect(failed.some(({ startUs, ranHandler }) => startUs < 5e6 && ranHandler)).toBe(true);
    expect(journeys.every(({ ttfbUs, totalUs }) => Number.isFinite(ttfbUs) && Number.isFinite(totalUs))).toBe(
      true,
    );
  });

  test('fails reads of a store whose home it is, by an error that code can catch', async () => {
    const reads = `export default { async fetch(request, env) {
      try { await env.KV.get(new URL(request.url).pathname); return new Response('read'); }
      catch (error) { return new Response(error.message, { status: 503 }); }
    } };`;
    const requests = [{ name: 'read', get: '/{session}/{n}' }];
    const { record, journeys } = await trial({ source: reads, scenario: { faults, stores, requests } });
    expect(record.outcomes).toEqual({ ok: record.counters['requests'] });
    expect(journeys.filter(({ status }) => status === 503).length).toBeGreaterThan(50);
    const outside = journeys.filter(({ startUs }) => startUs < 4e6 || startUs > 15e6);
    expect(outside.every(({ status }) => status === 200)).toBe(true);
  });
});
