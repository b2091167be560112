// `antipode run`: a scenario in, a result and reports out.
import { Command, Option } from 'commander';
import { join } from 'node:path';
import type { RunResult } from '../../reports/result.ts';
import { EXIT_CODES, SimError } from '../errors.ts';
import { planDigest } from '../plan.ts';
import type { Plan } from '../plan.ts';
import type { LoadedScenario } from '../scenario/load.ts';
import { examples, wholeNumber } from './options.ts';
import { ReplayableError } from './replayable-error.ts';
import type { Terminal } from './terminal.ts';
import { withProfiles } from './with-profiles.ts';

const DEFAULT_SEEDS = 5;
const HIGHEST_SEED = 2_147_483_647;

interface RunOptions {
  readonly out?: string;
  readonly seed: number;
  readonly seeds: number;
  readonly jobs?: number;
  readonly requests?: number;
  readonly kernel: 'packed' | 'simjs';
  readonly junit?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** The command `run`. */
export function runCommand(terminal: Terminal): Command {
  return new Command('run')
    .summary('run a scenario and report what it found')
    .description('Runs a scenario (a YAML file or its folder) and writes result.json and report.html.')
    .argument('<scenario>', 'scenario file, or a folder that holds scenario.yaml')
    .option('--out <dir>', 'folder for the files (default: out/<scenario>)')
    .option('--seed <n>', 'the first seed', wholeNumber(0, HIGHEST_SEED), 1)
    .option('--seeds <k>', 'how many seeds', wholeNumber(1, 1000), DEFAULT_SEEDS)
    .option('--jobs <j>', 'how many threads (default: one per core)', wholeNumber(1, 1024))
    .option(
      '--requests <n>',
      'requests per trial: lengthens the window at the same rate',
      wholeNumber(1, 1e9),
    )
    .addOption(
      new Option('--kernel <name>', 'what keeps the events').choices(['packed', 'simjs']).default('packed'),
    )
    .option('--junit <file>', 'write the thresholds as a JUnit test report')
    .option('--json', 'print the result as JSON and nothing else')
    .option('--quiet', 'no progress, no hints')
    .addHelpText(
      'after',
      examples(
        'antipode run scenarios/flagship',
        'antipode run scenarios/hello --seeds 2 --requests 2000 --out out/quick',
      ),
    )
    .action((scenario: string, options: RunOptions) => runScenario(scenario, options, terminal));
}

async function runScenario(scenario: string, options: RunOptions, terminal: Terminal): Promise<void> {
  const { loadPlan } = await import('../scenario/load.ts');
  const loaded = await loadPlan(scenario, { requests: options.requests });
  const plan = await withProfiles(loaded, (text) => {
    if (!options.quiet) terminal.err(text);
  });
  const result = await runWatched(plan, loaded, options, terminal);
  const files = await writeFiles(result, options.out ?? join('out', plan.name));
  if (options.junit !== undefined) await writeJunit(result, options.junit);
  if (options.json) terminal.out(await jsonText(result));
  else await printReport(result, terminal);
  if (!options.quiet) terminal.err(closingWords(result, files, scenario));
  terminal.exitCode = await verdictCode(result, terminal);
}

/** Runs all trials with a progress line; Ctrl-C stops them and keeps what is done, a second one leaves at once. */
async function runWatched(
  plan: Plan,
  loaded: LoadedScenario,
  options: RunOptions,
  terminal: Terminal,
): Promise<RunResult> {
  const { runEnsemble } = await import('../ensemble/run.ts');
  const { availableParallelism } = await import('node:os');
  const { progressLine } = await import('./progress.ts');
  const abort = new AbortController();
  const stop = (): void => {
    if (abort.signal.aborted) process.exit(EXIT_CODES.interrupted);
    terminal.err('\nstopping; press Ctrl-C again to leave without a result\n');
    abort.abort();
  };
  const line = progressLine(terminal, {
    quiet: options.quiet === true,
    requestsPerSecond: plan.workload.requestsPerSecond,
  });
  const seeds = Array.from({ length: options.seeds }, (_, index) => options.seed + index);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await runEnsemble(plan, {
      bundles: loaded.bundles,
      files: loaded.files,
      seeds,
      jobs: options.jobs ?? availableParallelism(),
      kernel: options.kernel,
      scenarioPath: loaded.scenarioPath,
      onProgress: (progress) => line.update(progress),
      signal: abort.signal,
    });
  } catch (error) {
    throw error instanceof SimError
      ? error
      : new ReplayableError(error, { seeds, planDigest: planDigest(plan) });
  } finally {
    line.done();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function writeFiles(result: RunResult, folder: string): Promise<string[]> {
  const { writeWhole } = await import('./write-file.ts');
  const { renderHtml } = await import('../../reports/html/page.ts');
  const files = [join(folder, 'result.json'), join(folder, 'report.html')] as const;
  await writeWhole(files[0], await jsonText(result));
  await writeWhole(files[1], renderHtml(result));
  return [...files];
}

async function writeJunit(result: RunResult, file: string): Promise<void> {
  const { writeWhole } = await import('./write-file.ts');
  const { renderJunit } = await import('../../reports/junit.ts');
  await writeWhole(file, renderJunit(result));
}

async function jsonText(result: RunResult): Promise<string> {
  const { renderJson } = await import('../../reports/json.ts');
  return renderJson(result);
}

async function printReport(result: RunResult, terminal: Terminal): Promise<void> {
  const { renderTerminal } = await import('../../reports/terminal.ts');
  terminal.out(renderTerminal(result, terminal));
}

function closingWords(result: RunResult, files: readonly string[], scenario: string): string {
  const [json = '', html = ''] = files;
  const next = result.partial
    ? `  npx antipode run ${scenario}            (the whole of it)`
    : `  npx antipode run ${scenario} --requests ${result.requestsPerArm * 5}   (a longer window: narrower intervals, rarer quantiles)`;
  const lines = [
    ...(result.partial ? ['Interrupted: this result is partial and marked so.'] : []),
    `Written: ${json}`,
    `         ${html}   (open it in a browser)`,
    'Try next:',
    next,
    `  npx antipode report ${json} --csv ${json.replace(/\.json$/, '.csv')}`,
  ];
  return `\n${lines.join('\n')}\n`;
}

/** The exit code that a finished run has earned; thresholds that failed are named. */
async function verdictCode(result: RunResult, terminal: Terminal): Promise<number> {
  if (result.partial) return EXIT_CODES.interrupted;
  const { thresholdLines } = await import('../../reports/thresholds.ts');
  const failed = thresholdLines(result).filter((line) => !line.ok);
  for (const { text, value, limit, interval } of failed)
    terminal.err(`threshold failed: ${text}: value ${value}, ${interval}; limit ${limit}\n`);
  return failed.length > 0 ? EXIT_CODES.thresholdFailed : EXIT_CODES.ok;
}
