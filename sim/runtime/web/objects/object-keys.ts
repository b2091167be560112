// The keys of an object's storage: what the asynchronous interface, transactions and `storage.kv` read and write by.
import type { IsolateState } from '../isolate-state.ts';
import { packValue, unpackValue } from '../remote-values.ts';
import { argumentError, defineInterface } from '../webidl.ts';
import { askStorage } from './ask-storage.ts';
import { iterateTaken } from './taking-iterator.ts';

type Entry = readonly [string, string];

export interface PutOptions {
  readonly allowUnconfirmed?: unknown;
}

export interface ListOptions {
  readonly start?: unknown;
  readonly startAfter?: unknown;
  readonly end?: unknown;
  readonly prefix?: unknown;
  readonly reverse?: unknown;
  readonly limit?: unknown;
}

const LIST_TEXTS = ['start', 'startAfter', 'end', 'prefix'] as const;

function listArgs(given: ListOptions | null | undefined): object {
  const options = given ?? {};
  const { start, startAfter, limit, reverse } = options;
  if (start !== undefined && startAfter !== undefined)
    throw new TypeError('list() cannot be called with both start and startAfter values.');
  if (limit !== undefined && !(Number(limit) > 0)) throw new TypeError('List limit must be positive.');
  const texts = LIST_TEXTS.flatMap((name) =>
    options[name] === undefined ? [] : [[name, String(options[name])] as const],
  );
  return {
    ...Object.fromEntries(texts),
    limit: limit === undefined ? null : Number(limit),
    reverse: Boolean(reverse),
  };
}

/** A value as it is kept; undefined is none. */
export function textOf(value: unknown): string {
  if (value === undefined) throw new TypeError('put() called with undefined value.');
  return packValue(value);
}

/** What the asynchronous and the synchronous way to the same keys share. */
export class Keys {
  readonly #isolate: IsolateState;

  constructor(isolate: IsolateState) {
    this.#isolate = isolate;
  }

  get(keys: readonly string[]): unknown[] {
    const texts = askStorage(this.#isolate, 'get', { keys }) as (string | null)[];
    return texts.map((text) => (text === null ? undefined : unpackValue(JSON.parse(text))));
  }

  put(entries: readonly Entry[], options?: PutOptions): void {
    askStorage(this.#isolate, 'put', { entries, unconfirmed: options?.allowUnconfirmed === true });
  }

  delete(keys: readonly string[]): number {
    return askStorage(this.#isolate, 'delete', { keys }) as number;
  }

  list(options?: ListOptions | null): Map<string, unknown> {
    const entries = askStorage(this.#isolate, 'list', listArgs(options)) as Entry[];
    return new Map(entries.map(([key, text]) => [key, unpackValue(JSON.parse(text))]));
  }
}

/** The synchronous way: `storage.kv`. */
export class SyncKvStorage {
  readonly #keys: Keys;

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  get(key?: unknown): unknown {
    if (arguments.length === 0) throw argumentError('SyncKvStorage', 'get', 1, 'string');
    return this.#keys.get([String(key)])[0];
  }

  put(key?: unknown, value?: unknown): void {
    if (arguments.length === 0) throw argumentError('SyncKvStorage', 'put', 1, 'string');
    if (arguments.length === 1) throw argumentError('SyncKvStorage', 'put', 2, 'JsValue');
    this.#keys.put([[String(key), packValue(value)]]);
  }

  delete(key?: unknown): boolean {
    if (arguments.length === 0) throw argumentError('SyncKvStorage', 'delete', 1, 'string');
    return this.#keys.delete([String(key)]) > 0;
  }

  list(options?: ListOptions | null): IterableIterator<readonly [string, unknown]> {
    const entries = this.#keys.list(options).entries();
    return iterateTaken(() => entries.next().value);
  }
}
defineInterface(SyncKvStorage, 'SyncKvStorage');
