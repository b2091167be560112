// Reads that miss an own write and reads that go back in time are counted as the definitions say: against a count over the whole history.
import { beforeAll, describe, expect, test } from 'vitest';
import type { HistoryOperation } from '../../sim/history/operation.ts';
import { bundleSource } from '../runtime/run.ts';
import { EVERY_STORE, EVERY_STORE_HANDLER } from './scenarios/every-store.ts';
import { trialOfBundle, type TrialRun } from './trial-bench.ts';

const WARMUP_US = 5_000_000;
/** Stores whose history shows every read with its version. */
const STORES = ['KV', 'PLAIN', 'DB', 'BUCKET', 'REDIS', 'FLAGS'];
const runs: TrialRun[] = [];

beforeAll(async () => {
  const bundle = await bundleSource(EVERY_STORE_HANDLER);
  for (const seed of [1, 2]) runs.push(await trialOfBundle({ scenario: EVERY_STORE, seed }, bundle));
});

/** Reads of a store in the window before which the same client had the answer of an operation with a newer version. */
function breaches(history: readonly HistoryOperation[], store: string, earlier: 'read' | 'write'): number {
  const own = history.filter((one) => one.store === store);
  return own.filter(
    (read) =>
      read.op === 'read' &&
      read.invokedUs >= WARMUP_US &&
      own.some(
        (before) =>
          before.client === read.client &&
          before.key === read.key &&
          (before.op === 'read') === (earlier === 'read') &&
          before.completedUs !== null &&
          before.completedUs <= read.invokedUs &&
          (before.version ?? 0) > (read.version ?? 0),
      ),
  ).length;
}

describe.each(STORES)('%s', (store) => {
  test('counts reads that missed the user’s own write', () => {
    for (const { record, history } of runs)
      expect(record.counters[`store.ownWriteMissed:${store}`] ?? 0).toBe(breaches(history, store, 'write'));
  });

  test('counts reads that showed less than the user had read before', () => {
    for (const { record, history } of runs)
      expect(record.counters[`store.monotonicReadsBroken:${store}`] ?? 0).toBe(
        breaches(history, store, 'read'),
      );
  });
});

test('both happen, in stores that promise neither', () => {
  const sum = (name: string): number =>
    runs.reduce((all, { record }) => all + (record.counters[name] ?? 0), 0);
  expect(sum('store.ownWriteMissed')).toBeGreaterThan(3);
  expect(sum('store.monotonicReadsBroken')).toBeGreaterThan(3);
  for (const strong of ['PLAIN', 'BUCKET'])
    expect(sum(`store.monotonicReadsBroken:${strong}`) + sum(`store.ownWriteMissed:${strong}`)).toBe(0);
});
