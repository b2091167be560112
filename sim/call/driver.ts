// Calls a handler in a thread of its own: code that never gives control back ends that thread, and what came before is called again in a new one.
import { SimError } from '../errors.ts';
import { TrialThread } from '../ensemble/trial-thread.ts';
import { buildWebSource } from '../runtime/web-source.ts';
import type { CallAnswer, CallLine } from './lines.ts';
import type { CallSetup } from './setup.ts';

/** Heap at which code has eaten its memory: twice what a Worker may use and the engine beside it, since V8 collects garbage late where it has room. */
const WATCHED_MIB = 768;
/** Heap of the thread, with room for what comes before somebody looks. */
const HEAP_MIB = 3840;

/** Answers one line after the other, with all state kept between them. */
export class Caller {
  readonly #thread: TrialThread;
  readonly #given: Pick<CallSetup, 'cached' | 'inScenario'>;
  readonly #lines: CallLine[] = [];
  readonly #skipped: (readonly [number, string])[] = [];
  /** Why no line can be answered any more. */
  #unusable: SimError | null = null;

  private constructor(thread: TrialThread, given: Pick<CallSetup, 'cached' | 'inScenario'>) {
    this.#thread = thread;
    this.#given = given;
  }

  static async open({
    plan,
    bundles,
    files,
    cached,
    inScenario,
  }: Omit<CallSetup, 'missing'>): Promise<Caller> {
    const webSource = await buildWebSource();
    const setup = { plan, bundles, files, webSource, kernel: 'packed' } as const;
    return new Caller(new TrialThread(setup, { heapMib: HEAP_MIB, watchedMib: WATCHED_MIB }), {
      cached,
      inScenario,
    });
  }

  /**
   * The same lines lead to the same world, so a line whose code was ended is answered by calling all of them again without that code. A
   * line that this program itself fails on is left out from then on.
   */
  async answer(line: CallLine): Promise<CallAnswer> {
    if (this.#unusable !== null) throw this.#unusable;
    this.#lines.push(line);
    try {
      let answer = this.#thread.isFresh() ? null : await this.#send(line);
      while (answer === null) answer = await this.#sendAll();
      return answer;
    } catch (error) {
      if (!(error instanceof SimError)) this.#lines.pop();
      throw error;
    }
  }

  /** The answer to the last line. One before it that had no answer but an error has that again, and leaves the same behind. */
  async #sendAll(): Promise<CallAnswer | null> {
    for (const earlier of this.#lines.slice(0, -1)) {
      const answer = await this.#send(earlier).catch((error: unknown) => {
        if (error instanceof SimError) return undefined;
        throw error;
      });
      if (answer === null) return null;
    }
    const last = this.#lines.at(-1);
    if (last === undefined) throw new Error('no line to call again');
    return this.#send(last);
  }

  async close(): Promise<void> {
    await this.#thread.stop();
  }

  /** Null when the thread had to be ended. */
  async #send(line: CallLine): Promise<CallAnswer | null> {
    const task = { kind: 'call', line, ...this.#given, skipped: this.#skipped } as const;
    const reply = await this.#thread.run(task);
    if (reply.kind === 'answer') return reply.answer;
    if (reply.kind !== 'casualty') throw new Error(`unexpected reply ${reply.kind}`);
    if (this.#skipped.some(([journey]) => journey === reply.journey)) {
      const message =
        'The module could not be evaluated: its code did not give control back, or ate all memory.';
      this.#unusable = new SimError('E_HANDLER', message);
      throw this.#unusable;
    }
    this.#skipped.push([reply.journey, reply.outcome]);
    return null;
  }
}
