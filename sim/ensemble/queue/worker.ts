// A worker of the queue: takes trials, runs them on threads of this machine, and leaves their records for whoever asked.
import type { Job } from 'bullmq';
import { engineDigest } from '../../engine-digest.ts';
import { SimError } from '../../errors.ts';
import { buildWebSource } from '../../runtime/web-source.ts';
import { msFromUs } from '../../units.ts';
import { aborted, runTrialOn } from '../threads.ts';
import { TrialThread } from '../trial-thread.ts';
import type { Work } from '../trials.ts';
import { Blobs } from './blobs.ts';
import { connectQueue } from './connect.ts';
import { QUEUE_PREFIX, RECORD_KEPT_S, queueNameOf, reasonOf } from './jobs.ts';
import type { TrialDone, TrialJob, TrialProgress } from './jobs.ts';

/** A worker that says nothing for so long is taken for dead, and its trials go to others. It speaks from a thread that runs no handler, so long trials do no harm. */
const SILENT_MS = 15_000;
const LOOK_FOR_DEAD_EVERY_MS = 5000;
/** A trial that was on so many workers when they died is not given to another one. */
const MOST_DEATHS = 3;
const TELL_EVERY_MS = 1000;

/** What a worker is told. */
export interface WorkerOptions {
  readonly jobs: number;
  /** Stops taking trials; those under way are finished. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly onTrial: () => void;
}

/** Serves the queue at an address until the signal fires and the trials under way are done. */
export async function serveQueue(url: string, options: WorkerOptions): Promise<void> {
  const { jobs, signal, say } = options;
  const server = await connectQueue(url, say);
  const { UnrecoverableError, Worker } = server.bullmq;
  const bench = new Bench(new Blobs(server.redis), jobs);
  const run = async (job: Job<TrialJob, TrialDone>, token = ''): Promise<TrialDone> => {
    try {
      const done = await bench.run(job, token);
      options.onTrial();
      return done;
    } catch (error) {
      throw error instanceof SimError ? new UnrecoverableError(reasonOf(error)) : error;
    }
  };
  const worker = new Worker<TrialJob, TrialDone>(queueNameOf(engineDigest()), run, {
    connection: server.redis,
    prefix: QUEUE_PREFIX,
    concurrency: jobs,
    lockDuration: SILENT_MS,
    stalledInterval: LOOK_FOR_DEAD_EVERY_MS,
    maxStalledCount: MOST_DEATHS,
  });
  // A trial that was given to another worker meanwhile: its record is the same, so nothing is lost.
  worker.on('error', () => undefined);
  worker.on('failed', (_job, error) => say(`a trial failed: ${error.message}\n`));
  say(`waiting for trials at ${server.shown}, ${jobs} at a time; Ctrl-C finishes those under way\n`);
  try {
    await aborted(signal);
    await worker.close();
  } finally {
    await bench.close();
    server.redis.disconnect();
  }
}

/** Threads that keep the work they were started with, because most trials that follow belong to it. */
class Bench {
  readonly #blobs: Blobs;
  readonly #most: number;
  readonly #idle: { readonly work: string; readonly thread: TrialThread }[] = [];
  readonly #works = new Map<string, Promise<Work>>();

  constructor(blobs: Blobs, most: number) {
    this.#blobs = blobs;
    this.#most = most;
  }

  async run(job: Job<TrialJob, TrialDone>, token: string): Promise<TrialDone> {
    const { work: name, trial } = job.data;
    const work = await this.#workOf(name);
    const thread = await this.#threadFor(name, work);
    const tell = (): void => {
      const progress: TrialProgress = {
        simulatedMs: msFromUs(thread.simulatedUs()),
        segments: thread.segments(),
      };
      // Progress is a courtesy: a server that is away for a moment must not end a trial.
      job.updateProgress(progress).catch(() => undefined);
    };
    const ticker = setInterval(tell, TELL_EVERY_MS);
    try {
      const record = await runTrialOn(thread, work.plan, trial);
      // Each delivery leaves a record of its own, so that two of the same trial never mix.
      const blob = `record-${job.id ?? ''}-${token}`;
      await this.#blobs.put(blob, record, RECORD_KEPT_S);
      return { blob };
    } finally {
      clearInterval(ticker);
      this.#idle.push({ work: name, thread });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.map(({ thread }) => thread.stop()));
  }

  async #threadFor(name: string, work: Work): Promise<TrialThread> {
    const fitting = this.#idle.findIndex((one) => one.work === name);
    const [found] = this.#idle.splice(fitting === -1 ? 0 : fitting, 1);
    if (found?.work === name) return found.thread;
    await found?.thread.stop();
    return new TrialThread({ ...work, webSource: await buildWebSource() });
  }

  /** Works are few and large: the last few are kept. */
  #workOf(name: string): Promise<Work> {
    const known = this.#works.get(name);
    if (known !== undefined) return known;
    if (this.#works.size >= this.#most) this.#works.clear();
    const read = this.#read(name);
    this.#works.set(name, read);
    read.catch(() => this.#works.delete(name));
    return read;
  }

  async #read(name: string): Promise<Work> {
    const work = (await this.#blobs.get(name)) as Work | undefined;
    if (work === undefined) throw new Error(`what ${name} is made from is no longer in the queue's server`);
    return work;
  }
}
