// Adding a platform is one file and one row: a fictitious one, written here, runs the flagship at reduced size.
import { expect, test, vi } from 'vitest';
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import type * as Table from '../../sim/platforms/index.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { runTrial } from '../../sim/trial.ts';

vi.mock('../../sim/platforms/index.ts', async (original) => {
  const table = await original<typeof Table>();
  const { assumed } = await import('../../sim/platforms/figure.ts');
  const workers = table.platforms['cloudflare-workers'];
  if (workers === undefined) throw new Error('no Workers');
  const moonbase = {
    ...workers,
    name: 'moonbase',
    title: 'Moonbase Functions',
    network: 'fastly',
    servers: assumed('Moonbase: servers', 1, 'servers', 'fiction'),
    limits: { ...workers.limits, subrequests: assumed('Moonbase: subrequests', 3, 'count', 'fiction') },
    billing: { ...workers.billing, lines: [] },
  } as const;
  const platforms = { ...table.platforms, [moonbase.name]: moonbase };
  return { platforms, platformNames: Object.keys(platforms) };
});

test('a platform of one object and one row runs the flagship', async () => {
  const { plan: flagship, bundles } = await loadPlan('scenarios/flagship', { requests: 400 });
  const edge = flagship.arms.find(({ name }) => name === 'edge');
  if (edge === undefined) throw new Error('no edge');
  const arm = { ...edge, platform: 'moonbase', popNetwork: 'fastly' };
  const plan = { ...flagship, arms: [arm] };
  const realm = createRealm(
    { seed: 0, epochMs: 0, journeyKeyOf: (callId) => callId },
    await buildWebSource(),
  );
  const record = runTrial({
    plan,
    armIndex: 0,
    seed: 1,
    geography: new Geography(plan),
    writer: new RequestWriter(plan),
    bundles,
    realm,
    kernel: 'packed',
    skipped: new Map(),
    meter: null,
    pulse: () => {},
  });
  expect(record.counters['requests']).toBeGreaterThan(200);
  expect(record.pops.filter(({ requests }) => requests > 0).length).toBeLessThanOrEqual(82);
  expect(record.counters['isolates.starts']).toBeGreaterThan(0);
});
