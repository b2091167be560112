// The language's newest built-ins that workerd's V8 has and Node's has not, added before everything is hardened.
import { decodeBase64 } from './base64-decode.ts';

type Define = (target: object, key: PropertyKey, value: unknown) => void;

const HEX = /^(?:[\da-f]{2})*$/i;

interface Base64Options {
  readonly alphabet?: unknown;
  readonly lastChunkHandling?: unknown;
  readonly omitPadding?: unknown;
}

function alphabetOf(options: Base64Options | undefined): 'base64' | 'base64url' {
  const alphabet = options?.alphabet ?? 'base64';
  if (alphabet !== 'base64' && alphabet !== 'base64url') {
    throw new TypeError('expected alphabet to be either "base64" or "base64url"');
  }
  return alphabet;
}

function binaryOf(text: unknown, options: Base64Options | undefined): string {
  if (typeof text !== 'string') throw new TypeError('expected input to be a string');
  const isUrl = alphabetOf(options) === 'base64url';
  if (isUrl ? /[+/]/.test(text) : /[-_]/.test(text)) throw new SyntaxError('unexpected character');
  const plain = isUrl ? text.replaceAll('-', '+').replaceAll('_', '/') : text;
  const binary = decodeBase64(plain);
  const digits = plain.replaceAll(/[\s=]/g, '').length;
  const isPadded = plain.includes('=');
  if (binary === null || (options?.lastChunkHandling === 'strict' && digits % 4 !== 0 && !isPadded)) {
    throw new SyntaxError('The base64 input terminates with a single character, excluding padding.');
  }
  return binary;
}

function fill(target: Uint8Array, binary: string): number {
  const written = Math.min(target.length, binary.length);
  for (let i = 0; i < written; i++) target[i] = binary.charCodeAt(i);
  return written;
}

function fromBinary(binary: string): Uint8Array {
  const out = new Uint8Array(binary.length);
  fill(out, binary);
  return out;
}

function binaryOfHex(text: unknown): string {
  if (typeof text !== 'string') throw new TypeError('expected input to be a string');
  if (!HEX.test(text)) throw new SyntaxError('Input string must contain hex characters in even length');
  let binary = '';
  for (let i = 0; i < text.length; i += 2) binary += String.fromCharCode(parseInt(text.slice(i, i + 2), 16));
  return binary;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function toBase64(bytes: Uint8Array, options: Base64Options | undefined): string {
  const alphabet = alphabetOf(options) === 'base64url' ? `${DIGITS.slice(0, 62)}-_` : DIGITS;
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    const padding = options?.omitPadding ? '' : '=';
    out += alphabet.charAt(word >> 18) + alphabet.charAt((word >> 12) & 63);
    out += left > 1 ? alphabet.charAt((word >> 6) & 63) : padding;
    out += left > 2 ? alphabet.charAt(word & 63) : padding;
  }
  return out;
}

function addBytes(define: Define): void {
  const statics = {
    fromBase64: (text: unknown, options?: Base64Options) => fromBinary(binaryOf(text, options)),
    fromHex: (text: unknown) => fromBinary(binaryOfHex(text)),
  };
  const methods = {
    toBase64(this: Uint8Array, options?: Base64Options): string {
      return toBase64(this, options);
    },
    toHex(this: Uint8Array): string {
      let out = '';
      for (const byte of this) out += (byte < 16 ? '0' : '') + byte.toString(16);
      return out;
    },
    setFromBase64(this: Uint8Array, text: unknown, options?: Base64Options): object {
      // Whole groups of three bytes are written as far as they fit.
      const binary = binaryOf(text, options);
      const fits = binary.length <= this.length ? binary.length : this.length - (this.length % 3);
      const written = fill(this, binary.slice(0, fits));
      const isWhole = written === binary.length;
      return { read: isWhole ? String(text).length : Math.ceil((written * 4) / 3), written };
    },
    setFromHex(this: Uint8Array, text: unknown): object {
      const written = fill(this, binaryOfHex(text));
      return { read: written * 2, written };
    },
  };
  for (const [name, value] of Object.entries(statics)) define(Uint8Array, name, value);
  for (const [name, value] of Object.entries(methods)) define(Uint8Array.prototype, name, value);
}

type AnyMap = Map<unknown, unknown>;

function addMaps(define: Define): void {
  const methods = {
    getOrInsert(this: AnyMap, key: unknown, value: unknown): unknown {
      if (!this.has(key)) this.set(key, value);
      return this.get(key);
    },
    getOrInsertComputed(this: AnyMap, key: unknown, compute: (key: unknown) => unknown): unknown {
      if (typeof compute !== 'function') throw new TypeError(`${String(compute)} is not a function`);
      if (!this.has(key)) this.set(key, compute(key));
      return this.get(key);
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    define(Map.prototype, name, value);
    define(WeakMap.prototype, name, value);
  }
}

function addIterators(define: Define): void {
  const concat = (...sources: readonly Iterable<unknown>[]): unknown => {
    for (const source of sources) {
      if (Object(source) !== source) throw new TypeError(`${String(source)} is not an object`);
    }
    return (function* () {
      for (const source of sources) yield* source;
    })();
  };
  define(Reflect.get(globalThis, 'Iterator') as object, 'concat', concat);
}

/** Adds the built-ins; `regExpEscape` is the engine's own, which ses took away. */
export function addLanguage(define: Define, regExpEscape: unknown): void {
  addBytes(define);
  addMaps(define);
  addIterators(define);
  define(RegExp, 'escape', regExpEscape);
}
