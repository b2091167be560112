// TextEncoder, TextDecoder and the two UTF-8 conversions that the rest of the Web API uses; short ASCII texts never leave the realm.
import { host } from './host.ts';
import { argumentError, bytesOf, constructorError, defineInterface, isObject, textOf } from './webidl.ts';

/** Texts up to this length are tried in the realm first: crossing to the host costs more than a short loop. */
const SHORT = 128;
/** The same for bytes: from 12 on the host is faster (80 bytes: 60 ns instead of 420), and its texts are in one piece. */
const FEW_BYTES = 12;

/** The UTF-8 bytes of a text; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const length = text.length;
  if (length > SHORT) return host.text.encodeUtf8(text);
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return host.text.encodeUtf8(text);
    out[i] = code;
  }
  return out;
}

function shortAscii(bytes: Uint8Array): string | null {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i] ?? 0;
    if (code > 127) return null;
    text += String.fromCharCode(code);
  }
  return text;
}

/** The text of UTF-8 bytes: a byte order mark is dropped, wrong sequences become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.length <= FEW_BYTES) {
    const text = shortAscii(bytes);
    if (text !== null) return text;
  }
  return host.text.decodeUtf8(bytes);
}

function encodeCodePoint(target: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    target[at] = code;
    return 1;
  }
  const size = code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4;
  if (at + size > target.length) return 0;
  let rest = code;
  for (let i = size - 1; i > 0; i--) {
    target[at + i] = 0x80 | (rest & 0x3f);
    rest >>= 6;
  }
  target[at] = ((0xf_00 >> size) & 0xff) | rest;
  return size;
}

/** Turns text into UTF-8 bytes. */
export class TextEncoder {
  encode(text: unknown = ''): Uint8Array {
    return encodeUtf8(textOf(text));
  }

  encodeInto(text: unknown, target?: unknown): { read: number; written: number } {
    if (arguments.length === 0) throw argumentError('TextEncoder', 'encodeInto', 1, 'JsString');
    const source = textOf(text);
    if (!(target instanceof Uint8Array)) throw argumentError('TextEncoder', 'encodeInto', 2, 'JsUint8Array');
    let read = 0;
    let written = 0;
    while (read < source.length && written < target.length) {
      let code = source.codePointAt(read) ?? 0;
      const units = code > 0xff_ff ? 2 : 1;
      if (code >= 0xd8_00 && code <= 0xdf_ff) code = 0xff_fd;
      const size = encodeCodePoint(target, written, code);
      if (size === 0) break;
      written += size;
      read += units;
    }
    return { read, written };
  }

  get encoding(): string {
    return 'utf-8';
  }
}
defineInterface(TextEncoder, 'TextEncoder');

/** How bytes above 127 map in the encoding `x-user-defined` (WHATWG Encoding, section 14.5). */
function decodeUserDefined(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte < 128 ? byte : 0xf7_00 + byte);
  return text;
}

/** The error for what should be the options of a decoding. */
function notOptions(given: unknown): TypeError {
  if (given !== null) return argumentError('TextDecoder', 'decode', 2, 'DecodeOptions');
  return new TypeError(
    'Cannot initialize N7workerd3api11TextDecoder13DecodeOptionsE with required members from an undefined or null value.',
  );
}

/** Turns bytes of a named encoding into text, in one piece or as they arrive. */
export class TextDecoder {
  #encoding: string;
  #fatal: boolean;
  #ignoreBom: boolean;
  #streaming = false;

  constructor(
    label: unknown = 'utf-8',
    options?: { readonly fatal?: unknown; readonly ignoreBOM?: unknown },
  ) {
    const name = textOf(label);
    if (options === null) {
      throw new TypeError(
        'Cannot initialize N7workerd3api11TextDecoder18ConstructorOptionsE with required members from an undefined or null value.',
      );
    }
    if (options !== undefined && !isObject(options))
      throw constructorError('TextDecoder', 2, 'ConstructorOptions');
    const encoding = name === 'utf-8' ? name : host.text.encodingOf(name);
    if (encoding === '') throw new RangeError(`"${name}" is not a valid encoding.`);
    this.#encoding = encoding;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBom = Boolean(options?.ignoreBOM);
  }

  decode(input?: unknown, options?: unknown): string {
    const bytes = input === undefined ? new Uint8Array(0) : bytesOf(input);
    if (bytes === null) throw argumentError('TextDecoder', 'decode', 1, 'Array');
    if (options !== undefined && !isObject(options)) throw notOptions(options);
    const stream = options !== undefined && Boolean(Reflect.get(options, 'stream'));
    if (this.#encoding === 'x-user-defined') return decodeUserDefined(bytes);
    if (!stream && !this.#streaming && this.#encoding === 'utf-8') {
      if (bytes.length <= FEW_BYTES) {
        const text = shortAscii(bytes);
        if (text !== null) return text;
      }
      if (!this.#fatal && !this.#ignoreBom) return host.text.decodeUtf8(bytes);
    }
    this.#streaming = stream;
    const text = host.text.decode(this, this.#encoding, this.#fatal, this.#ignoreBom, bytes, stream);
    if (text === null) {
      this.#streaming = false;
      throw new TypeError('Failed to decode input.');
    }
    return text;
  }

  get encoding(): string {
    return this.#encoding;
  }
  get fatal(): boolean {
    return this.#fatal;
  }
  get ignoreBOM(): boolean {
    return this.#ignoreBom;
  }
}
defineInterface(TextDecoder, 'TextDecoder');
