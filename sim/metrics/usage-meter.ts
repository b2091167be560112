// Counts what platforms send bills for: runs of code, their CPU and wall time, and bytes that leave a region.

/** Whose code ran: the arm's own (with the services bound to it), the origin's behind its PoPs, or that of a host on a platform of its own. */
export type BilledAs = 'own' | 'origin' | `host ${string}`;

/** The name under which a host's code is billed. */
export function billedHost(name: string): BilledAs {
  return `host ${name}`;
}

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
  /** Bytes that its responses took out of its region, where that is not the arm's. */
  egressBytes: number;
}

/** Adds up what one trial used; `counters` gives it by name. */
export class UsageMeter {
  readonly #own = noRuns();
  readonly #runs = new Map<BilledAs, Runs>([
    ['own', this.#own],
    ['origin', noRuns()],
  ]);
  #regionRequests = 0;
  #regionBytes = 0;

  /** A run of code has ended, whatever it waited for after its response included. */
  invocation(as: BilledAs, cpuUs: number, wallUs: number): void {
    const runs = this.#of(as);
    runs.invocations++;
    runs.cpuUs += cpuUs;
    runs.wallUs += wallUs;
    runs.wallRoundedMs += Math.ceil(wallUs / 1000);
  }

  /** The start of an instance is billed. */
  start(as: BilledAs, us: number): void {
    this.#of(as).initRoundedMs += Math.ceil(us / 1000);
  }

  /** An instance has become idle after so long. */
  busy(as: BilledAs, us: number): void {
    this.#of(as).busyUs += us;
  }

  /** A response of a host left a region that is not the arm's. */
  leftHost(as: BilledAs, bytes: number): void {
    this.#of(as).egressBytes += bytes;
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
    const runs = [...this.#runs].flatMap(([as, counts]) =>
      Object.entries(counts).map(([name, value]): [string, number] => [`usage.${as}.${name}`, value]),
    );
    const region: [string, number][] = [
      ['usage.region.requests', this.#regionRequests],
      ['usage.region.egressBytes', this.#regionBytes],
    ];
    return [...runs, ...region].filter(([, value]) => value !== 0);
  }

  #of(as: BilledAs): Runs {
    if (as === 'own') return this.#own;
    let runs = this.#runs.get(as);
    if (runs === undefined) this.#runs.set(as, (runs = noRuns()));
    return runs;
  }
}

function noRuns(): Runs {
  return {
    invocations: 0,
    cpuUs: 0,
    wallUs: 0,
    wallRoundedMs: 0,
    initRoundedMs: 0,
    busyUs: 0,
    egressBytes: 0,
  };
}
