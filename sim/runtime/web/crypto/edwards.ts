// Curve25519: Ed25519 signatures (also under workerd's older name) and X25519 key agreement.
import { decodeBase64Url, encodeBase64Url } from '../base64.ts';
import { host } from '../host.ts';
import type { Family, Jwk } from './algorithm.ts';
import { AGREEING, agreedBits } from './elliptic.ts';
import { checkUsages, cryptoError } from './key.ts';
import type { Algorithm, CryptoKey } from './key.ts';
import { exportPairKey, importPairKey, makePair, requireType } from './key-pairs.ts';
import type { PairUsages } from './key-pairs.ts';

/** Length of every Ed25519 signature (RFC 8032, section 5.1.6); workerd refuses others before it looks at them. */
const SIGNATURE_BYTES = 64;

const SIGNING: PairUsages = { public: ['verify'], private: ['sign'] };

function curveName(name: string): string {
  return name === 'X25519' ? 'X25519' : 'Ed25519';
}

function usagesOf(name: string): PairUsages {
  return name === 'X25519' ? AGREEING : SIGNING;
}

function describe(name: string): Algorithm {
  return name === 'NODE-ED25519' ? { name, namedCurve: 'NODE-ED25519' } : { name };
}

/** Both halves of a key have the length of a coordinate (RFC 8032, section 5.1.5; RFC 7748, section 5). */
const KEY_BYTES = 32;

function checkLengths(crv: string, { x, d }: Jwk): void {
  const secret = d === undefined ? null : decodeBase64Url(String(d));
  if (d !== undefined && secret === null) {
    throw cryptoError(
      'DataError',
      `Invalid ${crv} key in JSON Web Key; missing or invalid private key component ("d").`,
    );
  }
  const size = decodeBase64Url(String(x))?.length;
  if (size !== KEY_BYTES) throw cryptoError('DataError', `Invalid length ${size} for public key`);
  if (secret !== null && secret.length !== KEY_BYTES)
    throw cryptoError('DataError', `Invalid length ${secret.length} for private key`);
}

/** Refuses a key that says it is for something else than signatures by RFC 8037. */
function checkAlg(name: string, jwk: Jwk | null): void {
  const alg = jwk?.['alg'];
  if (name === 'X25519' || alg === undefined || alg === 'EdDSA') return;
  throw cryptoError(
    'DataError',
    `JSON Web Key Algorithm parameter "alg" ("${String(alg)}") does not match requested Ed25519 curve.`,
  );
}

function exportRaw(key: CryptoKey): Uint8Array {
  if (key.type !== 'public') {
    throw cryptoError(
      'InvalidAccessError',
      `Raw export of ${key.algorithm.name} keys is only allowed for public keys.`,
    );
  }
  const jwk: Jwk = JSON.parse(host.crypto.exportJwk(key));
  return decodeBase64Url(String(jwk['x'])) ?? new Uint8Array(0);
}

const keys: Pick<Family, 'importKey' | 'exportKey' | 'generateKey'> = {
  importKey(input) {
    const name = input.algorithm.name;
    const crv = curveName(name);
    const isRaw = input.format === 'raw' && input.bytes !== null;
    if (isRaw)
      checkUsages({
        action: 'import',
        type: 'public',
        algorithm: crv,
        allowed: usagesOf(name).public,
        usages: input.usages,
      });
    if (isRaw && input.bytes.length !== 32) {
      throw cryptoError(
        'DataError',
        `${crv} raw keys must be exactly 32-bytes (provided ${input.bytes.length}).`,
      );
    }
    const jwk = isRaw ? { kty: 'OKP', crv, x: encodeBase64Url(input.bytes) } : input.jwk;
    if (jwk !== null && jwk['kty'] === 'OKP' && jwk['crv'] === undefined)
      throw cryptoError('DataError', `Missing field "crv" for ${crv} key.`);
    if (jwk !== null && jwk['kty'] === 'OKP' && jwk['crv'] !== crv) {
      throw cryptoError(
        'NotSupportedError',
        `Only ${crv} is supported but "${String(jwk['crv'])}" was requested.`,
      );
    }
    checkAlg(name, jwk);
    return importPairKey({
      input: { ...input, jwk, format: isRaw ? 'jwk' : input.format },
      kinds: [crv.toLowerCase()],
      kty: 'OKP',
      usages: usagesOf(name),
      name,
      family: crv,
      requiredMembers: [
        ['x', `Invalid ${crv} key in JSON WebKey; missing or invalid public key component ("x").`],
      ],
      describe: () => describe(name),
      checkMembers: (members) => checkLengths(crv, members),
      badJwk: () => cryptoError('DataError', `Invalid ${crv} key in JSON Web Key.`),
    });
  },
  exportKey(format, key) {
    if (format === 'raw') return exportRaw(key);
    const shape = { kty: 'OKP', members: ['crv', 'x', 'd'] };
    return exportPairKey(format, key, key.algorithm.name === 'Ed25519' ? { ...shape, alg: 'EdDSA' } : shape);
  },
  generateKey(input) {
    const name = input.algorithm.name;
    const pair = makePair({
      algorithm: describe(name),
      extractable: input.extractable,
      usages: input.usages,
      allowed: usagesOf(name),
    });
    host.crypto.generateCurve(pair.privateKey, pair.publicKey, curveName(name), input.draw(32));
    return pair;
  },
};

/** Ed25519 signatures. */
export const ed25519: Family = {
  ...keys,
  names: ['Ed25519', 'NODE-ED25519'],
  sign(use) {
    requireType(use.key, 'private', 'signing');
    return host.crypto.edSign(use.key, use.data);
  },
  verify(use, signature) {
    requireType(use.key, 'public', 'verification');
    if (signature.length !== SIGNATURE_BYTES) {
      throw cryptoError(
        'OperationError',
        `Invalid ${use.key.algorithm.name} signature length ${signature.length}`,
      );
    }
    return host.crypto.edVerify(use.key, signature, use.data);
  },
};

/** X25519 key agreement. */
export const x25519: Family = { ...keys, names: ['X25519'], deriveBits: agreedBits };
