// The one adapter to the npm package simjs: loads it without touching the global object, types it, and corrects its known faults.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';

/** A pending wish of a simjs entity: a timer, or a place in a facility's queue. */
interface SimjsRequest {
  readonly msg: unknown;
  /** Calls back with `this` = the context, or the requesting entity when there is none. */
  done(callback: (this: never, argument: never) => void, context?: object, argument?: unknown): this;
}

/** simjs's entity: whoever sets timers and uses facilities. */
interface SimjsEntity {
  setTimer(duration: number): SimjsRequest;
  useFacility(facility: SimjsFacility, duration: number): SimjsRequest;
}

/** simjs's priority queue: ascending `deliverAt`, then order of insertion; `data[0]` is the head. */
export interface SimjsQueue<T extends { deliverAt: number }> {
  readonly data: readonly T[];
  insert(entry: T): void;
  remove(): T | null;
}

/** simjs's simulator: a clock and a queue of requests. */
interface SimjsSim {
  simTime: number;
  readonly queue: SimjsQueue<{ deliverAt: number }>;
  step(): boolean;
  simulate(endTime: number): boolean;
}

/** simjs's facility: servers and a queue before them. */
interface SimjsFacility {
  time?: () => number;
  usage(): number;
  systemStats(): {
    durationSeries: { average(): number; count(): number };
    sizeSeries: { average(): number };
  };
}

/** The classes of simjs that this project uses, as the package gives them, faults included. */
export interface SimjsLibrary {
  readonly Sim: new () => SimjsSim;
  readonly Entity: new (sim: SimjsSim) => SimjsEntity;
  readonly Facility: (new (
    name: string,
    discipline: number,
    servers: number,
    maxQueueLength: number,
  ) => SimjsFacility) & { readonly FCFS: number };
  readonly PQueue: new <T extends { deliverAt: number }>() => SimjsQueue<T>;
}

/**
 * Evaluates simjs and returns its classes.
 *
 * The bundle exports nothing under Node; it fills `window.Sim`. So its source becomes the body of a function whose parameter is named
 * `window`. It is not run in a context of its own: simjs checks `callback instanceof Function`, which fails across realms.
 */
export function loadSimjs(): SimjsLibrary {
  const file = createRequire(import.meta.url).resolve('simjs');
  const evaluate = compileFunction(readFileSync(file, 'utf8'), ['window', 'require'], { filename: file });
  const window: { Sim?: SimjsLibrary } = {};
  evaluate.call(undefined, window, undefined);
  if (window.Sim === undefined) throw new Error('simjs did not fill window.Sim');
  return window.Sim;
}

const simjs = loadSimjs();

/** What became of a job that asked for a facility: served by the server of that index, or turned away because the queue was full. */
export type FacilityOutcome =
  | { readonly kind: 'served'; readonly server: number }
  | { readonly kind: 'full' };

/** A first-come-first-served facility of a `Simulation`. */
export type Facility = SimjsFacility;

/**
 * simjs with types and without its faults: callback arguments arrive as they are (simjs drops falsy ones and spreads arrays), no event
 * is lost at a horizon (`simulate(end)` loses the first one beyond it), a full facility is an outcome (simjs sends message -1),
 * and a job of length 0 at time 0 is served (simjs asks the facility for a clock it does not have).
 */
export class Simulation {
  private readonly sim = new simjs.Sim();
  private readonly entity = new simjs.Entity(this.sim);

  /** The simulated time, in the unit the caller chose for its delays. */
  now(): number {
    return this.sim.simTime;
  }

  /** The time of the earliest pending event; infinity when there is none. */
  nextAt(): number {
    return this.sim.queue.data[0]?.deliverAt ?? Infinity;
  }

  /** Calls `callback(argument)` after `delay`. */
  after<A>(delay: number, callback: (argument: A) => void, argument: A): void {
    this.entity.setTimer(delay).done(() => callback(argument));
  }

  /** A facility with `servers` equal servers; at most `maxQueueLength` jobs wait, unlimited when it is left out. */
  facility(name: string, servers: number, maxQueueLength = -1): Facility {
    const facility = new simjs.Facility(name, simjs.Facility.FCFS, servers, maxQueueLength);
    facility.time = () => this.sim.simTime;
    return facility;
  }

  /** Queues a job of length `duration` at a facility; `callback` hears when it is served to the end, or at once that the queue is full. */
  use(facility: Facility, duration: number, callback: (outcome: FacilityOutcome) => void): void {
    const request = this.entity.useFacility(facility, duration);
    request.done(() => {
      const server = Number(request.msg);
      callback(server < 0 ? { kind: 'full' } : { kind: 'served', server });
    });
  }

  /** Delivers the earliest event and moves the clock to it; false when none is pending. */
  step(): boolean {
    return this.sim.step();
  }

  /** Delivers every event up to and including `end` and leaves the clock there; later events stay pending. */
  run(end: number): void {
    while (this.nextAt() <= end) this.sim.step();
    this.advanceTo(end);
  }

  /** Moves the clock on to `time` when no event lies before it. */
  advanceTo(time: number): void {
    if (time < this.sim.simTime || this.nextAt() < time)
      throw new Error(`the clock cannot move to ${time}: an event or the present lies after it`);
    this.sim.simTime = time;
  }
}

/** A queue ordered by `deliverAt` as simjs orders its events. */
export function simjsQueue<T extends { deliverAt: number }>(): SimjsQueue<T> {
  return new simjs.PQueue<T>();
}
