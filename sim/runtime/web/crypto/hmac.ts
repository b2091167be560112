// HMAC keys and signatures of crypto.subtle: import, export, generate, sign and verify.
import { host } from '../host.ts';
import { integerOf } from '../webidl.ts';
import type { Family } from './algorithm.ts';
import { checkUsages, cryptoError, hashName, hostHash, keyHash, required } from './key.ts';
import type { Algorithm } from './key.ts';
import { exportSecret, makeSecretKey, secretBytes } from './secret-keys.ts';

/** Bits of the hash's block: the length of a generated key where none is asked for. */
const BLOCK_BITS: Readonly<Record<string, number>> = {
  'SHA-1': 512,
  'SHA-256': 512,
  'SHA-384': 1024,
  'SHA-512': 1024,
  MD5: 512,
};

const ALLOWED = ['sign', 'verify'];

function algName(hash: string): string {
  return `HS${hash.slice(hash.indexOf('-') + 1)}`;
}

function wantedBits(algorithm: Algorithm, fallback: number): number {
  const length = algorithm['length'];
  return length === undefined ? fallback : integerOf(length);
}

/** A key of so many bits: what is left of its last byte counts for nothing. */
function cutTo(bits: number, bytes: Uint8Array): Uint8Array {
  if (bits % 8 === 0) return bytes;
  const cut = bytes.slice();
  const last = cut.length - 1;
  cut[last] = (cut[last] ?? 0) & (0xff << (8 - (bits % 8)));
  return cut;
}

/** The HMAC family. */
export const hmac: Family = {
  names: ['HMAC'],
  importKey(input) {
    checkUsages({
      action: 'import',
      type: 'secret',
      algorithm: 'HMAC',
      allowed: ALLOWED,
      usages: input.usages,
    });
    const bytes = secretBytes(input, 'HMAC');
    const hash = hashName(required(input.algorithm, 'hash'));
    const alg = input.jwk?.['alg'];
    if (alg !== undefined && alg !== algName(hash)) {
      throw cryptoError(
        'DataError',
        `HMAC "jwk" key import specifies "alg" that is incompatible with the hash name (encountered "${String(alg)}", expected "${algName(hash)}").`,
      );
    }
    const available = bytes.length * 8;
    const length = wantedBits(input.algorithm, available);
    if (length === 0 || length > available || length <= available - 8) {
      throw cryptoError(
        'DataError',
        `Imported HMAC key length (${length}) must be a non-zero value up to 7 bits less than, and no greater than, the bit length of the raw key data (${available}).`,
      );
    }
    const algorithm = { name: 'HMAC', hash: { name: hash }, length };
    return makeSecretKey(cutTo(length, bytes), { ...input, algorithm });
  },
  exportKey: (format, key) => exportSecret(format, key, algName(keyHash(key))),
  generateKey(input) {
    checkUsages({
      action: 'generate',
      type: 'secret',
      algorithm: 'HMAC',
      allowed: ALLOWED,
      usages: input.usages,
    });
    const hash = hashName(required(input.algorithm, 'hash'));
    const length = wantedBits(input.algorithm, BLOCK_BITS[hash] ?? 512);
    if (length <= 0)
      throw cryptoError(
        'OperationError',
        `HMAC key length must be a non-zero unsigned long integer (requested ${length}).`,
      );
    const bytes = input.draw(Math.ceil(length / 8));
    const algorithm = { name: 'HMAC', hash: { name: hash }, length };
    return makeSecretKey(cutTo(length, bytes), { ...input, algorithm });
  },
  sign: (use) => host.crypto.hmac(use.key, hostHash(keyHash(use.key)), use.data),
  verify: (use, signature) =>
    host.crypto.hmacVerify(use.key, hostHash(keyHash(use.key)), signature, use.data),
  keyBits(algorithm) {
    const hash = hashName(required(algorithm, 'hash', 'derivedKeyParams'));
    const length = wantedBits(algorithm, BLOCK_BITS[hash] ?? 512);
    if (length <= 0) throw new TypeError('HMAC key length must be a non-zero unsigned long integer.');
    return length;
  },
};
