// Headers: kept as the wire text they came as until someone looks, then as two short lists in order of insertion.
import { CLIENT_HEADERS } from './client-headers.ts';
import { findInWire, normalName } from './header-names.ts';
import { isLost } from './lost-fields.ts';
import { iteratePairs } from './pair-iterator.ts';
import {
  argumentError,
  constructorError,
  defineInterface,
  findInstance,
  HEADERS_TYPE,
  isObject,
  textOf,
} from './webidl.ts';

const BAD_VALUE = /[\0\r\n]/;
const EDGE_SPACE = /^[\t\n\r ]+|[\t\n\r ]+$/g;

/** The lists of headers that are still a text, or none at all. */
const NONE: string[] = Object.freeze([]) as unknown as string[];

function normalValue(value: unknown): string {
  let text = textOf(value);
  const last = text.length - 1;
  if (last >= 0 && (text.charCodeAt(0) <= 32 || text.charCodeAt(last) <= 32))
    text = text.replace(EDGE_SPACE, '');
  if (BAD_VALUE.test(text)) throw new TypeError('Invalid header value.');
  return text;
}

/** Values by name, for those of `CLIENT_HEADERS`; asked for when somebody looks. */
type Added = () => Readonly<Record<string, string>>;

/** What the rest of the runtime may ask of a Headers object that a handler may not. */
export interface HeadersInternals {
  /** From the wire text; nothing is parsed yet. `added` says what the platform adds, unless the text says it. */
  fromWire(wire: string, immutable: boolean, added?: Added): Headers;
  get(headers: Headers, name: string): string | null;
  /** What of them leaves the code, as wire text. */
  toWire(headers: Headers): string;
  /** The same as flat pairs, as operations carry them. */
  toPairs(headers: Headers): string[];
  /** A copy that is as mutable as the original. */
  clone(headers: Headers): Headers;
}

/** Private access to Headers, filled by the class itself. */
export let headersInternals: HeadersInternals;

let isHeaders: (object: object) => object is Headers;

/** The header list of a request or response. */
export class Headers {
  #wire: string | null = null;
  #added: Added | null = null;
  #names: string[] = NONE;
  #values: string[] = NONE;
  #immutable = false;

  static {
    isHeaders = (object): object is Headers => #wire in object;
    headersInternals = {
      fromWire(wire, immutable, added) {
        const headers = new Headers();
        if (wire !== '') headers.#wire = wire;
        if (added !== undefined) headers.#added = added;
        headers.#immutable = immutable;
        return headers;
      },
      get: (headers, name) => headers.#get(name),
      toWire: (headers) => headers.#toWire(),
      toPairs: (headers) => headers.#leaving().flat(),
      clone(headers) {
        const copy = new Headers(headers);
        copy.#immutable = headers.#immutable;
        return copy;
      },
    };
  }

  constructor(init?: unknown) {
    if (init !== undefined) this.#fill(init);
  }

  get(name?: unknown): string | null {
    if (arguments.length === 0) throw argumentError('Headers', 'get', 1, 'string');
    return this.#get(name);
  }

  #get(name: unknown): string | null {
    const key = normalName(name);
    if (this.#wire !== null) {
      const found = findInWire(this.#wire, key);
      if (typeof found === 'string' || (found === null && this.#isInWire(key))) return found;
    }
    this.#parse();
    const first = this.#names.indexOf(key);
    return first < 0 ? null : this.#combined(key, first);
  }

  getAll(name: unknown): string[] {
    if (normalName(name) !== 'set-cookie') {
      throw new TypeError('getAll() can only be used with the header name "Set-Cookie".');
    }
    return this.getSetCookie();
  }

  getSetCookie(): string[] {
    this.#parse();
    return this.#values.filter((_value, i) => this.#names[i] === 'set-cookie');
  }

  has(name?: unknown): boolean {
    if (arguments.length === 0) throw argumentError('Headers', 'has', 1, 'string');
    const key = normalName(name);
    if (this.#isInWire(key)) return this.#wire?.includes(`\n${key}:`) === true;
    this.#parse();
    return this.#names.includes(key);
  }

  set(name?: unknown, value?: unknown): void {
    if (arguments.length < 2) throw argumentError('Headers', 'set', arguments.length + 1, 'string');
    this.#assertMutable();
    const key = normalName(name);
    const text = normalValue(value);
    const first = this.#names.indexOf(key);
    if (first < 0) {
      this.#names.push(key);
      this.#values.push(text);
      return;
    }
    this.#values[first] = text;
    for (let at = this.#names.indexOf(key, first + 1); at >= 0; at = this.#names.indexOf(key, at))
      this.#remove(at);
  }

  append(name?: unknown, value?: unknown): void {
    if (arguments.length < 2) throw argumentError('Headers', 'append', arguments.length + 1, 'string');
    this.#assertMutable();
    const key = normalName(name);
    const text = normalValue(value);
    this.#names.push(key);
    this.#values.push(text);
  }

  delete(name?: unknown): void {
    if (arguments.length === 0) throw argumentError('Headers', 'delete', 1, 'string');
    this.#assertMutable();
    const key = normalName(name);
    for (let at = this.#names.indexOf(key); at >= 0; at = this.#names.indexOf(key, at)) this.#remove(at);
  }

  forEach(callback: unknown, thisArg?: unknown): void {
    if (typeof callback !== 'function') {
      throw argumentError('Headers', 'forEach', 1, 'function');
    }
    for (const [name, value] of this.#sorted())
      Reflect.apply(callback as () => unknown, thisArg, [value, name, this]);
  }

  entries(): IterableIterator<[string, string]> {
    const pairs = this.#sorted();
    return iteratePairs(() => pairs, 'entries') as IterableIterator<[string, string]>;
  }
  keys(): IterableIterator<string> {
    const pairs = this.#sorted();
    return iteratePairs(() => pairs, 'keys') as IterableIterator<string>;
  }
  values(): IterableIterator<string> {
    const pairs = this.#sorted();
    return iteratePairs(() => pairs, 'values') as IterableIterator<string>;
  }
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  /** Whether the wire text says all there is to know of a name. */
  #isInWire(key: string): boolean {
    return this.#wire !== null && (this.#added === null || !CLIENT_HEADERS.has(key));
  }

  #fill(init: unknown): void {
    const from = findInstance(init, isHeaders);
    if (from !== null) {
      from.#parse();
      this.#names = from.#names.slice();
      this.#values = from.#values.slice();
      return;
    }
    if (!isObject(init)) throw constructorError('Headers', 1, HEADERS_TYPE);
    // Workerd takes what cannot be iterated over for a record, whose symbols it leaves out.
    if (typeof Reflect.get(init, Symbol.iterator) !== 'function') {
      for (const key of Object.keys(init)) this.append(key, Reflect.get(init, key));
      return;
    }
    for (const pair of init as Iterable<unknown>) {
      if (!isObject(pair) || typeof Reflect.get(pair, Symbol.iterator) !== 'function')
        throw new TypeError("Incorrect type: the provided value is not of type 'Sequence'.");
      const entry = [...(pair as Iterable<unknown>)];
      if (entry.length !== 2) {
        throw new TypeError(
          'To initialize a Headers object from a sequence, each inner sequence must have exactly two elements.',
        );
      }
      this.append(entry[0], entry[1]);
    }
  }

  #assertMutable(): void {
    if (this.#immutable) throw new TypeError("Can't modify immutable headers.");
    this.#parse();
    if (this.#names !== NONE) return;
    this.#names = [];
    this.#values = [];
  }

  #parse(): void {
    if (this.#wire === null) return;
    const lines = this.#wire.split('\n');
    this.#wire = null;
    this.#names = [];
    this.#values = [];
    for (let i = 1; i < lines.length; i++) {
      const line = lines[i] ?? '';
      const colon = line.indexOf(':');
      this.#names.push(line.slice(0, colon));
      this.#values.push(line.slice(colon + 1));
    }
    if (this.#added !== null) this.#add(this.#added());
  }

  #add(added: ReturnType<Added>): void {
    this.#added = null;
    for (const [name, value] of Object.entries(added)) {
      if (this.#names.includes(name)) continue;
      this.#names.push(name);
      this.#values.push(value);
    }
  }

  #remove(at: number): void {
    this.#names.splice(at, 1);
    this.#values.splice(at, 1);
  }

  #combined(key: string, first: number): string {
    let text = this.#values[first] ?? '';
    for (let at = this.#names.indexOf(key, first + 1); at >= 0; at = this.#names.indexOf(key, at + 1)) {
      text += `, ${this.#values[at] ?? ''}`;
    }
    return text;
  }

  /** Sorted by name, combined; each Set-Cookie stands alone (Fetch standard, "sort and combine"). */
  #sorted(): [string, string][] {
    const list = this.#inOrder();
    list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    return list;
  }

  #inOrder(): [string, string][] {
    this.#parse();
    const list: [string, string][] = [];
    this.#names.forEach((name, i) => {
      if (name === 'set-cookie') list.push([name, this.#values[i] ?? '']);
      else if (this.#names.indexOf(name) === i) list.push([name, this.#combined(name, i)]);
    });
    return list;
  }

  #toWire(): string {
    if (this.#wire !== null && this.#added === null) return this.#wire;
    this.#parse();
    if (this.#names.length === 1 && this.#values[0] !== '') return `\n${this.#names[0]}:${this.#values[0]}`;
    let wire = '';
    for (const [name, value] of this.#leaving()) wire += `\n${name}:${value}`;
    return wire;
  }

  #leaving(): [string, string][] {
    return this.#inOrder().filter(([name, value]) => !isLost(name, value));
  }
}
defineInterface(
  Headers,
  'Headers',
  'get getAll getSetCookie has set append delete forEach entries keys values',
);
