// Sessions of users: who comes when, from where, and how many requests they send; open arrivals, fixed before any arm runs.
import { accessNetwork, type AccessType } from '../../topology/catalog.ts';
import { accessRttMs } from '../../topology/last-mile.ts';
import { drawIndex } from '../../topology/population.ts';
import type { Plan, RequestClass, Workload } from '../plan.ts';
import { arrivalProcesses } from '../arrivals/index.ts';
import { type ArrivalProcess, REQUESTS_PER_VISIT, type Visit } from '../arrivals/process.ts';
import type { TraceVisit } from '../arrivals/trace-file.ts';
import { draw32, exponential, labelHash, uniform } from '../random.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import type { OpenConnection } from '../network/connection.ts';
import type { Geography } from './geography.ts';
import { NOWHERE, type Way } from './way.ts';

/** Sessions under way at time zero are drawn by letting sessions begin so many mean lengths earlier. */
const LEAD_IN_LENGTHS = 10;

const LABEL = {
  user: labelHash('session.user'),
  length: labelHash('session.length'),
  think: labelHash('session.think'),
  roams: labelHash('session.roams'),
  home: labelHash('user.home'),
  access: labelHash('user.access'),
  accessRtt: labelHash('user.accessRtt'),
  class: labelHash('request.class'),
} as const;

/** For users who stay: no visit has so many requests. A small integer, because fractions and infinities take an object of their own in each session. */
export const NEVER = 0x3fffffff;

/** One visit of one user. */
export interface Session {
  readonly number: number;
  readonly user: number;
  readonly place: number;
  readonly access: AccessType;
  readonly accessRttUs: number;
  readonly requests: number;
  /** From this request on the user enters by another PoP; `NEVER` when the user stays. */
  readonly roamsAt: number;
  /** Number of the next request and its instant. */
  next: number;
  nextUs: number;
  /** Instant of the last request before time zero; null when there was none. */
  readonly previousUs: number | null;
  /** The visit as a trace recorded it; null when it is drawn. */
  readonly recorded: TraceVisit | null;
  /** How its requests reach the network at present, null before the first; it can change only with the day, with the cables, or because the user moves. */
  way: Way | null;
  /** The era of the world's ways in which that was found. */
  wayEra: number;
  /** The connection that its last request used, and where to; null before the first. */
  connection: OpenConnection | null;
  connectedPop: number;
  dnsKnown: boolean;
}

/** Access networks and their cumulative shares. */
interface AccessMix {
  readonly types: readonly AccessType[];
  readonly shares: Float64Array;
}

/** Draws sessions one after the other; every figure hangs on (seed, session or user number) alone. */
export class Sessions {
  readonly #workload: Workload;
  readonly #geography: Geography;
  readonly #seed: number;
  readonly #accessMix: AccessMix;
  readonly #accessByCountry: ReadonlyMap<string, AccessMix>;
  readonly #classShares: Float64Array;
  readonly #arrivals: ArrivalProcess;

  constructor(plan: Pick<Plan, 'workload' | 'epochMs'>, geography: Geography, seed: number) {
    const { workload } = plan;
    this.#workload = workload;
    this.#geography = geography;
    this.#seed = seed;
    this.#accessMix = accessMix(workload.users.access);
    this.#accessByCountry = new Map(
      Object.entries(workload.users.accessByCountry).map(([code, access]) => [code, accessMix(access)]),
    );
    this.#classShares = shares(workload.classes.map((one) => one.weight));
    this.#arrivals = this.#createArrivals(plan);
  }

  /** The instant of the next session's first request; negative while sessions before time zero are drawn, Infinity when there is none. */
  peekUs(): number {
    return this.#arrivals.peekUs();
  }

  /** Takes the next session; requests before time zero are skipped, null when none is left of it. */
  take(): Session | null {
    const visit = this.#arrivals.take();
    if (visit === null) return null;
    const { number, recorded, startUs } = visit;
    const requests = recorded?.requests.length ?? this.#lengthOf(number);
    const first = startUs < 0 ? this.#firstFrom(visit, requests) : null;
    // Most sessions of the time before time zero are over by then; who they were does not matter.
    if (first === null && startUs < 0) return null;
    const user = recorded?.user ?? this.#userOf(number);
    const place = recorded?.place ?? this.#homeOf(user);
    const access = this.#accessOf(user, place);
    const accessRttUs = Math.round(
      accessRttMs(access, uniform(this.#seed, user, LABEL.accessRtt)) * US_PER_MS,
    );
    const { roamingShare } = this.#workload.session;
    const roams = roamingShare > 0 && uniform(this.#seed, number, LABEL.roams) < roamingShare;
    return {
      number,
      user,
      place,
      access,
      accessRttUs,
      requests,
      roamsAt: roams ? Math.ceil(requests / 2) : NEVER,
      next: first?.next ?? 0,
      nextUs: first?.nextUs ?? startUs,
      previousUs: first?.previousUs ?? null,
      recorded,
      way: null,
      wayEra: 0,
      connection: null,
      connectedPop: NOWHERE,
      dnsKnown: false,
    };
  }

  /** The first request at or after time zero of a visit that began before; null when there is none. */
  #firstFrom(visit: Visit, requests: number): Pick<Session, 'next' | 'nextUs' | 'previousUs'> | null {
    let next = 0;
    let nextUs = visit.startUs;
    let previousUs: number | null = null;
    while (nextUs < 0) {
      previousUs = nextUs;
      if (++next >= requests) return null;
      nextUs = this.#requestUs(visit, next, previousUs);
    }
    return { next, nextUs, previousUs };
  }

  /** Moves a session to its next request; false when there is none. */
  advance(session: Session): boolean {
    session.next++;
    if (session.next >= session.requests) return false;
    session.nextUs = this.#requestUs(session, session.next, session.nextUs);
    return true;
  }

  /** The instant of the n-th request of a visit, the one before it being known. */
  #requestUs(
    { number, recorded }: Pick<Visit, 'number' | 'recorded'>,
    n: number,
    previousUs: number,
  ): number {
    if (recorded !== null) return recorded.requests[n]?.atUs ?? previousUs;
    const meanUs = this.#workload.session.thinkTimeMs * US_PER_MS;
    const thinkUs = exponential(meanUs, this.#seed, number, LABEL.think, n);
    return previousUs + Math.max(1, Math.round(thinkUs));
  }

  /** The class of a session's next request. */
  classOf(session: Session): RequestClass {
    const recorded = session.recorded?.requests[session.next];
    if (recorded !== undefined) {
      const kind = this.#workload.classes[recorded.classIndex];
      if (kind === undefined) throw new RangeError(`no request class ${recorded.classIndex}`);
      return { ...kind, path: recorded.path };
    }
    const { classes } = this.#workload;
    // Of one class nothing need be drawn.
    const index =
      classes.length === 1
        ? 0
        : drawIndex(this.#classShares, uniform(this.#seed, journeyIdOf(session), LABEL.class));
    const found = classes[index];
    if (found === undefined) throw new RangeError('a workload without request classes');
    return found;
  }

  /** Geometric with the given mean, at least one (inversion). */
  #lengthOf(number: number): number {
    const mean = this.#workload.session.requestsMean;
    if (mean <= 1) return 1;
    const drawn =
      1 + Math.floor(Math.log(uniform(this.#seed, number, LABEL.length)) / Math.log(1 - 1 / mean));
    return Math.min(REQUESTS_PER_VISIT, drawn);
  }

  #createArrivals({ workload, epochMs }: Pick<Plan, 'workload' | 'epochMs'>): ArrivalProcess {
    const { arrivals, session, requestsPerSecond } = workload;
    const kind = arrivalProcesses[arrivals.process];
    if (kind === undefined) throw new RangeError(`no arrival process ${arrivals.process}`);
    return kind.create({
      seed: this.#seed,
      meanGapUs: (US_PER_SECOND * meanLength(session.requestsMean)) / requestsPerSecond,
      leadInUs: LEAD_IN_LENGTHS * (session.requestsMean * session.thinkTimeMs * US_PER_MS),
      epochMs,
      bursts: arrivals.bursts.map(({ fromMs, toMs, factor }) => ({
        fromUs: fromMs * US_PER_MS,
        toUs: toMs * US_PER_MS,
        factor,
      })),
      longitudeOf: (visit) => this.#geography.places[this.#homeOf(this.#userOf(visit))]?.lon ?? 0,
      trace: this.#geography.trace,
    });
  }

  #accessOf(user: number, place: number): AccessType {
    const mix = this.#accessMixOf(place);
    const access = mix.types[drawIndex(mix.shares, uniform(this.#seed, user, LABEL.access))];
    if (access === undefined) throw new RangeError('a workload without access networks');
    return access;
  }

  #accessMixOf(place: number): AccessMix {
    if (this.#accessByCountry.size === 0) return this.#accessMix;
    const country = this.#geography.places[place]?.country ?? '';
    return this.#accessByCountry.get(country) ?? this.#accessMix;
  }

  #userOf(visit: number): number {
    return draw32(this.#seed, visit, LABEL.user, 0) % this.#workload.users.count;
  }

  #homeOf(user: number): number {
    return drawIndex(this.#geography.shares, uniform(this.#seed, user, LABEL.home));
  }
}

/** Mean of a geometric length that is cut at the limit: E[min(L, k)] = m·(1 − (1 − 1/m)^k). So the rate of requests is the stated one. */
function meanLength(mean: number): number {
  return mean <= 1 ? 1 : mean * (1 - Math.exp(REQUESTS_PER_VISIT * Math.log(1 - 1 / mean)));
}

/** The journey of a session's next request: the same number in every arm. */
export function journeyIdOf(session: Session): number {
  return session.number * REQUESTS_PER_VISIT + session.next;
}

function accessMix(access: Readonly<Record<string, number>>): AccessMix {
  const types = Object.keys(access).map((name) => accessNetwork(name as AccessType).type);
  return { types, shares: shares(Object.values(access)) };
}

function shares(weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let seen = 0;
  return Float64Array.from(weights, (weight) => (seen += weight / total));
}
