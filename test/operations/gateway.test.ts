// The gateway scenario: a handler, an origin, a service and a host in one trial, each arm with what reaches the origin.
import { beforeAll, expect, test } from 'vitest';
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { runTrial } from '../../sim/trial.ts';
import type { TrialRecord } from '../../sim/trial-record.ts';

const records: Record<string, TrialRecord> = {};

beforeAll(async () => {
  const { plan, bundles } = await loadPlan('scenarios/gateway', { requests: 1500 });
  const geography = new Geography(plan);
  const realm = createRealm({ seed: 1, epochMs: 0, journeyKeyOf: (id) => id }, await buildWebSource(), 'own');
  for (const [armIndex, { name }] of plan.arms.entries()) {
    records[name] = runTrial({
      plan,
      armIndex,
      seed: 1,
      geography,
      writer: new RequestWriter(plan),
      bundles,
      realm,
      kernel: 'packed',
      skipped: new Map(),
      meter: null,
      pulse: () => {},
    });
  }
}, 120_000);

const counter = (arm: string, name: string): number => records[arm]?.counters[name] ?? 0;

test('every request of every arm is answered', () => {
  for (const record of Object.values(records))
    expect(record.outcomes).toEqual({ ok: record.counters['requests'] });
  expect(Object.keys(records)).toEqual(['origin', 'edge', 'tiered']);
});

test('the origin answers every request of its own arm, and fewer behind PoPs that keep pages', () => {
  expect(counter('origin', 'origin.requests')).toBe(counter('origin', 'requests'));
  expect(counter('edge', 'origin.requests')).toBeLessThan(0.7 * counter('origin', 'origin.requests'));
  expect(counter('edge', 'origin.egressBytes')).toBeLessThan(counter('origin', 'origin.egressBytes'));
});

test('an upper tier answers most of what PoPs do not keep yet', () => {
  expect(counter('tiered', 'origin.requests')).toBeLessThan(0.5 * counter('edge', 'origin.requests'));
  expect(counter('tiered', 'cache.hits')).toBeGreaterThan(counter('edge', 'cache.hits'));
});

test('services and origins start isolates of their own', () => {
  expect(counter('edge', 'isolates.starts')).toBeGreaterThan(counter('edge', 'cold'));
});

test('uses of the Cache API are counted', () => {
  expect(counter('edge', 'cacheApi.reads')).toBeGreaterThan(0);
  expect(counter('edge', 'cacheApi.tier.hit') + counter('edge', 'cacheApi.tier.miss')).toBe(
    counter('edge', 'cacheApi.reads'),
  );
});
