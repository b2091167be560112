// The host functions of Node's own modules, as in-realm code sees them; null or a text means that the work failed.

/** What `node:crypto`, `node:zlib` and `node:async_hooks` need of the host. */
export interface NodePort {
  /** A digest by OpenSSL's name; `sizeBytes` 0 stands for the usual length. */
  digest(algorithm: string, data: Uint8Array, sizeBytes: number): Uint8Array | null;
  hmac(algorithm: string, key: Uint8Array, data: Uint8Array): Uint8Array | null;
  pbkdf2(
    algorithm: string,
    password: Uint8Array,
    salt: Uint8Array,
    iterations: number,
    sizeBytes: number,
  ): Uint8Array | null;
  scrypt(
    password: Uint8Array,
    salt: Uint8Array,
    sizeBytes: number,
    cost: number,
    blockSize: number,
    parallelization: number,
  ): Uint8Array | null;
  hkdf(
    algorithm: string,
    key: Uint8Array,
    salt: Uint8Array,
    info: Uint8Array,
    sizeBytes: number,
  ): Uint8Array | null;
  /** What is wrong with a cipher's name, or with the sizes of its key and vector; empty for nothing. */
  cipherMistake(algorithm: string, keyBytes: number, ivBytes: number): string;
  /** All of a message at once; what follows the text in GCM is its tag of 16 bytes. */
  cipher(
    algorithm: string,
    encrypt: boolean,
    key: Uint8Array,
    iv: Uint8Array,
    data: Uint8Array,
    extra: Uint8Array,
    padding: boolean,
  ): Uint8Array | null;
  /** Kinds: gzip, gunzip, deflate, inflate, deflateRaw, inflateRaw, unzip, brotliCompress, brotliDecompress; level -1 is the usual one. */
  zlib(kind: string, data: Uint8Array, level: number): Uint8Array | string;
  /** Whether an object is a proxy, which code alone cannot tell. */
  isProxy(value: object): boolean;
  /** The asynchronous context of the code that runs now: an object of the realm's own, kept across awaits by the engine. */
  context(): object | undefined;
  setContext(frame: object | undefined): void;
}
