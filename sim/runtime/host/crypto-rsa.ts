// RSA on the host side, with every random number taken from a seed: key generation, signatures and OAEP.
import {
  checkPrimeSync,
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  privateEncrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { inverse } from './big-integer.ts';
import type { CryptoPort } from '../web/crypto-port.ts';
import { keyOf } from './crypto-keys.ts';
import type { KeyTable } from './crypto-keys.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

/** Mask generation function MGF1 (RFC 8017, appendix B.2.1), XORed onto the target. */
function mask(target: Buffer, hash: string, seed: Uint8Array): void {
  const counter = Buffer.alloc(4);
  let at = 0;
  for (let block = 0; at < target.length; block++) {
    counter.writeUInt32BE(block);
    for (const byte of createHash(hash).update(seed).update(counter).digest()) {
      if (at >= target.length) break;
      target[at] = (target[at] ?? 0) ^ byte;
      at += 1;
    }
  }
}

/** EMSA-PSS encoding (RFC 8017, section 9.1.1) with a given salt; null when the key is too short. */
function encodePss(hash: string, salt: Uint8Array, data: Uint8Array, modulusBits: number): Buffer | null {
  const bits = modulusBits - 1;
  const size = Math.ceil(bits / 8);
  const digest = createHash(hash).update(data).digest();
  if (size < digest.length + salt.length + 2) return null;
  const inner = createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();
  const block = Buffer.alloc(size - inner.length - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  mask(block, hash, inner);
  block[0] = (block[0] ?? 0) & (0xff >> (size * 8 - bits));
  const encoded = Buffer.concat([block, inner, Buffer.of(0xbc)]);
  const modulusBytes = Math.ceil(modulusBits / 8);
  return encoded.length < modulusBytes ? Buffer.concat([Buffer.alloc(1), encoded]) : encoded;
}

/** EME-OAEP encoding (RFC 8017, section 7.1.1) with a given seed; null when the message is too long. */
function encodeOaep(
  hash: string,
  label: Uint8Array,
  seed: Uint8Array,
  data: Uint8Array,
  size: number,
): Buffer | null {
  const labelHash = createHash(hash).update(label).digest();
  if (data.length > size - 2 * labelHash.length - 2) return null;
  const block = Buffer.alloc(size - labelHash.length - 1);
  block.set(labelHash, 0);
  block[block.length - data.length - 1] = 1;
  block.set(data, block.length - data.length);
  const maskedSeed = Buffer.from(seed.subarray(0, labelHash.length));
  mask(block, hash, maskedSeed);
  mask(maskedSeed, hash, block);
  return Buffer.concat([Buffer.alloc(1), maskedSeed, block]);
}

/** A prime whose two top bits are set and which allows the exponent, searched upwards from a point that the seed gives. */
function prime(seed: Uint8Array, label: number, bits: number, exponent: bigint): bigint {
  const size = Math.ceil(bits / 8);
  const start = createHash('shake256', { outputLength: size }).update(seed).update(Buffer.of(label)).digest();
  const top = 3n << BigInt(bits - 2);
  const low = BigInt(`0x${start.toString('hex')}`) & ((1n << BigInt(bits - 2)) - 1n);
  for (let candidate = top | low | 1n; ; candidate += 2n) {
    if ((candidate - 1n) % exponent !== 0n && checkPrimeSync(candidate)) return candidate;
  }
}

function generate(modulusBits: number, exponent: number, seed: Uint8Array): KeyObject {
  const e = BigInt(exponent);
  const half = modulusBits / 2;
  const first = prime(seed, 1, half, e);
  const second = prime(seed, 2, half, e);
  const [p, q] = first > second ? [first, second] : [second, first];
  const d = inverse(e, (p - 1n) * (q - 1n));
  const text = (value: bigint): string => {
    const hex = value.toString(16);
    return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
  };
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: text(p * q),
      e: text(e),
      d: text(d),
      p: text(p),
      q: text(q),
      dp: text(d % (p - 1n)),
      dq: text(d % (q - 1n)),
      qi: text(inverse(q, p)),
    },
  });
}

type RsaFunctions =
  | 'rsaRaw'
  | 'rsaSign'
  | 'pssSign'
  | 'rsaVerify'
  | 'oaepEncrypt'
  | 'oaepDecrypt'
  | 'generateRsa';

/** The host functions of RSA. */
export function createRsaFunctions(alloc: Alloc, keys: KeyTable): Pick<CryptoPort, RsaFunctions> {
  function attempt(work: () => Uint8Array | null): Uint8Array | null {
    try {
      const bytes = work();
      return bytes === null ? null : insideBytes(alloc, bytes);
    } catch {
      return null;
    }
  }
  const bitsOf = (key: KeyObject): number => key.asymmetricKeyDetails?.modulusLength ?? 0;
  const padding = constants.RSA_NO_PADDING;
  return {
    rsaRaw: (owner, verb, block) =>
      attempt(() => {
        const key = { key: keyOf(keys, owner), padding: constants.RSA_NO_PADDING };
        if (verb === 'private') return privateEncrypt(key, block);
        return verb === 'open' ? privateDecrypt(key, block) : publicEncrypt(key, block);
      }),
    rsaSign: (owner, hash, data) => attempt(() => sign(hash, data, keyOf(keys, owner))),
    pssSign: (owner, hash, salt, data) =>
      attempt(() => {
        const key = keyOf(keys, owner);
        const encoded = encodePss(hash, salt, data, bitsOf(key));
        return encoded === null ? null : privateEncrypt({ key, padding }, encoded);
      }),
    rsaVerify(owner, hash, saltBytes, signature, data) {
      const key = keyOf(keys, owner);
      const options =
        saltBytes < 0 ? { key } : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltBytes };
      try {
        return verify(hash, data, options, signature);
      } catch {
        return false;
      }
    },
    oaepEncrypt: (owner, hash, label, seed, data) =>
      attempt(() => {
        const key = keyOf(keys, owner);
        const encoded = encodeOaep(hash, label, seed, data, Math.ceil(bitsOf(key) / 8));
        return encoded === null ? null : publicEncrypt({ key, padding }, encoded);
      }),
    oaepDecrypt: (owner, hash, label, data) =>
      attempt(() =>
        privateDecrypt(
          {
            key: keyOf(keys, owner),
            padding: constants.RSA_PKCS1_OAEP_PADDING,
            oaepHash: hash,
            oaepLabel: label,
          },
          data,
        ),
      ),
    generateRsa(privateOwner, publicOwner, modulusBits, exponent, seed) {
      const key = generate(modulusBits, exponent, seed);
      keys.set(privateOwner, key);
      keys.set(publicOwner, createPublicKey(key));
    },
  };
}
