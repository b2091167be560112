// Runs the scenario of a lesson as its files stand now; finished trials are kept beside it, so that telling a lesson twice runs it once.
import type { RunResult } from '../../../reports/result.ts';
import { EXIT_CODES } from '../../errors.ts';
import { deepFreeze } from '../../plan.ts';
import { cacheOf, jobsOf, seedsOf } from '../ensemble-flags.ts';
import type { Terminal } from '../terminal.ts';
import { watched } from '../watched.ts';
import { withProfiles } from '../with-profiles.ts';
import { wantedOf } from './lesson-file.ts';
import type { Lesson } from './lesson-file.ts';

/** Few enough that a run takes seconds, enough for an interval. */
const SEEDS = 5;

/** The result of a lesson's scenario; undefined when it was interrupted. */
export async function runLesson(lesson: Lesson, terminal: Terminal): Promise<RunResult | undefined> {
  const { runEnsemble } = await import('../../ensemble/run.ts');
  const { loaded } = lesson;
  const measured = await withProfiles(loaded, (text) => terminal.err(text));
  // Thresholds are held against every seed, so they bring intervals for countries and kinds of connection too.
  const plan = deepFreeze({ ...measured, thresholds: wantedOf(lesson) });
  const flags = { seed: 1, seeds: SEEDS, kernel: 'packed' } as const;
  const look = { quiet: !terminal.interactive, requestsPerSecond: plan.workload.requestsPerSecond };
  const cache = await cacheOf(flags, loaded.scenarioPath, terminal);
  const jobs = await jobsOf({});
  const result = await watched(terminal, look, (watching) =>
    runEnsemble(plan, {
      bundles: loaded.bundles,
      files: loaded.files,
      scenarioPath: loaded.scenarioPath,
      kernel: flags.kernel,
      seeds: seedsOf(flags),
      jobs,
      cache,
      ...watching,
    }),
  );
  if (!result.partial) return result;
  terminal.err('Interrupted: a lesson needs the whole run. The same command goes on from what is done.\n');
  terminal.exitCode = EXIT_CODES.interrupted;
  return undefined;
}
