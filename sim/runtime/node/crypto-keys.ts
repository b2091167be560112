// Keys of node:crypto: key objects over the material that the host keeps, from PEM, DER and JWK and back, and new ones.
import { Buffer } from 'node:buffer';
import { bytesOf } from './crypto-bytes.ts';
import type { Data } from './crypto-bytes.ts';
import { keyOfCertificate, readPem, unwrapEc, unwrapRsa, wrapEc, wrapRsa, writePem } from './der.ts';
import { argumentType, argumentValue, checkText, codedError, propertyValue } from './errors.ts';
import { hooks } from './hooks.ts';

type KeyType = 'secret' | 'public' | 'private';
type DerType = 'spki' | 'pkcs8' | 'pkcs1' | 'sec1';

/** How a key is to be exported. */
export interface ExportOptions {
  readonly format?: 'pem' | 'der' | 'jwk' | 'buffer';
  readonly type?: DerType;
}

/** Key material with what says how to read it. */
interface KeyInput {
  readonly key: KeyLike | object;
  readonly format?: 'pem' | 'der' | 'jwk';
  readonly type?: DerType;
  readonly encoding?: BufferEncoding;
}

/** A key of crypto.subtle. */
export type WebKey = InstanceType<typeof CryptoKey>;

/** Whatever functions take for a key. */
export type KeyLike = Data | KeyObject | WebKey | KeyInput;

function coded(code: string, message: string): Error {
  return Object.assign(new TypeError(message), { code });
}

/** Under this name, which no code outside can write, classes of keys tell owners. */
const OWNER: unique symbol = Symbol('owner');

/** Members of a key as JSON; workerd's have all of them, in this order, most without a value. */
const JWK_MEMBERS = 'kty use key_ops alg ext crv x y d n e p q dp dq qi oth k'.split(' ');

function inOrder(jwk: object): object {
  return Object.fromEntries(JWK_MEMBERS.map((name) => [name, Reflect.get(jwk, name)]));
}

/** A key whose material the host keeps. */
export class KeyObject {
  readonly type: KeyType;
  readonly #owner: object;
  /** `kind bits exponent curve`, as the host describes asymmetric keys. */
  readonly #details: readonly string[];

  /** The owner of a key's material on the host. */
  static [OWNER](key: KeyObject): object {
    return key.#owner;
  }

  constructor(type: KeyType, owner: object, details: readonly string[] = []) {
    this.type = type;
    this.#owner = owner;
    this.#details = details;
  }

  static from(key: WebKey): KeyObject {
    if (key.type === 'secret') return new SecretKeyObject('secret', key);
    const [kind, format] =
      key.type === 'public' ? (['public', 'spki'] as const) : (['private', 'pkcs8'] as const);
    return loaded(kind, format, Buffer.from(hooks.keys.exportDer(key, format)));
  }

  get asymmetricKeyType(): string | undefined {
    return this.#details[0]?.toLowerCase();
  }

  get asymmetricKeyDetails(): object | undefined {
    const [kind, bits, exponent, curve] = this.#details;
    if (kind === undefined) return undefined;
    if (kind.startsWith('rsa')) return { modulusLength: Number(bits), publicExponent: BigInt(exponent ?? 0) };
    return kind === 'ec' ? { namedCurve: curve } : {};
  }

  get symmetricKeySize(): number | undefined {
    return this.type === 'secret' ? hooks.keys.exportRaw(this.#owner).length : undefined;
  }

  equals(other: KeyObject): boolean {
    if (other.type !== this.type) return false;
    const format = this.type === 'public' ? 'spki' : 'pkcs8';
    const [mine, theirs] = [this, other].map((key) =>
      key.type === 'secret'
        ? hooks.keys.exportRaw(KeyObject[OWNER](key))
        : hooks.keys.exportDer(KeyObject[OWNER](key), format),
    );
    return Buffer.from(mine ?? []).equals(Buffer.from(theirs ?? []));
  }

  export({ format, type }: ExportOptions = {}): Buffer | string | object {
    if (this.type === 'secret') {
      const bytes = Buffer.from(hooks.keys.exportRaw(this.#owner));
      return format === 'jwk' ? inOrder({ kty: 'oct', ext: true, k: bytes.toString('base64url') }) : bytes;
    }
    if (format === 'jwk') return inOrder(JSON.parse(hooks.keys.exportJwk(this.#owner)) as object);
    const kind = this.type === 'public' ? 'spki' : 'pkcs8';
    const whole = Buffer.from(hooks.keys.exportDer(this.#owner, kind));
    const bytes = type === 'pkcs1' ? unwrapRsa(whole) : type === 'sec1' ? unwrapEc(whole) : whole;
    const word = this.type === 'public' ? 'PUBLIC KEY' : 'PRIVATE KEY';
    const label = `${type === 'pkcs1' ? 'RSA ' : type === 'sec1' ? 'EC ' : ''}${word}`;
    return format === 'der' ? bytes : writePem({ label, bytes });
  }

  get [Symbol.toStringTag](): string {
    return 'KeyObject';
  }
}

export class SecretKeyObject extends KeyObject {}
export class PublicKeyObject extends KeyObject {}
export class PrivateKeyObject extends KeyObject {}

function made(owner: object, description: string, kind: 'public' | 'private'): KeyObject {
  const [type = '', ...details] = description.split(' ');
  if (type === '') throw new Error(`Failed to parse ${kind} key`);
  return type === 'public'
    ? new PublicKeyObject('public', owner, details)
    : new PrivateKeyObject('private', owner, details);
}

function loaded(kind: 'public' | 'private', type: DerType, bytes: Buffer): KeyObject {
  const owner = {};
  const format = kind === 'public' ? 'spki' : 'pkcs8';
  const der = type === 'pkcs1' ? wrapRsa(bytes, kind) : type === 'sec1' ? wrapEc(bytes) : bytes;
  return made(owner, hooks.keys.loadDer(owner, format, der), kind);
}

function fromPem(text: string, wanted: 'public' | 'private'): KeyObject {
  const pem = readPem(text);
  const { label = '', bytes = Buffer.alloc(0) } = pem ?? {};
  if (label.includes('ENCRYPTED'))
    throw coded('ERR_MISSING_PASSPHRASE', 'Passphrase required for encrypted key');
  if (label === 'CERTIFICATE') return loaded('public', 'spki', keyOfCertificate(bytes));
  const kind = label === '' ? wanted : label.endsWith('PRIVATE KEY') ? 'private' : 'public';
  const older = label.startsWith('RSA ') ? 'pkcs1' : label.startsWith('EC ') ? 'sec1' : null;
  return loaded(kind, older ?? (kind === 'private' ? 'pkcs8' : 'spki'), bytes);
}

function isCryptoKey(value: unknown): value is WebKey {
  return value instanceof CryptoKey;
}

const KEY_LIKE = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, or Object';

/** The error for a key object of another type than is needed. */
export function wrongType({ type }: KeyObject, expected: 'public' | 'private'): Error {
  return codedError(
    'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE',
    `Invalid key object type ${type}, expected ${expected}.`,
  );
}

/** The key object that an argument means. */
function keyFrom(input: KeyLike, kind: 'public' | 'private'): KeyObject {
  if (input instanceof KeyObject) return input;
  if (isCryptoKey(input)) return KeyObject.from(input);
  if (typeof input === 'string') return fromPem(input, kind);
  if (ArrayBuffer.isView(input) || input instanceof ArrayBuffer)
    return fromPem(Buffer.from(bytesOf(input)).toString('latin1'), kind);
  if (typeof input !== 'object' || input === null || !('key' in input))
    throw argumentType('key', KEY_LIKE, input);
  const { key, format, type, encoding } = input;
  // A key object stands by itself only: among options the platform refuses it.
  if (key === null || key instanceof KeyObject) throw argumentType('options.key', KEY_LIKE, key);
  if (format === 'jwk') {
    const owner = {};
    return made(owner, hooks.keys.loadJwk(owner, JSON.stringify(key)), kind);
  }
  if (format !== 'der') {
    if (typeof key !== 'string' && typeof key !== 'object') throw argumentType('key', KEY_LIKE, input);
    return keyFrom(key as KeyLike, kind);
  }
  return loaded(
    kind,
    type ?? (kind === 'public' ? 'spki' : 'pkcs8'),
    Buffer.from(bytesOf(key as Data, encoding)),
  );
}

export function createSecretKey(key: Data, encoding?: BufferEncoding): KeyObject {
  const owner = {};
  hooks.keys.loadSecret(owner, bytesOf(key, encoding));
  return new SecretKeyObject('secret', owner);
}

export function createPrivateKey(input: KeyLike): KeyObject {
  const key = keyFrom(input, 'private');
  if (key.type === 'private') return key;
  if (input instanceof KeyObject) throw wrongType(key, 'private');
  throw new Error('Failed to parse private key');
}

/** A public key, or that of a private one. */
export function createPublicKey(input: KeyLike): KeyObject {
  const key = keyFrom(input, 'public');
  if (key.type === 'public') return key;
  if (key.type === 'secret') throw wrongType(key, 'private');
  const {
    d: _d,
    p: _p,
    q: _q,
    dp: _dp,
    dq: _dq,
    qi: _qi,
    ...open
  } = key.export({ format: 'jwk' }) as Record<string, unknown>;
  return createPublicKey({ key: open, format: 'jwk' });
}

/** The material behind a key. */
export function materialOf(key: KeyObject): object {
  return KeyObject[OWNER](key);
}

/** The bytes of a secret, which may be a key object. */
export function secretBytes(key: Data | KeyObject | WebKey): Uint8Array {
  if (key instanceof KeyObject) return hooks.keys.exportRaw(KeyObject[OWNER](key));
  if (isCryptoKey(key)) return hooks.keys.exportRaw(key);
  return bytesOf(key);
}

interface PairOptions {
  readonly modulusLength?: number;
  readonly publicExponent?: number;
  readonly namedCurve?: string;
  readonly publicKeyEncoding?: ExportOptions;
  readonly privateKeyEncoding?: ExportOptions;
}

interface KeyPair {
  readonly publicKey: unknown;
  readonly privateKey: unknown;
}

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  'P-256': 'P-256',
  secp384r1: 'P-384',
  'P-384': 'P-384',
  secp521r1: 'P-521',
  'P-521': 'P-521',
  ed25519: 'Ed25519',
  x25519: 'X25519',
};
const SEED_BYTES = 48;
const PAIR_TYPES = "'rsa', 'ec', 'ed25519', 'x25519', 'dh'";

/** A new pair, as key objects or exported at once. */
export function generateKeyPairSync(type: string, options: PairOptions = {}): KeyPair {
  const [privateOwner, publicOwner] = [{}, {}];
  const seed = new Uint8Array(SEED_BYTES);
  hooks.random(seed);
  if (type === 'ec') checkText(options.namedCurve, 'options.namedCurve');
  const curve = CURVES[type === 'ec' ? (options.namedCurve ?? '') : type];
  if (type.startsWith('rsa')) {
    const { modulusLength, publicExponent = 65_537 } = options;
    if (typeof modulusLength !== 'number')
      throw argumentType('options.modulusLength', 'of type number', modulusLength);
    hooks.keys.generateRsa(privateOwner, publicOwner, modulusLength, publicExponent, seed);
  } else if (curve !== undefined) hooks.keys.generateCurve(privateOwner, publicOwner, curve, seed);
  else if (type === 'ec') throw new Error('Invalid or unsupported curve');
  else throw argumentValue('type', type, `must be one of: ${PAIR_TYPES}`);
  const half = (kind: 'public' | 'private', owner: object, how: ExportOptions | undefined): unknown => {
    const format = kind === 'public' ? 'spki' : 'pkcs8';
    const key = loaded(kind, format, Buffer.from(hooks.keys.exportDer(owner, format)));
    return how === undefined ? key : key.export(how);
  };
  return {
    publicKey: half('public', publicOwner, options.publicKeyEncoding),
    privateKey: half('private', privateOwner, options.privateKeyEncoding),
  };
}

/** A new secret of so many bits. */
export function generateKeySync(type: string, { length }: { readonly length: number }): KeyObject {
  if (type !== 'hmac' && type !== 'aes') throw argumentValue('type', type, "must be one of: 'hmac', 'aes'");
  if (type === 'aes' && ![128, 192, 256].includes(length))
    throw propertyValue('options.length', length, 'must be one of: 128, 192, 256');
  const bytes = new Uint8Array(length >> 3);
  hooks.random(bytes);
  return createSecretKey(bytes);
}
