// The host half of Node's modules: hashing, key derivation, ciphers and compression, synchronous over the realm's bytes.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  getCipherInfo,
  hkdfSync,
  pbkdf2Sync,
  scryptSync,
} from 'node:crypto';
import type { CipherGCM, DecipherGCM } from 'node:crypto';
import { types } from 'node:util';
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  unzipSync,
} from 'node:zlib';
import type { NodePort } from '../web/node-port.ts';
import { copyOut } from './crypto-keys.ts';
import type { Alloc } from './port.ts';

const GCM_TAG_BYTES = 16;
/** Memory that scrypt may use, as Node's documentation gives it: 128 · N · r, with room. */
const SCRYPT_MEMORY_FACTOR = 256;

const ZLIB: Readonly<Record<string, (data: Uint8Array, options: { level?: number }) => Buffer>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  deflateRaw: deflateRawSync,
  gunzip: gunzipSync,
  inflate: inflateSync,
  inflateRaw: inflateRawSync,
  unzip: unzipSync,
  brotliCompress: (data) => brotliCompressSync(data),
  brotliDecompress: (data) => brotliDecompressSync(data),
};

function runCipher(
  ...[algorithm, encrypt, key, iv, data, extra, padding]: Parameters<NodePort['cipher']>
): Buffer {
  // A mode without an initialisation vector wants null, not an empty one.
  const vector = iv.length === 0 ? null : iv;
  const isGcm = algorithm.toLowerCase().endsWith('-gcm');
  if (encrypt) {
    const cipher = createCipheriv(algorithm, key, vector);
    if (isGcm) (cipher as CipherGCM).setAAD(extra);
    else cipher.setAutoPadding(padding);
    const parts = [cipher.update(data), cipher.final()];
    return Buffer.concat(isGcm ? [...parts, (cipher as CipherGCM).getAuthTag()] : parts);
  }
  const decipher = createDecipheriv(algorithm, key, vector);
  if (!isGcm) {
    decipher.setAutoPadding(padding);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  }
  const split = data.length - GCM_TAG_BYTES;
  (decipher as DecipherGCM).setAAD(extra);
  (decipher as DecipherGCM).setAuthTag(data.subarray(split));
  return Buffer.concat([decipher.update(data.subarray(0, split)), decipher.final()]);
}

/** The host functions of Node's modules; `alloc` makes the realm's byte arrays. */
export function createNodePort(alloc: Alloc): NodePort {
  const storage = new AsyncLocalStorage<object>();
  function attempt(work: () => Uint8Array): Uint8Array | null {
    try {
      return copyOut(alloc, work());
    } catch {
      return null;
    }
  }
  return {
    digest: (algorithm, data, sizeBytes) =>
      attempt(() =>
        createHash(algorithm, sizeBytes === 0 ? {} : { outputLength: sizeBytes })
          .update(data)
          .digest(),
      ),
    hmac: (algorithm, key, data) => attempt(() => createHmac(algorithm, key).update(data).digest()),
    pbkdf2: (algorithm, password, salt, iterations, sizeBytes) =>
      attempt(() => pbkdf2Sync(password, salt, iterations, sizeBytes, algorithm)),
    scrypt: (password, salt, sizeBytes, cost, blockSize, parallelization) =>
      attempt(() => {
        const maxmem = SCRYPT_MEMORY_FACTOR * cost * blockSize;
        return scryptSync(password, salt, sizeBytes, { cost, blockSize, parallelization, maxmem });
      }),
    hkdf: (algorithm, key, salt, info, sizeBytes) =>
      attempt(() => new Uint8Array(hkdfSync(algorithm, key, salt, info, sizeBytes))),
    cipherMistake(algorithm, keyBytes, ivBytes) {
      const info = getCipherInfo(algorithm);
      if (info === undefined) return 'Unknown cipher';
      if (info.keyLength !== keyBytes) return 'Invalid key length';
      const anyIv = info.mode === 'gcm' && ivBytes > 0;
      return anyIv || (info.ivLength ?? 0) === ivBytes ? '' : 'Invalid initialization vector';
    },
    cipher: (...call) => attempt(() => runCipher(...call)),
    zlib(kind, data, level) {
      try {
        const options = level === -1 ? {} : { level };
        return copyOut(alloc, ZLIB[kind]?.(data, options) ?? new Uint8Array(0));
      } catch (error) {
        return error instanceof Error ? error.message : constants.Z_DATA_ERROR.toString();
      }
    },
    isProxy: (value) => types.isProxy(value),
    context: () => storage.getStore(),
    setContext(frame) {
      // The type knows no way to say "none", which is what the engine begins with.
      storage.enterWith(frame as object);
    },
  };
}
