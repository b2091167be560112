// The story of the Red Sea holds: the way round Africa shows while the cables are cut, only there, and the maps are those of the command.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Geography } from '../../sim/entities/geography.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { type LoadedScenario, loadPlan } from '../../sim/scenario/load.ts';
import { runTrial } from '../../sim/trial.ts';
import { runCli } from '../cli/run-cli.ts';

const STORY = new URL('../../scenarios/red-sea/', import.meta.url).pathname;
let loaded: LoadedScenario;
let out = '';

beforeAll(async () => {
  loaded = await loadPlan(STORY);
  out = await mkdtemp(join(tmpdir(), 'antipode-red-sea-'));
});
afterAll(() => rm(out, { recursive: true }));

/** Mean TTFB in ms before, during and after the cut: the window has sixty steps, twenty for each. */
async function thirds(armName: string): Promise<number[]> {
  const { plan, bundles } = loaded;
  const armIndex = plan.arms.findIndex(({ name }) => name === armName);
  const bundle = bundles[plan.arms[armIndex]?.handler ?? ''];
  if (bundle === undefined) throw new Error(`no arm ${armName}`);
  const { series } = runTrial({
    plan,
    armIndex,
    seed: 1,
    geography: new Geography(plan),
    bundle,
    realm: createRealm({ seed: 0, epochMs: 0, journeyKeyOf: (callId) => callId }, await buildWebSource()),
    kernel: 'packed',
    skipped: new Map(),
    meter: null,
    pulse: () => {},
  });
  const sum = (name: string, third: number): number =>
    (series[name] ?? []).slice(20 * third, 20 * third + 20).reduce((total, value) => total + value, 0);
  return [0, 1, 2].map((third) => sum('ttfbSumUs', third) / sum('requests', third) / 1000);
}

test('users of Frankfurt wait longer while the cables are cut, and as before afterwards', async () => {
  const [before = 0, during = 0, after = 0] = await thirds('frankfurt');
  expect(during).toBeGreaterThan(before + 120);
  expect(Math.abs(after - before)).toBeLessThan(20);
});

test('at the edge only orders notice it', async () => {
  const [before = 0, during = 0, after = 0] = await thirds('edge');
  expect(during - before).toBeGreaterThan(0);
  expect(during - before).toBeLessThan(30);
  expect(Math.abs(after - before)).toBeLessThan(10);
});

test.each([
  ['map-before.svg', []],
  ['map-during.svg', ['--cut', 'Red Sea']],
])('%s is what the command draws', async (file, options) => {
  const drawn = join(out, file);
  const { code } = await runCli(['topology', 'map', 'BOM', 'FRA', ...options, '--out', drawn]);
  expect(code).toBe(0);
  expect(await readFile(drawn, 'utf8')).toBe(await readFile(join(STORY, file), 'utf8'));
});
