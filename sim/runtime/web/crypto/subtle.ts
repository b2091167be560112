// SubtleCrypto: checks arguments, finds the family of the algorithm and delivers what it computed as a promise of the realm.
import { decodeUtf8, encodeUtf8 } from '../encoding.ts';
import { host } from '../host.ts';
import type { IsolateContext } from '../isolate-context.ts';
import {
  argumentError,
  bytesOf,
  defineInterface,
  illegalConstructor,
  integerOf,
  isObject,
  textOf,
} from '../webidl.ts';
import type { CryptoKeyPair, Family, Jwk, KeyUse } from './algorithm.ts';
import { familyNamed, familyOfKey, find } from './families.ts';
import {
  algorithmName,
  bufferOf,
  cryptoError,
  dictionaryMissing,
  hashName,
  hostHash,
  isCryptoKey,
} from './key.ts';
import type { Algorithm, CryptoKey } from './key.ts';
import { readJwk } from './secret-keys.ts';
import { answersNatively } from '../turns.ts';

function bytesArgument(method: string, position: number, value: unknown): Uint8Array {
  const bytes = bytesOf(value);
  if (bytes === null) throw argumentError('SubtleCrypto', method, position, 'JsBufferSource');
  return bytes;
}

function keyArgument(method: string, position: number, value: unknown): CryptoKey {
  if (!isCryptoKey(value)) throw argumentError('SubtleCrypto', method, position, 'CryptoKey');
  return value;
}

function usagesArgument(method: string, position: number, value: unknown): string[] {
  if (!Array.isArray(value)) throw argumentError('SubtleCrypto', method, position, 'Array');
  return value.map(String);
}

function notImplemented(verb: string, name: string): Error {
  return cryptoError('NotSupportedError', `The ${verb} operation is not implemented for "${name}".`);
}

function importWords(name: string): string {
  return `Unrecognized key import algorithm "${name}" requested.`;
}

function generationWords(name: string): string {
  return `Unrecognized key generation algorithm "${name}" requested.`;
}

function derivedWords(name: string): string {
  return `Unrecognized derived key type "${name}" requested.`;
}

function exported(format: string, key: CryptoKey): Uint8Array | Jwk {
  if (!key.extractable) {
    throw cryptoError('InvalidAccessError', `Attempt to export non-extractable ${key.algorithm.name} key.`);
  }
  const family = familyNamed(key.algorithm.name)?.family;
  if (family?.exportKey === undefined) throw notImplemented('exportKey', key.algorithm.name);
  return family.exportKey(format, key);
}

const TOKEN: unique symbol = Symbol('SubtleCrypto');

/** Cryptography over keys. Everything is computed at once; promises are resolved when they are returned. */
export class SubtleCrypto {
  readonly #context: IsolateContext;

  constructor(token?: unknown, context?: IsolateContext) {
    if (token !== TOKEN || context === undefined) throw illegalConstructor();
    this.#context = context;
  }

  /** Methods that need nothing of their object still want one of the right kind. */
  static #own(value: unknown): void {
    if (!isObject(value) || !(#context in value)) {
      throw new TypeError('Illegal invocation: function called with incorrect `this` reference.');
    }
  }

  readonly #draw = (sizeBytes: number): Uint8Array => {
    const bytes = new Uint8Array(sizeBytes);
    this.#context.drawBytes(bytes);
    return bytes;
  };

  #use(algorithm: Algorithm, key: CryptoKey, data: Uint8Array): KeyUse {
    return { algorithm, key, data, draw: this.#draw };
  }

  async encrypt(algorithm?: unknown, key?: unknown, data?: unknown): Promise<ArrayBufferLike> {
    const own = keyArgument('encrypt', 2, key);
    const bytes = bytesArgument('encrypt', 3, data);
    const found = familyOfKey(algorithm, own, 'encrypt');
    if (found.family.encrypt === undefined) throw notImplemented('encrypt', own.algorithm.name);
    return bufferOf(found.family.encrypt(this.#use(found.algorithm, own, bytes)));
  }

  async decrypt(algorithm?: unknown, key?: unknown, data?: unknown): Promise<ArrayBufferLike> {
    const own = keyArgument('decrypt', 2, key);
    const bytes = bytesArgument('decrypt', 3, data);
    const found = familyOfKey(algorithm, own, 'decrypt');
    if (found.family.decrypt === undefined) throw notImplemented('decrypt', own.algorithm.name);
    return bufferOf(found.family.decrypt(this.#use(found.algorithm, own, bytes)));
  }

  async sign(algorithm?: unknown, key?: unknown, data?: unknown): Promise<ArrayBufferLike> {
    const own = keyArgument('sign', 2, key);
    const bytes = bytesArgument('sign', 3, data);
    const found = familyOfKey(algorithm, own, 'sign');
    if (found.family.sign === undefined) throw notImplemented('sign', own.algorithm.name);
    return bufferOf(found.family.sign(this.#use(found.algorithm, own, bytes)));
  }

  async verify(algorithm?: unknown, key?: unknown, signature?: unknown, data?: unknown): Promise<boolean> {
    const own = keyArgument('verify', 2, key);
    const signed = bytesArgument('verify', 3, signature);
    const bytes = bytesArgument('verify', 4, data);
    const found = familyOfKey(algorithm, own, 'verify');
    if (found.family.verify === undefined) throw notImplemented('verify', own.algorithm.name);
    return found.family.verify(this.#use(found.algorithm, own, bytes), signed);
  }

  async digest(algorithm?: unknown, data?: unknown): Promise<ArrayBufferLike> {
    SubtleCrypto.#own(this);
    if (arguments.length === 0) throw argumentError('SubtleCrypto', 'digest', 1, 'string or HashAlgorithm');
    const bytes = bytesArgument('digest', 2, data);
    return bufferOf(host.crypto.digest(hostHash(hashName(algorithmName(algorithm, 'HashAlgorithm'))), bytes));
  }

  async generateKey(
    algorithm?: unknown,
    extractable?: unknown,
    keyUsages?: unknown,
  ): Promise<CryptoKey | CryptoKeyPair> {
    if (arguments.length === 0)
      throw argumentError('SubtleCrypto', 'generateKey', 1, 'string or GenerateKeyAlgorithm');
    const usages = usagesArgument('generateKey', 3, keyUsages);
    const found = find(algorithm, 'GenerateKeyAlgorithm', generationWords);
    if (found.family.generateKey === undefined)
      throw cryptoError('NotSupportedError', generationWords(found.algorithm.name));
    return found.family.generateKey({
      algorithm: found.algorithm,
      extractable: Boolean(extractable),
      usages,
      draw: this.#draw,
    });
  }

  async deriveKey(
    algorithm?: unknown,
    baseKey?: unknown,
    derived?: unknown,
    extractable?: unknown,
    keyUsages?: unknown,
  ): Promise<CryptoKey> {
    const base = keyArgument('deriveKey', 2, baseKey);
    const usages = usagesArgument('deriveKey', 5, keyUsages);
    const found = familyOfKey(algorithm, base, 'deriveKey');
    const target = find(derived, 'ImportKeyAlgorithm', derivedWords);
    if (found.family.deriveBits === undefined) throw notImplemented('deriveKey', base.algorithm.name);
    if (target.family.keyBits === undefined)
      throw cryptoError('NotSupportedError', derivedWords(target.algorithm.name));
    const bits = target.family.keyBits(target.algorithm);
    const bytes = found.family.deriveBits(found.algorithm, base, bits);
    return this.#import('raw', bytes, target, Boolean(extractable), usages);
  }

  async deriveBits(algorithm?: unknown, baseKey?: unknown, length?: unknown): Promise<ArrayBufferLike> {
    const base = keyArgument('deriveBits', 2, baseKey);
    const found = familyOfKey(algorithm, base, 'deriveBits');
    if (found.family.deriveBits === undefined) throw notImplemented('deriveBits', base.algorithm.name);
    const bits = length === undefined || length === null ? null : integerOf(length);
    if (bits !== null && bits < 0) throw new TypeError('deriveBits length must be an unsigned long integer.');
    return bufferOf(found.family.deriveBits(found.algorithm, base, bits));
  }

  async importKey(
    format?: unknown,
    keyData?: unknown,
    algorithm?: unknown,
    extractable?: unknown,
    keyUsages?: unknown,
  ): Promise<CryptoKey> {
    if (arguments.length === 0) throw argumentError('SubtleCrypto', 'importKey', 1, 'string');
    const form = textOf(format);
    if (arguments.length > 1 && (keyData === undefined || keyData === null))
      throw dictionaryMissing('JsonWebKey');
    if (!isObject(keyData))
      throw argumentError('SubtleCrypto', 'importKey', 2, 'JsBufferSource or JsonWebKey');
    if (arguments.length === 3) throw argumentError('SubtleCrypto', 'importKey', 4, 'boolean');
    const usages = usagesArgument('importKey', 5, keyUsages);
    const found = find(algorithm, 'ImportKeyAlgorithm', importWords);
    return this.#import(form, keyData, found, Boolean(extractable), usages);
  }

  #import(
    format: string,
    keyData: object,
    found: { readonly algorithm: Algorithm; readonly family: Family },
    extractable: boolean,
    usages: readonly string[],
  ): CryptoKey {
    const bytes = bytesOf(keyData);
    if (format === 'jwk' && bytes !== null) {
      throw new TypeError('Import data provided for "jwk" import format must be a JsonWebKey.');
    }
    if (bytes === null && ['raw', 'pkcs8', 'spki'].includes(format)) {
      throw new TypeError(
        'Import data provided for "raw", "pkcs8", or "spki" import formats must be a buffer source.',
      );
    }
    return found.family.importKey({
      format,
      bytes,
      jwk: bytes === null ? readJwk(keyData) : null,
      algorithm: found.algorithm,
      extractable,
      usages,
    });
  }

  async exportKey(format?: unknown, key?: unknown): Promise<ArrayBufferLike | Jwk> {
    SubtleCrypto.#own(this);
    const out = exported(textOf(format), keyArgument('exportKey', 2, key));
    return out instanceof Uint8Array ? bufferOf(out) : out;
  }

  async wrapKey(
    format?: unknown,
    key?: unknown,
    wrappingKey?: unknown,
    algorithm?: unknown,
  ): Promise<ArrayBufferLike> {
    const form = textOf(format);
    const own = keyArgument('wrapKey', 2, key);
    const wrapping = keyArgument('wrapKey', 3, wrappingKey);
    const found = familyOfKey(algorithm, wrapping, 'wrapKey');
    const out = exported(form, own);
    const bytes = out instanceof Uint8Array ? out : encodeUtf8(JSON.stringify(out));
    const wrap = found.family.wrapBytes;
    if (wrap === undefined) throw notImplemented('wrapKey', wrapping.algorithm.name);
    return bufferOf(wrap(this.#use(found.algorithm, wrapping, bytes)));
  }

  async unwrapKey(
    format?: unknown,
    wrapped?: unknown,
    unwrappingKey?: unknown,
    algorithm?: unknown,
    keyAlgorithm?: unknown,
    extractable?: unknown,
    keyUsages?: unknown,
  ): Promise<CryptoKey> {
    const form = textOf(format);
    const bytes = bytesArgument('unwrapKey', 2, wrapped);
    const unwrapping = keyArgument('unwrapKey', 3, unwrappingKey);
    const usages = usagesArgument('unwrapKey', 7, keyUsages);
    const found = familyOfKey(algorithm, unwrapping, 'unwrapKey');
    const target = find(keyAlgorithm, 'ImportKeyAlgorithm', importWords);
    const unwrap = found.family.unwrapBytes;
    if (unwrap === undefined) throw notImplemented('unwrapKey', unwrapping.algorithm.name);
    const plain = unwrap(this.#use(found.algorithm, unwrapping, bytes));
    const data: unknown = form === 'jwk' ? JSON.parse(decodeUtf8(plain)) : plain;
    if (data === null) throw dictionaryMissing('JsonWebKey');
    if (!isObject(data))
      throw cryptoError('DataError', 'Missing "kty" field or corrupt JSON unwrapping key?');
    return this.#import(form, data, target, Boolean(extractable), usages);
  }

  timingSafeEqual(first?: unknown, second?: unknown): boolean {
    SubtleCrypto.#own(this);
    const one = bytesArgument('timingSafeEqual', 1, first);
    const two = bytesArgument('timingSafeEqual', 2, second);
    if (one.length !== two.length) throw new TypeError('Input buffers must have the same byte length.');
    let difference = 0;
    for (let i = 0; i < one.length; i++) difference |= (one[i] ?? 0) ^ (two[i] ?? 0);
    return difference === 0;
  }
}
answersNatively(
  SubtleCrypto,
  'encrypt decrypt sign verify digest generateKey deriveKey deriveBits importKey exportKey wrapKey unwrapKey',
);
defineInterface(SubtleCrypto, 'SubtleCrypto');

/** The `crypto.subtle` of one isolate. */
export function makeSubtle(context: IsolateContext): SubtleCrypto {
  return new SubtleCrypto(TOKEN, context);
}
