// Runs a story in a test as the command line would, without its files and its progress.
import type { RunResult } from '../../reports/result.ts';
import { runEnsemble } from '../../sim/ensemble/run.ts';
import { loadPlan } from '../../sim/scenario/load.ts';

/** The result of a scenario with some seeds; `requests` as the flag of that name. */
export async function runStory(
  scenario: string,
  { seeds, requests }: { readonly seeds: readonly number[]; readonly requests?: number },
): Promise<RunResult> {
  const { plan, bundles, files, scenarioPath } = await loadPlan(scenario, { requests });
  return runEnsemble(plan, {
    bundles,
    files,
    seeds,
    jobs: 2,
    kernel: 'packed',
    scenarioPath,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}
