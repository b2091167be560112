// Key derivation of node:crypto: PBKDF2, scrypt and HKDF, at once or by callback.
import { Buffer } from 'node:buffer';
import { bytesOf, derived, later } from './crypto-bytes.ts';
import type { Callback, Data } from './crypto-bytes.ts';
import { checkInteger, checkText } from './errors.ts';
import { hooks } from './hooks.ts';

export function pbkdf2Sync(
  password: Data,
  salt: Data,
  iterations: number,
  size: number,
  digest: string,
): Buffer {
  checkText(digest, 'digest');
  checkInteger(iterations, 'iterations', 1);
  checkInteger(size, 'keylen');
  return derived('Pbkdf2', hooks.pbkdf2(digest, bytesOf(password), bytesOf(salt), iterations, size), digest);
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
  checkInteger(size, 'keylen');
  const bytes = hooks.scrypt(bytesOf(password), bytesOf(salt), size, cost, blockSize, parallel);
  if (bytes === null) throw new Error('Scrypt failed');
  return Buffer.from(bytes);
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
  checkInteger(size, 'length');
  const digestBytes = hooks.digest(digest, new Uint8Array(0), 0)?.length ?? size;
  // RFC 5869, section 2.3: no more than 255 blocks.
  if (size > 255 * digestBytes) throw new RangeError('Invalid Hkdf key length');
  const bytes = derived('Hkdf', hooks.hkdf(digest, bytesOf(key), bytesOf(salt), bytesOf(info), size), digest);
  return new Uint8Array(bytes).buffer;
}

export function hkdf(
  ...[digest, key, salt, info, size, callback]: [string, Data, Data, Data, number, Callback<ArrayBuffer>]
): void {
  later(() => hkdfSync(digest, key, salt, info, size), callback);
}
