// node:crypto: digests, HMAC, key derivation, AES and random bytes over the same functions of the host as crypto.subtle.
import { Buffer } from 'node:buffer';
import { Transform } from 'node:stream';
import { generateKeyPairSync, generateKeySync, KeyObject, secretBytes } from './crypto-keys.ts';
import type { WebKey } from './crypto-keys.ts';
import { bytesOf, encoded, later } from './crypto-bytes.ts';
import type { Callback, Data } from './crypto-bytes.ts';
import { randomFillSync } from './crypto-random.ts';
import { argumentType, checkCallback, checkText, codedError, notImplemented } from './errors.ts';
import { hooks } from './hooks.ts';

export {
  checkPrime,
  checkPrimeSync,
  createDiffieHellman,
  createDiffieHellmanGroup,
  createECDH,
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  generatePrime,
  generatePrimeSync,
  getDiffieHellman,
} from './crypto-agreement.ts';
export { Certificate, X509Certificate } from './crypto-certificates.ts';
export { Cipheriv, createCipheriv, createDecipheriv, Decipheriv, getCipherInfo } from './crypto-ciphers.ts';
export { constants } from './crypto-constants.ts';
export { privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt } from './crypto-encryption.ts';
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
export { createSign, createVerify, diffieHellman, Sign, sign, Verify, verify } from './crypto-signatures.ts';
export { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from './crypto-derivation.ts';
export { randomBytes as pseudoRandomBytes } from './crypto-random.ts';
export { randomBytes, randomFill, randomInt } from './crypto-random.ts';
export { randomFillSync };
export const { CryptoKey } = globalThis;

const HASHES = [
  'md4',
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'md5-sha1',
  'RSA-MD5',
  'RSA-SHA1',
  'RSA-SHA224',
  'RSA-SHA256',
  'RSA-SHA384',
  'RSA-SHA512',
  'DSA-SHA',
  'DSA-SHA1',
  'ecdsa-with-SHA1',
];

/** Digests that the host has and the platform's library has not. */
const ABSENT = /^(?:sha3-|shake|blake|ripemd|rmd|whirlpool|sha-|sha512-224|sm3|ssl3)/i;

/** Collects what is to be digested; as a stream it gives the digest at its end. */
abstract class Collector extends Transform {
  readonly #parts: Uint8Array[] = [];
  protected isDone = false;

  protected abstract compute(data: Uint8Array): Uint8Array;

  update(data: Data, encoding?: BufferEncoding): this {
    if (this.isDone) throw codedError('ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#parts.push(bytesOf(data, encoding));
    return this;
  }

  digest(encoding?: BufferEncoding | 'buffer'): Buffer | string {
    if (this.isDone) throw codedError('ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.isDone = true;
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
    checkText(algorithm, 'algorithm');
    if (ABSENT.test(algorithm)) throw new Error('Digest method not supported');
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

function isBytesOrKey(value: unknown): boolean {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true;
  return value instanceof KeyObject || value instanceof CryptoKey;
}

/** A keyed digest in the making. */
export class Hmac extends Collector {
  readonly #algorithm: string;
  readonly #key: Uint8Array;

  constructor(algorithm: string, key: Data | KeyObject | WebKey) {
    super();
    checkText(algorithm, 'hmac');
    if (key === null || (typeof key !== 'string' && !isBytesOrKey(key))) {
      const types =
        'of type string or an instance of ArrayBuffer, Buffer, ArrayBufferView, KeyObject, or CryptoKey';
      throw argumentType('key', types, key);
    }
    this.#algorithm = algorithm;
    this.#key = secretBytes(key);
    this.compute(new Uint8Array(0));
  }

  override digest(encoding?: BufferEncoding | 'buffer'): Buffer | string {
    // Once done it is empty, where a digest without a key complains.
    return this.isDone ? encoded(new Uint8Array(0), encoding) : super.digest(encoding);
  }

  protected override compute(data: Uint8Array): Uint8Array {
    const bytes = hooks.hmac(this.#algorithm, this.#key, data);
    if (bytes === null) throw new Error('Digest method not supported');
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

export function timingSafeEqual(a: Data, b: Data): boolean {
  for (const [at, value] of [a, b].entries()) {
    if (typeof value === 'object' && value !== null) continue;
    throw new TypeError(
      `Failed to execute 'timingSafeEqual' on 'SubtleCrypto': parameter ${at + 1} is not of type 'JsBufferSource'.`,
    );
  }
  const [left, right] = [bytesOf(a), bytesOf(b)];
  if (left.length !== right.length) throw new TypeError('Input buffers must have the same byte length.');
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}

export const getRandomValues: typeof crypto.getRandomValues = (target) => crypto.getRandomValues(target);

export function randomUUID(options?: { readonly disableEntropyCache?: boolean }): string {
  if (options !== undefined && (typeof options !== 'object' || options === null))
    throw argumentType('options', 'of type object', options);
  const cache: unknown = options?.disableEntropyCache;
  if (cache !== undefined && typeof cache !== 'boolean')
    throw argumentType('options.disableEntropyCache', 'of type boolean', cache);
  return crypto.randomUUID();
}
export const webcrypto = crypto;
export const { subtle } = crypto;

export function generateKeyPair(
  ...[type, options, callback]: [
    ...Parameters<typeof generateKeyPairSync>,
    (error: Error | null, publicKey?: unknown, privateKey?: unknown) => void,
  ]
): void {
  checkCallback(callback);
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

export const getCiphers = (): string[] =>
  ['cbc', 'ctr', 'ecb', 'gcm', 'ofb'].flatMap((mode) => [128, 192, 256].map((bits) => `aes-${bits}-${mode}`));
export const getCurves = (): string[] => ['secp224r1', 'prime256v1', 'secp384r1', 'secp521r1'];

// What the platform has by name only.
export const Cipher = notImplemented('Cipher');
export const Decipher = notImplemented('Decipher');
export const createCipher = notImplemented('createCipher');
export const createDecipher = notImplemented('createDecipher');
export const setEngine = notImplemented('setEngine');
export const setFips = notImplemented('setFips');
export const fips = true;
export const getFips = (): boolean => fips;
export const secureHeapUsed = (): object => ({ total: 0, used: 0, utilization: 0, min: 0 });
