// Bills by hand, in plain arithmetic: what a run used, times a month, minus what is included, at the list price, to the cent.
import { describe, expect, test } from 'vitest';
import { egressLine } from '../../sim/bill/aws.ts';
import { price } from '../../sim/bill/price.ts';
import { billOf, totalUsd } from '../../sim/bill/tariff.ts';
import { billed, cents, WINDOWS } from './by-hand.ts';

const READER = `export default { async fetch(request, env) { return new Response(await env.KV.get('a')); } };`;
const FROM = { source: 'a test', confidence: 'assumed' } as const;

describe('a tariff', () => {
  const line = {
    item: 'things',
    meter: 'things',
    per: 10,
    unit: 'tens',
    price: price('things', 2, 'ten', FROM),
  };

  test('multiplies what a month uses by the price, and leaves out what nobody used', () => {
    expect(billOf([line], { things: 50 }, 3)).toMatchObject([{ quantity: 15, priceUsd: 2, usd: 30 }]);
    expect(billOf([line], {}, 3)).toEqual([]);
  });

  test('takes included amounts off the month, never off below zero', () => {
    expect(totalUsd(billOf([{ ...line, included: 4 }], { things: 50 }, 3))).toBe(22);
    expect(totalUsd(billOf([{ ...line, included: 40 }], { things: 50 }, 3))).toBe(0);
  });

  test('bills each part of a quantity at the price of its step', () => {
    const steps = [
      { from: 10, usd: 1 },
      { from: 12, usd: 0.5 },
    ];
    expect(totalUsd(billOf([{ ...line, steps }], { things: 50 }, 3))).toBe(10 * 2 + 2 * 1 + 3 * 0.5);
  });

  test('adds up the countries of a line and no others', () => {
    const usage = { 'things:DE': 10, 'things:FR': 20, 'things:US': 70 };
    expect(totalUsd(billOf([{ ...line, countries: ['DE', 'FR'] }], usage, 1))).toBe(6);
  });

  test('of egress knows the region, and says so where it does not', () => {
    expect(egressLine('aws:sa-east-1').price).toMatchObject({ value: 0.15, confidence: 'documented' });
    expect(egressLine('gcp:europe-west1').price).toMatchObject({ value: 0.09, confidence: 'assumed' });
  });
});

test('a bill of Workers agrees to the cent with one computed by hand', async () => {
  const { run, bill } = await billed({
    scenario: { rate: '300/s', stores: { KV: { kind: 'workers-kv', seed: [{ key: 'a', value: 'b' }] } } },
    source: READER,
    cost: { cpuUs: [700] },
  });
  const requests = run.journeys.filter(({ startUs }) => startUs < 20_000_000).length;
  expect(requests).toBeGreaterThan(5000);
  const millions = (requests * WINDOWS) / 1e6;
  const byHand = {
    plan: 5,
    requests: (millions - 10) * 0.3,
    // Two segments of 0.7 ms: before the read, and after it.
    cpu: (millions * 2 * 0.7 - 30) * 0.02,
    reads: (millions - 10) * 0.5,
  };
  const of = (item: string): number => cents(bill.items.find((one) => one.item === item)?.usd ?? Number.NaN);
  expect(of('plan base (Workers Paid)')).toBe(500);
  expect(of('requests')).toBe(cents(byHand.requests));
  expect(of('CPU time')).toBe(cents(byHand.cpu));
  expect(of('KV reads, by key')).toBe(cents(byHand.reads));
  expect(of('wall-clock time, waiting included')).toBe(0);
  expect(cents(bill.totalUsd)).toBe(cents(byHand.plan + byHand.requests + byHand.cpu + byHand.reads));
});

test('a server in one region costs its machines, its balancer and the bytes that leave it, however long code waits', async () => {
  const { run, bill } = await billed({
    scenario: { rate: '100/s' },
    source: `export default { async fetch() { await new Promise((done) => setTimeout(done, 200)); return new Response('x'.repeat(5000)); } };`,
    arm: 'origin',
  });
  const bytes = run.journeys.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
  const gigabytes = (bytes * WINDOWS) / 1e9;
  // Four processes: two machines of two virtual CPUs each, 720 hours a month.
  const byHand =
    2 * 720 * (0.0416 + 0.005) + 720 * 0.0225 + gigabytes * 0.008 + Math.max(0, gigabytes - 100) * 0.09;
  expect(gigabytes).toBeGreaterThan(1000);
  expect(cents(bill.totalUsd)).toBe(cents(byHand));
});

test('waiting is metered as wall time, and work as CPU time', async () => {
  const { run, bill } = await billed({
    source: `export default { async fetch() { await new Promise((done) => setTimeout(done, 50)); return new Response('x'); } };`,
    cost: { cpuUs: [300] },
  });
  const runs = run.journeys.filter(({ startUs }) => startUs < 20_000_000).length;
  expect(bill.usage['own.invocations']).toBe(runs);
  expect(bill.usage['own.cpuMs']).toBeCloseTo(runs * 2 * 0.3, 6);
  // 0.3 ms of work, 50 ms of waiting, 0.3 ms of work; some waited for a busy loop too.
  expect((bill.usage['own.wallMs'] ?? 0) / runs).toBeGreaterThanOrEqual(50.6);
  expect((bill.usage['own.wallMs'] ?? 0) / runs).toBeLessThan(52);
});
