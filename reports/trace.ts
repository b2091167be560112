// One request followed on every arm: the data that the terminal and the page draw.

/** A place on a map. */
export interface TracePlace {
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

/** One stretch of time of the request, told. */
export interface TracePhase {
  readonly kind: string;
  readonly note: string;
  readonly startMs: number;
  readonly endMs: number;
  /** What happens and why it takes so long, with the formula and its figures. */
  readonly sentence: string;
}

/** A way over the map: user to server, or server to origin. */
export interface TraceLeg {
  readonly from: string;
  readonly to: string;
  readonly rttMs: number;
  /** measured, modelled or assumed. */
  readonly source: string;
  /** What routers and queues add, whatever the distance. */
  readonly fixedMs: number;
  readonly start: TracePlace;
  readonly stretches: readonly {
    readonly to: TracePlace;
    readonly km: number;
    readonly ms: number;
    readonly kind: string;
    readonly cable: string;
  }[];
}

/** The request on one arm. */
export interface TraceArm {
  readonly name: string;
  readonly platform: string;
  readonly status: number;
  readonly outcome: string;
  /** Code of the PoP, or id of the region, that took the request. */
  readonly server: string;
  readonly rttMs: number;
  readonly ttfbMs: number;
  readonly totalMs: number;
  readonly phases: readonly TracePhase[];
  readonly legs: readonly TraceLeg[];
}

/** The whole trace. */
export interface Trace {
  readonly title: string;
  readonly method: string;
  readonly url: string;
  readonly user: TracePlace;
  /** Whether it is the same user's second request. */
  readonly warm: boolean;
  readonly arms: readonly TraceArm[];
}

/** One sentence: which arm is first, and by how much. */
export function traceVerdict({ arms, user, warm }: Trace): string {
  const inOrder = arms.toSorted((a, b) => a.ttfbMs - b.ttfbMs);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (first === undefined || last === undefined) return '';
  const which = warm ? 'second request' : 'first request';
  const head = `${user.name} has the first byte of its ${which} after ${traceMs(first.ttfbMs)} from ${first.name}`;
  if (last === first) return `${head}.`;
  const times = last.ttfbMs / Math.max(0.001, first.ttfbMs);
  return `${head}, and after ${traceMs(last.ttfbMs)} from ${last.name}: ${times.toFixed(1)} times as long.`;
}

/** Milliseconds with as many digits as a reader needs. */
export function traceMs(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}
