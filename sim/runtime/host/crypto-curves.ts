// Elliptic curves on the host side, with every random number taken from a seed: key generation, ECDSA and key agreement.
import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  sign,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { inverse, toBigInt, toBytes } from './big-integer.ts';
import type { CryptoPort } from '../web/crypto-port.ts';
import { keyOf } from './crypto-keys.ts';
import type { KeyTable } from './crypto-keys.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

interface Curve {
  readonly jwkName: string;
  readonly sizeBytes: number;
  /** Order of the base point (SEC 2, sections 2.4.2, 2.5.1, 2.6.1). */
  readonly order: bigint;
}

const CURVES: Readonly<Record<string, Curve>> = {
  prime256v1: {
    jwkName: 'P-256',
    sizeBytes: 32,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  secp384r1: {
    jwkName: 'P-384',
    sizeBytes: 48,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  secp521r1: {
    jwkName: 'P-521',
    sizeBytes: 66,
    order:
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
};

/** PKCS #8 headers of the Edwards and Montgomery curves; 32 bytes of private key follow (RFC 8410). */
const OKP_PREFIX: Readonly<Record<string, string>> = {
  Ed25519: '302e020100300506032b657004220420',
  X25519: '302e020100300506032b656e04220420',
};

/** A scalar from 1 to order − 1; 16 spare bytes make the bias of the remainder negligible. */
function scalar(curve: Curve, parts: readonly Uint8Array[]): bigint {
  const hash = createHash('shake256', { outputLength: curve.sizeBytes + 16 });
  for (const part of parts) hash.update(part);
  return (toBigInt(hash.digest()) % (curve.order - 1n)) + 1n;
}

function opensslName(curve: string): string {
  const found = Object.entries(CURVES).find(([, entry]) => entry.jwkName === curve);
  if (found === undefined) throw new Error(`No curve ${curve}.`);
  return found[0];
}

function curveOf(key: KeyObject): { name: string; curve: Curve } {
  const name = key.asymmetricKeyDetails?.namedCurve ?? '';
  const curve = CURVES[name];
  if (curve === undefined) throw new Error(`No curve ${name}.`);
  return { name, curve };
}

function publicPoint(name: string, secret: bigint, curve: Curve): Buffer {
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(toBytes(secret, curve.sizeBytes));
  return ecdh.getPublicKey();
}

/** ECDSA with a nonce drawn from a seed (FIPS 186-5, section 6.4); the point multiplication is OpenSSL's. */
function signEcdsa(key: KeyObject, hash: string, seed: Uint8Array, data: Uint8Array): Buffer {
  const { name, curve } = curveOf(key);
  const secretBytes = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  const digest = createHash(hash).update(data).digest();
  const excess = digest.length * 8 - curve.order.toString(2).length;
  const message = excess > 0 ? toBigInt(digest) >> BigInt(excess) : toBigInt(digest);
  for (let attempt = 0; ; attempt++) {
    const nonce = scalar(curve, [seed, secretBytes, digest, Uint8Array.of(attempt)]);
    const x = toBigInt(publicPoint(name, nonce, curve).subarray(1, 1 + curve.sizeBytes));
    const r = x % curve.order;
    const s = (inverse(nonce, curve.order) * (message + r * toBigInt(secretBytes))) % curve.order;
    if (r !== 0n && s !== 0n)
      return Buffer.concat([toBytes(r, curve.sizeBytes), toBytes(s, curve.sizeBytes)]);
  }
}

function generateEc(curveName: string, seed: Uint8Array): KeyObject {
  const name = opensslName(curveName);
  const curve = CURVES[name];
  if (curve === undefined) throw new Error(`No curve ${curveName}.`);
  const secret = scalar(curve, [seed]);
  const point = publicPoint(name, secret, curve);
  const text = (bytes: Buffer): string => bytes.toString('base64url');
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: curveName,
      d: text(toBytes(secret, curve.sizeBytes)),
      x: text(point.subarray(1, 1 + curve.sizeBytes)),
      y: text(point.subarray(1 + curve.sizeBytes)),
    },
  });
}

function generateOkp(prefix: string, seed: Uint8Array): KeyObject {
  const secret = createHash('shake256', { outputLength: 32 }).update(seed).digest();
  return createPrivateKey({
    key: Buffer.concat([Buffer.from(prefix, 'hex'), secret]),
    format: 'der',
    type: 'pkcs8',
  });
}

type CurveFunctions = 'ecdsaSign' | 'ecdsaVerify' | 'edSign' | 'edVerify' | 'agree' | 'generateCurve';

/** The host functions of curves. */
export function createCurveFunctions(alloc: Alloc, keys: KeyTable): Pick<CryptoPort, CurveFunctions> {
  return {
    ecdsaSign: (owner, hash, seed, data) =>
      insideBytes(alloc, signEcdsa(keyOf(keys, owner), hash, seed, data)),
    ecdsaVerify(owner, hash, signature, data) {
      try {
        return verify(hash, data, { key: keyOf(keys, owner), dsaEncoding: 'ieee-p1363' }, signature);
      } catch {
        return false;
      }
    },
    edSign: (owner, data) => insideBytes(alloc, sign(null, data, keyOf(keys, owner))),
    edVerify(owner, signature, data) {
      try {
        return verify(null, data, keyOf(keys, owner), signature);
      } catch {
        return false;
      }
    },
    agree(privateOwner, publicOwner) {
      try {
        const secret = diffieHellman({
          privateKey: keyOf(keys, privateOwner),
          publicKey: keyOf(keys, publicOwner),
        });
        return insideBytes(alloc, secret);
      } catch {
        return null;
      }
    },
    generateCurve(privateOwner, publicOwner, curve, seed) {
      const prefix = OKP_PREFIX[curve];
      const key = prefix === undefined ? generateEc(curve, seed) : generateOkp(prefix, seed);
      keys.set(privateOwner, key);
      keys.set(publicOwner, createPublicKey(key));
    },
  };
}
