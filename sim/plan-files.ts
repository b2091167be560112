// The contents of the files that a plan names beside the handlers; the plan itself holds their names and digests.
import type { MeasuredPair } from '../topology/measured.ts';
import type { Trace } from './arrivals/trace-file.ts';

/** Read once by whoever loads a scenario, and handed to every thread. */
export interface PlanFiles {
  /** The requests that are replayed; null when arrivals are drawn. */
  readonly trace: Trace | null;
  /** Measured round trips that override the model; empty for none. */
  readonly measured: readonly MeasuredPair[];
}

/** A plan that names no files. */
export const NO_FILES: PlanFiles = { trace: null, measured: [] };
