// Free-time arithmetic of a first-come-first-served station: when service starts is known as soon as a job arrives.

/**
 * The instants at which the servers of one station become free, kept as a binary heap with the earliest first.
 *
 * First come, first served with known service times means: a job starts at max(now, earliest free instant). So no queue of jobs is needed
 * (checked against theory in test/theory/ and against simjs's Facility in test/kernel/).
 */
export class FreeTimes {
  private readonly freeUs: Float64Array;

  constructor(servers: number) {
    if (!Number.isInteger(servers) || servers < 1)
      throw new RangeError(`a station needs at least one server, not ${servers}`);
    this.freeUs = new Float64Array(servers);
  }

  /** Takes the server that becomes free first for `serviceUs` and returns the instant service starts. */
  take(nowUs: number, serviceUs: number): number {
    const free = this.freeUs;
    const startUs = Math.max(nowUs, free[0] as number);
    const endUs = startUs + serviceUs;
    const count = free.length;
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && (free[child + 1] as number) < (free[child] as number)) child++;
      if ((free[child] as number) >= endUs) break;
      free[at] = free[child] as number;
      at = child;
    }
    free[at] = endUs;
    return startUs;
  }
}
