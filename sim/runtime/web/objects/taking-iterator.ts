// An iterator as workerd makes them: each step takes the next value, and a result says first whether it is done.
const IteratorPrototype: object = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

class TakingIterator<T> {
  readonly #take: () => T | undefined;

  constructor(take: () => T | undefined) {
    this.#take = take;
  }

  next(): IteratorResult<T, undefined> {
    const value = this.#take();
    return value === undefined ? { done: true, value: undefined } : { done: false, value };
  }
}
Object.setPrototypeOf(TakingIterator.prototype, IteratorPrototype);

/** Walks what `take` returns until that is undefined. */
export function iterateTaken<T>(take: () => T | undefined): IterableIterator<T> {
  return new TakingIterator(take) as unknown as IterableIterator<T>;
}
