// The host functions of cryptography as in-realm code sees them; an owner is the CryptoKey object that stands for a key.

/** Cryptography by bytes; null or an empty text means that the operation failed, and the realm words the error. */
export interface CryptoPort {
  digest(hash: string, data: Uint8Array): Uint8Array;
  /** As many bytes as wanted from a seed, by SHAKE256. */
  expand(seed: Uint8Array, sizeBytes: number): Uint8Array;

  loadSecret(owner: object, bytes: Uint8Array): void;
  /** Returns `type kind modulusBits exponent curve`, or an empty text when the bytes are no key. */
  loadDer(owner: object, kind: 'spki' | 'pkcs8', bytes: Uint8Array): string;
  /** The same of a JSON Web Key; `secret` and `mismatch` say that the private number of a curve is none, or is not that of the point. */
  loadJwk(owner: object, json: string): string;
  /** Loads the public point of a curve named as OpenSSL names it; false when it is not on the curve. */
  loadPoint(owner: object, curve: string, point: Uint8Array): boolean;
  /** Gives the key of one owner to another. */
  moveKey(from: object, to: object): void;
  exportRaw(owner: object): Uint8Array;
  exportDer(owner: object, kind: 'spki' | 'pkcs8'): Uint8Array;
  exportJwk(owner: object): string;

  hmac(owner: object, hash: string, data: Uint8Array): Uint8Array;
  hmacVerify(owner: object, hash: string, signature: Uint8Array, data: Uint8Array): boolean;
  /** Modes: cbc, ctr (with counterBits), gcm (with tagBytes), kw. */
  cipher(
    owner: object,
    mode: string,
    encrypt: boolean,
    iv: Uint8Array,
    data: Uint8Array,
    extra: Uint8Array,
    size: number,
  ): Uint8Array | null;

  /** The number of a block of the modulus' size to the power of a key, without any padding: `private` and `open` are the private key's. */
  rsaRaw(owner: object, verb: 'public' | 'private' | 'open', block: Uint8Array): Uint8Array | null;
  rsaSign(owner: object, hash: string, data: Uint8Array): Uint8Array | null;
  pssSign(owner: object, hash: string, salt: Uint8Array, data: Uint8Array): Uint8Array | null;
  /** saltBytes below zero stands for PKCS #1 v1.5. */
  rsaVerify(owner: object, hash: string, saltBytes: number, signature: Uint8Array, data: Uint8Array): boolean;
  oaepEncrypt(
    owner: object,
    hash: string,
    label: Uint8Array,
    seed: Uint8Array,
    data: Uint8Array,
  ): Uint8Array | null;
  oaepDecrypt(owner: object, hash: string, label: Uint8Array, data: Uint8Array): Uint8Array | null;
  ecdsaSign(owner: object, hash: string, seed: Uint8Array, data: Uint8Array): Uint8Array;
  ecdsaVerify(owner: object, hash: string, signature: Uint8Array, data: Uint8Array): boolean;
  edSign(owner: object, data: Uint8Array): Uint8Array;
  edVerify(owner: object, signature: Uint8Array, data: Uint8Array): boolean;

  agree(privateOwner: object, publicOwner: object): Uint8Array | null;
  hkdf(hash: string, owner: object, salt: Uint8Array, info: Uint8Array, sizeBytes: number): Uint8Array | null;
  pbkdf2(
    hash: string,
    owner: object,
    salt: Uint8Array,
    iterations: number,
    sizeBytes: number,
  ): Uint8Array | null;

  /** Curves: P-256, P-384, P-521, Ed25519, X25519. */
  generateCurve(privateOwner: object, publicOwner: object, curve: string, seed: Uint8Array): void;
  generateRsa(
    privateOwner: object,
    publicOwner: object,
    modulusBits: number,
    exponent: number,
    seed: Uint8Array,
  ): void;
}
