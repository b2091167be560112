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
  /** Begins a cipher that the owner stands for; a text says what is wrong. `tagBytes` 0 stands for the usual length. */
  cipherOpen(
    owner: object,
    algorithm: string,
    encrypts: boolean,
    key: Uint8Array,
    iv: Uint8Array,
    tagBytes: number,
  ): string;
  cipherCall(
    owner: object,
    verb: 'update' | 'final' | 'aad' | 'tag' | 'setTag' | 'padding',
    data: Uint8Array,
  ): Uint8Array | null;
  /** What a cipher needs, in JSON; 0 stands for any length, and an empty text says that there is none. */
  cipherInfo(algorithm: string, keyLength: number, ivLength: number): string;
  /** The secret that a private number and a point of a curve agree on; without a point, the number's own. */
  ecdh(curve: string, privateKey: Uint8Array, other: Uint8Array): Uint8Array | null;
  ecPoint(
    curve: string,
    point: Uint8Array,
    form: 'compressed' | 'uncompressed' | 'hybrid',
  ): Uint8Array | null;
  /** The prime of a group of RFC 3526. */
  dhPrime(group: string): Uint8Array;
  isPrime(candidate: Uint8Array): boolean;
  /** The fields of a certificate in JSON, empty for what is none. */
  certificate(bytes: Uint8Array): string;
  /** What matches in a certificate: a name for `host`, `email` and `ip`, `yes` for `issued` and `verify`, whose other side is in base64. */
  certificateSays(
    bytes: Uint8Array,
    question: 'host' | 'email' | 'ip' | 'issued' | 'verify',
    about: string,
  ): string;
  /**
   * A whole message. Kinds: gzip, gunzip, deflate, inflate, deflateRaw, inflateRaw, unzip, brotliCompress, brotliDecompress, zstdCompress,
   * zstdDecompress; `settings` are node:zlib's options in JSON. A text says why it cannot be done.
   */
  zlib(kind: string, data: Uint8Array, settings: string, dictionary: Uint8Array): Uint8Array | string;
  /** A piece of a message whose state the owner stands for, and what came of it; a text is `CODE|number|words`. */
  zlibStep(
    owner: object,
    kind: string,
    data: Uint8Array,
    flush: number,
    settings: string,
    dictionary: Uint8Array,
  ): Uint8Array | string;
  /** Whether an object is a proxy, which code alone cannot tell. */
  isProxy(value: object): boolean;
  /** What an object shows that code cannot look into: a proxy, a promise, an iterator. `options` are those of inspect, in JSON. */
  look(value: object, options: string): string;
  /** The asynchronous context of the code that runs now: an object of the realm's own, kept across awaits by the engine. */
  context(): object | undefined;
  setContext(frame: object | undefined): void;
}
