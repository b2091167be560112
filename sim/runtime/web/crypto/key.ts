// CryptoKey and what every algorithm shares: usages, hash names, argument checks and the worded errors of workerd.
import { DOMException } from '../dom-exception.ts';
import { bytesOf, defineInterface, fieldError, illegalConstructor, isObject, textOf } from '../webidl.ts';

/** What a key may be used for, in the order in which keys list them. */
const USAGES = [
  'encrypt',
  'decrypt',
  'sign',
  'verify',
  'deriveKey',
  'deriveBits',
  'wrapKey',
  'unwrapKey',
] as const;

/** An algorithm as a key carries it, or as a caller describes it. */
export type Algorithm = Readonly<Record<string, unknown>> & { readonly name: string };

/** What a key is made from. */
export interface KeyFields {
  readonly type: 'secret' | 'public' | 'private';
  readonly extractable: boolean;
  readonly algorithm: Algorithm;
  readonly usages: readonly string[];
}

const TOKEN: unique symbol = Symbol('CryptoKey');

let isKey: (value: unknown) => boolean;

/** What a key is, without the copies that handlers get: for reading only. */
export let fieldsOf: (key: CryptoKey) => KeyFields;

/** A copy of what an algorithm says, which the caller may change. */
function copyOf(algorithm: Algorithm): Algorithm {
  const { hash, publicExponent } = algorithm;
  const copy: Record<string, unknown> & { name: string } = { ...algorithm };
  if (isObject(hash)) copy['hash'] = { ...hash };
  if (publicExponent instanceof Uint8Array) copy['publicExponent'] = publicExponent.slice();
  return copy;
}

/** A key; what it is stands in read-only own properties, its material stays with the host. */
export class CryptoKey {
  readonly #fields: KeyFields | undefined;
  declare readonly usages: readonly string[];
  declare readonly algorithm: Algorithm;
  declare readonly extractable: boolean;
  declare readonly type: 'secret' | 'public' | 'private';

  static {
    isKey = (value) => isObject(value) && #fields in value && value.#fields !== undefined;
    fieldsOf = (key) => {
      if (key.#fields === undefined) throw illegalConstructor();
      return key.#fields;
    };
  }

  constructor(token?: unknown, fields?: KeyFields) {
    if (token !== TOKEN || fields === undefined) throw illegalConstructor();
    const usages = USAGES.filter((usage) => fields.usages.includes(usage));
    this.#fields = fields;
    // Whoever reads usages or the algorithm gets a copy each time.
    Object.defineProperties(this, {
      usages: { get: () => [...usages], enumerable: true },
      algorithm: { get: () => copyOf(fields.algorithm), enumerable: true },
      extractable: { value: fields.extractable, enumerable: true },
      type: { value: fields.type, enumerable: true },
    });
  }
}
defineInterface(CryptoKey, 'CryptoKey');

/** Whether a value is a key that this realm made. */
export function isCryptoKey(value: unknown): value is CryptoKey {
  return isKey(value);
}

/** Makes a key without material; the caller hands it to the host as owner of the material. */
export function makeKey(fields: KeyFields): CryptoKey {
  return new CryptoKey(TOKEN, fields);
}

/** An error of the Web's cryptography. */
export function cryptoError(
  name:
    | 'DataError'
    | 'InvalidAccessError'
    | 'NotSupportedError'
    | 'OperationError'
    | 'SyntaxError'
    | 'TypeMismatchError'
    | 'QuotaExceededError',
  message: string,
): DOMException {
  return new DOMException(message, name);
}

const HASHES: Readonly<Record<string, string>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  MD5: 'md5',
};

/** Bytes that each hash yields, by its Web name. */
export const HASH_BYTES: Readonly<Record<string, number>> = {
  'SHA-1': 20,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
  MD5: 16,
};

/** The Web name of a hash that a caller gave as text or as `{ name }`. */
export function hashName(value: unknown): string {
  if (value === null) throw dictionaryMissing('HashAlgorithm');
  const given: unknown = isObject(value) ? Reflect.get(value, 'name') : value;
  const name = textOf(given).toUpperCase();
  if (HASHES[name] === undefined) {
    throw cryptoError('NotSupportedError', 'Unrecognized or unimplemented digest algorithm requested.');
  }
  return name;
}

/** The host's name of a hash. */
export function hostHash(name: string): string {
  return HASHES[name] ?? 'sha256';
}

/** The hash of a key's own algorithm. */
export function keyHash(key: CryptoKey): string {
  return hashName(fieldsOf(key).algorithm['hash']);
}

/** The error for a dictionary with required members that is not there; workerd says its name as its compiler writes it. */
export function dictionaryMissing(name: string): TypeError {
  return new TypeError(
    `Cannot initialize N7workerd3api12SubtleCrypto${name.length}${name}E with required members from an undefined or null value.`,
  );
}

/** The name of an algorithm that a caller gave as text or as `{ name }`, as a `dictionary`. */
export function algorithmName(value: unknown, dictionary: string): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) throw dictionaryMissing(dictionary);
  return textOf(isObject(value) ? Reflect.get(value, 'name') : value);
}

/** The caller's algorithm under a name of ours; its other members are read from it when they are needed, inherited ones too. */
export function named(value: unknown, name: string): Algorithm {
  return isObject(value) ? { __proto__: value, name } : { name };
}

/** A member that an algorithm must have; `where` names the algorithm in errors. */
export function required(algorithm: Algorithm, field: string, where = 'algorithm'): unknown {
  const value = algorithm[field];
  if (value === undefined) throw new TypeError(`Missing field "${field}" in "${where}".`);
  return value;
}

/** A byte member of an algorithm; absent ones give null. `dictionary` names the algorithm's kind in errors. */
export function bytesMember(
  algorithm: Algorithm,
  field: string,
  dictionary = 'EncryptAlgorithm',
): Uint8Array | null {
  const value = algorithm[field];
  if (value === undefined) return null;
  const bytes = bytesOf(value);
  if (bytes === null) {
    throw fieldError(dictionary, field, 'JsBufferSource');
  }
  return bytes;
}

/** A byte member that an algorithm must have. */
export function requiredBytes(algorithm: Algorithm, field: string, dictionary?: string): Uint8Array {
  required(algorithm, field);
  return bytesMember(algorithm, field, dictionary) ?? new Uint8Array(0);
}

/** The buffer of bytes that the host returned. */
export function bufferOf(bytes: Uint8Array): ArrayBufferLike {
  return bytes.buffer;
}

interface UsageCheck {
  readonly action: 'import' | 'generate';
  readonly type: 'secret' | 'public' | 'private';
  readonly algorithm: string;
  readonly allowed: readonly string[];
  readonly usages: readonly string[];
}

/** Refuses usages that an algorithm does not know, and secret or private keys without any. */
export function checkUsages(check: UsageCheck): void {
  const wrong = check.usages.find((usage) => !check.allowed.includes(usage));
  if (wrong !== undefined) {
    throw cryptoError(
      'SyntaxError',
      `Attempt to ${check.action} ${check.action === 'import' ? `${check.type} ` : ''}${check.algorithm} key with invalid usage "${wrong}".`,
    );
  }
  if (check.type !== 'public' && check.usages.length === 0) {
    throw cryptoError('SyntaxError', 'Secret/private CryptoKeys must have at least one usage.');
  }
}

/** The error for a format that an algorithm does not read or write. */
export function unknownFormat(format: string, action: 'import' | 'export'): DOMException {
  return cryptoError(
    'NotSupportedError',
    `${action === 'import' ? 'Unrecognized' : 'Unimplemented'} key ${action} format "${format}".`,
  );
}
