// The kernel 'packed': journeys' events in a typed-array queue, rare events in simjs, merged in one order (instant, key).
import { Simulation } from './des.ts';
import type { Dispatch, FcfsServer, Kernel } from './kernel.ts';
import { MAX_PENDING_EVENTS, MAX_TIME_US, refuseEvent, refusePending } from './limits.ts';
import { PackedQueue } from './queue.ts';
import { FreeTimes } from './server.ts';

/**
 * An event's tag holds its kind in the low 8 bits and, above them, the number of the station at which it ends a service (0: none).
 * A busy station has a pending event, so the number of pending events bounds the numbers to 23 bits.
 */
const KIND_BITS = 8;
const KIND_MASK = 255;

/** The fast lane: an event is a record in memory that is used again and again, not an object. */
export class PackedKernel implements Kernel {
  readonly name = 'packed';
  private now = 0;
  private stopped = false;
  private readonly queue = new PackedQueue();
  /** The stations with jobs, by number; idle ones have no number, so that a dropped station leaves nothing behind. */
  private readonly busyStations: (PackedServer | undefined)[] = [undefined];
  private readonly freeNumbers: number[] = [];
  /** Carries the rare events until their instant, when they join the queue. */
  private readonly simulation = new Simulation();
  private rarePending = 0;
  /** The instant of the earliest rare event, kept as a number because every dispatch compares with it. */
  private rareAtUs = Infinity;

  nowUs(): number {
    return this.now;
  }

  pendingCount(): number {
    return this.queue.size() + this.rarePending;
  }

  stop(): void {
    this.stopped = true;
  }

  schedule(atUs: number, key: number, kind: number, a: number, b: number): void {
    if ((kind & KIND_MASK) !== kind) refuseEvent(atUs, key, kind, this.now);
    this.admit(atUs, key, kind, a, b);
  }

  scheduleRare(atUs: number, key: number, kind: number, a: number, b: number): void {
    if ((kind & KIND_MASK) !== kind || !isPlace(atUs, key, this.now)) refuseEvent(atUs, key, kind, this.now);
    this.simulation.after(atUs - this.simulation.now(), () => this.admit(atUs, key, kind, a, b), undefined);
    this.rarePending++;
    if (atUs < this.rareAtUs) this.rareAtUs = atUs;
  }

  createServer(servers: number): FcfsServer {
    return new PackedServer(this, servers);
  }

  run(horizonUs: number, dispatch: Dispatch): void {
    const queue = this.queue;
    const untilUs = Math.min(horizonUs, MAX_TIME_US);
    this.stopped = false;
    while (!this.stopped) {
      // A rare event must be in the queue before anything of its instant is dispatched.
      const limitUs = untilUs < this.rareAtUs ? untilUs : this.rareAtUs - 1;
      if (!queue.ready(limitUs)) {
        if (this.rareAtUs > untilUs) break;
        this.joinRare();
        continue;
      }
      const id = queue.take();
      this.now = queue.takenUs;
      const ints = queue.records.ints;
      const tag = ints[(id << 3) + 4] as number;
      const a = ints[(id << 3) + 5] as number;
      const b = ints[(id << 3) + 6] as number;
      queue.records.release(id);
      if (tag > KIND_MASK) this.leaveStation(tag);
      dispatch(tag & KIND_MASK, a, b);
    }
    if (!this.stopped && untilUs > this.now) this.now = untilUs;
  }

  /** Adds an event with its tag; shared by `schedule` and the stations. */
  admit(atUs: number, key: number, tag: number, a: number, b: number): void {
    if (!isPlace(atUs, key, this.now)) refuseEvent(atUs, key, tag & KIND_MASK, this.now);
    if (this.queue.size() >= MAX_PENDING_EVENTS) refusePending(this.now);
    this.queue.push(atUs, key, tag, a, b);
  }

  /** Numbers a station that gets its first job, and returns the number as the upper part of a tag. */
  enlist(station: PackedServer): number {
    const number = this.freeNumbers.pop() ?? this.busyStations.length;
    this.busyStations[number] = station;
    return number << KIND_BITS;
  }

  private leaveStation(tag: number): void {
    const number = tag >>> KIND_BITS;
    if (this.busyStations[number]?.leave() !== 0) return;
    this.busyStations[number] = undefined;
    this.freeNumbers.push(number);
  }

  /** Moves simjs on to its next instant; its events of that instant join the queue. */
  private joinRare(): void {
    const instantUs = this.rareAtUs;
    while (this.simulation.nextAt() === instantUs) {
      this.simulation.step();
      this.rarePending--;
    }
    this.rareAtUs = this.simulation.nextAt();
  }
}

function isPlace(atUs: number, key: number, nowUs: number): boolean {
  return (
    atUs >= nowUs &&
    atUs <= MAX_TIME_US &&
    Math.floor(atUs) === atUs &&
    key >= 0 &&
    key <= Number.MAX_SAFE_INTEGER &&
    Math.floor(key) === key
  );
}

/** A station by free-time arithmetic: one comparison a job, no queue. */
class PackedServer implements FcfsServer {
  private readonly kernel: PackedKernel;
  private readonly free: FreeTimes;
  private tag = 0;
  private jobs = 0;

  constructor(kernel: PackedKernel, servers: number) {
    this.kernel = kernel;
    this.free = new FreeTimes(servers);
  }

  serve(serviceUs: number, key: number, kind: number, a: number, b: number): number {
    const nowUs = this.kernel.nowUs();
    if (!(serviceUs >= 0) || (kind & KIND_MASK) !== kind) refuseEvent(nowUs + serviceUs, key, kind, nowUs);
    const startUs = this.free.take(nowUs, serviceUs);
    if (this.jobs === 0) this.tag = this.kernel.enlist(this);
    this.kernel.admit(startUs + serviceUs, key, this.tag | kind, a, b);
    this.jobs++;
    return startUs;
  }

  length(): number {
    return this.jobs;
  }

  /** A job leaves; returns how many stay. */
  leave(): number {
    return --this.jobs;
  }
}
