// RSA: signatures by PKCS #1 v1.5 and PSS, encryption by OAEP.
import { host } from '../host.ts';
import { integerOf } from '../webidl.ts';
import type { Family, KeyImport, KeyUse } from './algorithm.ts';
import {
  bytesMember,
  cryptoError,
  hashName,
  HASH_BYTES,
  hostHash,
  keyHash,
  required,
  requiredBytes,
  unknownFormat,
} from './key.ts';
import { exportPairKey, importPairKey, makePair, requireType } from './key-pairs.ts';
import type { PairUsages } from './key-pairs.ts';
import { unknownAlg } from './jwk-rules.ts';

const SIGNING: PairUsages = { public: ['verify'], private: ['sign'] };
const ENCRYPTING: PairUsages = { public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'] };
const EMPTY = new Uint8Array(0);

function usagesOf(name: string): PairUsages {
  return name === 'RSA-OAEP' ? ENCRYPTING : SIGNING;
}

/** The JOSE name of an RSA algorithm (RFC 7518, sections 3.1 and 4.1). */
function algName(name: string, hash: string): string {
  const bits = hash.slice(hash.indexOf('-') + 1);
  if (name === 'RSA-OAEP') return bits === '1' ? 'RSA-OAEP' : `RSA-OAEP-${bits}`;
  return `${name === 'RSA-PSS' ? 'PS' : 'RS'}${bits}`;
}

/** The hashes of the JOSE names of RSA; workerd asks of a key's name no more than its hash. */
const ALG_HASHES: Readonly<Record<string, string>> = Object.fromEntries(
  ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP'].flatMap((name) =>
    ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].map((hash) => [algName(name, hash), hash]),
  ),
);

/** Refuses a JSON Web Key that says it goes with another hash. */
function checkAlg({ jwk }: KeyImport, hash: string): void {
  if (jwk?.['alg'] === undefined) return;
  const alg = String(jwk['alg']);
  if (ALG_HASHES[alg] === undefined) throw unknownAlg(alg);
  if (ALG_HASHES[alg] === hash) return;
  throw cryptoError(
    'DataError',
    `JSON Web Key Algorithm parameter "alg" ("${alg}") does not match requested hash algorithm "${alg}".`,
  );
}

function exponentBytes(exponent: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

function exponentOf(bytes: Uint8Array): number {
  let exponent = 0;
  for (const byte of bytes) exponent = exponent * 256 + byte;
  if (exponent !== 3 && exponent !== 65_537) {
    throw cryptoError(
      'OperationError',
      `The "publicExponent" must be either 3 or 65537, but got ${exponent}.`,
    );
  }
  return exponent;
}

function checkModulus(bits: number): void {
  if (bits % 8 === 0 && bits >= 256 && bits <= 16_384) return;
  throw cryptoError(
    'OperationError',
    `The modulus length must be a multiple of 8 and between 256 and 16k, but ${bits} was requested.`,
  );
}

function saltBytes(use: KeyUse, verb: 'sign' | 'verify'): number {
  const given = use.algorithm['saltLength'];
  if (given === undefined) {
    const why = 'Failed to provide salt for RSA-PSS key operation which requires a salt';
    // Workerd's error differs from signing to verifying.
    throw verb === 'sign' ? cryptoError('DataError', why) : new TypeError(why);
  }
  const size = integerOf(given);
  if (size < 0)
    throw cryptoError('DataError', `SaltLength for RSA-PSS must be non-negative (provided ${size}).`);
  return size;
}

function sign(use: KeyUse): Uint8Array {
  requireType(use.key, 'private', 'signing');
  const hash = hostHash(keyHash(use.key));
  const out =
    use.key.algorithm.name === 'RSA-PSS'
      ? host.crypto.pssSign(use.key, hash, use.draw(saltBytes(use, 'sign')), use.data)
      : host.crypto.rsaSign(use.key, hash, use.data);
  if (out === null) {
    throw cryptoError('OperationError', 'key too small for signing with given digest and salt length');
  }
  return out;
}

function verify(use: KeyUse, signature: Uint8Array): boolean {
  requireType(use.key, 'public', 'verification');
  const salt = use.key.algorithm.name === 'RSA-PSS' ? saltBytes(use, 'verify') : -1;
  return host.crypto.rsaVerify(use.key, hostHash(keyHash(use.key)), salt, signature, use.data);
}

function encrypt(use: KeyUse): Uint8Array {
  requireType(use.key, 'public', 'encryption');
  const hash = keyHash(use.key);
  const label = bytesMember(use.algorithm, 'label') ?? EMPTY;
  const seed = use.draw(HASH_BYTES[hash] ?? 32);
  const out = host.crypto.oaepEncrypt(use.key, hostHash(hash), label, seed, use.data);
  if (out === null) throw cryptoError('OperationError', 'RSA-OAEP failed encrypt/decrypt.');
  return out;
}

function decrypt(use: KeyUse): Uint8Array {
  requireType(use.key, 'private', 'decryption');
  const label = bytesMember(use.algorithm, 'label') ?? EMPTY;
  const out = host.crypto.oaepDecrypt(use.key, hostHash(keyHash(use.key)), label, use.data);
  if (out === null) throw cryptoError('OperationError', 'RSA-OAEP failed encrypt/decrypt.');
  return out;
}

const keys: Pick<Family, 'importKey' | 'exportKey' | 'generateKey'> = {
  importKey(input) {
    const name = input.algorithm.name;
    const hash = hashName(required(input.algorithm, 'hash'));
    if (!['spki', 'pkcs8', 'jwk'].includes(input.format)) throw unknownFormat(input.format, 'import');
    checkAlg(input, hash);
    return importPairKey({
      input,
      kinds: ['rsa'],
      kty: 'RSA',
      usages: usagesOf(name),
      name,
      family: 'RSASSA-PKCS1-v1_5',
      requiredMembers: [
        ['n', 'Invalid RSA key in JSON Web Key; missing or invalid Modulus parameter ("n").'],
        ['e', 'Invalid RSA key in JSON Web Key; missing or invalid Exponent parameter ("e").'],
      ],
      describe(details) {
        checkModulus(details.modulusBits);
        return {
          name,
          modulusLength: details.modulusBits,
          publicExponent: exponentBytes(details.exponent),
          hash: { name: hash },
        };
      },
      badJwk: () => cryptoError('DataError', 'Invalid RSA key in JSON Web Key.'),
    });
  },
  exportKey: (format, key) =>
    exportPairKey(format, key, {
      kty: 'RSA',
      alg: algName(key.algorithm.name, keyHash(key)),
      members: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'],
    }),
  generateKey(input) {
    const name = input.algorithm.name;
    const bits = integerOf(required(input.algorithm, 'modulusLength'));
    const hash = hashName(required(input.algorithm, 'hash'));
    // Zeros in front stay, as they were given.
    const publicExponent = requiredBytes(input.algorithm, 'publicExponent', 'GenerateKeyAlgorithm').slice();
    const exponent = exponentOf(publicExponent);
    checkModulus(bits);
    const pair = makePair({
      algorithm: { name, modulusLength: bits, publicExponent, hash: { name: hash } },
      extractable: input.extractable,
      usages: input.usages,
      allowed: usagesOf(name),
    });
    host.crypto.generateRsa(pair.privateKey, pair.publicKey, bits, exponent, input.draw(32));
    return pair;
  },
};

/** The signing RSA algorithms. */
export const rsaSignatures: Family = { ...keys, names: ['RSASSA-PKCS1-v1_5', 'RSA-PSS'], sign, verify };

/** RSA encryption. */
export const rsaOaep: Family = {
  ...keys,
  names: ['RSA-OAEP'],
  encrypt,
  decrypt,
  wrapBytes: encrypt,
  unwrapBytes: decrypt,
};
