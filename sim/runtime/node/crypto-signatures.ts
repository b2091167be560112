// Signatures of node:crypto, and what two keys agree on.
import { Buffer } from 'node:buffer';
import { bytesOf, encoded } from './crypto-bytes.ts';
import type { Data } from './crypto-bytes.ts';
import { constants } from './crypto-constants.ts';
import { createPrivateKey, createPublicKey, materialOf } from './crypto-keys.ts';
import type { KeyLike, KeyObject } from './crypto-keys.ts';
import { derSignature, rawSignature } from './der.ts';
import { codedError } from './errors.ts';
import { hooks } from './hooks.ts';

const CURVE_BYTES: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };
const SEED_BYTES = 48;

/** How keys of RSA and curves are used. */
export interface SignatureOptions {
  readonly padding?: number;
  readonly saltLength?: number;
  readonly dsaEncoding?: 'der' | 'ieee-p1363';
  readonly oaepHash?: string;
  readonly oaepLabel?: Data;
}
/** A key, with or without what to do with it. */
export type Signing = KeyLike | (SignatureOptions & { readonly key: KeyLike });

export function optionsOf(given: Signing): SignatureOptions {
  return typeof given === 'object' && given !== null && 'key' in given ? (given as SignatureOptions) : {};
}

/** `RSA-SHA256` and `SHA-256` as the host names them. */
export function hashName(algorithm: string): string {
  return algorithm
    .toLowerCase()
    .replace(/^rsa-|^ecdsa-with-/, '')
    .replace(/^sha-(?=\d)/, 'sha');
}

export function digestBytes(hash: string): number {
  const bytes = hooks.digest(hash, new Uint8Array(0), 0);
  if (bytes === null) throw new Error(`Unknown digest: ${hash}`);
  return bytes.length;
}

export function drawn(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  hooks.random(bytes);
  return bytes;
}

export function modulusBytes(key: KeyObject): number {
  const { modulusLength = 0 } = key.asymmetricKeyDetails as { readonly modulusLength?: number };
  return modulusLength / 8;
}

function curveBytes(key: KeyObject): number {
  const { namedCurve = '' } = key.asymmetricKeyDetails as { readonly namedCurve?: string };
  return CURVE_BYTES[namedCurve] ?? 0;
}

/** Signs data at once; Edwards curves take no algorithm. */
export function sign(algorithm: string | null | undefined, data: Data, given: Signing): Buffer {
  if (!given) throw codedError('ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign');
  const key = createPrivateKey(given);
  const { padding, saltLength = constants.RSA_PSS_SALTLEN_MAX_SIGN, dsaEncoding = 'der' } = optionsOf(given);
  const [owner, bytes, kind] = [materialOf(key), bytesOf(data), key.asymmetricKeyType];
  if (kind === 'ed25519') return Buffer.from(hooks.keys.edSign(owner, bytes));
  const hash = hashName(algorithm ?? 'sha256');
  const size = digestBytes(hash);
  if (kind === 'ec') {
    const raw = hooks.keys.ecdsaSign(owner, hash, drawn(SEED_BYTES), bytes);
    return dsaEncoding === 'der' ? derSignature(raw) : Buffer.from(raw);
  }
  const most = modulusBytes(key) - size - 2;
  const salt = saltLength === -1 ? size : saltLength < 0 ? most : saltLength;
  const signature =
    padding === constants.RSA_PKCS1_PSS_PADDING
      ? hooks.keys.pssSign(owner, hash, drawn(salt), bytes)
      : hooks.keys.rsaSign(owner, hash, bytes);
  if (signature === null) throw new Error('The key cannot sign this.');
  return Buffer.from(signature);
}

/** Whether a signature is that of the data. */
export function verify(
  ...[algorithm, data, given, signature]: [string | null | undefined, Data, Signing, Data]
): boolean {
  const key = createPublicKey(given);
  const { padding, saltLength = constants.RSA_PSS_SALTLEN_AUTO, dsaEncoding = 'der' } = optionsOf(given);
  const [owner, bytes, kind, signed] = [
    materialOf(key),
    bytesOf(data),
    key.asymmetricKeyType,
    bytesOf(signature),
  ];
  if (kind === 'ed25519') return hooks.keys.edVerify(owner, signed, bytes);
  const hash = hashName(algorithm ?? 'sha256');
  const size = digestBytes(hash);
  if (kind === 'ec') {
    const raw = dsaEncoding === 'der' ? rawSignature(signed, curveBytes(key)) : signed;
    return raw !== null && hooks.keys.ecdsaVerify(owner, hash, raw, bytes);
  }
  if (padding !== constants.RSA_PKCS1_PSS_PADDING)
    return hooks.keys.rsaVerify(owner, hash, -1, signed, bytes);
  const most = modulusBytes(key) - size - 2;
  const salts = saltLength === -1 ? [size] : saltLength >= 0 ? [saltLength] : [size, most, 0];
  return salts.some((salt) => hooks.keys.rsaVerify(owner, hash, salt, signed, bytes));
}

/** Collects what is signed or verified. */
class Collected {
  protected readonly algorithm: string;
  readonly #parts: Uint8Array[] = [];

  constructor(algorithm: string) {
    this.algorithm = algorithm;
    digestBytes(hashName(algorithm));
  }

  update(data: Data, encoding?: BufferEncoding): this {
    this.#parts.push(Buffer.from(bytesOf(data, encoding)));
    return this;
  }

  write(data: Data, encoding?: BufferEncoding): boolean {
    this.update(data, encoding);
    return true;
  }

  end(data?: Data, encoding?: BufferEncoding): this {
    return data === undefined ? this : this.update(data, encoding);
  }

  protected get whole(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** A signature in the making. */
export class Sign extends Collected {
  sign(key: Signing, encoding?: BufferEncoding): Buffer | string {
    return encoded(sign(this.algorithm, this.whole, key), encoding);
  }
}

/** A signature under examination. */
export class Verify extends Collected {
  verify(key: Signing, signature: Data, encoding?: BufferEncoding): boolean {
    return verify(this.algorithm, this.whole, key, bytesOf(signature, encoding));
  }
}

export const createSign = (algorithm: string): Sign => new Sign(algorithm);
export const createVerify = (algorithm: string): Verify => new Verify(algorithm);

/** What two keys of one curve agree on. */
export function diffieHellman({
  privateKey,
  publicKey,
}: {
  privateKey: KeyLike;
  publicKey: KeyLike;
}): Buffer {
  const bytes = hooks.keys.agree(
    materialOf(createPrivateKey(privateKey)),
    materialOf(createPublicKey(publicKey)),
  );
  if (bytes === null) throw new Error('The keys are not of one curve.');
  return Buffer.from(bytes);
}
