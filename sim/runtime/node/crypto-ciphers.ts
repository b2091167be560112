// Ciphers of node:crypto: what is given is collected, and all of it is returned by `final`.
import { Buffer } from 'node:buffer';
import { bytesOf, encoded } from './crypto-bytes.ts';
import type { Data } from './crypto-bytes.ts';
import { secretBytes } from './crypto-keys.ts';
import type { KeyObject } from './crypto-keys.ts';
import { argumentValue } from './errors.ts';
import { hooks } from './hooks.ts';

const TAG_BYTES = 16;

class Cipher {
  readonly #algorithm: string;
  readonly #encrypts: boolean;
  readonly #key: Uint8Array;
  readonly #iv: Uint8Array;
  readonly #parts: Uint8Array[] = [];
  #extra = new Uint8Array(0);
  #padding = true;
  #tag: Uint8Array | null = null;

  constructor(algorithm: string, encrypts: boolean, key: Data | KeyObject, iv: Data | null) {
    this.#algorithm = algorithm;
    this.#encrypts = encrypts;
    this.#key = secretBytes(key);
    this.#iv = iv === null ? new Uint8Array(0) : bytesOf(iv);
    const mistake = hooks.cipherMistake(algorithm, this.#key.length, this.#iv.length);
    if (mistake !== '') throw new Error(mistake);
  }

  update(data: Data, from?: BufferEncoding, to?: BufferEncoding): Buffer | string {
    if (typeof data === 'string' && from === undefined) {
      const reason = 'If inputEncoding is not provided then the data must be a Buffer';
      throw argumentValue('inputEncoding', from, reason);
    }
    if (typeof data === 'string' && from === undefined) {
      const message =
        "The argument 'inputEncoding' If inputEncoding is not provided then the data must be a Buffer. Received undefined";
      throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
    }
    this.#parts.push(Buffer.from(bytesOf(data, from)));
    return encoded(new Uint8Array(0), to);
  }

  setAAD(data: Data): this {
    this.#extra = new Uint8Array(bytesOf(data));
    return this;
  }

  setAutoPadding(padding = true): this {
    this.#padding = padding;
    return this;
  }

  setAuthTag(tag: Data): this {
    this.#tag = bytesOf(tag);
    return this;
  }

  getAuthTag(): Buffer {
    if (this.#tag === null) throw new Error('Invalid state for operation getAuthTag');
    return Buffer.from(this.#tag);
  }

  final(encoding?: BufferEncoding): Buffer | string {
    const isGcm = this.#algorithm.toLowerCase().endsWith('-gcm');
    const parts = isGcm && !this.#encrypts ? [...this.#parts, this.#tag ?? new Uint8Array(0)] : this.#parts;
    const bytes = hooks.cipher(
      this.#algorithm,
      this.#encrypts,
      this.#key,
      this.#iv,
      Buffer.concat(parts),
      this.#extra,
      this.#padding,
    );
    if (bytes === null) {
      throw new Error('Authentication failed');
    }
    if (!isGcm || !this.#encrypts) return encoded(bytes, encoding);
    this.#tag = bytes.subarray(bytes.length - TAG_BYTES);
    return encoded(bytes.subarray(0, bytes.length - TAG_BYTES), encoding);
  }
}

export const createCipheriv = (algorithm: string, key: Data | KeyObject, iv: Data | null): Cipher =>
  new Cipher(algorithm, true, key, iv);
export const createDecipheriv = (algorithm: string, key: Data | KeyObject, iv: Data | null): Cipher =>
  new Cipher(algorithm, false, key, iv);
