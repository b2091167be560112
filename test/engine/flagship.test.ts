// The flagship, run whole once as `npm start` does, and once on one arm over a longer window.
import { availableParallelism } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../reports/result.ts';
import { runEnsemble } from '../../sim/ensemble/run.ts';
import type { Plan } from '../../sim/plan.ts';
import { type LoadedScenario, loadPlan } from '../../sim/scenario/load.ts';

const FLAGSHIP = 'scenarios/flagship';

function run(loaded: LoadedScenario, plan: Plan, seeds: readonly number[]): Promise<RunResult> {
  return runEnsemble(plan, {
    bundles: loaded.bundles,
    files: loaded.files,
    seeds,
    jobs: Math.min(2, availableParallelism()),
    kernel: 'packed',
    scenarioPath: loaded.scenarioPath,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}

describe('the flagship over its five seeds', () => {
  let loaded: LoadedScenario;
  let result: RunResult;
  beforeAll(async () => {
    loaded = await loadPlan(FLAGSHIP);
    result = await run(loaded, loaded.plan, [1, 2, 3, 4, 5]);
  }, 180_000);

  test('needs no measuring: its CPU profile is committed and fits its code', () => {
    expect(loaded.unprofiled).toEqual([]);
  });

  test('lets at least 300 PoPs and 1,000 places of users take part', () => {
    for (const name of ['cdn', 'edge']) {
      const arm = result.arms.find((one) => one.name === name);
      expect(arm?.pops.length).toBeGreaterThanOrEqual(300);
    }
    expect(result.userPlaces.length).toBeGreaterThanOrEqual(1000);
    expect(new Set(result.userPlaces.map(({ country }) => country)).size).toBeGreaterThan(100);
  });

  test('sends about 20,000 requests per trial at the stated rate over at least three lifetimes of a KV copy', () => {
    const { requestsPerSecond, windowMs } = result;
    const mean = (requestsPerSecond * windowMs) / 1000;
    expect(mean).toBeGreaterThan(19_000);
    expect(mean).toBeLessThan(21_000);
    expect(windowMs).toBeGreaterThanOrEqual(3 * 60_000);
    for (const arm of result.arms) {
      for (const requests of arm.perSeed['requests'] ?? []) {
        // Sessions of four requests on average make counts vary more than a Poisson count does: four to five times its variance.
        expect(Math.abs((requests ?? 0) - mean)).toBeLessThan(5 * Math.sqrt(7 * mean));
      }
    }
  });

  test('gives every arm the same requests, and pairs every one of them', () => {
    const counts = result.arms.map(({ perSeed }) => perSeed['requests']);
    for (const count of counts) expect(count).toEqual(counts[0]);
    for (const pair of result.pairs.filter(({ slice }) => slice === 'all')) {
      expect(pair.requests).toBe(result.requestsPerArm);
    }
  });

  test('accounts for every request: outcomes add up, and all but a few are answered as meant', () => {
    for (const { outcomes, counters, summary } of result.arms) {
      const sum = Object.values(outcomes).reduce((total, count) => total + count, 0);
      expect(sum).toBe(counters['requests']);
      expect(summary['ok.ratio']).toBeGreaterThan(0.995);
    }
  });

  test('shows phases that add up to the first byte, band by band', () => {
    for (const { phasesByTtfb, histograms } of result.arms) {
      const sumUs = Object.values(phasesByTtfb.sumsUs)
        .flat()
        .reduce((total, us) => total + us, 0);
      expect(sumUs).toBe(histograms['ttfb']?.['all']?.sum);
      expect(phasesByTtfb.counts.reduce((total, count) => total + count, 0)).toBe(
        histograms['ttfb']?.['all']?.count,
      );
    }
  });

  test('follows writes to every PoP: issued, committed, visible in this order', () => {
    const edge = result.arms.find(({ name }) => name === 'edge');
    expect(edge?.spreads.length).toBeGreaterThan(0);
    for (const { committedMs, issuedMs, visible } of edge?.spreads ?? []) {
      expect(committedMs).toBeGreaterThan(issuedMs);
      expect(visible.length).toBeGreaterThanOrEqual(300);
      for (const { ms } of visible) expect(ms).toBeGreaterThanOrEqual(committedMs - issuedMs - 1e-9);
    }
  });

  test('lists every constant with its source and confidence', () => {
    expect(result.constants.length).toBeGreaterThan(30);
    for (const { source, confidence, unit } of result.constants) {
      expect(source.length).toBeGreaterThan(2);
      expect(unit).not.toBe('');
      expect(['measured', 'documented', 'assumed']).toContain(confidence);
    }
  });
});

test('--requests 100000 runs a trial over a longer window at the same rate', async () => {
  const loaded = await loadPlan(FLAGSHIP, { requests: 100_000 });
  const edge = loaded.plan.arms.filter(({ name }) => name === 'edge');
  const result = await run(loaded, { ...loaded.plan, arms: edge, baseline: 'edge' }, [1]);
  const short = await loadPlan(FLAGSHIP);
  expect(result.requestsPerSecond).toBe(short.plan.workload.requestsPerSecond);
  expect(result.windowMs).toBe(Math.round(1e8 / result.requestsPerSecond));
  expect(Math.abs(result.requestsPerArm - 100_000)).toBeLessThan(5 * Math.sqrt(7e5));
  // Six of the window's seven requests come later than those of the usual window.
  const counts = result.arms[0]?.series.columns['requests'] ?? [];
  const mean = result.requestsPerArm / counts.length;
  for (const count of counts) expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(7 * mean));
}, 180_000);
