// What a history says of Durable Objects: each key as an operation of the client who called, from the call to its answer.
import { expect, test } from 'vitest';
import type { HistoryOperation } from '../../sim/history/operation.ts';
import { trial } from '../engine/trial-bench.ts';

const FAR = { locationHint: 'enam' };

/** The history of one user in Singapore who calls an object in North America; `body` is what the object does. */
async function historyOf(body: string): Promise<readonly HistoryOperation[]> {
  const { history, record } = await trial({
    source: `export class Thing { constructor(state) { this.storage = state.storage; this.state = state; }
        async fetch() { const { storage, state } = this; ${body} } }
      let calls = 0;
      export default { async fetch(request, env) {
        if (calls++ > 0) return new Response('done');
        return env.THING.getByName('one', ${JSON.stringify(FAR)}).fetch(request);
      } };`,
    scenario: {
      stores: { THING: { kind: 'durable-objects', class: 'Thing' } },
      rate: '5/s',
      window: '4s',
      network: { routing: 'nearest' },
      users: { from: { cities: ['Singapore'] }, count: 1 },
      requests: [{ name: 'only', get: '/' }],
    },
  });
  expect(record.errors).toEqual([]);
  return history;
}

function told(history: readonly HistoryOperation[]): unknown[] {
  return history.map(({ op, key, version, completedUs }) => [op, key, version, completedUs !== null]);
}

test('reads and writes last from the call of the object to its answer, over the whole way', async () => {
  const history = await historyOf(
    `await storage.get('k'); await storage.put('k', 1); await storage.delete('k'); return new Response();`,
  );
  expect(told(history)).toEqual([
    ['read', 'one k', 0, true],
    ['write', 'one k', 1, true],
    ['delete', 'one k', 2, true],
  ]);
  for (const { site, invokedUs, completedUs } of history) {
    expect(site).toBe('SIN');
    expect((completedUs ?? 0) - invokedUs).toBeGreaterThan(150_000);
  }
});

test('what a transaction writes counts once it is committed, and not when it is rolled back', async () => {
  const history = await historyOf(`
    await storage.transaction(async (txn) => { await txn.put('kept', 1); });
    await storage.transaction(async (txn) => { await txn.put('lost', 1); txn.rollback(); });
    storage.sql.exec('CREATE TABLE t(v)');
    return new Response();`);
  expect(told(history)).toEqual([
    ['write', 'one kept', 1, true],
    ['write', 'one (sql)', 1, true],
  ]);
});

test('what goes on after the response has no answer', async () => {
  const history = await historyOf(`
    state.waitUntil(new Promise((resolve) => setTimeout(resolve, 500)).then(() => storage.put('late', 1)));
    return new Response();`);
  expect(told(history)).toEqual([['write', 'one late', 1, false]]);
});
