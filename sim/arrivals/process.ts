// What an arrival process is: it says when visits begin, and knows nothing of what visitors do.
import type { Sourced } from '../plan.ts';
import type { Burst } from './bursts.ts';
import type { Trace, TraceVisit } from './trace-file.ts';

/** Journey ids are visit * 256 + request: at most so many requests in a visit. */
export const REQUESTS_PER_VISIT = 256;

/** The beginning of one visit. */
export interface Visit {
  /** Every draw about the visit hangs on (seed, number), so all arms see the same visits. */
  readonly number: number;
  /** Instant of its first request, in whole microseconds; visits before time zero may reach into it. */
  readonly startUs: number;
  /** The visit as a trace recorded it; null when who visits and what they ask for is drawn. */
  readonly recorded: TraceVisit | null;
}

/** Visits one after the other, by ascending instant. */
export interface ArrivalProcess {
  /** Instant of the next visit; Infinity when there is none. */
  peekUs(): number;
  /** Takes the next visit; null when there is none. */
  take(): Visit | null;
}

/** What a process is made from. */
export interface ArrivalSetting {
  readonly seed: number;
  /** Mean time between two visits, over all users and a whole day. */
  readonly meanGapUs: number;
  /** How long before time zero visits begin, so that some are under way at time zero. */
  readonly leadInUs: number;
  /** Simulated time zero as milliseconds since 1970. */
  readonly epochMs: number;
  readonly bursts: readonly Burst[];
  /** Degrees east of where the visitor of a visit lives. */
  readonly longitudeOf: (visit: number) => number;
  readonly trace: Trace | null;
}

/** A row of the table. */
export interface ArrivalKind {
  /** One line for the reference. */
  readonly meaning: string;
  /** The figures of the world that it rests on. */
  readonly figures: readonly Sourced[];
  create(setting: ArrivalSetting): ArrivalProcess;
}
