// Key agreement of node:crypto by numbers and points: ECDH, Diffie-Hellman, and the primes that it needs.
import { Buffer } from 'node:buffer';
import { bytesOf, encoded, later } from './crypto-bytes.ts';
import type { Callback, Data } from './crypto-bytes.ts';
import { argumentType, checkInteger, checkText } from './errors.ts';
import { hooks } from './hooks.ts';

type Encoding = BufferEncoding | 'buffer' | null;
type Form = 'compressed' | 'uncompressed' | 'hybrid';
type Bytes = Buffer | string;

function drawn(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  hooks.random(bytes);
  return bytes;
}

const given = (data: Data, encoding?: Encoding): Uint8Array =>
  bytesOf(data, encoding === 'buffer' || encoding === null ? undefined : encoding);
const shown = (bytes: Uint8Array, encoding?: Encoding): Bytes => encoded(bytes, encoding ?? undefined);

/** Bytes of a private key, by curve. */
const CURVE_BYTES: Readonly<Record<string, number>> = {
  secp224r1: 28,
  prime256v1: 32,
  secp256k1: 32,
  secp384r1: 48,
  secp521r1: 66,
};

/** Agreement over a curve. */
export class ECDH {
  readonly #curve: string;
  #privateKey: Uint8Array | null = null;
  #point: Uint8Array | null = null;

  constructor(curve: string) {
    checkText(curve, 'curveName');
    if (CURVE_BYTES[curve] === undefined) throw new Error('Invalid curve');
    this.#curve = curve;
  }

  static convertKey(
    ...[key, curve, from, to, form = 'uncompressed']: [Data, string, Encoding?, Encoding?, Form?]
  ): Bytes {
    const point = hooks.ecPoint(curve, given(key, from), form);
    if (point === null) throw new Error('Failed to convert Buffer to EC_POINT');
    return shown(point, to);
  }

  generateKeys(encoding?: Encoding, form?: Form): Bytes {
    for (;;) {
      const candidate = drawn(CURVE_BYTES[this.#curve] ?? 0);
      // The field of P-521 ends one bit into its first byte.
      if (this.#curve === 'secp521r1') candidate[0] = (candidate[0] ?? 0) & 1;
      const point = hooks.ecdh(this.#curve, candidate, new Uint8Array(0));
      if (point === null) continue;
      this.#privateKey = candidate;
      this.#point = point;
      return this.getPublicKey(encoding, form);
    }
  }

  setPrivateKey(key: Data, encoding?: Encoding): void {
    const bytes = given(key, encoding);
    const point = hooks.ecdh(this.#curve, bytes, new Uint8Array(0));
    if (point === null) throw new Error('Private key is not valid for specified curve.');
    this.#privateKey = bytes;
    this.#point = point;
  }

  getPrivateKey(encoding?: Encoding): Bytes {
    if (this.#privateKey === null) throw new Error('Failed to get ECDH private key');
    return shown(this.#privateKey, encoding);
  }

  getPublicKey(encoding?: Encoding, form: Form = 'uncompressed'): Bytes {
    const point = this.#point === null ? null : hooks.ecPoint(this.#curve, this.#point, form);
    if (point === null) throw new Error('Failed to get ECDH public key');
    return shown(point, encoding);
  }

  computeSecret(other: Data, from?: Encoding, to?: Encoding): Bytes {
    if (this.#privateKey === null) throw new Error('Invalid keypair');
    const secret = hooks.ecdh(this.#curve, this.#privateKey, given(other, from));
    if (secret === null) throw new Error('Invalid key');
    return shown(secret, to);
  }
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

function bytesOfNumber(value: bigint, sizeBytes: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(sizeBytes * 2, '0'), 'hex');
}

/** base to the power of an exponent, by squares. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** Bytes of new private keys: twice the strength of the largest group. */
const PRIVATE_BYTES = 64;

/** Agreement over numbers below a prime. */
export class DiffieHellman {
  readonly #prime: Uint8Array;
  readonly #generator: Uint8Array;
  #privateKey: bigint | null = null;
  #publicKey: bigint | null = null;
  readonly verifyError: number = 0;

  constructor(
    ...[sizeOrPrime, second, third, fourth]: [
      number | Data,
      (Encoding | number | ArrayBuffer | ArrayBufferView)?,
      Data?,
      Encoding?,
    ]
  ) {
    const isEncoded = typeof sizeOrPrime === 'string' && typeof second === 'string';
    this.#prime =
      typeof sizeOrPrime === 'number'
        ? new Uint8Array(generatePrimeSync(sizeOrPrime, { safe: true }) as ArrayBuffer)
        : given(sizeOrPrime, isEncoded ? second : undefined);
    const generator = isEncoded || typeof second === 'string' ? third : second;
    this.#generator =
      typeof generator === 'number' || generator === undefined || generator === null
        ? new Uint8Array([generator ?? 2])
        : given(generator, fourth);
  }

  generateKeys(encoding?: Encoding): Bytes {
    if (this.#privateKey === null) {
      const modulus = numberOf(this.#prime);
      this.#privateKey = numberOf(drawn(Math.min(PRIVATE_BYTES, this.#prime.length))) % modulus;
    }
    this.#publicKey = power(numberOf(this.#generator), this.#privateKey, numberOf(this.#prime));
    return this.getPublicKey(encoding);
  }

  computeSecret(other: Data, from?: Encoding, to?: Encoding): Bytes {
    if (this.#privateKey === null) throw new Error('Invalid keypair');
    const secret = power(numberOf(given(other, from)), this.#privateKey, numberOf(this.#prime));
    return shown(bytesOfNumber(secret, this.#prime.length), to);
  }

  getPrime(encoding?: Encoding): Bytes {
    return shown(this.#prime, encoding);
  }

  getGenerator(encoding?: Encoding): Bytes {
    return shown(this.#generator, encoding);
  }

  getPublicKey(encoding?: Encoding): Bytes {
    if (this.#publicKey === null) throw new Error('No public key - did you forget to generate one?');
    return shown(bytesOfNumber(this.#publicKey, this.#prime.length), encoding);
  }

  getPrivateKey(encoding?: Encoding): Bytes {
    if (this.#privateKey === null) throw new Error('No private key - did you forget to generate one?');
    const size = Math.min(PRIVATE_BYTES, this.#prime.length);
    return shown(bytesOfNumber(this.#privateKey, size), encoding);
  }

  setPublicKey(key: Data, encoding?: Encoding): void {
    this.#publicKey = numberOf(given(key, encoding));
  }

  setPrivateKey(key: Data, encoding?: Encoding): void {
    this.#privateKey = numberOf(given(key, encoding));
  }
}

/** The groups of RFC 3526 that the platform knows. */
const GROUPS: readonly string[] = ['modp14', 'modp15', 'modp16', 'modp17', 'modp18'];

export class DiffieHellmanGroup extends DiffieHellman {
  // Their generator does not generate the whole group, which OpenSSL calls not suitable.
  override readonly verifyError: number = 8;

  constructor(name: string) {
    if (!GROUPS.includes(name))
      throw new Error(
        `Failed to init DiffieHellmanGroup: invalid group. Only groups {${GROUPS.join(', ')}} are supported.`,
      );
    super(hooks.dhPrime(name), 2);
  }
}

export const createECDH = (curve: string): ECDH => new ECDH(curve);
export const createDiffieHellman = (...from: ConstructorParameters<typeof DiffieHellman>): DiffieHellman =>
  new DiffieHellman(...from);
export const createDiffieHellmanGroup = (name: string): DiffieHellmanGroup => new DiffieHellmanGroup(name);
export const getDiffieHellman = (name: string): DiffieHellmanGroup => new DiffieHellmanGroup(name);

type Prime = ArrayBuffer | bigint;
interface PrimeOptions {
  readonly safe?: boolean;
  readonly bigint?: boolean;
}

const PRIME_TYPES = 'of type bigint or an instance of ArrayBuffer, TypedArray, Buffer, or DataView';

export function checkPrimeSync(candidate: bigint | ArrayBuffer | ArrayBufferView): boolean {
  if (typeof candidate === 'bigint') return hooks.isPrime(bytesOfNumber(candidate, evenBytes(candidate)));
  if (typeof candidate !== 'object' || candidate === null)
    throw argumentType('candidate', PRIME_TYPES, candidate);
  return hooks.isPrime(bytesOf(candidate));
}

function evenBytes(value: bigint): number {
  return (value.toString(16).length + 1) >> 1;
}

/** A prime of exactly so many bits, found among odd numbers that are drawn. */
export function generatePrimeSync(bits: number, options: PrimeOptions = {}): Prime {
  checkInteger(bits, 'size', 1);
  const sizeBytes = (bits + 7) >> 3;
  const top = 1n << BigInt(bits - 1);
  for (;;) {
    const candidate = (numberOf(drawn(sizeBytes)) % top) | top | (bits > 1 ? 1n : 0n);
    if (!checkPrimeSync(candidate)) continue;
    if (options.safe === true && !checkPrimeSync((candidate - 1n) / 2n)) continue;
    return options.bigint === true ? candidate : new Uint8Array(bytesOfNumber(candidate, sizeBytes)).buffer;
  }
}

export function checkPrime(
  candidate: bigint | ArrayBuffer | ArrayBufferView,
  ...rest: [Callback<boolean>] | [object, Callback<boolean>]
): void {
  const callback = rest.length === 1 ? rest[0] : rest[1];
  later(() => checkPrimeSync(candidate), callback);
}

export function generatePrime(
  bits: number,
  ...rest: [Callback<Prime>] | [PrimeOptions, Callback<Prime>]
): void {
  const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest;
  later(() => generatePrimeSync(bits, options), callback);
}
