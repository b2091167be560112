// What a trial leaves behind, as plain data that merges exactly, and the finished requests that it is folded from.
import type { HistogramJson } from './metrics/histogram.ts';
import type { FollowedWrite } from './stores/store.ts';

/** The kinds of phase, in the order in which a request meets them. */
export const PHASES = [
  'dns',
  'connect',
  'tls',
  'uplink',
  'queue',
  'coldStart',
  'cpu',
  'store',
  'subrequest',
  'downlink',
] as const;
export type PhaseKind = (typeof PHASES)[number];

/** One stretch of a journey; times are microseconds since it began. */
export interface Phase {
  readonly kind: PhaseKind;
  readonly startUs: number;
  readonly endUs: number;
  readonly note: string;
}

/** A phase of a journey under way, linked to the one before it. */
export interface PhaseLink extends Phase {
  readonly before: PhaseLink | null;
}

/** A finished request. */
export interface FinishedJourney {
  readonly id: number;
  readonly startUs: number;
  readonly className: string;
  readonly place: number;
  /** PoP that ended the connection; -1 for the origin region. */
  readonly pop: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly outcome: string;
  readonly cold: boolean;
  readonly ranHandler: boolean;
  readonly cache: 'hit' | 'miss' | 'bypass' | 'none';
  readonly newConnection: boolean;
  readonly rttUs: number;
  readonly ttfbUs: number;
  readonly totalUs: number;
  readonly coldUs: number;
  readonly isolateStartUs: number;
  readonly queueUs: number;
  readonly cpuUs: number;
  readonly responseBytes: number;
  readonly originRequests: number;
  readonly originEgressBytes: number;
  readonly phases: readonly Phase[];
}

/** A request as it is counted: only what a record shows one by one is written out. */
export interface CountedJourney extends Omit<
  FinishedJourney,
  'className' | 'method' | 'path' | 'status' | 'phases'
> {
  readonly lastPhase: PhaseLink | null;
  finished(): FinishedJourney;
}

/** What a trial leaves behind: plain data that merges exactly. */
export interface TrialRecord {
  readonly arm: string;
  readonly seed: number;
  readonly histograms: Record<string, Record<string, HistogramJson>>;
  readonly counters: Record<string, number>;
  readonly outcomes: Record<string, number>;
  readonly series: Record<string, number[]>;
  readonly bandCounts: readonly number[];
  readonly bandSumsUs: Record<string, number[]>;
  readonly pops: readonly {
    requests: number;
    coldStarts: number;
    /** Bytes of responses that it sent to users. */
    egressBytes: number;
    users: number;
    ttfb: HistogramJson | null;
  }[];
  readonly requestsByPlace: readonly number[];
  /** The fixed sample by which arms are paired: ids ascending with the outcomes at the same index. */
  readonly pairs: {
    readonly ids: Float64Array;
    readonly ttfbUs: Float64Array;
    readonly totalUs: Float64Array;
    readonly places: Int32Array;
  };
  readonly sample: readonly FinishedJourney[];
  readonly slowest: readonly FinishedJourney[];
  readonly followed: readonly { store: string; home: string; write: FollowedWrite }[];
  readonly errors: readonly ErrorReport[];
}

/** One kind of failure, with its first example. */
export interface ErrorReport {
  readonly outcome: string;
  readonly handler: string;
  readonly pop: string;
  readonly request: string;
  readonly message: string;
  times: number;
}
