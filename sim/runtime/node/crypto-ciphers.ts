// Ciphers of node:crypto: each piece is enciphered as far as whole blocks go, at once or as a stream.
import { Buffer } from 'node:buffer';
import { Transform } from 'node:stream';
import { bytesOf, encoded } from './crypto-bytes.ts';
import type { Data } from './crypto-bytes.ts';
import { secretBytes } from './crypto-keys.ts';
import type { KeyObject } from './crypto-keys.ts';
import { argumentType, argumentValue, checkText } from './errors.ts';
import { hooks } from './hooks.ts';

interface CipherOptions {
  readonly authTagLength?: number;
}

const KEY_TYPES = 'of type string or an instance of Buffer, TypedArray, DataView, KeyObject, or CryptoKey';
const IV_TYPES = 'of type string or an instance of Buffer, TypedArray, or DataView or null';
const NO_TAG = 'Auth tag is only available once cipher context has been finalized';
/** Lengths of tags that GCM allows (NIST SP 800-38D, section 5.2.1.2). */
const TAG_BYTES: readonly number[] = [4, 8, 12, 13, 14, 15, 16];
const NOTHING = new Uint8Array(0);

/** The state of one cipher, which the host keeps for its owner. */
abstract class CipherBase extends Transform {
  /** Stands for the cipher on the host. */
  readonly #owner = {};
  readonly #encrypts: boolean;
  /** Whether it makes or checks a tag. */
  readonly #isSealed: boolean;
  #isDone = false;
  #hasTag = false;

  constructor(
    ...[algorithm, encrypts, key, iv, options]: [string, boolean, Data | KeyObject, Data, CipherOptions?]
  ) {
    super();
    checkText(algorithm, 'algorithm');
    if (key === null || (typeof key !== 'string' && typeof key !== 'object'))
      throw argumentType('key', KEY_TYPES, key);
    if (iv === null || (typeof iv !== 'string' && typeof iv !== 'object'))
      throw argumentType('iv', IV_TYPES, iv);
    this.#encrypts = encrypts;
    this.#isSealed = /gcm|poly1305|ccm|ocb/i.test(algorithm);
    const mistake = hooks.cipherOpen(
      this.#owner,
      algorithm,
      encrypts,
      secretBytes(key),
      bytesOf(iv),
      options?.authTagLength ?? 0,
    );
    if (mistake !== '') throw new Error(mistake);
  }

  #call(
    verb: 'update' | 'final' | 'aad' | 'tag' | 'setTag' | 'padding',
    data: Uint8Array = NOTHING,
  ): Uint8Array {
    const bytes = hooks.cipherCall(this.#owner, verb, data);
    if (bytes === null) throw new Error('Authentication failed');
    return bytes;
  }

  update(data: Data, from?: BufferEncoding, to?: BufferEncoding): Buffer | string {
    if (typeof data === 'string' && from === undefined) {
      const reason = 'If inputEncoding is not provided then the data must be a Buffer';
      throw argumentValue('inputEncoding', from, reason);
    }
    if (this.#isDone) throw new Error('Cipher/decipher context has already been finalized');
    return encoded(this.#call('update', bytesOf(data, from)), to);
  }

  final(encoding?: BufferEncoding): Buffer | string {
    if (this.#isDone) throw new Error('Cipher/decipher context has already been finalized');
    if (this.#isSealed && !this.#encrypts && !this.#hasTag) throw new Error('No auth tag provided');
    const bytes = this.#call('final');
    this.#isDone = true;
    return encoded(bytes, encoding);
  }

  setAAD(data: Data): this {
    this.#call('aad', bytesOf(data));
    return this;
  }

  setAutoPadding(padding = true): this {
    this.#call('padding', new Uint8Array([padding ? 1 : 0]));
    return this;
  }

  setAuthTag(tag: Data, encoding?: BufferEncoding): this {
    const bytes = bytesOf(tag, encoding);
    if (!TAG_BYTES.includes(bytes.length)) throw new Error('Invalid authentication tag length');
    this.#call('setTag', bytes);
    this.#hasTag = true;
    return this;
  }

  getAuthTag(): Buffer {
    if (!this.#isDone) throw new Error(NO_TAG);
    if (!this.#isSealed) return Buffer.alloc(0);
    return Buffer.from(this.#call('tag'));
  }

  override _transform(chunk: Data, encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#pushed(() => this.update(chunk, typeof chunk === 'string' ? encoding : undefined), done);
  }

  override _flush(done: (error?: Error) => void): void {
    this.#pushed(() => this.final(), done);
  }

  #pushed(work: () => Buffer | string, done: (error?: Error) => void): void {
    try {
      this.push(work());
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

export class Cipheriv extends CipherBase {
  constructor(...[algorithm, key, iv, options]: [string, Data | KeyObject, Data, CipherOptions?]) {
    super(algorithm, true, key, iv, options);
  }
}

export class Decipheriv extends CipherBase {
  constructor(...[algorithm, key, iv, options]: [string, Data | KeyObject, Data, CipherOptions?]) {
    super(algorithm, false, key, iv, options);
  }
}

type Arguments = ConstructorParameters<typeof Cipheriv>;
export const createCipheriv = (...given: Arguments): Cipheriv => new Cipheriv(...given);
export const createDecipheriv = (...given: Arguments): Decipheriv => new Decipheriv(...given);

/** What a cipher needs, undefined for those that do not exist or take no such key or vector. */
export function getCipherInfo(
  algorithm: string | number,
  options: { readonly keyLength?: number; readonly ivLength?: number } = {},
): object | undefined {
  const told = hooks.cipherInfo(String(algorithm), options.keyLength ?? 0, options.ivLength ?? 0);
  return told === '' ? undefined : (JSON.parse(told) as object);
}
