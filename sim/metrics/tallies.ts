// Counters by name: a caller that counts often keeps the tally itself, so that counting is an addition and no look-up.

/** A sum under one name. */
export interface Tally {
  sum: number;
  /** Whether anything was added, be it 0: names that were never counted do not show. */
  used: boolean;
}

/** Adds to a tally. */
export function add(tally: Tally, by: number): void {
  tally.sum += by;
  tally.used = true;
}

/** A table of tallies. */
export class Tallies {
  readonly #byName = new Map<string, Tally>();

  /** The tally of a name, made when it is first asked for. */
  of(name: string): Tally {
    let tally = this.#byName.get(name);
    if (tally === undefined) this.#byName.set(name, (tally = { sum: 0, used: false }));
    return tally;
  }

  /** Sums by name, in order of names. */
  toJson(): Record<string, number> {
    const used = [...this.#byName].filter(([, tally]) => tally.used);
    return Object.fromEntries(
      used.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, tally]) => [name, tally.sum]),
    );
  }
}
