// The flags of commands that run ensembles (`run`, `sweep`), and what they mean: seeds, threads, cache, queue.
import { Option } from 'commander';
import type { Command } from 'commander';
import { SimError } from '../errors.ts';
import type { Executor } from '../ensemble/trials.ts';
import type { TrialCache } from '../ensemble/trial-cache.ts';
import { wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

const DEFAULT_SEEDS = 5;
const HIGHEST_SEED = 2_147_483_647;

/** What the flags say. */
export interface EnsembleFlags {
  readonly seed: number;
  readonly seeds: number;
  readonly jobs?: number;
  readonly requests?: number;
  readonly kernel: 'packed' | 'simjs';
  /** A folder, false for none, or nothing for the one beside the scenario. */
  readonly cache?: string | false;
  readonly queue?: string;
  readonly quiet?: true;
}

/** Adds the flags to a command. */
export function withEnsembleFlags(command: Command): Command {
  return command
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
    .option('--cache <dir>', 'keep finished trials there (default: .antipode/cache beside the scenario)')
    .option('--no-cache', 'run every trial, and keep none')
    .addOption(
      new Option('--queue <url>', 'run on the workers of a queue (Redis or Valkey), not on this machine').env(
        'ANTIPODE_QUEUE',
      ),
    )
    .option('--quiet', 'no progress, no hints');
}

/** The seeds, one after the other. */
export function seedsOf({ seed, seeds }: EnsembleFlags): number[] {
  return Array.from({ length: seeds }, (_, index) => seed + index);
}

/** The threads that the flags ask for, or one for each core. */
export async function jobsOf({ jobs }: Pick<EnsembleFlags, 'jobs'>): Promise<number> {
  return jobs ?? (await import('node:os')).availableParallelism();
}

/** The cache that the flags ask for. */
export async function cacheOf(
  flags: EnsembleFlags,
  scenarioPath: string,
  terminal: Terminal,
): Promise<TrialCache | undefined> {
  if (flags.cache === false) return undefined;
  if (flags.cache === '') throw new SimError('E_USAGE', '--cache needs a folder', { hint: 'or --no-cache' });
  const { cacheFolderOf, TrialCache } = await import('../ensemble/trial-cache.ts');
  return TrialCache.open(flags.cache ?? cacheFolderOf(scenarioPath), (text) => terminal.err(text));
}

/** Who runs the trials: the workers of a queue, or nobody in particular. */
export async function executorOf(flags: EnsembleFlags, terminal: Terminal): Promise<Executor | undefined> {
  if (flags.queue === undefined) return undefined;
  const { onQueue } = await import('../ensemble/queue/producer.ts');
  return onQueue(flags.queue, (text) => terminal.err(text));
}
