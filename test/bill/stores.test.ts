// Stores on the bill: what is billed of each kind, by hand.
import { expect, test } from 'vitest';
import { billOf, totalUsd } from '../../sim/bill/tariff.ts';
import { storeKinds } from '../../sim/stores/index.ts';
import { billed } from './by-hand.ts';

test('every line of a store is for a meter of that store', () => {
  for (const { name, tariff } of Object.values(storeKinds))
    for (const { meter, further = [] } of tariff)
      for (const one of [meter, ...further]) expect(one).toMatch(new RegExp(`^ops\\.${name}\\.\\w`));
});

test('operations of a class of R2 share what is included, and deleting is free', () => {
  const usage = {
    'ops.r2.put': 800_000,
    'ops.r2.list': 700_000,
    'ops.r2.get': 11e6,
    'ops.r2.head': 1e6,
    'ops.r2.delete': 9e6,
  };
  expect(totalUsd(billOf(storeKinds['r2']?.tariff ?? [], usage, 1))).toBeCloseTo(0.5 * 4.5 + 2 * 0.36, 9);
});

test('a queue is billed for three operations of each message', () => {
  expect(totalUsd(billOf(storeKinds['queue']?.tariff ?? [], { 'ops.queue.messages': 2e6 }, 1))).toBeCloseTo(
    (6 - 1) * 0.4,
    9,
  );
});

test('Durable Objects are billed by requests, time awake at 128 MB, and rows; what is included is not', () => {
  const usage = {
    // Two million calls and twenty million messages are three million requests.
    'ops.durable-objects.requestTwentieths': 2e6 * 20 + 20e6,
    // Ten objects awake for all of 30 days: 10 × 2,592,000 s × 0.128 GB = 3.31776 million GB-s.
    'ops.durable-objects.awakeUs': 10 * 2_592_000 * 1e6,
    'ops.durable-objects.rowsRead': 26e9,
    'ops.durable-objects.rowsWritten': 52e6,
  };
  const bill = billOf(storeKinds['durable-objects']?.tariff ?? [], usage, 1);
  const byHand = [2 * 0.15, (3.31776 - 0.4) * 12.5, 1000 * 0.001, 2 * 1];
  expect(bill.map(({ usd }) => Math.round(usd * 1e6) / 1e6)).toEqual(
    byHand.map((usd) => Math.round(usd * 1e6) / 1e6),
  );
});

test('an object is billed for what it does: calls, rows, alarms, and the time until it could sleep', async () => {
  const { run, bill } = await billed({
    scenario: {
      rate: '1/s',
      stores: { COUNTER: { kind: 'durable-objects', class: 'Counter' } },
    },
    source: `import { DurableObject } from 'cloudflare:workers';
    export class Counter extends DurableObject {
      async add() {
        const value = (await this.ctx.storage.get('value')) ?? 0;
        await scheduler.wait(100);
        await this.ctx.storage.put('value', value + 1);
      }
    }
    export default { async fetch(request, env) {
      await env.COUNTER.get(env.COUNTER.newUniqueId()).add();
      return new Response('x');
    } };`,
  });
  // What arrives within the last second may reach its object after the window, and is billed to nobody then.
  const requests = run.journeys.filter(({ startUs }) => startUs < 19_000_000).length;
  const calls = (bill.usage['ops.durable-objects.requestTwentieths'] ?? 0) / 20;
  expect(calls).toBeGreaterThanOrEqual(requests);
  expect(bill.usage['ops.durable-objects.rowsRead']).toBe(calls);
  expect(bill.usage['ops.durable-objects.rowsWritten']).toBeLessThanOrEqual(calls);
  // Each is awake for its wait of 100 ms, its start and its commit, and then idle for nothing.
  const awakeMs = (bill.usage['ops.durable-objects.awakeUs'] ?? 0) / 1000 / calls;
  expect(awakeMs).toBeGreaterThan(80);
  expect(awakeMs).toBeLessThan(200);
});

test('D1 is billed by the rows that queries read and write', async () => {
  const { run, bill } = await billed({
    scenario: { rate: '10/s', stores: { DB: { kind: 'd1' } } },
    source: `export default { async fetch(request, env) {
      await env.DB.exec('CREATE TABLE IF NOT EXISTS t (a INTEGER)');
      await env.DB.prepare('INSERT INTO t VALUES (1)').run();
      return new Response('x');
    } };`,
  });
  const requests = run.journeys.filter(({ startUs }) => startUs < 20_000_000).length;
  expect(bill.usage['ops.d1.rowsWritten']).toBeGreaterThanOrEqual(requests);
  expect(bill.items.map(({ item }) => item)).toContain('D1 rows written');
});
