// Counts what platforms send bills for: runs of code, their CPU and wall time, and bytes that leave a region.

/** Whose code ran: the arm's own (with the services bound to it), or the origin's behind its PoPs. */
export type BilledAs = 'own' | 'origin';

/** What the runs of one kind of code add up to. */
interface Runs {
  invocations: number;
  cpuUs: number;
  wallUs: number;
  /** Wall time with each run rounded up to a whole millisecond, as Lambda bills it. */
  wallRoundedMs: number;
  /** Starts of instances that their platform bills like runs, rounded up to milliseconds. */
  initRoundedMs: number;
  /** Time in which an instance had at least one request. */
  busyUs: number;
}

/** Adds up what one trial used; `counters` gives it by name. */
export class UsageMeter {
  readonly #runs: Readonly<Record<BilledAs, Runs>> = { own: noRuns(), origin: noRuns() };
  #regionRequests = 0;
  #regionBytes = 0;

  /** A run of code has ended, whatever it waited for after its response included. */
  invocation(as: BilledAs, cpuUs: number, wallUs: number): void {
    const runs = this.#runs[as];
    runs.invocations++;
    runs.cpuUs += cpuUs;
    runs.wallUs += wallUs;
    runs.wallRoundedMs += Math.ceil(wallUs / 1000);
  }

  /** The start of an instance is billed. */
  start(as: BilledAs, us: number): void {
    this.#runs[as].initRoundedMs += Math.ceil(us / 1000);
  }

  /** An instance has become idle after so long. */
  busy(as: BilledAs, us: number): void {
    this.#runs[as].busyUs += us;
  }

  /** A request reached servers of the region directly. */
  regionRequest(): void {
    this.#regionRequests++;
  }

  /** A response left servers of the region, for a user or for a PoP. */
  leftRegion(bytes: number): void {
    this.#regionBytes += bytes;
  }

  /** Everything by name, `usage.…`; what did not happen is left out. */
  counters(): [string, number][] {
    const runs = Object.entries(this.#runs).flatMap(([as, counts]) =>
      Object.entries(counts).map(([name, value]): [string, number] => [`usage.${as}.${name}`, value]),
    );
    const region: [string, number][] = [
      ['usage.region.requests', this.#regionRequests],
      ['usage.region.egressBytes', this.#regionBytes],
    ];
    return [...runs, ...region].filter(([, value]) => value !== 0);
  }
}

function noRuns(): Runs {
  return { invocations: 0, cpuUs: 0, wallUs: 0, wallRoundedMs: 0, initRoundedMs: 0, busyUs: 0 };
}
