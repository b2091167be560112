// Iterators over lists of pairs that may change while they are walked, as URLSearchParams and FormData have them.

/** What an iteration yields of each pair. */
export type PairKind = 'keys' | 'values' | 'entries';

const TAGS: Readonly<Record<PairKind, string>> = {
  keys: 'KeyIterator',
  values: 'ValueIterator',
  entries: 'EntryIterator',
};

const IteratorPrototype: object = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

class PairIterator {
  readonly #pairs: () => readonly (readonly [string, unknown, ...unknown[]])[];
  readonly #kind: PairKind;
  #at = 0;

  constructor(pairs: () => readonly (readonly [string, unknown, ...unknown[]])[], kind: PairKind) {
    this.#pairs = pairs;
    this.#kind = kind;
  }

  next(): IteratorResult<unknown, undefined> {
    const pair = this.#pairs()[this.#at];
    if (pair === undefined) return { done: true, value: undefined };
    this.#at += 1;
    const value = this.#kind === 'entries' ? [pair[0], pair[1]] : this.#kind === 'keys' ? pair[0] : pair[1];
    return { done: false, value };
  }

  get [Symbol.toStringTag](): string {
    // The prototype is asked too.
    return #kind in this ? TAGS[this.#kind] : TAGS.entries;
  }
}
Object.setPrototypeOf(PairIterator.prototype, IteratorPrototype);
Object.defineProperty(PairIterator.prototype, 'next', { enumerable: true });

/** Walks the list that `pairs` returns, asking for it anew at every step. */
export function iteratePairs(
  pairs: () => readonly (readonly [string, unknown, ...unknown[]])[],
  kind: PairKind,
): IterableIterator<unknown> {
  return new PairIterator(pairs, kind) as unknown as IterableIterator<unknown>;
}
