// The billion, reduced: the same figures every time, under both kernels, and for any number of threads.
import { expect, test } from 'vitest';
import type { RunResult } from '../../reports/result.ts';
import { runEnsemble } from '../../sim/ensemble/run.ts';
import { loadPlan } from '../../sim/scenario/load.ts';

const REQUESTS = 3000;

async function billion(kernel: 'packed' | 'simjs', jobs: number): Promise<Omit<RunResult, 'machine'>> {
  const { plan, bundles, files, scenarioPath } = await loadPlan('scenarios/billion', { requests: REQUESTS });
  const { machine: _machine, ...result } = await runEnsemble(plan, {
    bundles,
    files,
    seeds: [1, 2],
    jobs,
    kernel,
    scenarioPath,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  return result;
}

test('is the same under both kernels and for one thread or two', async () => {
  const result = await billion('packed', 1);
  expect(await billion('simjs', 2)).toEqual(result);
  const counters = result.arms[0]?.counters ?? {};
  const { requests, ok, handlerRuns, cold } = counters;
  expect({ requests, ok, handlerRuns, cold }).toMatchInlineSnapshot(`
    {
      "cold": 592,
      "handlerRuns": 5976,
      "ok": 5976,
      "requests": 5976,
    }
  `);
}, 60_000);

test('holds a hundred million requests in the window of each of ten seeds', async () => {
  const { plan } = await loadPlan('scenarios/billion');
  const requests = (plan.workload.requestsPerSecond * plan.windowMs) / 1000;
  expect(requests).toBeGreaterThanOrEqual(1e8);
  expect(plan.limits.maxEvents).toBeGreaterThan(8 * requests);
});
