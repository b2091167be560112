// AES in its four modes: CBC, CTR, GCM and key wrap.
import { host } from '../host.ts';
import { integerOf } from '../webidl.ts';
import type { Family, KeyUse } from './algorithm.ts';
import { bytesMember, checkUsages, cryptoError, required, requiredBytes } from './key.ts';
import type { Algorithm } from './key.ts';
import { exportSecret, makeSecretKey, secretBytes } from './secret-keys.ts';

const EMPTY = new Uint8Array(0);
/** Lengths of AES keys in bits (FIPS 197). */
const KEY_BITS = [128, 192, 256];
/** Tag lengths in bits that GCM allows (NIST SP 800-38D, section 5.2.1.2). */
const TAG_BITS = [32, 64, 96, 104, 112, 120, 128];

function allowedUsages(name: string): readonly string[] {
  return name === 'AES-KW' ? ['wrapKey', 'unwrapKey'] : ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
}

function modeOf(name: string): string {
  return name.slice(name.indexOf('-') + 1).toLowerCase();
}

function decryptionFailed(name: string, input: number, output: number): Error {
  return cryptoError(
    'OperationError',
    'Decryption failed. This could be due to a ciphertext authentication failure, bad padding, incorrect CryptoKey, ' +
      `or another algorithm-specific reason. Input length was ${input}, output length expected to be ${output} for ${name}`,
  );
}

function cbc(use: KeyUse, encrypt: boolean): Uint8Array {
  const iv = requiredBytes(use.algorithm, 'iv');
  if (iv.length !== 16) {
    throw cryptoError('OperationError', `AES-CBC IV must be 16 bytes long (provided ${iv.length} bytes).`);
  }
  const out = host.crypto.cipher(use.key, 'cbc', encrypt, iv, use.data, EMPTY, 0);
  if (out === null) throw decryptionFailed('AES-CBC', use.data.length, Math.max(0, use.data.length - 16));
  return out;
}

function ctr(use: KeyUse): Uint8Array {
  const counter = bytesMember(use.algorithm, 'counter');
  if (counter === null) throw new TypeError('Missing "counter" member in "algorithm".');
  if (use.algorithm['length'] === undefined) throw new TypeError('Missing "length" member in "algorithm".');
  const bits = integerOf(use.algorithm['length']);
  if (counter.length !== 16) {
    throw cryptoError('OperationError', `Counter must have length of 16 bytes (provided ${counter.length}).`);
  }
  if (!(bits >= 1 && bits <= 128)) {
    throw cryptoError('OperationError', `Invalid counter of ${bits} bits length provided.`);
  }
  if (bits < 53 && Math.ceil(use.data.length / 16) > Number(1n << BigInt(bits))) {
    throw cryptoError('OperationError', 'Counter block values will repeat.');
  }
  const out = host.crypto.cipher(use.key, 'ctr', true, counter, use.data, EMPTY, bits);
  if (out === null) throw cryptoError('OperationError', 'AES-CTR failed.');
  return out;
}

function gcm(use: KeyUse, encrypt: boolean): Uint8Array {
  const iv = requiredBytes(use.algorithm, 'iv');
  if (iv.length === 0) throw cryptoError('OperationError', 'AES-GCM IV must not be empty.');
  const tagBits = use.algorithm['tagLength'] === undefined ? 128 : integerOf(use.algorithm['tagLength']);
  if (!TAG_BITS.includes(tagBits))
    throw cryptoError('OperationError', `Invalid AES-GCM tag length ${tagBits}.`);
  if (!encrypt && use.data.length * 8 < tagBits) {
    throw cryptoError(
      'OperationError',
      `Ciphertext length of ${use.data.length * 8} bits must be greater than or equal to the size of the AES-GCM tag length of ${tagBits} bits.`,
    );
  }
  const aad = bytesMember(use.algorithm, 'additionalData') ?? EMPTY;
  const out = host.crypto.cipher(use.key, 'gcm', encrypt, iv, use.data, aad, tagBits / 8);
  if (out === null) {
    const plain = use.data.length - tagBits / 8;
    throw decryptionFailed('AES-GCM', plain, plain);
  }
  return out;
}

function encryptOrDecrypt(use: KeyUse, encrypt: boolean): Uint8Array {
  const name = use.key.algorithm.name;
  if (name === 'AES-GCM') return gcm(use, encrypt);
  if (name === 'AES-CTR') return ctr(use);
  if (name === 'AES-CBC') return cbc(use, encrypt);
  throw cryptoError(
    'NotSupportedError',
    `The ${encrypt ? 'encrypt' : 'decrypt'} operation is not implemented for "AES-KW".`,
  );
}

/** Refuses sizes that the key wrap of RFC 3394 has no blocks for: a key is 16 bytes or more, wrapped 8 bytes longer. */
function checkWrapped(size: number, encrypt: boolean): void {
  let why = '';
  if (encrypt && size % 8 !== 0) {
    why = `Unwrapped key bit length must be a multiple of 64 bits but unwrapped key has a length of ${size * 8} bits.`;
  } else if (encrypt && size < 16) {
    why = `Unwrapped key has length ${size} bytes but it should be greater than or equal to 16 and less than or equal to 18446744073709551607`;
  } else if (!encrypt && size % 8 !== 0) {
    why = `Provided a wrapped key to unwrap that is ${size * 8} bits which isn't a multiple of 64 bits.`;
  } else if (!encrypt && size < 24) {
    why = `Provided a wrapped key to unwrap this is ${size * 8} bits that is less than the minimal length of 192 bits.`;
  }
  if (why !== '') throw cryptoError('OperationError', why);
}

function wrap(use: KeyUse, encrypt: boolean): Uint8Array {
  if (use.key.algorithm.name !== 'AES-KW') return encryptOrDecrypt(use, encrypt);
  checkWrapped(use.data.length, encrypt);
  const out = host.crypto.cipher(use.key, 'kw', encrypt, EMPTY, use.data, EMPTY, 0);
  if (out === null)
    throw cryptoError('OperationError', encrypt ? 'Error wrapping key' : 'AES-KW key unwrapping failed.');
  return out;
}

function generatedBits(algorithm: Algorithm): number {
  const bits = integerOf(required(algorithm, 'length'));
  if (!KEY_BITS.includes(bits)) {
    throw cryptoError(
      'OperationError',
      `Generated AES key length must be 128, 192, or 256 bits but requested ${bits}.`,
    );
  }
  return bits;
}

/** The AES family. */
export const aes: Family = {
  names: ['AES-CBC', 'AES-CTR', 'AES-GCM', 'AES-KW'],
  importKey(input) {
    const name = input.algorithm.name;
    checkUsages({
      action: 'import',
      type: 'secret',
      algorithm: name,
      allowed: allowedUsages(name),
      usages: input.usages,
    });
    const bytes = secretBytes(input, 'Symmetric');
    const length = bytes.length * 8;
    if (!KEY_BITS.includes(length)) {
      throw cryptoError(
        'DataError',
        `Imported AES key length must be 128, 192, or 256 bits but provided ${length}.`,
      );
    }
    const alg = `A${length}${modeOf(name).toUpperCase()}`;
    if (input.jwk?.['alg'] !== undefined && input.jwk['alg'] !== alg) {
      throw cryptoError(
        'DataError',
        `Symmetric "jwk" key contains invalid "alg" value "${String(input.jwk['alg'])}", expected "${alg}".`,
      );
    }
    return makeSecretKey(bytes, { ...input, algorithm: { name, length } });
  },
  exportKey(format, key) {
    if (format !== 'raw' && format !== 'jwk') {
      throw cryptoError(
        'NotSupportedError',
        `${key.algorithm.name} key only supports exporting "raw" & "jwk", not "${format}".`,
      );
    }
    return exportSecret(
      format,
      key,
      `A${String(key.algorithm['length'])}${modeOf(key.algorithm.name).toUpperCase()}`,
    );
  },
  generateKey(input) {
    const name = input.algorithm.name;
    const length = generatedBits(input.algorithm);
    checkUsages({
      action: 'generate',
      type: 'secret',
      algorithm: name,
      allowed: allowedUsages(name),
      usages: input.usages,
    });
    return makeSecretKey(input.draw(length / 8), { ...input, algorithm: { name, length } });
  },
  encrypt: (use) => encryptOrDecrypt(use, true),
  decrypt: (use) => encryptOrDecrypt(use, false),
  wrapBytes: (use) => wrap(use, true),
  unwrapBytes: (use) => wrap(use, false),
  keyBits(algorithm) {
    const bits = integerOf(required(algorithm, 'length', 'derivedKeyParams'));
    if (!KEY_BITS.includes(bits)) {
      throw cryptoError(
        'OperationError',
        `Derived AES key must be 128, 192, or 256 bits in length but provided ${bits}.`,
      );
    }
    return bits;
  },
};
