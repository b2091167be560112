// node:crypto: digests, HMAC, key derivation, AES and random bytes over the same functions of the host as crypto.subtle.
import { Buffer } from 'node:buffer';
import { Transform } from 'node:stream';
import { createCipheriv, createDecipheriv } from './crypto-ciphers.ts';
import { generateKeyPairSync, generateKeySync, secretBytes } from './crypto-keys.ts';
import type { KeyObject, WebKey } from './crypto-keys.ts';
import { bytesOf, derived, encoded } from './crypto-bytes.ts';
import type { Data } from './crypto-bytes.ts';
import { hooks } from './hooks.ts';

export { createCipheriv, createDecipheriv };
export {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  generateKeySync,
  KeyObject,
  PrivateKeyObject,
  PublicKeyObject,
  SecretKeyObject,
} from './crypto-keys.ts';
export {
  constants,
  createSign,
  createVerify,
  diffieHellman,
  privateDecrypt,
  publicEncrypt,
  Sign,
  sign,
  Verify,
  verify,
} from './crypto-signatures.ts';
export const { CryptoKey } = globalThis;

type Callback<T> = (error: Error | null, value?: T) => void;

const HASHES = [
  'md5',
  'ripemd160',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha512-256',
  'sha3-256',
  'sha3-384',
  'sha3-512',
];

/** Collects what is to be digested; as a stream it gives the digest at its end. */
abstract class Collector extends Transform {
  readonly #parts: Uint8Array[] = [];
  #done = false;

  protected abstract compute(data: Uint8Array): Uint8Array;

  update(data: Data, encoding?: BufferEncoding): this {
    if (this.#done) throw new Error('Digest already called');
    this.#parts.push(bytesOf(data, encoding));
    return this;
  }

  digest(encoding?: BufferEncoding | 'buffer'): Buffer | string {
    if (this.#done) throw new Error('Digest already called');
    this.#done = true;
    return encoded(this.compute(Buffer.concat(this.#parts)), encoding);
  }

  protected get collected(): readonly Uint8Array[] {
    return this.#parts;
  }

  override _transform(chunk: Data, encoding: BufferEncoding, done: () => void): void {
    this.update(chunk, encoding);
    done();
  }

  override _flush(done: () => void): void {
    this.push(this.digest());
    done();
  }
}

/** A digest in the making. */
export class Hash extends Collector {
  readonly #algorithm: string;
  readonly #sizeBytes: number;

  constructor(algorithm: string, options: { readonly outputLength?: number } = {}) {
    super();
    this.#algorithm = algorithm;
    this.#sizeBytes = options.outputLength ?? 0;
    this.compute(new Uint8Array(0));
  }

  protected override compute(data: Uint8Array): Uint8Array {
    const bytes = hooks.digest(this.#algorithm, data, this.#sizeBytes);
    if (bytes === null) throw new Error('Digest method not supported');
    return bytes;
  }

  copy(): Hash {
    const copy = new Hash(this.#algorithm, { outputLength: this.#sizeBytes });
    for (const part of this.collected) copy.update(part);
    return copy;
  }
}

/** A keyed digest in the making. */
export class Hmac extends Collector {
  readonly #algorithm: string;
  readonly #key: Uint8Array;

  constructor(algorithm: string, key: Data | KeyObject | WebKey) {
    super();
    this.#algorithm = algorithm;
    this.#key = secretBytes(key);
    this.compute(new Uint8Array(0));
  }

  protected override compute(data: Uint8Array): Uint8Array {
    const bytes = hooks.hmac(this.#algorithm, this.#key, data);
    if (bytes === null) throw new Error(`Invalid digest: ${this.#algorithm}`);
    return bytes;
  }
}

export const createHash = (algorithm: string, options?: { readonly outputLength?: number }): Hash =>
  new Hash(algorithm, options);
export const createHmac = (algorithm: string, key: Data | KeyObject | WebKey): Hmac =>
  new Hmac(algorithm, key);
export const getHashes = (): string[] => [...HASHES];

/** The digest of one piece of data. */
export function hash(
  algorithm: string,
  data: Data,
  encoding: BufferEncoding | 'buffer' = 'hex',
): Buffer | string {
  return createHash(algorithm).update(data).digest(encoding);
}

/** Calls back later, as Node does, with what a synchronous function returns or throws. */
function later<T>(work: () => T, callback: Callback<T>): void {
  queueMicrotask(() => {
    let value: T;
    try {
      value = work();
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    callback(null, value);
  });
}

export function pbkdf2Sync(
  password: Data,
  salt: Data,
  iterations: number,
  size: number,
  digest: string,
): Buffer {
  return derived(hooks.pbkdf2(digest, bytesOf(password), bytesOf(salt), iterations, size), digest);
}

export function pbkdf2(
  ...[password, salt, iterations, size, digest, callback]: [
    Data,
    Data,
    number,
    number,
    string,
    Callback<Buffer>,
  ]
): void {
  later(() => pbkdf2Sync(password, salt, iterations, size, digest), callback);
}

interface ScryptOptions {
  readonly N?: number;
  readonly cost?: number;
  readonly r?: number;
  readonly blockSize?: number;
  readonly p?: number;
  readonly parallelization?: number;
}

/** Defaults are Node's: N = 16384, r = 8, p = 1. */
export function scryptSync(password: Data, salt: Data, size: number, options: ScryptOptions = {}): Buffer {
  const cost = options.cost ?? options.N ?? 16_384;
  const blockSize = options.blockSize ?? options.r ?? 8;
  const parallel = options.parallelization ?? options.p ?? 1;
  return derived(hooks.scrypt(bytesOf(password), bytesOf(salt), size, cost, blockSize, parallel), 'scrypt');
}

export function scrypt(
  password: Data,
  salt: Data,
  size: number,
  ...rest: [Callback<Buffer>] | [ScryptOptions, Callback<Buffer>]
): void {
  const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest;
  later(() => scryptSync(password, salt, size, options), callback);
}

export function hkdfSync(digest: string, key: Data, salt: Data, info: Data, size: number): ArrayBuffer {
  const bytes = derived(hooks.hkdf(digest, bytesOf(key), bytesOf(salt), bytesOf(info), size), digest);
  return new Uint8Array(bytes).buffer;
}

export function hkdf(
  ...[digest, key, salt, info, size, callback]: [string, Data, Data, Data, number, Callback<ArrayBuffer>]
): void {
  later(() => hkdfSync(digest, key, salt, info, size), callback);
}

export function timingSafeEqual(a: Data, b: Data): boolean {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  if (left.length !== right.length) throw new RangeError('Input buffers must have the same byte length');
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}

export function randomFillSync<T extends ArrayBufferView>(target: T, offset = 0, size?: number): T {
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  hooks.random(bytes.subarray(offset, size === undefined ? bytes.length : offset + size));
  return target;
}

/** Fills an array and calls back later. */
export function randomFill(target: ArrayBufferView, ...rest: unknown[]): void {
  const callback = rest.pop() as Callback<ArrayBufferView>;
  const [offset, size] = rest as [number?, number?];
  later(() => randomFillSync(target, offset, size), callback);
}

export function generateKeyPair(
  ...[type, options, callback]: [
    ...Parameters<typeof generateKeyPairSync>,
    (error: Error | null, publicKey?: unknown, privateKey?: unknown) => void,
  ]
): void {
  later(
    () => generateKeyPairSync(type, options),
    (error, pair) => callback(error, pair?.publicKey, pair?.privateKey),
  );
}

export function generateKey(
  ...[type, options, callback]: [...Parameters<typeof generateKeySync>, Callback<KeyObject>]
): void {
  later(() => generateKeySync(type, options), callback);
}

export function randomBytes(size: number, callback?: Callback<Buffer>): Buffer | undefined {
  if (callback === undefined) return randomFillSync(Buffer.alloc(size));
  later(() => randomFillSync(Buffer.alloc(size)), callback);
  return undefined;
}

/** An integer of at least `min` and below `max`, each as likely as any other. */
export function randomInt(
  first: number,
  second?: number | Callback<number>,
  third?: Callback<number>,
): number | undefined {
  const [min, max] = typeof second === 'number' ? [first, second] : [0, first];
  const callback = typeof second === 'function' ? second : third;
  if (max <= min) throw new RangeError('The value of "max" is out of range.');
  const draw = (): number => {
    const range = max - min;
    // 48 random bits, as Node takes; what would favour some values is drawn again.
    const limit = 281_474_976_710_656 - (281_474_976_710_656 % range);
    for (;;) {
      const value = randomFillSync(Buffer.alloc(6)).readUIntBE(0, 6);
      if (value < limit) return min + (value % range);
    }
  };
  if (callback === undefined) return draw();
  later(draw, callback);
  return undefined;
}

export const randomUUID = (): string => crypto.randomUUID();
export const getRandomValues = <T extends ArrayBufferView>(target: T): T => randomFillSync(target);
export const webcrypto = crypto;
export const { subtle } = crypto;
