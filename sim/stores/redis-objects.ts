// What keys of a Redis database hold, and what commands see of it: one transaction's view, whose changes are committed together.

/** The value of a key; a text stands for itself, so that seeds can be written as they are read. */
export type RedisObject =
  | string
  | { readonly hash: Readonly<Record<string, string>> }
  | { readonly list: readonly string[] }
  | { readonly set: readonly string[] }
  /** By score, then by member. */
  | { readonly zset: readonly (readonly [score: number, member: string])[] };

/** A key's value with the instant at which it ends, in milliseconds since 1970; Infinity for never. */
export interface RedisEntry {
  readonly object: RedisObject;
  readonly expiresMs: number;
}

/** What a command answers. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** An error as Redis words it. */
export class RedisProblem extends Error {}

/** The database as one transaction sees it. */
export class RedisView {
  readonly nowMs: number;
  readonly #read: (key: string) => RedisEntry | null;
  readonly #everyKey: () => readonly string[];
  readonly #changed = new Map<string, RedisEntry | null>();

  constructor(nowMs: number, read: (key: string) => RedisEntry | null, everyKey: () => readonly string[]) {
    this.nowMs = nowMs;
    this.#read = read;
    this.#everyKey = everyKey;
  }

  get(key: string): RedisEntry | null {
    const changed = this.#changed.get(key);
    return changed === undefined ? this.#read(key) : changed;
  }

  /** Sets a value, or with null removes the key; an empty collection is no key. Expiry stays unless one is given. */
  put(key: string, object: RedisObject | null, expiresMs?: number): void {
    const kept = expiresMs ?? this.get(key)?.expiresMs ?? Number.POSITIVE_INFINITY;
    const gone = object === null || isEmpty(object) || kept <= this.nowMs;
    this.#changed.set(key, gone ? null : { object, expiresMs: kept });
  }

  /** Keys that are there, in order. */
  keys(): string[] {
    const all = new Set([...this.#everyKey(), ...this.#changed.keys()]);
    return [...all].filter((key) => this.get(key) !== null).toSorted();
  }

  /** What the transaction changed, in the order of the first change of each key. */
  changes(): readonly (readonly [string, RedisEntry | null])[] {
    return [...this.#changed];
  }
}

function isEmpty(object: RedisObject): boolean {
  if (typeof object === 'string') return false;
  const [members] = Object.values(object) as [object];
  return Object.keys(members).length === 0;
}

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

/** The text at a key, null for none. */
export function textAt(view: RedisView, key: string): string | null {
  const object = view.get(key)?.object ?? null;
  if (object === null || typeof object === 'string') return object;
  throw new RedisProblem(WRONG_TYPE);
}

/** The hash at a key, empty for none. */
export function hashAt(view: RedisView, key: string): Readonly<Record<string, string>> {
  const object = view.get(key)?.object ?? { hash: {} };
  if (typeof object === 'object' && 'hash' in object) return object.hash;
  throw new RedisProblem(WRONG_TYPE);
}

/** The list at a key, empty for none. */
export function listAt(view: RedisView, key: string): readonly string[] {
  const object = view.get(key)?.object ?? { list: [] };
  if (typeof object === 'object' && 'list' in object) return object.list;
  throw new RedisProblem(WRONG_TYPE);
}

/** The members of the set at a key, empty for none. */
export function setAt(view: RedisView, key: string): readonly string[] {
  const object = view.get(key)?.object ?? { set: [] };
  if (typeof object === 'object' && 'set' in object) return object.set;
  throw new RedisProblem(WRONG_TYPE);
}

/** The sorted set at a key, empty for none. */
export function sortedSetAt(view: RedisView, key: string): readonly (readonly [number, string])[] {
  const object = view.get(key)?.object ?? { zset: [] };
  if (typeof object === 'object' && 'zset' in object) return object.zset;
  throw new RedisProblem(WRONG_TYPE);
}

/** An argument as a whole number. */
export function wholeNumber(text: string | undefined): number {
  const value = Number(text);
  if (text !== undefined && /^-?\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new RedisProblem('ERR value is not an integer or out of range');
}

/** An argument as a number. */
export function anyNumber(text: string | undefined): number {
  const value = Number(text);
  if (text !== undefined && text.trim() !== '' && !Number.isNaN(value)) return value;
  throw new RedisProblem('ERR value is not a valid float');
}

/** Words that Redis answers a command with whose options it does not understand. */
export function syntaxError(): RedisProblem {
  return new RedisProblem('ERR syntax error');
}

/** Where a range from `start` to `stop` begins and ends in a list of so many: negative numbers count from the end, `stop` is included. */
export function rangeOf(start: number, stop: number, length: number): [number, number] {
  const from = Math.max(0, start < 0 ? length + start : start);
  const to = Math.min(length, (stop < 0 ? length + stop : stop) + 1);
  return [from, Math.max(from, to)];
}
