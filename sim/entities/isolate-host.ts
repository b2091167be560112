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
  readonly open: Set<HandlerCall>;
}
