// Signatures and public-key encryption of node:crypto.
import { Buffer } from 'node:buffer';
import { bytesOf, encoded } from './crypto-bytes.ts';
import type { Data } from './crypto-bytes.ts';
import { createPrivateKey, createPublicKey, materialOf } from './crypto-keys.ts';
import type { KeyLike, KeyObject } from './crypto-keys.ts';
import { derSignature, rawSignature } from './der.ts';
import { hooks } from './hooks.ts';

/** OpenSSL's names of paddings and lengths of salts. */
export const constants = {
  RSA_PKCS1_PADDING: 1,
  RSA_NO_PADDING: 3,
  RSA_PKCS1_OAEP_PADDING: 4,
  RSA_PKCS1_PSS_PADDING: 6,
  RSA_PSS_SALTLEN_DIGEST: -1,
  RSA_PSS_SALTLEN_MAX_SIGN: -2,
  RSA_PSS_SALTLEN_AUTO: -2,
} as const;

const CURVE_BYTES: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };
const SEED_BYTES = 48;

interface SignatureOptions {
  readonly padding?: number;
  readonly saltLength?: number;
  readonly dsaEncoding?: 'der' | 'ieee-p1363';
  readonly oaepHash?: string;
  readonly oaepLabel?: Data;
}
type Signing = KeyLike | (SignatureOptions & { readonly key: KeyLike });

function optionsOf(given: Signing): SignatureOptions {
  return typeof given === 'object' && given !== null && 'key' in given ? (given as SignatureOptions) : {};
}

/** `RSA-SHA256` and `SHA-256` as the host names them. */
function hashName(algorithm: string): string {
  return algorithm
    .toLowerCase()
    .replace(/^rsa-|^ecdsa-with-/, '')
    .replace(/^sha-(?=\d)/, 'sha');
}

function digestBytes(hash: string): number {
  const bytes = hooks.digest(hash, new Uint8Array(0), 0);
  if (bytes === null) throw Object.assign(new Error('Invalid digest'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
  return bytes.length;
}

function drawn(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  hooks.random(bytes);
  return bytes;
}

function modulusBytes(key: KeyObject): number {
  const { modulusLength = 0 } = key.asymmetricKeyDetails as { readonly modulusLength?: number };
  return modulusLength / 8;
}

function curveBytes(key: KeyObject): number {
  const { namedCurve = '' } = key.asymmetricKeyDetails as { readonly namedCurve?: string };
  return CURVE_BYTES[namedCurve] ?? 0;
}

/** Signs data at once; Edwards curves take no algorithm. */
export function sign(algorithm: string | null | undefined, data: Data, given: Signing): Buffer {
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

function oaepOf(given: Signing): { hash: string; label: Uint8Array } {
  const { padding = constants.RSA_PKCS1_OAEP_PADDING, oaepHash = 'sha1', oaepLabel } = optionsOf(given);
  if (padding !== constants.RSA_PKCS1_OAEP_PADDING)
    throw new Error('Only OAEP is simulated as the padding of encryption with RSA.');
  return {
    hash: hashName(oaepHash),
    label: oaepLabel === undefined ? new Uint8Array(0) : bytesOf(oaepLabel),
  };
}

/** Encrypts for the owner of a private key, with OAEP. */
export function publicEncrypt(given: Signing, data: Data): Buffer {
  const { hash, label } = oaepOf(given);
  const owner = materialOf(createPublicKey(given));
  const bytes = hooks.keys.oaepEncrypt(owner, hash, label, drawn(digestBytes(hash)), bytesOf(data));
  if (bytes === null) throw new Error('error:0200006E:rsa routines::data too large for key size');
  return Buffer.from(bytes);
}

export function privateDecrypt(given: Signing, data: Data): Buffer {
  const { hash, label } = oaepOf(given);
  const bytes = hooks.keys.oaepDecrypt(materialOf(createPrivateKey(given)), hash, label, bytesOf(data));
  if (bytes === null) throw new Error('error:02000079:rsa routines::oaep decoding error');
  return Buffer.from(bytes);
}

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
