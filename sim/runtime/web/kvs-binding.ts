// A key-value store of CloudFront as functions see it: `import cf from 'cloudfront'; cf.kvs()`, and what it brings back.
import { encodeUtf8 } from './encoding.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';

/** What the store knows of itself. */
interface Summary {
  readonly itemCount: number;
  readonly changedMs: number;
}

/** A store that is associated with a function: it can be read, and only read. */
export class KeyValueStore {
  readonly #isolate: IsolateState;
  readonly #name: string;

  constructor(isolate: IsolateState, name: string) {
    this.#isolate = isolate;
    this.#name = name;
  }

  /** Rejects for a key that the store does not have, as on the platform. */
  async get(key: unknown, options?: { readonly format?: unknown }): Promise<unknown> {
    const name = keyOf(key);
    const { format = 'string' } = options ?? {};
    const text = await this.#ask('kvs.get', name);
    if (text === null) throw new Error(`KeyNotFound: the key value store has no key "${name}"`);
    if (format === 'json') return JSON.parse(text) as unknown;
    if (format === 'bytes') return encodeUtf8(text);
    if (format === 'string') return text;
    throw new TypeError(`format must be "string", "json" or "bytes", found ${JSON.stringify(format)}`);
  }

  async exists(key: unknown): Promise<boolean> {
    return (await this.#ask('kvs.exists', keyOf(key))) === 'true';
  }

  async count(): Promise<number> {
    return (await this.#summary()).itemCount;
  }

  /** Times are in ISO 8601; the last update is the newest that has arrived here. */
  async meta(): Promise<{ creationDateTime: string; lastUpdatedDateTime: string; keyCount: number }> {
    const { itemCount, changedMs } = await this.#summary();
    return {
      creationDateTime: new Date(this.#isolate.realm.epochMs).toISOString(),
      lastUpdatedDateTime: new Date(changedMs).toISOString(),
      keyCount: itemCount,
    };
  }

  async #summary(): Promise<Summary> {
    return JSON.parse((await this.#ask('kvs.summary', '')) ?? '') as Summary;
  }

  async #ask(verb: string, key: string): Promise<string | null> {
    const reply = await perform(this.#isolate, {
      verb,
      binding: this.#name,
      key,
      optionsJson: '',
      body: null,
    });
    return reply.value === null ? null : String(reply.value);
  }
}

function keyOf(key: unknown): string {
  if (typeof key === 'string') return key;
  throw new TypeError(`a key must be a string, found ${typeof key}`);
}

/** The default export of the module `cloudfront`. */
export interface CloudFrontModule {
  kvs(id?: unknown): KeyValueStore;
}

/** The module for what a function's bindings hold; a store's id is the name of its binding, and one store needs none. */
export function cloudFrontModule(env: Readonly<Record<string, unknown>>): CloudFrontModule {
  return {
    kvs(id) {
      const stores = Object.entries(env).filter(([, binding]) => binding instanceof KeyValueStore);
      const names = stores.map(([name]) => name);
      const [found] =
        id === undefined && stores.length === 1 ? stores : stores.filter(([name]) => name === id);
      if (found?.[1] instanceof KeyValueStore) return found[1];
      if (stores.length === 0) throw new Error('No key value store is associated with this function.');
      throw new Error(
        id === undefined
          ? `Several key value stores are associated with this function; name one: ${names.join(', ')}.`
          : `No key value store "${String(id)}" is associated with this function; there is ${names.join(', ')}.`,
      );
    },
  };
}
