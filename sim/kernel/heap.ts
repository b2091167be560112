// A 4-ary heap of events on typed arrays, ordered by (instant, key).

/**
 * The near events. Four children a node: half the levels of a binary heap, and the children's instants share a cache line.
 * Instants and keys stand beside the record's index, so that comparisons never leave these arrays.
 */
export class EventHeap {
  size = 0;
  atUs: Float64Array;
  keys: Float64Array;
  private ids: Int32Array;

  constructor(capacity: number) {
    this.atUs = new Float64Array(capacity);
    this.keys = new Float64Array(capacity);
    this.ids = new Int32Array(capacity);
  }

  /** Adds the event whose record is `id`. */
  push(at: number, key: number, id: number): void {
    if (this.size === this.ids.length) this.grow();
    const atUs = this.atUs;
    const keys = this.keys;
    const ids = this.ids;
    let i = this.size++;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      const parentAt = atUs[parent] as number;
      if (parentAt < at || (parentAt === at && (keys[parent] as number) < key)) break;
      atUs[i] = parentAt;
      keys[i] = keys[parent] as number;
      ids[i] = ids[parent] as number;
      i = parent;
    }
    atUs[i] = at;
    keys[i] = key;
    ids[i] = id;
  }

  /** Takes the earliest event's record; the heap must not be empty. Its instant and key are `atUs[0]` and `keys[0]` before. */
  take(): number {
    const first = this.ids[0] as number;
    const last = --this.size;
    const at = this.atUs[last] as number;
    const key = this.keys[last] as number;
    const id = this.ids[last] as number;
    this.siftDown(last, at, key, id);
    return first;
  }

  private siftDown(size: number, at: number, key: number, id: number): void {
    const atUs = this.atUs;
    const keys = this.keys;
    const ids = this.ids;
    let i = 0;
    for (let first = 1; first < size; first = 4 * i + 1) {
      let least = first;
      let leastAt = atUs[first] as number;
      const end = first + 4 < size ? first + 4 : size;
      for (let child = first + 1; child < end; child++) {
        const childAt = atUs[child] as number;
        if (childAt < leastAt || (childAt === leastAt && (keys[child] as number) < (keys[least] as number))) {
          least = child;
          leastAt = childAt;
        }
      }
      if (leastAt > at || (leastAt === at && (keys[least] as number) > key)) break;
      atUs[i] = leastAt;
      keys[i] = keys[least] as number;
      ids[i] = ids[least] as number;
      i = least;
    }
    atUs[i] = at;
    keys[i] = key;
    ids[i] = id;
  }

  private grow(): void {
    const capacity = this.ids.length * 2;
    const atUs = new Float64Array(capacity);
    const keys = new Float64Array(capacity);
    const ids = new Int32Array(capacity);
    atUs.set(this.atUs);
    keys.set(this.keys);
    ids.set(this.ids);
    this.atUs = atUs;
    this.keys = keys;
    this.ids = ids;
  }
}
