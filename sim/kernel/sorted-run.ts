// A sorted run: the events of one opened slot of the wheel, in order (instant, key), taken one after the other.
import type { EventRecords } from './events.ts';

/** The most events a run holds; then its arrays still fit the processor's second-level cache. */
export const LONGEST_RUN = 16_384;

/** Up to this many events, insertion sort is faster than counting bytes. */
const FEW = 24;

/**
 * Sorting a slot at once by counting its bytes (radix sort) has no branch to mispredict, unlike a heap: it made the hold model 1.3 to 1.4
 * times as fast at 1,000 to 100,000 pending events (test/bench/kernel.ts).
 */
export class SortedRun {
  /** The instant of the next event; infinity when the run is used up. */
  firstUs = Infinity;
  private startUs = 0;
  private head = 0;
  private end = 0;
  private readonly records: EventRecords;
  /** Per event, its instant less the slot's start. */
  private offsets = new Int32Array(LONGEST_RUN);
  private ids = new Int32Array(LONGEST_RUN);
  private spareOffsets = new Int32Array(LONGEST_RUN);
  private spareIds = new Int32Array(LONGEST_RUN);
  private readonly counts = new Int32Array(256);

  constructor(records: EventRecords) {
    this.records = records;
  }

  /** Number of events not yet taken. */
  size(): number {
    return this.end - this.head;
  }

  /** The key of the next event; the run must not be used up. */
  firstKey(): number {
    return this.keyOf(this.ids[this.head] as number);
  }

  /** Takes the next event's record; the run must not be used up. */
  take(): number {
    const id = this.ids[this.head++] as number;
    this.firstUs = this.head < this.end ? this.startUs + (this.offsets[this.head] as number) : Infinity;
    return id;
  }

  /** Takes over a chain of `count` records of a slot that starts at `startUs` and spans 256^`bytes` microseconds; the run must be used up. */
  fill(first: number, count: number, startUs: number, bytes: number): void {
    const { words, ints } = this.records;
    this.startUs = startUs;
    this.head = 0;
    this.end = count;
    // The chain has the event added last first; filling from the end restores the order of adding, often that of the keys.
    let id = first;
    for (let n = count - 1; n >= 0; n--) {
      this.offsets[n] = (words[id << 2] as number) - startUs;
      this.ids[n] = id;
      id = ints[(id << 3) + 7] as number;
    }
    if (count > FEW) for (let byte = 0; byte < bytes; byte++) this.sortByByte(byte << 3);
    if (!this.insertionSort(8 * count)) this.sortByComparison();
    this.firstUs = startUs + (this.offsets[0] as number);
  }

  /** One pass of a radix sort: orders by 8 bits of the offset and keeps the order of equals. */
  private sortByByte(shift: number): void {
    const { offsets, ids, spareOffsets, spareIds, counts, end } = this;
    counts.fill(0);
    for (let n = 0; n < end; n++) {
      const byte = ((offsets[n] as number) >> shift) & 255;
      counts[byte] = (counts[byte] as number) + 1;
    }
    let before = 0;
    for (let byte = 0; byte < 256; byte++) {
      const count = counts[byte] as number;
      counts[byte] = before;
      before += count;
    }
    for (let n = 0; n < end; n++) {
      const offset = offsets[n] as number;
      const byte = (offset >> shift) & 255;
      const at = counts[byte] as number;
      counts[byte] = at + 1;
      spareOffsets[at] = offset;
      spareIds[at] = ids[n] as number;
    }
    this.offsets = spareOffsets;
    this.ids = spareIds;
    this.spareOffsets = offsets;
    this.spareIds = ids;
  }

  /** Puts events of one instant in order of their keys, and few events in order altogether; gives up, and says false, after `patience` moves. */
  private insertionSort(patience: number): boolean {
    const { offsets, ids, end } = this;
    let moves = 0;
    for (let n = 1; n < end; n++) {
      const offset = offsets[n] as number;
      if ((offsets[n - 1] as number) < offset) continue;
      const id = ids[n] as number;
      const key = this.keyOf(id);
      let at = n;
      while (at > 0) {
        const other = offsets[at - 1] as number;
        const otherId = ids[at - 1] as number;
        if (other < offset || (other === offset && this.keyOf(otherId) < key)) break;
        offsets[at] = other;
        ids[at] = otherId;
        at--;
      }
      offsets[at] = offset;
      ids[at] = id;
      moves += n - at;
      if (moves > patience) return false;
    }
    return true;
  }

  /** For many events of one instant in disorder: slower for each, but its time does not grow with the square of their number. */
  private sortByComparison(): void {
    const { words } = this.records;
    const ids = this.ids.subarray(0, this.end);
    ids.sort(
      (one, other) =>
        (words[one << 2] as number) - (words[other << 2] as number) || this.keyOf(one) - this.keyOf(other),
    );
    for (let n = 0; n < this.end; n++)
      this.offsets[n] = (words[(ids[n] as number) << 2] as number) - this.startUs;
  }

  private keyOf(id: number): number {
    return this.records.words[(id << 2) + 1] as number;
  }
}
