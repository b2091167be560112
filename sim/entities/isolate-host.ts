// An isolate as the engine holds it: its event loop, its age, and the calls that run in it.
import type { FcfsServer } from '../kernel/kernel.ts';
import type { Isolate } from '../runtime/types.ts';
import type { HandlerCall } from './handler-call.ts';

/** One isolate with its event loop: a first-come-first-served server of segments. */
export interface IsolateHost {
  readonly isolate: Isolate;
  readonly loop: FcfsServer;
  readonly readyUs: number;
  /** How long the start takes as a whole, whether or not a request waits for it; 0 where it ran before anybody asked. */
  readonly startTakesUs: number;
  /** The part of it after a place was found: what platforms bill that bill starts. */
  readonly initUs: number;
  readonly bornUs: number;
  /** Without work for so long it is gone. */
  readonly idleUs: number;
  lastUsedUs: number;
  /** The module has been evaluated; what it said when it could not be; whether it has passed the limit of memory. */
  started: boolean;
  failure: string | null;
  condemned: boolean;
  served: number;
  /** Operations and wakes that may still let code of this isolate run. */
  pending: number;
  /** Calls that were sent here and have not ended. */
  assigned: number;
  /** Since when there has been at least one. */
  busySinceUs: number;
  /** Calls whose code runs and has not responded to the last byte. */
  readonly open: OpenCalls;
  /** What the code's buffers may come to, as the isolate was told last. */
  roomBytes: number;
}

/** Calls in the order in which they began; linked by themselves, since a Set that shrinks and grows with every request leaves its tables behind. */
export class OpenCalls {
  size = 0;
  #first: HandlerCall | null = null;
  #last: HandlerCall | null = null;

  add(call: HandlerCall): void {
    if (this.#has(call)) return;
    call.openedBefore = this.#last;
    if (this.#last === null) this.#first = call;
    else this.#last.openedAfter = call;
    this.#last = call;
    this.size++;
  }

  delete(call: HandlerCall): void {
    if (!this.#has(call)) return;
    const { openedBefore, openedAfter } = call;
    if (openedBefore === null) this.#first = openedAfter;
    else openedBefore.openedAfter = openedAfter;
    if (openedAfter === null) this.#last = openedBefore;
    else openedAfter.openedBefore = openedBefore;
    call.openedBefore = null;
    call.openedAfter = null;
    this.size--;
  }

  *[Symbol.iterator](): Generator<HandlerCall> {
    for (let call = this.#first; call !== null; call = call.openedAfter) yield call;
  }

  #has(call: HandlerCall): boolean {
    return call.openedBefore !== null || this.#first === call;
  }
}
