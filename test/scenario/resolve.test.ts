// A scenario becomes a Plan in which every value is explicit, frozen, and the same on every machine.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planDigest } from '../../sim/plan.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { profilePathOf, writeProfile } from '../../sim/scenario/profile-file.ts';

const SCENARIO = `
title: A plan
rate: 50/s
window: 2min
users: { from: { countries: [BR], cities: [lyon] } }
faults: [{ cut: Red Sea, from: 10s, to: 20s }, { close: SIN, from: 0s, to: 5s }]
vars: { A: shared, B: shared }
requests: [{ name: home, get: / }]
stores:
  KV: { kind: workers-kv, home: aws:eu-west-1, seed: [{ key: "user:{n}", count: 3, value: x }], options: { cacheTtl: 60s } }
arms:
  far: { platform: node-origin, region: aws:ap-southeast-2, vars: { B: own }, stores: { KV: { kind: regional-kv } } }
  edge: { platform: cloudflare-workers, stores: { OTHER: { kind: regional-kv } } }
thresholds: ["edge.ttfb.p95 < far.ttfb.p95"]
`;
const HANDLER = 'export default { fetch: () => new Response("hello") };\n';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-resolve-'));
  await writeFile(join(folder, 'scenario.yaml'), SCENARIO);
  await writeFile(join(folder, 'handler.ts'), HANDLER);
});
afterAll(() => rm(folder, { recursive: true }));

describe('the plan', () => {
  test('takes its name from the folder, or from the file', async () => {
    await copyFile(join(folder, 'scenario.yaml'), join(folder, 'my-api.yaml'));
    expect((await loadPlan(join(folder, 'my-api.yaml'))).plan.name).toBe('my-api');
    expect((await loadPlan(folder)).plan.name).toMatch(/^antipode-resolve-/);
  });

  test('gives each arm the stores of the scenario with its own changes', async () => {
    const { plan } = await loadPlan(folder);
    const seed = [{ key: 'user:{n}', count: 3, value: 'x' }];
    expect(plan.arms[0]?.stores).toEqual([
      // Options of workers-kv mean nothing to regional-kv.
      { binding: 'KV', kind: 'regional-kv', home: 'aws:eu-west-1', seed, options: {} },
    ]);
    expect(plan.arms[1]?.stores).toEqual([
      { binding: 'KV', kind: 'workers-kv', home: 'aws:eu-west-1', seed, options: { cacheTtlMs: 60_000 } },
      { binding: 'OTHER', kind: 'regional-kv', home: 'aws:us-east-1', seed: [], options: {} },
    ]);
  });

  test('gives each arm its region and variables', async () => {
    const { plan } = await loadPlan(folder);
    expect(plan.arms.map((arm) => arm.region)).toEqual(['aws:ap-southeast-2', 'aws:us-east-1']);
    expect(plan.arms.map((arm) => arm.vars)).toEqual([
      { A: 'shared', B: 'own' },
      { A: 'shared', B: 'shared' },
    ]);
  });

  test('names places as the catalogue does', async () => {
    const { plan } = await loadPlan(folder);
    expect(plan.workload.users.from).toEqual({ countries: ['BR'], cities: ['Lyon,FR'] });
    expect(plan.network.faults).toEqual([
      { kind: 'cut', target: 'Red Sea', fromMs: 10_000, toMs: 20_000 },
      { kind: 'close', target: 'cloudflare:SIN', fromMs: 0, toMs: 5000 },
    ]);
  });

  test('compares with the first arm when no baseline is named', async () => {
    expect((await loadPlan(folder)).plan.baseline).toBe('far');
  });

  test('is frozen to the last value', async () => {
    const { plan } = await loadPlan(folder);
    expect(() => Object.assign(plan.arms[0] ?? {}, { name: 'x' })).toThrow(TypeError);
    expect(Object.isFrozen(plan.workload.classes[0])).toBe(true);
  });

  test('has the same digest wherever the folder stands', async () => {
    const other = await mkdtemp(join(tmpdir(), 'antipode-other-'));
    const moved = join(other, 'deeper', (await loadPlan(folder)).plan.name);
    await mkdir(moved, { recursive: true });
    for (const file of ['scenario.yaml', 'handler.ts']) await copyFile(join(folder, file), join(moved, file));
    const [here, there] = [await loadPlan(folder), await loadPlan(moved)];
    expect(planDigest(there.plan)).toBe(planDigest(here.plan));
    await rm(other, { recursive: true });
  });
});

test('more requests lengthen the window at the same rate', async () => {
  const { plan } = await loadPlan(folder, { requests: 100_000 });
  expect(plan).toMatchObject({ windowMs: 2_000_000, workload: { requestsPerSecond: 50 } });
  expect(plan.pairShare).toBeCloseTo(0.6, 10);
});

describe('the CPU profile beside a handler', () => {
  const profile = (bundleDigest: string) => ({
    bundleDigest,
    measuredOn: 'a test',
    calibrationMs: 1,
    compileMs: 1,
    evaluateMs: 1,
    moduleHeapBytes: 1,
    requestHeapBytes: 1,
    firstRequestExtraMs: 1,
    classes: { home: [[100, 120]] },
  });

  test('is taken when it was measured on this very code', async () => {
    const path = profilePathOf(join(folder, 'handler.ts'));
    const before = await loadPlan(folder);
    expect(before.unprofiled).toEqual(['handler.ts']);
    const digest = before.plan.bundles['handler.ts'] ?? '';
    await writeProfile(path, profile(digest));
    const after = await loadPlan(folder);
    expect(after.unprofiled).toEqual([]);
    expect(after.plan.profiles[digest]?.classes).toEqual({ home: [[100, 120]] });
    await rm(path);
  });

  test('is left aside when it was measured on other code', async () => {
    const path = profilePathOf(join(folder, 'handler.ts'));
    await writeProfile(path, profile('0'.repeat(64)));
    expect((await loadPlan(folder)).unprofiled).toEqual(['handler.ts']);
    await rm(path);
  });

  test('is refused when it is no profile', async () => {
    const path = profilePathOf(join(folder, 'handler.ts'));
    await writeFile(path, '{"classes": 5}');
    await expect(loadPlan(folder)).rejects.toMatchObject({ code: 'E_FILE' });
    await rm(path);
  });
});
