// URLSearchParams: the pairs of a query, alone or bound to the URL they belong to.
import { type Pair, parseForm, serialiseForm } from './form-encoding.ts';
import { iteratePairs } from './pair-iterator.ts';
import { argumentError, defineInterface, isObject, textOf } from './webidl.ts';

const NAME = 'URLSearchParams';

function text(value: unknown): string {
  return textOf(value).toWellFormed();
}

function wanted(method: string, given: number, count: number): void {
  if (given < count) throw argumentError(NAME, method, given + 1, 'USVString');
}

function pairsOfSequence(sequence: Iterable<unknown>): [string, string][] {
  const pairs: [string, string][] = [];
  for (const entry of sequence) {
    if (!isObject(entry) || typeof Reflect.get(entry, Symbol.iterator) !== 'function') {
      throw new TypeError("Incorrect type: the provided value is not of type 'Sequence'.");
    }
    const pair = [...(entry as Iterable<unknown>)];
    if (pair.length !== 2) throw new TypeError('Invalid URL search params sequence.');
    pairs.push([text(pair[0]), text(pair[1])]);
  }
  return pairs;
}

function initialPairs(init: unknown): Pair[] {
  if (init === undefined) return [];
  if (!isObject(init)) {
    const query = text(init);
    return parseForm(query.startsWith('?') ? query.slice(1) : query);
  }
  if (typeof Reflect.get(init, Symbol.iterator) === 'function')
    return pairsOfSequence(init as Iterable<unknown>);
  // A record: keys that become equal as well-formed texts are one key.
  return [...new Map(Object.entries(init).map(([key, value]) => [text(key), text(value)]))];
}

/** What a URL may do with the parameters bound to it. */
interface Binding {
  bind(params: URLSearchParams, changed: (query: string) => void): void;
  replace(params: URLSearchParams, query: string): void;
}

/** Private access for URL, filled by the class itself. */
export let searchParamsBinding: Binding;

/** Whether an object holds the pairs of a query, which a Proxy of one does not. */
export let isQuery: (object: object) => object is URLSearchParams;

/** An ordered list of names and values, several of one name allowed. */
export class URLSearchParams {
  #pairs: Pair[];
  #changed: ((query: string) => void) | null = null;

  static {
    isQuery = (object): object is URLSearchParams => #pairs in object;
    searchParamsBinding = {
      bind(params, changed) {
        params.#changed = changed;
      },
      replace(params, query) {
        params.#pairs = parseForm(query);
      },
    };
  }

  constructor(init?: unknown) {
    this.#pairs = initialPairs(init);
  }

  #update(): void {
    this.#changed?.(serialiseForm(this.#pairs));
  }

  get size(): number {
    return this.#pairs.length;
  }

  append(name?: unknown, value?: unknown): void {
    wanted('append', arguments.length, 2);
    this.#pairs.push([text(name), text(value)]);
    this.#update();
  }

  delete(name?: unknown, value?: unknown): void {
    wanted('delete', arguments.length, 1);
    const key = text(name);
    const only = value === undefined ? undefined : text(value);
    this.#pairs = this.#pairs.filter((pair) => pair[0] !== key || (only !== undefined && pair[1] !== only));
    this.#update();
  }

  get(name?: unknown): string | null {
    wanted('get', arguments.length, 1);
    const key = text(name);
    return this.#pairs.find((pair) => pair[0] === key)?.[1] ?? null;
  }

  getAll(name?: unknown): string[] {
    wanted('getAll', arguments.length, 1);
    const key = text(name);
    return this.#pairs.filter((pair) => pair[0] === key).map((pair) => pair[1]);
  }

  has(name?: unknown, value?: unknown): boolean {
    wanted('has', arguments.length, 1);
    const key = text(name);
    const only = value === undefined ? undefined : text(value);
    return this.#pairs.some((pair) => pair[0] === key && (only === undefined || pair[1] === only));
  }

  set(name?: unknown, value?: unknown): void {
    wanted('set', arguments.length, 2);
    const key = text(name);
    const first = this.#pairs.find((pair) => pair[0] === key);
    if (first === undefined) this.#pairs.push([key, text(value)]);
    else {
      first[1] = text(value);
      first.length = 2;
      this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== key);
    }
    this.#update();
  }

  /** Sorts by name in UTF-16 code units; pairs of one name keep their order. */
  sort(): void {
    this.#pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    this.#update();
  }

  entries(): IterableIterator<unknown> {
    return iteratePairs(() => this.#pairs, 'entries');
  }
  keys(): IterableIterator<unknown> {
    return iteratePairs(() => this.#pairs, 'keys');
  }
  values(): IterableIterator<unknown> {
    return iteratePairs(() => this.#pairs, 'values');
  }

  forEach(callback?: unknown, thisArg?: unknown): void {
    if (typeof callback !== 'function') throw argumentError(NAME, 'forEach', 1, 'function');
    for (let at = 0; at < this.#pairs.length; at++) {
      const pair = this.#pairs[at];
      if (pair !== undefined) Reflect.apply(callback as () => unknown, thisArg, [pair[1], pair[0], this]);
    }
  }

  toString(): string {
    return serialiseForm(this.#pairs);
  }
}
defineInterface(URLSearchParams, NAME);
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries,
  writable: true,
  configurable: true,
});
