// Starts worker threads that load the engine and wait to be told what for; one may be started before there is a plan.
import { setFlagsFromString } from 'node:v8';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { buildWebSource } from '../runtime/web-source.ts';
import { HEARTBEAT, HEARTBEAT_FIELDS, type ThreadStart, type ThreadWeb } from './messages.ts';

/** Room for new objects: twice what a thread has by default, since what is under way then outlives fewer collections (hello: 12 % faster, and a fifth of the work of the collector's own threads). */
const YOUNG_MIB = 96;
/** V8 divides that room into three of this size, and would begin with 1 MiB and collect again and again until it has grown: all of it at once reaches the first event of hello 10 % sooner, with 12 % less CPU time. */
const SEMI_SPACE_MIB = YOUNG_MIB / 3;
/** Heap of a thread; beyond it the request whose code runs is the one that ate it. */
export const HEAP_MIB = 1024;

/** The heap of a trial thread. */
export function heapLimits(heapMib = HEAP_MIB): ResourceLimits {
  return { maxOldGenerationSizeMb: heapMib, maxYoungGenerationSizeMb: YOUNG_MIB };
}

/** A worker thread that has been told nothing yet. */
export interface StartedThread {
  readonly worker: Worker;
  readonly heartbeat: Float64Array;
}

/** Starts a thread; it loads the engine by itself, and then expects a `ThreadWeb` and a `ThreadSetup`. */
export function startThread(heapMib: number): StartedThread {
  // Off for the whole process before any handler runs: `eval` and `new Function` then fail in every realm.
  setFlagsFromString('--disallow-code-generation-from-strings');
  setFlagsFromString(`--min-semi-space-size=${SEMI_SPACE_MIB}`);
  const memory = new SharedArrayBuffer(8 * HEARTBEAT_FIELDS);
  const heartbeat = new Float64Array(memory);
  heartbeat[HEARTBEAT.journey] = -1;
  // The file is .ts in the repository and .js once published; the URL must follow.
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const worker = new Worker(new URL(`./thread${extension}`, import.meta.url), {
    workerData: { heartbeat: memory } satisfies ThreadStart,
    resourceLimits: heapLimits(heapMib),
    env: { ...process.env, TZ: 'UTC' },
  });
  worker.unref();
  return { worker, heartbeat };
}

/** Gives a thread what realms are made of; `ahead`: it makes one while it waits. */
export function sendWeb({ worker }: StartedThread, webSource: string, ahead: boolean): void {
  worker.postMessage({ kind: 'web', webSource, ahead } satisfies ThreadWeb);
}

/** A thread that loads the engine while this one still reads the scenario: the first event then comes an eighth of a second sooner. */
export class EarlyThread {
  /** The text of the Web API, which all threads of the run need. */
  readonly webSource: Promise<string>;
  /** Null once it failed or was given away. */
  #thread: StartedThread | null = startThread(HEAP_MIB);
  readonly #failed = (): void => {
    this.#thread = null;
  };

  constructor() {
    this.#thread?.worker.on('error', this.#failed);
    this.webSource = this.#prepare();
    // Whoever needs the text hears why there is none.
    this.webSource.catch(() => undefined);
  }

  async #prepare(): Promise<string> {
    const webSource = await buildWebSource();
    if (this.#thread !== null) sendWeb(this.#thread, webSource, true);
    return webSource;
  }

  /** Gives the thread away, once `webSource` is there; null when it failed: a thread that is started later tells why. */
  take(): StartedThread | null {
    const thread = this.#thread;
    this.#thread = null;
    thread?.worker.off('error', this.#failed);
    return thread;
  }

  /** Ends the thread when nobody took it. */
  async stop(): Promise<void> {
    await this.take()?.worker.terminate();
  }
}
