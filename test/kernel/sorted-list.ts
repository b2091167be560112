// The plainest kernel there is, a sorted list: what both real kernels are compared with.
import type { Dispatch } from '../../sim/kernel/kernel.ts';

/** One pending event of the list. */
interface ListedEvent {
  readonly atUs: number;
  readonly key: number;
  readonly kind: number;
  readonly a: number;
  readonly b: number;
}

/** Keeps its events in an array, ascending by (instant, key), and always takes the first. */
export class SortedListKernel {
  private readonly events: ListedEvent[] = [];
  private now = 0;

  nowUs(): number {
    return this.now;
  }

  schedule(atUs: number, key: number, kind: number, a: number, b: number): void {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.events[middle];
      if (other !== undefined && (other.atUs < atUs || (other.atUs === atUs && other.key < key)))
        low = middle + 1;
      else high = middle;
    }
    this.events.splice(low, 0, { atUs, key, kind, a, b });
  }

  scheduleRare(atUs: number, key: number, kind: number, a: number, b: number): void {
    this.schedule(atUs, key, kind, a, b);
  }

  run(untilUs: number, dispatch: Dispatch): void {
    for (let first = this.events[0]; first !== undefined && first.atUs <= untilUs; first = this.events[0]) {
      this.events.shift();
      this.now = first.atUs;
      dispatch(first.kind, first.a, first.b);
    }
    this.now = Math.max(this.now, untilUs);
  }
}
