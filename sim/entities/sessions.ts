// Sessions of users: who comes when, from where, and how many requests they send; open arrivals, fixed before any arm runs.
import { accessNetwork, type AccessType } from '../../topology/catalog.ts';
import { accessRttMs } from '../../topology/last-mile.ts';
import { drawIndex } from '../../topology/population.ts';
import type { RequestClass, Workload } from '../plan.ts';
import { draw32, exponential, labelHash, uniform } from '../random.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import type { Geography } from './geography.ts';

/** Journey ids are session * 256 + request: at most so many requests in a session. */
export const REQUESTS_PER_SESSION_LIMIT = 256;

/** Sessions under way at time zero are drawn by letting sessions begin so many mean lengths earlier. */
const LEAD_IN_LENGTHS = 10;

const LABEL = {
  gap: labelHash('session.gap'),
  user: labelHash('session.user'),
  length: labelHash('session.length'),
  think: labelHash('session.think'),
  roams: labelHash('session.roams'),
  home: labelHash('user.home'),
  access: labelHash('user.access'),
  accessRtt: labelHash('user.accessRtt'),
  class: labelHash('request.class'),
} as const;

/** One visit of one user. */
export interface Session {
  readonly number: number;
  readonly user: number;
  readonly place: number;
  readonly access: AccessType;
  readonly accessRttUs: number;
  readonly requests: number;
  /** From this request on the user enters by another PoP; Infinity when the user stays. */
  readonly roamsAt: number;
  /** Number of the next request and its instant. */
  next: number;
  nextUs: number;
}

/** Draws sessions one after the other; every figure hangs on (seed, session or user number) alone. */
export class Sessions {
  readonly #workload: Workload;
  readonly #geography: Geography;
  readonly #seed: number;
  readonly #accessTypes: readonly AccessType[];
  readonly #accessShares: Float64Array;
  readonly #classShares: Float64Array;
  readonly #meanGapUs: number;
  #number = 0;
  #startUs: number;

  constructor(workload: Workload, geography: Geography, seed: number) {
    this.#workload = workload;
    this.#geography = geography;
    this.#seed = seed;
    this.#accessTypes = Object.keys(workload.users.access).map(
      (name) => accessNetwork(name as AccessType).type,
    );
    this.#accessShares = shares(Object.values(workload.users.access));
    this.#classShares = shares(workload.classes.map((one) => one.weight));
    this.#meanGapUs = (US_PER_SECOND * workload.session.requestsMean) / workload.requestsPerSecond;
    const meanLengthUs = workload.session.requestsMean * workload.session.thinkTimeMs * US_PER_MS;
    this.#startUs = -LEAD_IN_LENGTHS * meanLengthUs;
  }

  /** The instant of the next session's first request; negative while sessions before time zero are drawn. */
  peekUs(): number {
    return Math.round(this.#startUs);
  }

  /** Takes the next session; requests before time zero are skipped, null when none is left of it. */
  take(): Session | null {
    const number = this.#number++;
    const startUs = Math.round(this.#startUs);
    this.#startUs += exponential(this.#meanGapUs, this.#seed, number, LABEL.gap);
    const requests = this.#lengthOf(number);
    const session: Session = {
      ...this.#userOf(number),
      number,
      requests,
      roamsAt:
        uniform(this.#seed, number, LABEL.roams) < this.#workload.session.roamingShare
          ? Math.ceil(requests / 2)
          : Number.POSITIVE_INFINITY,
      next: 0,
      nextUs: startUs,
    };
    while (session.nextUs < 0 && this.advance(session));
    return session.nextUs < 0 ? null : session;
  }

  /** Moves a session to its next request; false when there is none. */
  advance(session: Session): boolean {
    session.next++;
    if (session.next >= session.requests) return false;
    const thinkUs = exponential(
      this.#workload.session.thinkTimeMs * US_PER_MS,
      this.#seed,
      session.number,
      LABEL.think,
      session.next,
    );
    session.nextUs += Math.max(1, Math.round(thinkUs));
    return true;
  }

  /** The class of a session's next request. */
  classOf(session: Session): RequestClass {
    const drawn = uniform(this.#seed, journeyIdOf(session), LABEL.class);
    const found = this.#workload.classes[drawIndex(this.#classShares, drawn)];
    if (found === undefined) throw new RangeError('a workload without request classes');
    return found;
  }

  /** Geometric with the given mean, at least one (inversion). */
  #lengthOf(number: number): number {
    const mean = this.#workload.session.requestsMean;
    if (mean <= 1) return 1;
    const drawn =
      1 + Math.floor(Math.log(uniform(this.#seed, number, LABEL.length)) / Math.log(1 - 1 / mean));
    return Math.min(REQUESTS_PER_SESSION_LIMIT, drawn);
  }

  #userOf(number: number): Pick<Session, 'user' | 'place' | 'access' | 'accessRttUs'> {
    const user = draw32(this.#seed, number, LABEL.user, 0) % this.#workload.users.count;
    const place = drawIndex(this.#geography.shares, uniform(this.#seed, user, LABEL.home));
    const access = this.#accessTypes[drawIndex(this.#accessShares, uniform(this.#seed, user, LABEL.access))];
    if (access === undefined) throw new RangeError('a workload without access networks');
    const accessRttUs = Math.round(
      accessRttMs(access, uniform(this.#seed, user, LABEL.accessRtt)) * US_PER_MS,
    );
    return { user, place, access, accessRttUs };
  }
}

/** The journey of a session's next request: the same number in every arm. */
export function journeyIdOf(session: Session): number {
  return session.number * REQUESTS_PER_SESSION_LIMIT + session.next;
}

function shares(weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let seen = 0;
  return Float64Array.from(weights, (weight) => (seen += weight / total));
}
