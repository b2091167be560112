// The story of the Red Sea holds: the way round Africa shows while the cables are cut, only there, and the maps are those of the command.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../reports/result.ts';
import { runEnsemble } from '../../sim/ensemble/run.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { runCli } from '../cli/run-cli.ts';

const STORY = new URL('../../scenarios/red-sea/', import.meta.url).pathname;
let result: RunResult;
let out = '';

beforeAll(async () => {
  const { plan, files, bundles, scenarioPath } = await loadPlan(STORY);
  result = await runEnsemble(plan, {
    bundles,
    files,
    seeds: [1],
    jobs: 1,
    kernel: 'packed',
    scenarioPath,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  out = await mkdtemp(join(tmpdir(), 'antipode-red-sea-'));
});
afterAll(() => rm(out, { recursive: true }));

/** Mean TTFB in ms before, during and after the cut: the window has sixty steps, twenty for each. */
function thirds(armName: string): number[] {
  const columns = result.arms.find(({ name }) => name === armName)?.series.columns ?? {};
  const sum = (name: string, third: number): number =>
    (columns[name] ?? []).slice(20 * third, 20 * third + 20).reduce((total, value) => total + value, 0);
  return [0, 1, 2].map((third) => sum('ttfbSumUs', third) / sum('requests', third) / 1000);
}

test('users of Frankfurt wait longer while the cables are cut, and as before afterwards', () => {
  const [before = 0, during = 0, after = 0] = thirds('frankfurt');
  expect(during).toBeGreaterThan(before + 120);
  expect(Math.abs(after - before)).toBeLessThan(20);
});

test('at the edge only orders notice it', () => {
  const [before = 0, during = 0, after = 0] = thirds('edge');
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
