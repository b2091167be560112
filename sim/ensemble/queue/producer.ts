// Runs trials on whatever workers listen to a queue: adds jobs as room comes free, and fetches records as they come in.
import type { Job, Queue, QueueEvents } from 'bullmq';
import { engineDigest } from '../../engine-digest.ts';
import { digestOf } from '../../plan.ts';
import type { TrialRecord } from '../../trial-record.ts';
import { ensembleDigest, trialDigest } from '../trials.ts';
import type { Executor, Trial, Watch, Work } from '../trials.ts';
import { Blobs } from './blobs.ts';
import { connectQueue } from './connect.ts';
import { QUEUE_PREFIX, WORK_KEPT_S, errorOf, queueNameOf, workBlobOf } from './jobs.ts';
import type { TrialDone, TrialJob, TrialProgress } from './jobs.ts';

/** Jobs in the queue at one time: enough for hundreds of threads, few enough that records which wait to be fetched never fill the server. */
const MOST_IN_FLIGHT = 256;
/** Faults of a worker or of the way to it; mistakes of the user's are not tried again. */
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 1000;
/** Events are news, not knowledge: so often every job is asked for its state, should one have been missed. */
const LOOK_EVERY_MS = 5000;

/** An executor over the queue at an address; `say` gets what people should know. */
export function onQueue(url: string, say: (text: string) => void): Executor {
  return async (work, trials, watch) => {
    if (watch.signal.aborted) return;
    const server = await connectQueue(url, say);
    const { Queue, QueueEvents } = server.bullmq;
    const engine = engineDigest();
    const options = { connection: server.redis, prefix: QUEUE_PREFIX };
    const queue = new Queue<TrialJob, TrialDone>(queueNameOf(engine), options);
    const events = new QueueEvents(queueNameOf(engine), options);
    // The connection says itself what is wrong with it.
    queue.on('error', () => undefined);
    events.on('error', () => undefined);
    const blobs = new Blobs(server.redis);
    try {
      const blob = workBlobOf(digestOf(ensembleDigest(work, [], engine)));
      if (!(await blobs.has(blob))) await blobs.put(blob, work, WORK_KEPT_S);
      watch.onStarted();
      const flight = new Flight({ queue, blobs, work, watch, engine, blob });
      await flight.run(trials, events, async () => {
        if ((await queue.getWorkersCount()) === 0)
          say(
            `no worker listens at ${server.shown}; start one: npx antipode worker --queue ${server.shown}\n`,
          );
      });
    } finally {
      await Promise.allSettled([events.close(), queue.close()]);
      server.redis.disconnect();
    }
  };
}

interface FlightOptions {
  readonly queue: Queue<TrialJob, TrialDone>;
  readonly blobs: Blobs;
  readonly work: Work;
  readonly watch: Watch;
  readonly engine: string;
  readonly blob: string;
}

/** The trials of one run on their way through the queue. */
class Flight {
  readonly #options: FlightOptions;
  readonly #waiting: Trial[] = [];
  readonly #inFlight = new Map<string, Trial>();
  readonly #settling = new Set<string>();
  readonly #progress = new Map<string, TrialProgress>();
  readonly #ended = Promise.withResolvers<void>();

  constructor(options: FlightOptions) {
    this.#options = options;
  }

  /** Resolves when every record is in or the run was stopped; rejects with the first trial that cannot be run. */
  async run(
    trials: readonly Trial[],
    events: QueueEvents,
    lookForWorkers: () => Promise<void>,
  ): Promise<void> {
    const { signal } = this.#options.watch;
    this.#waiting.push(...trials);
    const fail = (error: unknown): void => this.#ended.reject(error);
    const stop = (): void => this.#ended.resolve();
    signal.addEventListener('abort', stop, { once: true });
    const settle = ({ jobId }: { jobId: string }): void => void this.#settle(jobId).catch(fail);
    events.on('completed', settle).on('failed', settle);
    events.on('progress', ({ jobId, data }) => this.#note(jobId, data));
    const lookAgain = setInterval(() => {
      for (const jobId of this.#inFlight.keys()) settle({ jobId });
    }, LOOK_EVERY_MS);
    try {
      await events.waitUntilReady();
      await this.#refill();
      await lookForWorkers();
      await this.#ended.promise;
    } finally {
      clearInterval(lookAgain);
      signal.removeEventListener('abort', stop);
      // Nobody will fetch what is still to be run; what a worker has begun it may finish.
      const jobs = [...this.#inFlight.keys()].map((jobId) => this.#options.queue.remove(jobId));
      await Promise.allSettled(jobs);
    }
  }

  /** Adds jobs up to the limit of those in flight. */
  async #refill(): Promise<void> {
    const { work, engine } = this.#options;
    while (this.#inFlight.size < MOST_IN_FLIGHT && !this.#options.watch.signal.aborted) {
      const trial = this.#waiting.shift();
      if (trial === undefined) break;
      const jobId = trialDigest(work, trial, engine);
      this.#inFlight.set(jobId, trial);
      const known = await this.#jobOf(jobId);
      // What failed in an earlier run gets a new chance; what it finished, or still does, is taken over.
      if (known !== undefined && (await known.isFailed())) await known.remove();
      await this.#add(jobId, trial);
    }
    if (this.#inFlight.size === 0) this.#ended.resolve();
  }

  /** A job has the identity of its trial: adding it twice adds it once. */
  async #add(jobId: string, trial: Trial): Promise<void> {
    await this.#options.queue.add(
      'trial',
      { work: this.#options.blob, trial },
      {
        jobId,
        attempts: ATTEMPTS,
        backoff: { type: 'exponential', delay: FIRST_PAUSE_MS },
        removeOnComplete: { age: WORK_KEPT_S },
        removeOnFail: { age: WORK_KEPT_S },
      },
    );
  }

  /** Takes a job's end, if it has come to one. Ends may be told twice, or be told of jobs of others. */
  async #settle(jobId: string): Promise<void> {
    const trial = this.#inFlight.get(jobId);
    if (trial === undefined || this.#settling.has(jobId)) return;
    this.#settling.add(jobId);
    try {
      // The state first: what is read of a job before its end knows nothing of its result.
      const state = await this.#options.queue.getJobState(jobId);
      const job = await this.#jobOf(jobId);
      if (job === undefined) await this.#add(jobId, trial);
      else if (state === 'failed') throw errorOf(job.failedReason);
      else if (state === 'completed') await this.#fetch(job, jobId, trial);
    } finally {
      this.#settling.delete(jobId);
    }
  }

  async #fetch(job: Job<TrialJob, TrialDone>, jobId: string, trial: Trial): Promise<void> {
    const { blobs, watch } = this.#options;
    const { blob } = job.returnvalue;
    const record = (await blobs.get(blob)) as TrialRecord | undefined;
    await job.remove().catch(() => undefined);
    if (record === undefined) {
      // It was finished so long ago that its record is gone: once more.
      await this.#add(jobId, trial);
      return;
    }
    this.#inFlight.delete(jobId);
    this.#progress.delete(jobId);
    watch.onRecord(record);
    await blobs.drop(blob);
    await this.#refill();
  }

  async #jobOf(jobId: string): Promise<Job<TrialJob, TrialDone> | undefined> {
    return this.#options.queue.getJob(jobId);
  }

  #note(jobId: string, data: unknown): void {
    if (!this.#inFlight.has(jobId)) return;
    this.#progress.set(jobId, data as TrialProgress);
    const all = [...this.#progress.values()];
    this.#options.watch.onProgress(
      Math.max(...all.map(({ simulatedMs }) => simulatedMs)),
      all.reduce((sum, { segments }) => sum + segments, 0),
    );
  }
}
