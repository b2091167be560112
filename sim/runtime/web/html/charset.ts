// Documents that are not UTF-8: the parser reads and writes UTF-8 only, so they are translated on both sides of it.
import { decodeUtf8, encodeUtf8, TextDecoder } from '../encoding.ts';

/** How a document's bytes become the parser's, and back. */
export interface Charset {
  /** The bytes that follow; what begins a character waits for the rest of it. */
  decode(bytes: Uint8Array): Uint8Array;
  /** What is left when nothing follows. */
  rest(): Uint8Array;
  encode(bytes: Uint8Array): Uint8Array;
}

/** Encodings in which a byte is a character. */
const SINGLE_BYTE = /^(?:windows-|iso-8859-|ibm866|koi8-|macintosh|x-mac-cyrillic|x-user-defined)/;
/** Encodings whose bytes are no ASCII where their text is. */
const NOT_ASCII = /^(?:utf-16|iso-2022-jp|replacement)/;

const FIRST_LEAD = 0x81;
const FIRST_TRAIL = 0x30;
const NO_CHARACTER = '\uFFFD';

function parserError(message: string): TypeError {
  return new TypeError(`Parser error: ${message}`);
}

/** The bytes of each character, by encoding; made when a document is the first of it. */
const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

function tableOf(name: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(name);
  const add = (...bytes: number[]): void => {
    const char = decoder.decode(Uint8Array.from(bytes));
    // Pairs that decode to two characters are none; of two ways to write a character the first one counts.
    if (char === NO_CHARACTER || !/^.$/su.test(char) || table.has(char)) return;
    table.set(char, bytes);
  };
  for (let byte = 0; byte <= 0xff; byte++) add(byte);
  if (!SINGLE_BYTE.test(name)) {
    for (let lead = FIRST_LEAD; lead < 0xff; lead++)
      for (let trail = FIRST_TRAIL; trail <= 0xff; trail++) add(lead, trail);
  }
  tables.set(name, table);
  return table;
}

/** The translation for the `charset` of a Content-Type; null for UTF-8, which needs none. */
export function charsetOf(contentType: string): Charset | null {
  const label = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(label)) return null;
  let name: string;
  try {
    name = new TextDecoder(label).encoding;
  } catch {
    throw parserError('Unknown character encoding has been provided.');
  }
  if (name === 'utf-8') return null;
  if (NOT_ASCII.test(name)) throw parserError('Expected ASCII-compatible encoding.');
  const table = tableOf(name);
  const decoder = new TextDecoder(name);
  return {
    decode: (bytes) => encodeUtf8(decoder.decode(bytes, { stream: true })),
    rest: () => encodeUtf8(decoder.decode()),
    encode(bytes) {
      const out: number[] = [];
      for (const char of decodeUtf8(bytes)) {
        const code = table.get(char);
        // What the encoding lacks is written as a character reference, as the Encoding standard asks in HTML.
        if (code === undefined) out.push(...encodeUtf8(`&#${char.codePointAt(0) ?? 0};`));
        else out.push(...code);
      }
      return Uint8Array.from(out);
    },
  };
}
