// The shape that every family of algorithms has, so that SubtleCrypto is one table of them.
import type { Algorithm, CryptoKey } from './key.ts';

/** A pair as `generateKey` returns it for asymmetric algorithms. */
export interface CryptoKeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** A JSON Web Key as it comes in; every member may be missing or wrong. */
export type Jwk = Readonly<Record<string, unknown>>;

/** What an import brings: bytes for raw, pkcs8 and spki, an object for jwk. */
export interface KeyImport {
  readonly format: string;
  readonly bytes: Uint8Array | null;
  readonly jwk: Jwk | null;
  readonly algorithm: Algorithm;
  readonly extractable: boolean;
  readonly usages: readonly string[];
}

/** What a generation asks for; `draw` takes bytes from the request's own stream. */
export interface KeyGeneration {
  readonly algorithm: Algorithm;
  readonly extractable: boolean;
  readonly usages: readonly string[];
  readonly draw: (sizeBytes: number) => Uint8Array;
}

/** One use of a key; `draw` takes bytes from the request's own stream. */
export interface KeyUse {
  readonly algorithm: Algorithm;
  readonly key: CryptoKey;
  readonly data: Uint8Array;
  readonly draw: (sizeBytes: number) => Uint8Array;
}

/** A family of algorithms; a verb that is missing is refused. */
export interface Family {
  /** The names it serves, as keys carry them. */
  readonly names: readonly string[];
  importKey(input: KeyImport): CryptoKey;
  exportKey?(format: string, key: CryptoKey): Uint8Array | Jwk;
  generateKey?(input: KeyGeneration): CryptoKey | CryptoKeyPair;
  sign?(use: KeyUse): Uint8Array;
  verify?(use: KeyUse, signature: Uint8Array): boolean;
  encrypt?(use: KeyUse): Uint8Array;
  decrypt?(use: KeyUse): Uint8Array;
  wrapBytes?(use: KeyUse): Uint8Array;
  unwrapBytes?(use: KeyUse): Uint8Array;
  /** `bits` is null where the caller left the length open. */
  deriveBits?(algorithm: Algorithm, key: CryptoKey, bits: number | null): Uint8Array;
  /** Length in bits of a key of this family, as `deriveKey` asks it; families without it are not derived. */
  keyBits?(algorithm: Algorithm): number | null;
}
