// What every event kernel promises: integer microseconds, one total order (time, key), first-come-first-served stations.

/** Receives each due event: its kind (a small integer, a `switch` in the engine) and two integer operands. */
export type Dispatch = (kind: number, a: number, b: number) => void;

/** The names of the kernels: `simjs` is the reference, `packed` the fast lane; both give the same order of events. */
export type KernelName = 'simjs' | 'packed';

/**
 * A queue of future events and a virtual clock.
 *
 * The order is total: events fire by instant, and at one instant by ascending key. An event that a handler
 * schedules for the very instant it runs at takes its place by key among those of that instant that have not fired yet.
 */
export interface Kernel {
  /** Which implementation this is. */
  readonly name: KernelName;

  /** The virtual time, in integer microseconds since the start of the trial. */
  nowUs(): number;

  /**
   * Schedules an event at `atUs`, an integer number of microseconds not before now and at most 2^52.
   * `key` is a non-negative safe integer, unique among the pending events of one instant.
   * `kind` is an integer from 0 to 255; `a` and `b` are 32-bit signed integers.
   */
  schedule(atUs: number, key: number, kind: number, a: number, b: number): void;

  /**
   * The same for entities of a low event rate (purges): simjs carries these events under both
   * kernels. They take their place in the same total order, so which of the two methods was used never shows in a result.
   */
  scheduleRare(atUs: number, key: number, kind: number, a: number, b: number): void;

  /**
   * Dispatches events until none is pending, the next one lies beyond `untilUs` (it stays pending), or `stop()` was called.
   * Leaves the clock at `untilUs` (at most 2^52), unless it was stopped: then at the instant of the last event dispatched.
   */
  run(untilUs: number, dispatch: Dispatch): void;

  /** Makes the current `run` return after the event being dispatched; a later `run` goes on from there. */
  stop(): void;

  /** The number of events that have not been dispatched yet. */
  pendingCount(): number;

  /** Makes a first-come-first-served station with `servers` equal servers (at least 1) and an unlimited queue. */
  createServer(servers: number): FcfsServer;
}

/** A first-come-first-served station: a job takes the server that becomes free first. */
export interface FcfsServer {
  /**
   * Queues a job of `serviceUs` (an integer, 0 or more) now; the event (kind, a, b) fires with `key` at the instant service ends.
   * Returns the instant service starts, which is known at once because the order is first come, first served and service times are known.
   */
  serve(serviceUs: number, key: number, kind: number, a: number, b: number): number;

  /** The number of jobs waiting or in service now. A job whose end lies at this instant has left when its event is dispatched. */
  length(): number;
}
