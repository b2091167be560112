// Stores on the bill: what is billed of each kind, by hand.
import { expect, test } from 'vitest';
import { STORE_TARIFFS } from '../../sim/bill/stores.ts';
import { billOf, totalUsd } from '../../sim/bill/tariff.ts';
import { storeKinds } from '../../sim/stores/index.ts';
import { billed } from './by-hand.ts';

test('every kind of store that scenarios may declare has its lines', () => {
  const declared = Object.values(storeKinds).filter(({ binding }) => binding !== 'cache');
  for (const { name } of declared) expect(Object.keys(STORE_TARIFFS)).toContain(name);
});

test('operations of a class of R2 share what is included, and deleting is free', () => {
  const usage = {
    'ops.r2.put': 800_000,
    'ops.r2.list': 700_000,
    'ops.r2.get': 11e6,
    'ops.r2.head': 1e6,
    'ops.r2.delete': 9e6,
  };
  expect(totalUsd(billOf(STORE_TARIFFS['r2'] ?? [], usage, 1))).toBeCloseTo(0.5 * 4.5 + 2 * 0.36, 9);
});

test('a queue is billed for three operations of each message', () => {
  expect(totalUsd(billOf(STORE_TARIFFS['queue'] ?? [], { 'ops.queue.messages': 2e6 }, 1))).toBeCloseTo(
    (6 - 1) * 0.4,
    9,
  );
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
