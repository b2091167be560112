// What the engine remembers of one request while it is under way.
import type { RequestClass } from '../plan.ts';
import type { CountedJourney, FinishedJourney, Phase, PhaseKind } from '../trial-record.ts';
import type { OpenConnection } from '../network/connection.ts';
import type { IncomingRequest } from '../runtime/types.ts';
import type { HandlerCall, RunsAt } from './handler-call.ts';
import type { PhasePool, PhaseRecord } from './phase-pool.ts';
import { pathOf } from './requests.ts';
import type { Session } from './sessions.ts';

/** The response as far as it is known. */
export interface ResponseState {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  body: string | Uint8Array | null;
  bytes: number;
  /** Instants at which the first and the last byte leave the code's server. */
  firstByteUs: number;
  lastByteUs: number;
  /** The socket that a 101 response hands out, by its name in the realm. */
  readonly socket?: string;
}

/** One request under way; times are absolute microseconds unless the name says otherwise. */
export class Journey implements CountedJourney {
  slot = -1;
  /** The call of the handler for this very request; null before, and where a cache answers. */
  call: HandlerCall | null = null;
  response: ResponseState | null = null;
  /** Where its code runs; set when it has reached the server that ends the connection. */
  runsAt: RunsAt = { site: -1, region: null };
  outcome = 'ok';
  cache: 'hit' | 'miss' | 'bypass' | 'none' = 'none';
  cold = false;
  coldUs = 0;
  /** How long the start of the isolate takes as a whole, where this request set it off; else 0. */
  isolateStartUs = 0;
  queueUs = 0;
  cpuUs = 0;
  operations = 0;
  /** Calls of other handlers that this request has led to. */
  furtherCalls = 0;
  originRequests = 0;
  originEgressBytes = 0;
  /** The code has responded, thrown, hung, or been stopped. */
  responded = false;
  /** Nothing of the request goes on in the isolate any more. */
  ended = false;
  /** The code has been called. */
  ranHandler = false;
  /** Times of the first and last byte at the user, since the start; -1 until the response is on its way. */
  ttfbUs = -1;
  totalUs = -1;
  /** The last phase so far; each knows the one before it. */
  lastPhase: PhaseRecord | null = null;
  #firstPhase: PhaseRecord | null = null;
  #cursorUs = 0;
  #events = 0;

  readonly id: number;
  readonly session: Session;
  /** Number of the place of its user. */
  readonly place: number;
  readonly class: RequestClass;
  /** Index of the PoP that ended the connection; -1 for the origin region. */
  readonly pop: number;
  readonly startUs: number;
  readonly rttUs: number;
  readonly newConnection: boolean;
  readonly connection: OpenConnection;
  readonly helloAheadUs: number;
  readonly request: IncomingRequest;
  /** Where its phases come from. */
  readonly pool: PhasePool;

  constructor(
    init: Pick<
      Journey,
      | 'id'
      | 'session'
      | 'class'
      | 'pop'
      | 'startUs'
      | 'rttUs'
      | 'newConnection'
      | 'connection'
      | 'helloAheadUs'
      | 'request'
      | 'pool'
    >,
  ) {
    this.id = init.id;
    this.session = init.session;
    this.place = init.session.place;
    this.class = init.class;
    this.pop = init.pop;
    this.startUs = init.startUs;
    this.rttUs = init.rttUs;
    this.newConnection = init.newConnection;
    this.connection = init.connection;
    this.helloAheadUs = init.helloAheadUs;
    this.request = init.request;
    this.pool = init.pool;
  }

  /** All phases in order. */
  get phases(): Phase[] {
    const phases: Phase[] = [];
    for (let link = this.lastPhase; link !== null; link = link.before) {
      const { kind, startUs, endUs, note } = link;
      phases.push({ kind, startUs, endUs, note });
    }
    return phases.reverse();
  }

  get responseBytes(): number {
    return this.response?.bytes ?? 0;
  }

  /** What is kept of it when it is one that a record shows. */
  finished(): FinishedJourney {
    const { request, response } = this;
    return {
      id: this.id,
      startUs: this.startUs,
      className: this.class.name,
      place: this.place,
      pop: this.pop,
      method: request.method,
      path: pathOf(request.url),
      status: response?.status ?? 0,
      outcome: this.outcome,
      cold: this.cold,
      ranHandler: this.ranHandler,
      cache: this.cache,
      newConnection: this.newConnection,
      rttUs: this.rttUs,
      ttfbUs: this.ttfbUs,
      totalUs: this.totalUs,
      coldUs: this.coldUs,
      isolateStartUs: this.isolateStartUs,
      queueUs: this.queueUs,
      cpuUs: this.cpuUs,
      responseBytes: this.responseBytes,
      originRequests: this.originRequests,
      originEgressBytes: this.originEgressBytes,
      phases: this.phases,
    };
  }

  /** Number of this journey's next event, for its key. */
  nextEvent(): number {
    return this.#events++;
  }

  /** Attributes the time since the last phase to a kind: phases follow one another without gap or overlap, so they add up to the TTFB. */
  phaseUntil(kind: PhaseKind, atUs: number, note = ''): void {
    const endUs = atUs - this.startUs;
    if (endUs <= this.#cursorUs) return;
    const phase = this.pool.take();
    phase.kind = kind;
    phase.startUs = this.#cursorUs;
    phase.endUs = endUs;
    phase.note = note;
    phase.before = this.lastPhase;
    this.#firstPhase ??= phase;
    this.lastPhase = phase;
    this.#cursorUs = endUs;
  }

  /** Gives its phases back when nobody will ask for them any more. */
  forgetPhases(): void {
    if (this.#firstPhase !== null && this.lastPhase !== null)
      this.pool.giveBack(this.#firstPhase, this.lastPhase);
    this.#firstPhase = null;
    this.lastPhase = null;
  }
}
