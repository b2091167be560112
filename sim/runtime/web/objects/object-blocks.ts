// Stretches of an object's work during which nobody else is let in: `blockConcurrencyWhile` and transactions.
import { describeError } from '../describe-error.ts';
import type { IsolateState } from '../isolate-state.ts';
import { perform } from '../operation.ts';
import { askStorage } from './ask-storage.ts';

/** Whether an object survives a callback that throws. */
type OnFailure = 'resets' | 'stays';

/** The blocks of one object. */
export class Blocks {
  readonly #isolate: IsolateState;

  constructor(isolate: IsolateState) {
    this.#isolate = isolate;
  }

  /** Runs the callback once the gate is its own, and opens the gate when it has settled. */
  async run(callback: () => unknown, onFailure: OnFailure): Promise<unknown> {
    const { value: block } = await perform(this.#isolate, {
      verb: 'object.block',
      binding: '',
      key: '',
      optionsJson: '',
      body: null,
    });
    try {
      const value: unknown = await callback();
      askStorage(this.#isolate, 'unblock', { block });
      return value;
    } catch (error) {
      const thrown = onFailure === 'resets' ? describeError(error) : undefined;
      askStorage(this.#isolate, 'unblock', { block, thrown });
      throw error;
    }
  }
}
