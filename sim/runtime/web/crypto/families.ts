// The families of algorithms by name, and which of them an algorithm or a key belongs to.
import { aes } from './aes.ts';
import type { Family } from './algorithm.ts';
import { hkdf, pbkdf2 } from './derivation.ts';
import { ed25519, x25519 } from './edwards.ts';
import { ecdh, ecdsa } from './elliptic.ts';
import { hmac } from './hmac.ts';
import { algorithmName, cryptoError, fieldsOf, named } from './key.ts';
import type { Algorithm, CryptoKey } from './key.ts';
import { rsaOaep, rsaSignatures } from './rsa.ts';

/** A row of the table: the name as keys carry it. */
interface NamedFamily {
  readonly name: string;
  readonly family: Family;
}

const FAMILIES: ReadonlyMap<string, NamedFamily> = new Map(
  [hmac, aes, hkdf, pbkdf2, rsaSignatures, rsaOaep, ecdsa, ecdh, ed25519, x25519].flatMap((family) =>
    family.names.map((name) => [name.toUpperCase(), { name, family }] as const),
  ),
);

/** The row of a name in any case; names are mostly written as keys carry them. */
export function familyNamed(name: string): NamedFamily | undefined {
  return FAMILIES.get(name) ?? FAMILIES.get(name.toUpperCase());
}

/** The family of an algorithm that a caller describes as a `dictionary`; `unknown` words the error. */
export function find(
  value: unknown,
  dictionary: string,
  unknown: (name: string) => string,
): { algorithm: Algorithm; family: Family } {
  const name = algorithmName(value, dictionary);
  const entry = familyNamed(name);
  if (entry === undefined) throw cryptoError('NotSupportedError', unknown(name));
  return { algorithm: named(value, entry.name), family: entry.family };
}

/** As what each use of a key has its algorithm described. */
const DICTIONARIES: Readonly<Record<string, string>> = {
  sign: 'SignAlgorithm',
  verify: 'SignAlgorithm',
  deriveKey: 'DeriveKeyAlgorithm',
  deriveBits: 'DeriveKeyAlgorithm',
};

/** The family of a key, once the asked algorithm and usage are found to be the key's own. */
export function familyOfKey(
  algorithm: unknown,
  key: CryptoKey,
  usage: string,
): { algorithm: Algorithm; family: Family } {
  const asked = algorithmName(algorithm, DICTIONARIES[usage] ?? 'EncryptAlgorithm');
  const { algorithm: keyAlgorithm, usages } = fieldsOf(key);
  const own = keyAlgorithm.name;
  const entry = familyNamed(own);
  if (entry === undefined || (asked !== own && asked.toUpperCase() !== own.toUpperCase())) {
    throw cryptoError(
      'InvalidAccessError',
      `Requested algorithm "${asked}" does not match this CryptoKey's algorithm "${own}".`,
    );
  }
  if (!usages.includes(usage)) {
    throw cryptoError(
      'InvalidAccessError',
      `Requested key usage "${usage}" does not match any usage listed in this CryptoKey.`,
    );
  }
  return { algorithm: named(algorithm, own), family: entry.family };
}
