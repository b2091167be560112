// Numbered slots for what is under way: events carry a slot's number, and numbers are used again.

/** A table whose rows are found by a small integer. */
export class Slots<T> {
  readonly #rows: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** Puts a row in and returns its number. */
  add(row: T): number {
    const slot = this.#free.pop() ?? this.#rows.length;
    this.#rows[slot] = row;
    return slot;
  }

  /** The row of a number; throws when nothing is there, since that is a fault of the engine. */
  get(slot: number): T {
    const row = this.#rows[slot];
    if (row === undefined) throw new Error(`nothing is under way in slot ${slot}`);
    return row;
  }

  /** Takes a row out; its number may be used again at once. */
  remove(slot: number): T {
    const row = this.get(slot);
    this.#rows[slot] = undefined;
    this.#free.push(slot);
    return row;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const row of this.#rows) if (row !== undefined) yield row;
  }
}
