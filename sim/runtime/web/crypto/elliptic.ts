// The NIST curves: ECDSA signatures and ECDH key agreement.
import { decodeBase64Url, encodeBase64Url } from '../base64.ts';
import { host } from '../host.ts';
import { fieldError, isObject, textOf } from '../webidl.ts';
import type { Family, Jwk, KeyImport } from './algorithm.ts';
import { checkUsages, cryptoError, hashName, hostHash, isCryptoKey, makeKey, required } from './key.ts';
import type { Algorithm, CryptoKey } from './key.ts';
import { exportPairKey, importPairKey, makePair, requireType } from './key-pairs.ts';
import type { PairUsages } from './key-pairs.ts';
import { unknownAlg } from './jwk-rules.ts';

interface Curve {
  readonly opensslName: string;
  readonly sizeBytes: number;
}

const CURVES: Readonly<Record<string, Curve>> = {
  'P-256': { opensslName: 'prime256v1', sizeBytes: 32 },
  'P-384': { opensslName: 'secp384r1', sizeBytes: 48 },
  'P-521': { opensslName: 'secp521r1', sizeBytes: 66 },
};

const SIGNING: PairUsages = { public: ['verify'], private: ['sign'] };
/** Usages of keys that agree on a secret. */
export const AGREEING: PairUsages = { public: [], private: ['deriveKey', 'deriveBits'] };

function usagesOf(name: string): PairUsages {
  return name === 'ECDSA' ? SIGNING : AGREEING;
}

function curveOf(algorithm: Algorithm): { name: string; curve: Curve } {
  const given = textOf(required(algorithm, 'namedCurve'));
  // Workerd takes the names of curves in any case.
  const name = given.toUpperCase();
  const curve = CURVES[name];
  if (curve === undefined) {
    throw cryptoError('NotSupportedError', `Unrecognized or unimplemented EC curve "${given}" requested.`);
  }
  return { name, curve };
}

/** The error for a key whose numbers fit no curve, or not each other. */
function badKey(why: string): Error {
  if (why === 'mismatch') return cryptoError('DataError', 'Invalid EC key in JSON Web Key.');
  if (why === 'secret') {
    return cryptoError('OperationError', 'Invalid EC key; private key component "d" is invalid.');
  }
  return cryptoError(
    'OperationError',
    'Invalid EC key; public key coordinates "x" and "y" are invalid: Point is not on curve..',
  );
}

function importRaw(input: KeyImport, bytes: Uint8Array): CryptoKey {
  const { name, curve } = curveOf(input.algorithm);
  const algorithm = { name: input.algorithm.name, namedCurve: name };
  checkUsages({
    action: 'import',
    type: 'public',
    algorithm: algorithm.name,
    allowed: usagesOf(algorithm.name).public,
    usages: input.usages,
  });
  const key = makeKey({ ...input, type: 'public', algorithm });
  const point = host.crypto.loadPoint(key, curve.opensslName, bytes);
  if (!point) {
    const isWhole = bytes[0] === 4 && bytes.length === 1 + 2 * curve.sizeBytes;
    const why = isWhole ? 'Point is not on curve' : 'Invalid point encoding';
    throw cryptoError('DataError', `Failed to import raw EC key data: ${why}..`);
  }
  return key;
}

function exportRaw(key: CryptoKey): Uint8Array {
  if (key.type !== 'public') {
    throw cryptoError(
      'InvalidAccessError',
      'Raw export of elliptic curve keys is only allowed for public keys.',
    );
  }
  const jwk: Jwk = JSON.parse(host.crypto.exportJwk(key));
  const x = decodeBase64Url(String(jwk['x'])) ?? new Uint8Array(0);
  const y = decodeBase64Url(String(jwk['y'])) ?? new Uint8Array(0);
  const out = new Uint8Array(1 + x.length + y.length);
  out[0] = 4;
  out.set(x, 1);
  out.set(y, 1 + x.length);
  return out;
}

/** OpenSSL wants coordinates of the curve's full size; others may be shorter. */
function padded(jwk: Jwk, crv: string, sizeBytes: number): Jwk {
  // The point is read on the curve that was asked for, whatever the key says.
  const out: Record<string, unknown> = { ...jwk, crv };
  for (const member of ['x', 'y', 'd']) {
    const bytes = typeof jwk[member] === 'string' ? decodeBase64Url(jwk[member]) : null;
    if (bytes === null || bytes.length >= sizeBytes) continue;
    const full = new Uint8Array(sizeBytes);
    full.set(bytes, sizeBytes - bytes.length);
    out[member] = encodeBase64Url(full);
  }
  return out;
}

/** The JOSE names of ECDSA (RFC 7518, section 3.1), each with its curve. */
const SIGNATURE_CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** Refuses a key that says it signs on another curve; workerd does not look at what keys of ECDH say. */
function checkAlg({ algorithm, jwk }: KeyImport, curve: string): void {
  if (algorithm.name !== 'ECDSA' || jwk?.['alg'] === undefined) return;
  const alg = String(jwk['alg']);
  const named = SIGNATURE_CURVES[alg];
  if (named === undefined) throw unknownAlg(alg);
  if (named === curve) return;
  throw cryptoError(
    'DataError',
    `JSON Web Key Algorithm parameter "alg" ("${alg}") does not match requested curve.`,
  );
}

const keys: Pick<Family, 'importKey' | 'exportKey' | 'generateKey'> = {
  importKey(input) {
    const algorithmName = input.algorithm.name;
    const { name, curve } = curveOf(input.algorithm);
    if (input.format === 'raw' && input.bytes !== null) return importRaw(input, input.bytes);
    checkAlg(input, name);
    return importPairKey({
      input: { ...input, jwk: input.jwk === null ? null : padded(input.jwk, name, curve.sizeBytes) },
      kinds: ['ec'],
      kty: 'EC',
      usages: usagesOf(algorithmName),
      name: algorithmName,
      family: 'Elliptic curve',
      requiredMembers: [
        ['x', 'Invalid EC key in JSON Web Key; missing "x".'],
        ['y', 'Invalid EC key in JSON Web Key; missing "y".'],
      ],
      describe(details) {
        if (details.curve !== curve.opensslName) {
          throw cryptoError(
            'DataError',
            `"algorithm.namedCurve" "${name}" does not match the curve specified by the input key data.`,
          );
        }
        return { name: algorithmName, namedCurve: name };
      },
      checkMembers({ d }) {
        if (d === undefined || decodeBase64Url(String(d)) !== null) return;
        throw cryptoError(
          'DataError',
          'Invalid EC key in JSON Web Key; missing or invalid private key component ("d").',
        );
      },
      badJwk: badKey,
    });
  },
  exportKey: (format, key) =>
    format === 'raw'
      ? exportRaw(key)
      : exportPairKey(format, key, { kty: 'EC', members: ['crv', 'x', 'y', 'd'] }),
  generateKey(input) {
    const { name } = curveOf(input.algorithm);
    const pair = makePair({
      algorithm: { name: input.algorithm.name, namedCurve: name },
      extractable: input.extractable,
      usages: input.usages,
      allowed: usagesOf(input.algorithm.name),
    });
    host.crypto.generateCurve(pair.privateKey, pair.publicKey, name, input.draw(32));
    return pair;
  },
};

function calledHash(algorithm: Algorithm): string {
  if (algorithm['hash'] !== undefined) return hashName(algorithm['hash']);
  throw new TypeError(
    'Missing "hash" in AlgorithmIdentifier. (ECDSA requires that the hash algorithm be specified at call time rather than on the key. This differs from other WebCrypto algorithms for historical reasons.)',
  );
}

/** Signatures over the NIST curves. */
export const ecdsa: Family = {
  ...keys,
  names: ['ECDSA'],
  sign(use) {
    requireType(use.key, 'private', 'signing');
    const hash = calledHash(use.algorithm);
    return host.crypto.ecdsaSign(use.key, hostHash(hash), use.draw(32), use.data);
  },
  verify(use, signature) {
    requireType(use.key, 'public', 'verification');
    const hash = calledHash(use.algorithm);
    return host.crypto.ecdsaVerify(use.key, hostHash(hash), signature, use.data);
  },
};

/** The secret two keys agree on, cut to the wanted bits; shared by ECDH and X25519. */
export function agreedBits(algorithm: Algorithm, key: CryptoKey, bits: number | null): Uint8Array {
  requireType(key, 'private', 'key agreement');
  const other = algorithm['public'];
  if (other === undefined) throw new TypeError('Missing field "public" in "derivedKeyParams".');
  if (!isObject(other) || !isCryptoKey(other)) throw fieldError('DeriveKeyAlgorithm', 'public', 'CryptoKey');
  if (other.type !== 'public') {
    throw cryptoError('InvalidAccessError', `The provided key has type "${other.type}", not "public"`);
  }
  if (other.algorithm.name !== key.algorithm.name) {
    throw cryptoError(
      'InvalidAccessError',
      `Private key for derivation is using "${key.algorithm.name}" while public key is using "${other.algorithm.name}".`,
    );
  }
  const [own, theirs] = [key.algorithm['namedCurve'], other.algorithm['namedCurve']];
  if (own !== theirs) {
    throw cryptoError(
      'InvalidAccessError',
      `Private key for derivation is using curve "${String(own)}" while public key is using "${String(theirs)}".`,
    );
  }
  const secret = host.crypto.agree(key, other);
  if (secret === null) {
    const why = 'Failed to derive EDDH key: public key routines INVALID_PEER_KEY.';
    throw cryptoError('OperationError', why);
  }
  if (bits === null) return secret;
  const size = Math.ceil(bits / 8);
  if (size > secret.length) {
    throw cryptoError(
      'OperationError',
      `Derived key length (${bits} bits) is too long (should be at most ${secret.length * 8} bits).`,
    );
  }
  const cut = secret.slice(0, size);
  const last = cut.length - 1;
  if (bits % 8 !== 0) cut[last] = (cut[last] ?? 0) & (0xff << (8 - (bits % 8)));
  return cut;
}

/** Key agreement over the NIST curves. */
export const ecdh: Family = { ...keys, names: ['ECDH'], deriveBits: agreedBits };
