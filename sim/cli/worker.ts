// `antipode worker`: runs trials for whoever puts them into a queue, until it is told to stop.
import { Command, Option } from 'commander';
import { EXIT_CODES } from '../errors.ts';
import { jobsOf } from './ensemble-flags.ts';
import { examples, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface WorkerFlags {
  readonly queue: string;
  readonly jobs?: number;
  readonly quiet?: true;
}

/** The command `worker`. */
export function workerCommand(terminal: Terminal): Command {
  return new Command('worker')
    .summary('run trials of `run --queue` on this machine')
    .description('Takes trials from a queue (Redis or Valkey) and runs them, until Ctrl-C or SIGTERM.')
    .addOption(
      new Option('--queue <url>', 'address of the queue, such as redis://127.0.0.1:6379')
        .env('ANTIPODE_QUEUE')
        .makeOptionMandatory(),
    )
    .option('--jobs <j>', 'how many trials at a time (default: one per core)', wholeNumber(1, 1024))
    .option('--quiet', 'say nothing but errors')
    .addHelpText(
      'after',
      examples(
        'antipode worker --queue redis://127.0.0.1:6379',
        'antipode worker --queue redis://127.0.0.1:6379 --jobs 8',
      ),
    )
    .action((flags: WorkerFlags) => work(flags, terminal));
}

async function work(flags: WorkerFlags, terminal: Terminal): Promise<void> {
  const { serveQueue } = await import('../ensemble/queue/worker.ts');
  const abort = new AbortController();
  const stop = (): void => {
    if (abort.signal.aborted) process.exit(EXIT_CODES.interrupted);
    abort.abort();
  };
  let trials = 0;
  const say = (text: string): void => {
    if (!flags.quiet) terminal.err(text);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const jobs = await jobsOf(flags);
    await serveQueue(flags.queue, { jobs, signal: abort.signal, say, onTrial: () => void trials++ });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  say(`${trials} trials run\n`);
}
