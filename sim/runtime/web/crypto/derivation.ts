// The functions that derive bits from a secret: HKDF and PBKDF2.
import { host } from '../host.ts';
import { integerOf } from '../webidl.ts';
import type { Family, KeyImport } from './algorithm.ts';
import { checkUsages, cryptoError, hashName, hostHash, required, requiredBytes } from './key.ts';
import type { CryptoKey } from './key.ts';
import { makeSecretKey } from './secret-keys.ts';

/** Iterations that Workers allow; more would be a denial of service (workerd, limit-enforcer.h). */
const MAX_ITERATIONS = 100_000;

function importSecret(input: KeyImport): CryptoKey {
  const name = input.algorithm.name;
  checkUsages({
    action: 'import',
    type: 'secret',
    algorithm: name,
    allowed: ['deriveKey', 'deriveBits'],
    usages: input.usages,
  });
  if (input.extractable) throw cryptoError('SyntaxError', `${name} key cannot be extractable.`);
  if (input.format !== 'raw' || input.bytes === null) {
    const end = name === 'PBKDF2' ? '.' : '';
    throw cryptoError(
      'NotSupportedError',
      `${name} key must be imported in "raw" format (requested "${input.format}")${end}`,
    );
  }
  return makeSecretKey(input.bytes, { ...input, algorithm: { name } });
}

function wholeBytes(name: string, bits: number | null): number {
  if (bits === null) throw cryptoError('OperationError', `${name} cannot derive a key with null length.`);
  if (bits % 8 !== 0) {
    throw cryptoError(
      'OperationError',
      `${name} requires a derived key length that is a multiple of eight (requested ${bits}).`,
    );
  }
  return bits / 8;
}

/** The HKDF family. */
export const hkdf: Family = {
  names: ['HKDF'],
  importKey: importSecret,
  deriveBits(algorithm, key, bits) {
    const hash = hashName(required(algorithm, 'hash'));
    const salt = requiredBytes(algorithm, 'salt', 'DeriveKeyAlgorithm');
    const info = requiredBytes(algorithm, 'info', 'DeriveKeyAlgorithm');
    const size = wholeBytes('HKDF', bits);
    if (size === 0) return new Uint8Array(0);
    const out = host.crypto.hkdf(hostHash(hash), key, salt, info, size);
    if (out === null) throw cryptoError('OperationError', 'HKDF deriveBits failed.');
    return out;
  },
  keyBits: () => null,
};

/** The PBKDF2 family. */
export const pbkdf2: Family = {
  names: ['PBKDF2'],
  importKey: importSecret,
  deriveBits(algorithm, key, bits) {
    const hash = hashName(required(algorithm, 'hash'));
    const salt = requiredBytes(algorithm, 'salt', 'DeriveKeyAlgorithm');
    const iterations = integerOf(required(algorithm, 'iterations'));
    const size = wholeBytes('PBKDF2', bits);
    if (iterations <= 0) {
      throw cryptoError(
        'OperationError',
        `PBKDF2 requires a positive iteration count (requested ${iterations}).`,
      );
    }
    if (iterations > MAX_ITERATIONS) {
      throw cryptoError(
        'NotSupportedError',
        `Pbkdf2 failed: iteration counts above ${MAX_ITERATIONS} are not supported (requested ${iterations}).`,
      );
    }
    if (size === 0) return new Uint8Array(0);
    const out = host.crypto.pbkdf2(hostHash(hash), key, salt, iterations, size);
    if (out === null) throw cryptoError('OperationError', 'PBKDF2 deriveBits failed.');
    return out;
  },
  keyBits: () => null,
};
