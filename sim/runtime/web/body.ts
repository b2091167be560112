// What Request and Response share: a body that can be read once, lean while it is a text or bytes.
import type { BodySource } from './body-init.ts';
import { decodeUtf8, encodeUtf8 } from './encoding.ts';
import { defineInterface, illegalConstructor } from './webidl.ts';

const USED =
  'Body has already been used. It can only be used once. Use tee() first if you need to read it twice.';

/** What the rest of the runtime may ask of a body that a handler may not. */
interface BodyInternals {
  /** Takes the body away for sending; throws when it has been used. */
  take(body: Body): BodySource;
  /** Looks at the body without using it. */
  peek(body: Body): BodySource;
}

/** Private access to bodies, filled by the class itself. */
export let bodyInternals: BodyInternals;

/** The base of Request and Response. */
export class Body {
  #source: BodySource;
  #used = false;

  static {
    bodyInternals = {
      take: (body) => body.#take(),
      peek: (body) => body.#source,
    };
  }

  constructor(source: BodySource) {
    if (new.target === Body) throw illegalConstructor();
    this.#source = source;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  text(): Promise<string> {
    return this.#read((source) => asText(source));
  }

  json(): Promise<unknown> {
    return this.#read((source) => JSON.parse(asText(source)) as unknown);
  }

  bytes(): Promise<Uint8Array> {
    return this.#read((source) => asBytes(source));
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read((source) => asBytes(source).buffer as ArrayBuffer);
  }

  #take(): BodySource {
    if (this.#used) throw new TypeError(USED);
    if (this.#source !== null) this.#used = true;
    return this.#source;
  }

  #read<T>(convert: (source: BodySource) => T): Promise<T> {
    try {
      return Promise.resolve(convert(this.#take()));
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
defineInterface(Body, 'Body');

function asText(source: BodySource): string {
  if (source === null) return '';
  if (typeof source !== 'string') return decodeUtf8(source);
  const text = source.charCodeAt(0) === 0xfe_ff ? source.slice(1) : source;
  return text.isWellFormed() ? text : text.toWellFormed();
}

function asBytes(source: BodySource): Uint8Array {
  if (source === null) return new Uint8Array(0);
  return typeof source === 'string' ? encodeUtf8(source) : source;
}
