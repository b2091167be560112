// Event records in one block of memory, 32 bytes each, so that scheduling an event allocates nothing.

/**
 * The records of all pending events. A record is four 8-byte words, half a cache line: instant, key, (tag, a), (b, link).
 * The same memory is seen as doubles (`words`, 4 a record) and as integers (`ints`, 8 a record).
 *
 * Free records form a list through `link`; the one freed last is used next, while its cache line is still warm.
 */
export class EventRecords {
  words: Float64Array;
  ints: Int32Array;
  private capacity: number;
  private used = 0;
  private firstFree = -1;

  constructor(capacity: number) {
    const block = new ArrayBuffer(capacity * 32);
    this.capacity = capacity;
    this.words = new Float64Array(block);
    this.ints = new Int32Array(block);
  }

  /** Takes a free record and writes the event's tag and operands; returns its index. */
  take(tag: number, a: number, b: number): number {
    let id = this.firstFree;
    if (id >= 0) {
      this.firstFree = this.ints[(id << 3) + 7] as number;
    } else {
      if (this.used === this.capacity) this.grow();
      id = this.used++;
    }
    const at = id << 3;
    this.ints[at + 4] = tag;
    this.ints[at + 5] = a;
    this.ints[at + 6] = b;
    return id;
  }

  /** Gives a record back. */
  release(id: number): void {
    this.ints[(id << 3) + 7] = this.firstFree;
    this.firstFree = id;
  }

  private grow(): void {
    const block = new ArrayBuffer(this.capacity * 64);
    const words = new Float64Array(block);
    words.set(this.words);
    this.words = words;
    this.ints = new Int32Array(block);
    this.capacity *= 2;
  }
}
