// `antipode run`: a scenario in, a result and reports out; or a share of it, for `antipode merge`.
import { Command } from 'commander';
import { dirname, join } from 'node:path';
import type { RunResult } from '../../reports/result.ts';
import { EXIT_CODES, SimError } from '../errors.ts';
import type { HistoryOperation } from '../history/operation.ts';
import type { Ran, TrialsOptions } from '../ensemble/run.ts';
import { EarlyThread } from '../ensemble/start-thread.ts';
import { planDigest } from '../plan.ts';
import type { Plan } from '../plan.ts';
import type { LoadedScenario } from '../scenario/load.ts';
import { cacheOf, executorOf, jobsOf, seedsOf, withEnsembleFlags } from './ensemble-flags.ts';
import type { EnsembleFlags } from './ensemble-flags.ts';
import { examples } from './options.ts';
import { ReplayableError } from './replayable-error.ts';
import type { Terminal } from './terminal.ts';
import { withProfiles } from './with-profiles.ts';

interface RunFlags extends EnsembleFlags {
  readonly out?: string;
  readonly shard?: string;
  readonly junit?: string;
  readonly history?: string;
  readonly json?: true;
}

/** What is run, and how. */
interface Run {
  readonly scenario: string;
  readonly plan: Plan;
  readonly loaded: LoadedScenario;
  readonly flags: RunFlags;
  readonly out: string;
  readonly early: EarlyThread | undefined;
}

/** The command `run`. */
export function runCommand(terminal: Terminal): Command {
  const command = new Command('run')
    .summary('run a scenario and report what it found')
    .description('Runs a scenario (a YAML file or its folder) and writes result.json and report.html.')
    .argument('<scenario>', 'scenario file, or a folder that holds scenario.yaml')
    .option('--out <dir>', 'folder for the files (default: out/<scenario>)');
  return withEnsembleFlags(command)
    .option(
      '--shard <i/n>',
      'run one of n shares and write it for `npx antipode merge` (auto: as the batch system says)',
    )
    .option('--junit <file>', 'write the thresholds as a JUnit test report')
    .option('--history <file>', 'write every operation on a store, one JSON object a line')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      examples(
        'antipode run scenarios/flagship',
        'antipode run scenarios/hello --seeds 2 --requests 2000 --out out/quick',
      ),
    )
    .action((scenario: string, flags: RunFlags) => runScenario(scenario, flags, terminal));
}

async function runScenario(scenario: string, flags: RunFlags, terminal: Terminal): Promise<void> {
  // Trials of a queue run elsewhere.
  const early = flags.queue === undefined ? new EarlyThread() : undefined;
  try {
    await runAndDeliver(scenario, { flags, early }, terminal);
  } finally {
    await early?.stop();
  }
}

async function runAndDeliver(
  scenario: string,
  { flags, early }: Pick<Run, 'flags' | 'early'>,
  terminal: Terminal,
): Promise<void> {
  const { loadPlan } = await import('../scenario/load.ts');
  // Loaded while the scenario is read and its handlers are bundled, not after that.
  void import('../ensemble/run.ts');
  const loaded = await loadPlan(scenario, { requests: flags.requests });
  refuseTogether(flags);
  const out = flags.out ?? join('out', loaded.plan.name);
  await refuseOutputs(out, flags);
  if (flags.shard !== undefined) refuseMeasuring(loaded);
  const plan = await withProfiles(loaded, (text) => {
    if (!flags.quiet) terminal.err(text);
  });
  const run: Run = { scenario, plan, loaded, flags, out, early };
  if (flags.shard !== undefined) return runShard(run, flags.shard, terminal);
  const result = await runWhole(run, terminal);
  if (result.partial && result.requestsPerArm === 0) {
    terminal.err('Interrupted before a trial was over: there is no result, and nothing was written.\n');
    terminal.exitCode = EXIT_CODES.interrupted;
    return;
  }
  const next = result.partial
    ? `npx antipode run ${scenario}            (the whole of it)`
    : `npx antipode run ${scenario} --requests ${longer(result)}   (a longer window: narrower intervals, rarer quantiles)`;
  const { deliver } = await import('./deliver.ts');
  return deliver(result, { ...flags, out: run.out, next }, terminal);
}

/** Five times the requests of a trial, as a number that is easy to type. */
function longer({ requestsPerArm, seeds }: RunResult): string {
  return String(Number(((5 * requestsPerArm) / seeds.length).toPrecision(2)));
}

async function runWhole(run: Run, terminal: Terminal): Promise<RunResult> {
  const { runEnsemble } = await import('../ensemble/run.ts');
  const { flags, loaded, plan } = run;
  if (flags.history !== undefined) return runWithHistory(run, flags.history, terminal);
  return inside(run, terminal, async (options) => {
    const seeds = seedsOf(flags);
    const result = await runEnsemble(plan, { ...options, seeds, scenarioPath: loaded.scenarioPath });
    sayCached(Number(result.machine['trialsFromCache']), seeds.length * plan.arms.length, run, terminal);
    return result;
  });
}

/** Runs every trial anew, since the cache keeps no operations, and writes what happened on stores. */
async function runWithHistory(run: Run, file: string, terminal: Terminal): Promise<RunResult> {
  const { runEnsemble } = await import('../ensemble/run.ts');
  const { onThreads } = await import('../ensemble/threads.ts');
  const { historyText } = await import('../history/operation.ts');
  const { writeWhole } = await import('../write-file.ts');
  const { flags, loaded, plan } = run;
  const trials: (readonly HistoryOperation[])[] = [];
  const result = await inside(run, terminal, async (options) => {
    const takeHistory = (operations: readonly HistoryOperation[]): unknown => trials.push(operations);
    const executor = onThreads(options.jobs, { early: options.early, takeHistory });
    const { scenarioPath } = loaded;
    return runEnsemble(plan, { ...options, seeds: seedsOf(flags), scenarioPath, executor, cache: undefined });
  });
  await writeWhole(file, historyText(trials));
  return result;
}

/** Runs a share and writes its records; they make a result only together with the other shares. */
async function runShard(run: Run, shardText: string, terminal: Terminal): Promise<void> {
  const { runTrials } = await import('../ensemble/run.ts');
  const { readShard } = await import('../ensemble/shard-index.ts');
  const { shardBytes, SHARD_SUFFIX, trialsOfShard } = await import('../ensemble/shard.ts');
  const { writeWhole } = await import('../write-file.ts');
  const { flags, loaded, plan, out } = run;
  const shard = readShard(shardText, process.env);
  const seeds = seedsOf(flags);
  const trials = trialsOfShard(plan, seeds, shard);
  const { records, fromCache } = await inside(run, terminal, (options): Promise<Ran> =>
    runTrials(plan, trials, options),
  );
  sayCached(fromCache, trials.length, run, terminal);
  if (records.length < trials.length) {
    terminal.err(
      'Interrupted: a shard is written whole or not at all. The same command goes on from the cache.\n',
    );
    terminal.exitCode = EXIT_CODES.interrupted;
    return;
  }
  const { bundles, files, scenarioPath } = loaded;
  const work = { plan, bundles, files, kernel: flags.kernel };
  const path = join(out, `${shard.index}-of-${shard.count}${SHARD_SUFFIX}`);
  await writeWhole(path, await shardBytes(shard, { work, seeds, scenarioPath, records }));
  if (!flags.quiet)
    terminal.err(`Written: ${path}\nWhen all ${shard.count} are there: npx antipode merge ${out}\n`);
}

/** Refuses places for files that cannot be written, before anything runs. */
async function refuseOutputs(out: string, { junit, history }: RunFlags): Promise<void> {
  const { refuseUnwritable } = await import('../write-file.ts');
  const files = [junit, history].filter((file) => file !== undefined);
  for (const folder of [out, ...files.map((file) => dirname(file))]) await refuseUnwritable(folder);
}

/** What a share of a run, or a run on other machines, cannot give. */
function refuseTogether(flags: RunFlags): void {
  const refused = [
    ['shard', 'history', 'a shard writes no history'],
    ['queue', 'history', 'a queue brings back no history'],
    ['shard', 'json', 'a shard has no result yet; `npx antipode merge --json` prints it'],
    ['shard', 'junit', 'a shard has no thresholds yet; `npx antipode merge --junit` judges them'],
  ] as const;
  const found = refused.find(([a, b]) => flags[a] !== undefined && flags[b] !== undefined);
  if (found === undefined) return;
  throw new SimError('E_USAGE', found[2], { hint: `leave out --${found[0]} or --${found[1]}` });
}

/** Each shard would measure for itself, and then no two would belong together. */
function refuseMeasuring({ unprofiled, scenarioPath }: LoadedScenario): void {
  const [handler] = unprofiled;
  if (handler === undefined) return;
  throw new SimError('E_USAGE', `${handler} has no CPU profile, and each shard would measure its own`, {
    hint: `measure it once and commit the file: npx antipode run ${scenarioPath} --seeds 1`,
  });
}

/** Runs trials under a progress line, with everything the flags ask for. */
async function inside<T>(
  { plan, loaded, flags, early }: Run,
  terminal: Terminal,
  work: (options: TrialsOptions) => Promise<T>,
): Promise<T> {
  const { watched } = await import('./watched.ts');
  const { bundles, files, scenarioPath } = loaded;
  const cache = await cacheOf(flags, scenarioPath, terminal);
  const jobs = await jobsOf(flags);
  const executor = await executorOf(flags, terminal);
  const look = { quiet: flags.quiet === true, requestsPerSecond: plan.workload.requestsPerSecond };
  try {
    return await watched(terminal, look, (watching) =>
      work({ bundles, files, jobs, kernel: flags.kernel, cache, executor, early, ...watching }),
    );
  } catch (error) {
    throw error instanceof SimError
      ? error
      : new ReplayableError(error, { seeds: seedsOf(flags), planDigest: planDigest(plan) });
  }
}

function sayCached(fromCache: number, trials: number, { flags }: Run, terminal: Terminal): void {
  if (fromCache > 0 && !flags.quiet)
    terminal.err(`${fromCache} of ${trials} trials from the cache (--no-cache runs them all)\n`);
}
