// One worker thread with its watchdog: code that never gives control back, or eats all memory, ends the thread and not the run.
import type { Worker } from 'node:worker_threads';
import { type ErrorCode, SimError } from '../errors.ts';
import { US_PER_MS } from '../units.ts';
import {
  HEARTBEAT,
  type Message,
  type Reply,
  type Task,
  type ThreadSetup,
  type Watched,
} from './messages.ts';
import { HEAP_MIB, sendWeb, startThread } from './start-thread.ts';
import type { StartedThread } from './start-thread.ts';

/** Handler code that uses so much CPU without a pause is taken for an endless loop. A figure of this program, not of the world. */
const STALL_CPU_MS = 5000;
const LOOK_EVERY_MS = 250;
/**
 * A piece of code that has held its thread until somebody looks, and by so much more heap, is taken for one that eats all: V8 would end the
 * whole process, and not the thread, where one array or all that is new at a collection needs more than 16 MiB beyond the thread's heap.
 * A figure of this program, not of the world, and assumed: low enough that the rest of the heap is not full before the next look.
 */
const GREEDY_MIB = 384;
const BYTES_PER_MIB = 1_048_576;
/** What a thread needs: the text of the Web API, and all that its trials share. */
type Setup = Omit<ThreadSetup, 'kind'> & { readonly webSource: string };

/** Why a thread was ended in the middle of a task, and in which journey's code. */
export interface Casualty {
  readonly kind: 'casualty';
  readonly outcome: 'exceededCpu' | 'exceededMemory';
  readonly journey: number;
}

/** A worker thread that does one task at a time; after a casualty it starts afresh for the next. */
export class TrialThread {
  readonly #setup: Setup;
  readonly #heapMib: number;
  /** The heap at which whatever code runs is taken for greedy. */
  readonly #watchedMib: number;
  /** Told of watched requests; only a setup with a `watchedShare` has any. */
  onWatched: ((watched: Watched) => void) | null = null;
  /** A thread that was started early, until it is used. */
  #early: StartedThread | null;
  #worker: Worker | null = null;
  #heartbeat: Float64Array = new Float64Array();

  constructor(
    setup: Setup,
    options: { heapMib?: number; watchedMib?: number; early?: StartedThread | null } = {},
  ) {
    const { heapMib = HEAP_MIB, watchedMib = Number.POSITIVE_INFINITY, early = null } = options;
    this.#setup = setup;
    this.#heapMib = heapMib;
    this.#watchedMib = watchedMib;
    this.#early = early;
  }

  /** Whether its next task is the first since it started, or since its last end. */
  isFresh(): boolean {
    return this.#worker === null;
  }

  simulatedUs(): number {
    return this.#heartbeat[HEARTBEAT.simulatedUs] ?? 0;
  }

  segments(): number {
    return this.#heartbeat[HEARTBEAT.segments] ?? 0;
  }

  /** Runs a task; rejects with SimError for the user's mistakes and with the thread's error for ours. */
  run(task: Task): Promise<Reply | Casualty> {
    const worker = (this.#worker ??= this.#start());
    const { promise, resolve, reject } = Promise.withResolvers<Reply | Casualty>();
    const finish = (outcome: Reply | Casualty): void => {
      clearInterval(watchdog);
      worker.off('message', heard).off('error', broken).off('exit', ended);
      if (outcome.kind === 'simError')
        reject(
          new SimError(
            outcome.code as ErrorCode,
            outcome.message,
            outcome.hint === undefined ? {} : { hint: outcome.hint },
          ),
        );
      else resolve(outcome);
    };
    const heard = (message: Message): void => {
      if (message.kind === 'watched') this.onWatched?.(message);
      else finish(message);
    };
    const watchdog = this.#watch(worker, (outcome, journey) => {
      void this.stop();
      finish({ kind: 'casualty', outcome, journey });
    });
    const broken = (error: Error & { code?: string }): void => {
      this.#worker = null;
      const journey = this.#heartbeat[HEARTBEAT.journey] ?? -1;
      clearInterval(watchdog);
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') reject(error);
      else if (journey >= 0) finish({ kind: 'casualty', outcome: 'exceededMemory', journey });
      else reject(this.#outOfMemory(task));
    };
    // A thread that is stopped from outside answers no more; its watchdog must not keep the process alive.
    const ended = (): void => clearInterval(watchdog);
    worker.on('message', heard).on('error', broken).on('exit', ended);
    worker.postMessage(task);
    return promise;
  }

  /** Memory ran out between two pieces of code, so no single request ate it. */
  #outOfMemory(task: Task): SimError {
    const arm = this.#setup.plan.arms[task.kind === 'call' ? 0 : task.armIndex];
    const message = `The isolates of ${arm?.handler ?? ''} in arm ${arm?.name ?? ''} need more than the ${this.#heapMib} MiB of a thread together.`;
    const hint = 'Look for data in module scope that grows with each request.';
    return new SimError('E_HANDLER', message, { hint });
  }

  async stop(): Promise<void> {
    const worker = this.#worker ?? this.#early?.worker;
    this.#worker = null;
    this.#early = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const { webSource, ...shared } = this.#setup;
    const started = this.#early ?? startThread(this.#heapMib);
    if (this.#early === null) sendWeb(started, webSource, false);
    this.#early = null;
    this.#heartbeat = started.heartbeat;
    started.worker.postMessage({ kind: 'setup', ...shared } satisfies ThreadSetup);
    return started.worker;
  }

  /** Calls `stalled` when the same piece of code has used too much of the thread's CPU (a machine that is merely busy stalls nobody), or has eaten its heap. */
  #watch(worker: Worker, stalled: (outcome: Casualty['outcome'], journey: number) => void): NodeJS.Timeout {
    let beats = -1;
    let usedAtBeatMs = 0;
    let mostMib = this.#watchedMib;
    const look = async (): Promise<void> => {
      const { user, system } = await worker.cpuUsage();
      const usedMs = (user + system) / US_PER_MS;
      const journey = this.#heartbeat[HEARTBEAT.journey] ?? -1;
      const now = this.#heartbeat[HEARTBEAT.beats] ?? 0;
      const heldMib = (await worker.getHeapStatistics()).used_heap_size / BYTES_PER_MIB;
      // What has moved on meanwhile is none of this look's business.
      if (this.#heartbeat[HEARTBEAT.beats] !== now) return;
      const isSame = now === beats && journey >= 0;
      if (journey >= 0 && heldMib > (isSame ? mostMib : this.#watchedMib)) stalled('exceededMemory', journey);
      else if (!isSame) {
        beats = now;
        usedAtBeatMs = usedMs;
        mostMib = Math.min(this.#watchedMib, heldMib + GREEDY_MIB);
      } else if (usedMs - usedAtBeatMs >= STALL_CPU_MS) stalled('exceededCpu', journey);
    };
    // A thread that has ended has no CPU time to tell; its own events say what became of it.
    return setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  }
}
