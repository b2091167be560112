// A map by whole numbers for what every request asks for: what is in flight, by the number of its call or operation, and the ways that were taken.

const FIRST_CAPACITY = 16;
/** A key that none is. */
const FREE = -1;

/**
 * Rows by their numbers (whole, from 0 on), in one table with linear probing. A `Map` that is filled and emptied all the time makes a new table
 * every so often; the old one, once in old space, keeps the new one and all that is in it alive through every minor collection. With
 * one KV read for each request two such maps cost 3 % of the CPU of whole trials.
 */
export class ByNumber<T> {
  #keys = new Float64Array(FIRST_CAPACITY).fill(FREE);
  #rows: (T | undefined)[] = rowsOf<T>(FIRST_CAPACITY);
  #mask = FIRST_CAPACITY - 1;
  #size = 0;

  get(key: number): T | undefined {
    return this.#rows[this.#slotOf(key)];
  }

  has(key: number): boolean {
    return this.#keys[this.#slotOf(key)] === key;
  }

  set(key: number, row: T): void {
    let slot = this.#slotOf(key);
    if (this.#keys[slot] === FREE) {
      if (2 * ++this.#size > this.#mask) {
        this.#grow();
        slot = this.#slotOf(key);
      }
      this.#keys[slot] = key;
    }
    this.#rows[slot] = row;
  }

  /** Rows behind the free slot move up, so that none is cut off from where its search begins. */
  delete(key: number): void {
    let free = this.#slotOf(key);
    if (this.#keys[free] === FREE) return;
    this.#size--;
    for (let slot = (free + 1) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const moved = this.#keys[slot] ?? FREE;
      if (moved === FREE) break;
      if (((slot - startOf(moved, this.#mask)) & this.#mask) < ((slot - free) & this.#mask)) continue;
      this.#keys[free] = moved;
      this.#rows[free] = this.#rows[slot];
      free = slot;
    }
    this.#keys[free] = FREE;
    this.#rows[free] = undefined;
  }

  /** Numbers and rows in no particular order; nothing may be put in or taken out meanwhile. */
  *[Symbol.iterator](): Generator<[number, T]> {
    for (const [slot, key] of this.#keys.entries()) if (key !== FREE) yield [key, this.#rows[slot] as T];
  }

  /** Where a number is, or where it would be. */
  #slotOf(key: number): number {
    const keys = this.#keys;
    let slot = startOf(key, this.#mask);
    while (keys[slot] !== key && keys[slot] !== FREE) slot = (slot + 1) & this.#mask;
    return slot;
  }

  #grow(): void {
    const [keys, rows] = [this.#keys, this.#rows];
    const capacity = 2 * keys.length;
    this.#keys = new Float64Array(capacity).fill(FREE);
    this.#rows = rowsOf<T>(capacity);
    this.#mask = capacity - 1;
    for (const [old, key] of keys.entries()) {
      if (key === FREE) continue;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#rows[slot] = rows[old];
    }
  }
}

/** Where the search for a number begins: its low bits mixed, since numbers of calls are multiples (Knuth's multiplicative hash). */
function startOf(key: number, mask: number): number {
  const h = Math.imul(key | 0, 0x9e3779b1);
  return (h ^ (h >>> 15)) & mask;
}

function rowsOf<T>(capacity: number): (T | undefined)[] {
  return Array.from<T | undefined>({ length: capacity });
}
