// What the main thread and the trial threads say to each other, and the shared heartbeat that the watchdog reads.
import type { Bindings } from '../call/bindings.ts';
import type { CallAnswer, CallLine } from '../call/lines.ts';
import type { HistoryOperation } from '../history/operation.ts';
import type { KernelName } from '../kernel/kernel.ts';
import type { HandlerProfile, Plan } from '../plan.ts';
import type { PlanFiles } from '../plan-files.ts';
import type { FinishedJourney, TrialRecord } from '../trial-record.ts';
import type { Bundle } from '../runtime/types.ts';

/** What a thread is started with: it loads the engine before it is told anything. */
export interface ThreadStart {
  /** A Float64Array of `HEARTBEAT_FIELDS` over this memory. */
  readonly heartbeat: SharedArrayBuffer;
}

/** The first message to a thread: what realms are made of. */
export interface ThreadWeb {
  readonly kind: 'web';
  readonly webSource: string;
  /** Whether to make the realm that isolates share at once, instead of when a task first needs one. */
  readonly ahead: boolean;
}

/** Everything that all trials of a thread share: the second message to it. */
export interface ThreadSetup {
  readonly kind: 'setup';
  readonly plan: Plan;
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly files: PlanFiles;
  readonly kernel: KernelName;
  /** Share of all requests that are told of while a trial runs; absent where nobody watches. */
  readonly watchedShare?: number;
}

/** One trial to run; `skipped` names journeys whose code must not be called. */
export interface TrialTask {
  readonly kind: 'trial';
  readonly armIndex: number;
  readonly seed: number;
  readonly skipped: readonly (readonly [number, string])[];
  /** Whether to send back every operation on a store as well. */
  readonly history: boolean;
}

/** A handler to measure. */
export interface ProfileTask {
  readonly kind: 'profile';
  /** The arm that runs the handler, or calls it. */
  readonly armIndex: number;
  readonly handler: string;
}

/** One line of `antipode call`; the thread keeps its world between lines. */
export interface CallTask {
  readonly kind: 'call';
  readonly line: CallLine;
  readonly cached: Bindings['cache'];
  readonly inScenario: boolean;
  readonly skipped: readonly (readonly [number, string])[];
}

export type Task = TrialTask | ProfileTask | CallTask;

/** What comes back: a record or a profile, or a mistake of the user's, as data. */
export type Reply =
  | {
      readonly kind: 'record';
      readonly record: TrialRecord;
      readonly history: readonly HistoryOperation[];
    }
  | { readonly kind: 'profile'; readonly profile: HandlerProfile }
  | { readonly kind: 'answer'; readonly answer: CallAnswer }
  | {
      readonly kind: 'simError';
      readonly code: string;
      readonly message: string;
      readonly hint: string | undefined;
    };

/** A request that was watched, told as soon as it was over; every arm tells of the same ones. */
export interface Watched {
  readonly kind: 'watched';
  readonly armIndex: number;
  readonly seed: number;
  readonly journey: FinishedJourney;
}

export type Message = Reply | Watched;

/** Fields of the heartbeat: beats so far, the journey whose code runs (-1 for none), simulated microseconds, code segments run. */
export const HEARTBEAT = { beats: 0, journey: 1, simulatedUs: 2, segments: 3 } as const;
export const HEARTBEAT_FIELDS = 4;
