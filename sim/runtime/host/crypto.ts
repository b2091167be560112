// Cryptography on the host side: digests, HMAC, AES and key derivation, done synchronously by OpenSSL over the realm's bytes.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hash,
  hkdfSync,
  pbkdf2Sync,
} from 'node:crypto';
import type { CryptoPort } from '../web/crypto-port.ts';
import { createCurveFunctions } from './crypto-curves.ts';
import { createKeyFunctions, keyOf } from './crypto-keys.ts';
import type { KeyTable } from './crypto-keys.ts';
import { createRsaFunctions } from './crypto-rsa.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

interface CipherCall {
  readonly key: Buffer;
  readonly encrypt: boolean;
  readonly iv: Uint8Array;
  readonly data: Uint8Array;
}

function simpleCipher(algorithm: string, call: CipherCall): Buffer {
  const cipher = call.encrypt
    ? createCipheriv(algorithm, call.key, call.iv)
    : createDecipheriv(algorithm, call.key, call.iv);
  return Buffer.concat([cipher.update(call.data), cipher.final()]);
}

function gcm(call: CipherCall, aad: Uint8Array, tagBytes: number): Buffer {
  const name =
    call.key.length === 16 ? 'aes-128-gcm' : call.key.length === 24 ? 'aes-192-gcm' : 'aes-256-gcm';
  if (call.encrypt) {
    const cipher = createCipheriv(name, call.key, call.iv, { authTagLength: tagBytes });
    cipher.setAAD(aad);
    return Buffer.concat([cipher.update(call.data), cipher.final(), cipher.getAuthTag()]);
  }
  const split = call.data.length - tagBytes;
  const decipher = createDecipheriv(name, call.key, call.iv, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(call.data.subarray(split));
  return Buffer.concat([decipher.update(call.data.subarray(0, split)), decipher.final()]);
}

/** AES-CTR whose counter is the last `counterBits` of the block: it wraps without a carry into the rest. */
function ctr(call: CipherCall, counterBits: number): Buffer {
  const algorithm = `aes-${call.key.length * 8}-ctr`;
  const block = BigInt(`0x${Buffer.from(call.iv).toString('hex')}`);
  const space = 1n << BigInt(counterBits);
  const untilWrap = (space - (block % space)) * 16n;
  if (BigInt(call.data.length) <= untilWrap) return simpleCipher(algorithm, call);
  const split = Number(untilWrap);
  const restart = (block - (block % space)).toString(16).padStart(32, '0');
  return Buffer.concat([
    simpleCipher(algorithm, { ...call, data: call.data.subarray(0, split) }),
    simpleCipher(algorithm, { ...call, data: call.data.subarray(split), iv: Buffer.from(restart, 'hex') }),
  ]);
}

function runCipher(mode: string, call: CipherCall, extra: Uint8Array, size: number): Buffer {
  const bits = call.key.length * 8;
  if (mode === 'gcm') return gcm(call, extra, size);
  if (mode === 'ctr') return ctr(call, size);
  if (mode === 'kw') return simpleCipher(`aes${bits}-wrap`, { ...call, iv: Buffer.alloc(8, 0xa6) });
  return simpleCipher(`aes-${bits}-cbc`, call);
}

/** Longest `info` that Node's own HKDF takes; the standard has no limit. */
const MAX_INFO_BYTES = 1024;

/** Blocks of output that HKDF can give at most (RFC 5869, section 2.3). */
const MAX_HKDF_BLOCKS = 255;

/** HKDF by its definition: extract, then expand (RFC 5869, section 2). */
function longInfoHkdf(call: {
  readonly hash: string;
  readonly secret: Buffer;
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
  readonly sizeBytes: number;
}): Uint8Array {
  const key = createHmac(call.hash, call.salt).update(call.secret).digest();
  if (call.sizeBytes > MAX_HKDF_BLOCKS * key.length) throw new Error('HKDF cannot give that much.');
  const blocks: Buffer[] = [];
  for (let size = 0; size < call.sizeBytes; size += key.length) {
    const block = createHmac(call.hash, key)
      .update(blocks.at(-1) ?? '')
      .update(call.info)
      .update(Uint8Array.of(blocks.length + 1));
    blocks.push(block.digest());
  }
  return Buffer.concat(blocks).subarray(0, call.sizeBytes);
}

type SecretFunctions = 'digest' | 'expand' | 'hmac' | 'hmacVerify' | 'cipher' | 'hkdf' | 'pbkdf2';

function createSecretFunctions(alloc: Alloc, keys: KeyTable): Pick<CryptoPort, SecretFunctions> {
  function attempt(work: () => Uint8Array): Uint8Array | null {
    try {
      return insideBytes(alloc, work());
    } catch {
      return null;
    }
  }
  return {
    digest: (name, data) => insideBytes(alloc, hash(name, data, 'buffer')),
    expand: (seed, sizeBytes) =>
      insideBytes(alloc, createHash('shake256', { outputLength: sizeBytes }).update(seed).digest()),
    hmac: (owner, hash, data) =>
      insideBytes(alloc, createHmac(hash, keyOf(keys, owner)).update(data).digest()),
    hmacVerify: (owner, hash, signature, data) =>
      isText(signature, createHmac(hash, keyOf(keys, owner)).update(data).digest('binary')),
    cipher: (owner, mode, encrypt, iv, data, extra, size) =>
      attempt(() => runCipher(mode, { key: keyOf(keys, owner).export(), encrypt, iv, data }, extra, size)),
    hkdf: (hash, owner, salt, info, sizeBytes) =>
      attempt(() =>
        info.length > MAX_INFO_BYTES
          ? longInfoHkdf({ hash, secret: keyOf(keys, owner).export(), salt, info, sizeBytes })
          : new Uint8Array(hkdfSync(hash, keyOf(keys, owner), salt, info, sizeBytes)),
      ),
    pbkdf2: (hash, owner, salt, iterations, sizeBytes) =>
      attempt(() => pbkdf2Sync(keyOf(keys, owner).export(), salt, iterations, sizeBytes, hash)),
  };
}

/** Whether bytes are the characters of a text. As a text a digest needs no array buffer of its own, a fifth of the time of verifying. */
function isText(bytes: Uint8Array, latin1: string): boolean {
  if (bytes.length !== latin1.length) return false;
  let differences = 0;
  for (let i = 0; i < latin1.length; i++) differences |= latin1.charCodeAt(i) ^ (bytes[i] ?? 0);
  return differences === 0;
}

/** All host functions of cryptography; `alloc` makes the realm's byte arrays. */
export function createCryptoPort(alloc: Alloc): CryptoPort {
  const keys: KeyTable = new WeakMap();
  return {
    ...createKeyFunctions(alloc, keys),
    ...createSecretFunctions(alloc, keys),
    ...createRsaFunctions(alloc, keys),
    ...createCurveFunctions(alloc, keys),
  };
}
