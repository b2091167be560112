// `performance` of one isolate: on Workers it tells the same time as `Date.now()`, counted from 1970.
import type { IsolateState } from './isolate-state.ts';
import { defineInterface, illegalConstructor } from './webidl.ts';

const INTERNAL: unique symbol = Symbol('Performance');

/** The clock that workerd gives; its origin is 1970 because a finer or relative clock would help to spy. */
export class Performance {
  readonly #isolate: IsolateState;

  constructor(key: unknown, isolate: IsolateState) {
    if (key !== INTERNAL) throw illegalConstructor();
    this.#isolate = isolate;
  }

  get timeOrigin(): number {
    return 0;
  }

  now(): number {
    return this.#isolate.current.id === 0 ? 0 : this.#isolate.nowMs();
  }
}
defineInterface(Performance, 'Performance');

/** The isolate's own `performance`. */
export function makePerformance(isolate: IsolateState): Performance {
  return new Performance(INTERNAL, isolate);
}
