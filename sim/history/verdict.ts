// What a checker says of one property of a history.
import type { HistoryOperation } from './operation.ts';

/** The properties that are checked, in the order of the table. */
export const PROPERTIES = {
  linearizable: 'every operation takes effect at one instant between its call and its answer',
  sequential: 'one order of all operations on a key fits what each client saw, in its own order',
  'read-your-writes': 'a client never misses its own earlier write',
  'monotonic-reads': 'a client never sees an older version than it has seen',
  'monotonic-writes': "a client's writes are committed in the order in which it made them",
  'writes-follow-reads': 'a write is committed after the version that its client had read',
  'bounded-staleness': 'no read misses a write that was answered longer ago than the bound',
  convergence: 'after the last write every site comes to read it',
} as const;
export type Property = keyof typeof PROPERTIES;

/** Every name that `--expect` takes. */
export const PROPERTY_NAMES = Object.keys(PROPERTIES) as readonly Property[];

/** What was found for one key. */
export interface Finding {
  /** `open`: the history does not suffice to tell. */
  readonly status: 'holds' | 'broken' | 'open';
  /** What was measured or why it cannot be told; empty where there is nothing to add. */
  readonly detail: string;
  /** The fewest operations found that show the breach; empty unless broken. */
  readonly example: readonly HistoryOperation[];
  /** For staleness and convergence: the time found, in microseconds. */
  readonly boundUs: number;
}

/** Nothing to object to. */
export const HOLDS: Finding = { status: 'holds', detail: '', example: [], boundUs: 0 };

/** Cannot be told, and why. */
export function open(detail: string): Finding {
  return { status: 'open', detail, example: [], boundUs: 0 };
}

/** Broken, with the operations that show it. */
export function broken(detail: string, example: readonly HistoryOperation[]): Finding {
  return { status: 'broken', detail, example, boundUs: 0 };
}
