// Calls a handler in a thread of its own: code that never gives control back ends that thread, and what came before is called again in a new one.
import { TrialThread } from '../ensemble/trial-thread.ts';
import { buildWebSource } from '../runtime/web-source.ts';
import type { CallAnswer, CallLine } from './lines.ts';
import type { CallSetup } from './setup.ts';

/** Heap of the thread: what a Worker may use, and the engine beside it. */
const HEAP_MIB = 384;

/** Answers one line after the other, with all state kept between them. */
export class Caller {
  readonly #thread: TrialThread;
  readonly #cached: CallSetup['cached'];
  readonly #lines: CallLine[] = [];
  readonly #skipped: (readonly [number, string])[] = [];

  private constructor(thread: TrialThread, cached: CallSetup['cached']) {
    this.#thread = thread;
    this.#cached = cached;
  }

  static async open({ plan, bundles, files, cached }: CallSetup): Promise<Caller> {
    const webSource = await buildWebSource();
    const setup = { plan, bundles, files, webSource, kernel: 'packed' } as const;
    return new Caller(new TrialThread(setup, { heapMib: HEAP_MIB }), cached);
  }

  /** The same lines lead to the same world, so a line whose code was ended is answered by calling all of them again without that code. */
  async answer(line: CallLine): Promise<CallAnswer> {
    this.#lines.push(line);
    let answer = await this.#send(line);
    while (answer === null) {
      for (const earlier of this.#lines) {
        answer = await this.#send(earlier);
        if (answer === null) break;
      }
    }
    return answer;
  }

  async close(): Promise<void> {
    await this.#thread.stop();
  }

  /** Null when the thread had to be ended. */
  async #send(line: CallLine): Promise<CallAnswer | null> {
    const task = { kind: 'call', line, cached: this.#cached, skipped: this.#skipped } as const;
    const reply = await this.#thread.run(task);
    if (reply.kind === 'answer') return reply.answer;
    if (reply.kind !== 'casualty') throw new Error(`unexpected reply ${reply.kind}`);
    this.#skipped.push([reply.journey, reply.outcome]);
    return null;
  }
}
