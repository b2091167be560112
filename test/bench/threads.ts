// Bench entry `threads`: what a second thread gains for whole trials, against what it gains for bare handler loops on the same machine.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { heapLimits } from '../../sim/ensemble/start-thread.ts';
import type { Entry } from './rounds.ts';

/** What a worker of thread-work.ts is asked to do. */
export interface Work {
  readonly what: 'trial' | 'bare';
  readonly seed: number;
}

async function timed(workers: readonly Worker[], what: Work['what']): Promise<number> {
  const start = performance.now();
  const done = workers.map((worker, n) => {
    worker.postMessage({ what, seed: n + 1 } satisfies Work);
    return once(worker, 'message');
  });
  await Promise.all(done);
  return performance.now() - start;
}

/** How much more two threads do in a second than one. */
async function gain(workers: readonly Worker[], what: Work['what']): Promise<number> {
  const oneMs = await timed(workers.slice(0, 1), what);
  const bothMs = await timed(workers, what);
  return (2 * oneMs) / bothMs;
}

/** Two threads against one. */
export const threads: Entry = {
  method:
    'Twice the work on two threads against once the work on one: whole trials of hello, and bare handler loops. Threads have the heap of trial threads. The figures are gains, not rates: 2 would be a second thread for free.',
  async prepare() {
    const file = new URL('./thread-work.ts', import.meta.url);
    const options = { resourceLimits: heapLimits() };
    const workers = [new Worker(file, options), new Worker(file, options)];
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    for (const worker of workers) worker.unref();
    return {
      comparisons: [
        {
          name: 'gain of a second thread',
          operation: 'times one thread',
          subject: { name: 'whole trials', run: () => gain(workers, 'trial') },
          peers: [{ name: 'bare handler loops', run: () => gain(workers, 'bare'), atLeast: 0.85 }],
        },
      ],
      skipped: [],
    };
  },
};
