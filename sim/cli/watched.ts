// What people see and may do while trials run: a progress line, and Ctrl-C that keeps what is done.
import type { Progress } from '../ensemble/run.ts';
import { EXIT_CODES } from '../errors.ts';
import { progressLine } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What the work gets: where to report to, and when to stop. */
export interface Watching {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Does the work under a progress line; Ctrl-C stops it and keeps what is done, a second one leaves at once. */
export async function watched<T>(
  terminal: Terminal,
  options: { readonly quiet: boolean; readonly requestsPerSecond: number },
  work: (watching: Watching) => Promise<T>,
): Promise<T> {
  return interruptible(terminal, (signal) => withProgress(terminal, options, signal, work));
}

/** Does the work under a progress line. */
export async function withProgress<T>(
  terminal: Terminal,
  options: { readonly quiet: boolean; readonly requestsPerSecond: number },
  signal: AbortSignal,
  work: (watching: Watching) => Promise<T>,
): Promise<T> {
  const line = progressLine(terminal, options);
  try {
    return await work({ onProgress: (progress) => line.update(progress), signal });
  } finally {
    line.done();
  }
}

/** Does the work until it is done; Ctrl-C fires the signal, a second one leaves at once. */
export async function interruptible<T>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = (): void => {
    if (abort.signal.aborted) process.exit(EXIT_CODES.interrupted);
    terminal.err('\nstopping; press Ctrl-C again to leave at once\n');
    abort.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(abort.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
