// Runs trials on worker threads of this machine: the default, and what shards and queue workers do with their share.
import { SimError } from '../errors.ts';
import type { HistoryOperation } from '../history/operation.ts';
import type { Plan } from '../plan.ts';
import { buildWebSource } from '../runtime/web-source.ts';
import type { TrialRecord } from '../trial-record.ts';
import { msFromUs } from '../units.ts';
import type { EarlyThread } from './start-thread.ts';
import { TrialThread } from './trial-thread.ts';
import type { Executor, Trial } from './trials.ts';

/** Journeys of one trial whose code had to be ended before the run gives up on the handler; memory that runs out again and again is no one request's. */
const CASUALTIES_LIMIT = { exceededCpu: 10, exceededMemory: 2 } as const;
const PROGRESS_EVERY_MS = 200;
/** Requests of a trial that watchers are told of, about so many. */
const WATCHED_REQUESTS = 40;

/** Takes the operations on stores of one trial; trials end in any order. */
export type TakeHistory = (operations: readonly HistoryOperation[]) => void;

/** Runs trials over at most so many threads, the first of them the early one where there is one; each record is the same for any number of them. Operations on stores are kept only for `takeHistory`. */
export function onThreads(
  jobs: number,
  { early, takeHistory }: { early?: EarlyThread | undefined; takeHistory?: TakeHistory } = {},
): Executor {
  return async (work, trials, watch) => {
    const { signal } = watch;
    const waiting = [...trials];
    const { onJourney } = watch;
    const watched = onJourney === undefined ? {} : { watchedShare: watchedShare(work.plan) };
    const setup = { ...work, webSource: await (early?.webSource ?? buildWebSource()), ...watched };
    const first = early?.take() ?? null;
    const threads = Array.from(
      { length: Math.min(jobs, waiting.length) },
      (_, n) => new TrialThread(setup, n === 0 ? { early: first } : {}),
    );
    for (const thread of threads)
      thread.onWatched = ({ armIndex, seed, journey }) => onJourney?.({ armIndex, seed }, journey);
    const tell = (): void => {
      const simulatedUs = Math.max(0, ...threads.map((thread) => thread.simulatedUs()));
      watch.onProgress(
        msFromUs(simulatedUs),
        threads.reduce((sum, thread) => sum + thread.segments(), 0),
      );
    };
    const ticker = setInterval(tell, PROGRESS_EVERY_MS);
    // While trials run, this thread prepares what the result needs besides their records; done at once, it would take a core from threads that still load.
    const started = setTimeout(watch.onStarted, PROGRESS_EVERY_MS);
    const running = threads.map(async (thread) => {
      for (let trial = waiting.shift(); trial !== undefined && !signal.aborted; trial = waiting.shift())
        watch.onRecord(await runTrialOn(thread, work.plan, { ...trial, takeHistory }));
    });
    try {
      await Promise.race([Promise.all(running), aborted(signal)]);
    } finally {
      clearInterval(ticker);
      clearTimeout(started);
      void Promise.all(threads.map((thread) => thread.stop()));
    }
    tell();
  };
}

function watchedShare({ workload, windowMs }: Plan): number {
  return WATCHED_REQUESTS / Math.max(1, (workload.requestsPerSecond * windowMs) / 1000);
}

/** Resolves when, or if, the signal fires. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A trial whose code stalls or eats all memory is run again with that journey's code left out: the same prefix gives the same trial. */
export async function runTrialOn(
  thread: TrialThread,
  plan: Plan,
  { armIndex, seed, takeHistory }: Trial & { readonly takeHistory?: TakeHistory | undefined },
): Promise<TrialRecord> {
  const skipped: (readonly [number, string])[] = [];
  for (;;) {
    const history = takeHistory !== undefined;
    const reply = await thread.run({ kind: 'trial', armIndex, seed, skipped, history });
    if (reply.kind === 'record') {
      takeHistory?.(reply.history);
      return reply.record;
    }
    if (reply.kind !== 'casualty') throw new Error(`unexpected reply ${reply.kind}`);
    skipped.push([reply.journey, reply.outcome]);
    const limit = CASUALTIES_LIMIT[reply.outcome];
    if (skipped.filter(([, outcome]) => outcome === reply.outcome).length > limit) {
      throw new SimError(
        'E_HANDLER',
        `The handler ${plan.arms[armIndex]?.handler ?? ''} ended more than ${limit} requests by ${reply.outcome} in arm ${plan.arms[armIndex]?.name ?? ''}, seed ${seed}; the last was journey ${reply.journey}.`,
        {
          hint: 'Run `npx antipode check` on the handler and look for loops without an await, and for data that grows with each request.',
        },
      );
    }
  }
}
