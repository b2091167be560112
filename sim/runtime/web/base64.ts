// Base64 in the realm: `atob` and `btoa` with workerd's errors, and the URL-safe form that JSON Web Keys use.
import { decodeBase64 } from './base64-decode.ts';
import { DOMException } from './dom-exception.ts';
import { argumentError, textOf } from './webidl.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const INVALID_INPUT =
  "atob() called with invalid base64-encoded data. (Only whitespace, '+', '/', alphanumeric ASCII, and up to two " +
  "terminal '=' signs when the input data length is divisible by 4 are allowed.)";

function encode(length: number, at: (index: number) => number, alphabet: string, pad: boolean): string {
  let out = '';
  for (let i = 0; i < length; i += 3) {
    const left = length - i;
    const word = (at(i) << 16) | (left > 1 ? at(i + 1) << 8 : 0) | (left > 2 ? at(i + 2) : 0);
    out += alphabet.charAt(word >> 18) + alphabet.charAt((word >> 12) & 63);
    if (left > 1) out += alphabet.charAt((word >> 6) & 63);
    else if (pad) out += '=';
    if (left > 2) out += alphabet.charAt(word & 63);
    else if (pad) out += '=';
  }
  return out;
}

/** The URL-safe base64 of bytes, without padding (RFC 4648 section 5). */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encode(bytes.length, (index) => bytes[index] ?? 0, URL_ALPHABET, false);
}

/** The bytes of URL-safe base64; null when the text is not that. */
export function decodeBase64Url(text: string): Uint8Array | null {
  const binary = decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
  if (binary === null) return null;
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** The Web's `atob`: base64 to a string of bytes. */
export function atob(text?: unknown): string {
  if (arguments.length === 0) throw argumentError('ServiceWorkerGlobalScope', 'atob', 1, 'string');
  const result = decodeBase64(textOf(text));
  if (result === null) throw new DOMException(INVALID_INPUT, 'InvalidCharacterError');
  return result;
}

/** The Web's `btoa`: a string of bytes to base64. */
export function btoa(text?: unknown): string {
  if (arguments.length === 0) throw argumentError('ServiceWorkerGlobalScope', 'btoa', 1, 'JsString');
  const source = textOf(text);
  for (let i = 0; i < source.length; i++) {
    if (source.charCodeAt(i) > 255) {
      throw new DOMException(
        'btoa() can only operate on characters in the Latin1 (ISO/IEC 8859-1) range.',
        'InvalidCharacterError',
      );
    }
  }
  return encode(source.length, (index) => source.charCodeAt(index), ALPHABET, true);
}
