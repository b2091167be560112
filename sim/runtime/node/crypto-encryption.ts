// Encryption by RSA in node:crypto: OAEP, and the older padding of PKCS #1 v1.5 (RFC 8017, section 7.2) both ways.
import { Buffer } from 'node:buffer';
import { bytesOf } from './crypto-bytes.ts';
import type { Data } from './crypto-bytes.ts';
import { constants } from './crypto-constants.ts';
import { KeyObject, createPrivateKey, createPublicKey, materialOf, wrongType } from './crypto-keys.ts';
import { digestBytes, drawn, hashName, modulusBytes, optionsOf } from './crypto-signatures.ts';
import type { Signing } from './crypto-signatures.ts';
import { hooks } from './hooks.ts';

const { RSA_NO_PADDING, RSA_PKCS1_PADDING, RSA_PKCS1_OAEP_PADDING } = constants;
/** Bytes around a message: 0, the kind of the block, at least eight of padding, 0. */
const FRAME_BYTES = 11;

/** What the platform says of all that cannot be encrypted or decrypted. */
const FAILED = 'Failed to cipher/decipher';

interface Padding {
  readonly padding: number;
  readonly hash: string;
  readonly label: Uint8Array;
}

/** How a message is padded: the hash of OAEP counts, and its label is taken, where that padding is asked for by its number. */
function paddingOf(given: Signing): Padding {
  const { padding = RSA_PKCS1_OAEP_PADDING, oaepHash = 'sha1', oaepLabel } = optionsOf(given);
  const isNamed = optionsOf(given).padding === RSA_PKCS1_OAEP_PADDING;
  const hash = hashName(oaepHash);
  if (hooks.digest(hash, new Uint8Array(0), 0) === null) throw new Error('Unsupported hash digest');
  if (oaepLabel !== undefined && !isNamed) throw new Error('Failed to set the OAEP label');
  const label = oaepLabel === undefined ? new Uint8Array(0) : bytesOf(oaepLabel);
  return { padding, hash: isNamed ? hash : 'sha1', label };
}

/** The public key that somebody encrypts for or reads with; a key object must be one. */
function openKey(given: Signing): KeyObject {
  if (given instanceof KeyObject && given.type !== 'public') throw wrongType(given, 'public');
  return createPublicKey(given);
}

/** A block of the modulus' size: of kind 1 with a padding of ones, of kind 2 with random bytes other than 0. */
function framed(message: Uint8Array, size: number, kind: 1 | 2): Uint8Array {
  if (message.length > size - FRAME_BYTES) throw new Error(FAILED);
  const block = Buffer.alloc(size, 0xff);
  block[0] = 0;
  block[1] = kind;
  const end = size - message.length - 1;
  if (kind === 2)
    for (const [at, byte] of drawn(end - 2).entries()) block[2 + at] = byte === 0 ? 1 + (at & 0x7f) : byte;
  block[end] = 0;
  block.set(message, end + 1);
  return block;
}

function unframed(block: Uint8Array | null, kind: 1 | 2): Buffer {
  const end = block === null ? -1 : block.indexOf(0, 2);
  if (block === null || block[0] !== 0 || block[1] !== kind || end < FRAME_BYTES - 1) throw new Error(FAILED);
  return Buffer.from(block.subarray(end + 1));
}

function whole(block: Uint8Array | null): Buffer {
  if (block === null) throw new Error(FAILED);
  return Buffer.from(block);
}

/** Encrypts for the owner of a private key, with OAEP unless something else is asked for. */
export function publicEncrypt(given: Signing, data: Data): Buffer {
  const key = openKey(given);
  const { padding, hash, label } = paddingOf(given);
  const [owner, bytes] = [materialOf(key), bytesOf(data)];
  if (padding === RSA_NO_PADDING) return whole(hooks.keys.rsaRaw(owner, 'public', bytes));
  if (padding === RSA_PKCS1_PADDING)
    return whole(hooks.keys.rsaRaw(owner, 'public', framed(bytes, modulusBytes(key), 2)));
  const encrypted = hooks.keys.oaepEncrypt(owner, hash, label, drawn(digestBytes(hash)), bytes);
  if (encrypted === null) throw new Error(FAILED);
  return Buffer.from(encrypted);
}

export function privateDecrypt(given: Signing, data: Data): Buffer {
  const [owner, bytes] = [materialOf(createPrivateKey(given)), bytesOf(data)];
  const { padding, hash, label } = paddingOf(given);
  if (padding !== RSA_PKCS1_OAEP_PADDING) {
    const block = hooks.keys.rsaRaw(owner, 'open', bytes);
    return padding === RSA_NO_PADDING ? whole(block) : unframed(block, 2);
  }
  const decrypted = hooks.keys.oaepDecrypt(owner, hash, label, bytes);
  if (decrypted === null) throw new Error(FAILED);
  return Buffer.from(decrypted);
}

/** What only the owner of a private key can make, and everybody can read. */
export function privateEncrypt(given: Signing, data: Data): Buffer {
  const { padding = RSA_PKCS1_PADDING } = optionsOf(given);
  const key = createPrivateKey(given);
  const block = padding === RSA_NO_PADDING ? bytesOf(data) : framed(bytesOf(data), modulusBytes(key), 1);
  return whole(hooks.keys.rsaRaw(materialOf(key), 'private', block));
}

export function publicDecrypt(given: Signing, data: Data): Buffer {
  const { padding = RSA_PKCS1_PADDING } = optionsOf(given);
  const block = hooks.keys.rsaRaw(materialOf(openKey(given)), 'public', bytesOf(data));
  return padding === RSA_NO_PADDING ? whole(block) : unframed(block, 1);
}
