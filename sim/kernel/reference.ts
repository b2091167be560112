// The kernel 'simjs', the reference: events are simjs timers, stations are simjs facilities, and simjs's own queue orders one instant by key.
import type { Facility, SimjsQueue } from './des.ts';
import { Simulation, simjsQueue } from './des.ts';
import type { Dispatch, FcfsServer, Kernel } from './kernel.ts';
import { MAX_PENDING_EVENTS, MAX_TIME_US, refuseEvent, refusePending } from './limits.ts';
import { FreeTimes } from './server.ts';

/** An event on its way through simjs; `deliverAt` is its key, by which the instant's queue orders it. */
interface ReferenceEvent {
  readonly deliverAt: number;
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly station: ReferenceServer | undefined;
}

/** Runs on simjs alone; several times slower than the packed kernel, and the standard it is checked by. */
export class ReferenceKernel implements Kernel {
  readonly name = 'simjs';
  private readonly simulation = new Simulation();
  /** Events of the present instant that have not been dispatched yet, by key. */
  private readonly due: SimjsQueue<ReferenceEvent> = simjsQueue<ReferenceEvent>();
  private pending = 0;
  private stopped = false;

  nowUs(): number {
    return this.simulation.now();
  }

  pendingCount(): number {
    return this.pending;
  }

  stop(): void {
    this.stopped = true;
  }

  schedule(atUs: number, key: number, kind: number, a: number, b: number): void {
    this.admit(atUs, key, kind);
    this.simulation.after(atUs - this.nowUs(), (event) => this.due.insert(event), {
      deliverAt: key,
      kind,
      a,
      b,
      station: undefined,
    });
  }

  scheduleRare(atUs: number, key: number, kind: number, a: number, b: number): void {
    this.schedule(atUs, key, kind, a, b);
  }

  createServer(servers: number): FcfsServer {
    return new ReferenceServer(this, this.simulation.facility('station', servers), servers);
  }

  /** Queues a job at a simjs facility and checks that service ends when the arithmetic said. */
  serveAt(station: ReferenceServer, serviceUs: number, event: ReferenceEvent): number {
    const startUs = station.free.take(this.nowUs(), serviceUs);
    const endUs = startUs + serviceUs;
    this.admit(endUs, event.deliverAt, event.kind);
    this.simulation.use(station.facility, serviceUs, () => {
      if (this.nowUs() !== endUs)
        throw new Error(`simjs ended a service at ${this.nowUs()} us, the arithmetic at ${endUs} us`);
      this.due.insert(event);
    });
    return startUs;
  }

  run(horizonUs: number, dispatch: Dispatch): void {
    const untilUs = Math.min(horizonUs, MAX_TIME_US);
    this.stopped = false;
    while (!this.stopped) {
      const instantUs = this.due.data.length > 0 ? this.nowUs() : this.simulation.nextAt();
      if (instantUs > untilUs) break;
      while (this.simulation.nextAt() === instantUs) this.simulation.step();
      const event = this.due.remove();
      if (event === null) break;
      this.pending--;
      event.station?.leave();
      dispatch(event.kind, event.a, event.b);
    }
    if (!this.stopped && untilUs > this.nowUs()) this.simulation.advanceTo(untilUs);
  }

  private admit(atUs: number, key: number, kind: number): void {
    const wellFormed =
      Number.isInteger(atUs) &&
      atUs <= MAX_TIME_US &&
      Number.isSafeInteger(key) &&
      key >= 0 &&
      (kind & 255) === kind;
    if (!wellFormed || atUs < this.nowUs()) refuseEvent(atUs, key, kind, this.nowUs());
    if (this.pending === MAX_PENDING_EVENTS) refusePending(this.nowUs());
    this.pending++;
  }
}

/** A station whose jobs wait in a simjs facility. */
class ReferenceServer implements FcfsServer {
  readonly free: FreeTimes;
  readonly facility: Facility;
  private readonly kernel: ReferenceKernel;
  private jobs = 0;

  constructor(kernel: ReferenceKernel, facility: Facility, servers: number) {
    this.kernel = kernel;
    this.facility = facility;
    this.free = new FreeTimes(servers);
  }

  serve(serviceUs: number, key: number, kind: number, a: number, b: number): number {
    const startUs = this.kernel.serveAt(this, serviceUs, { deliverAt: key, kind, a, b, station: this });
    this.jobs++;
    return startUs;
  }

  length(): number {
    return this.jobs;
  }

  leave(): void {
    this.jobs--;
  }
}
