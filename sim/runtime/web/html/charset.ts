// Documents that are not UTF-8: the parser reads and writes UTF-8 only, so they are translated on both sides of it.
import { decodeUtf8, encodeUtf8, TextDecoder } from '../encoding.ts';

/** How a document's bytes become the parser's, and back. */
export interface Charset {
  decode(bytes: Uint8Array): Uint8Array;
  encode(bytes: Uint8Array): Uint8Array;
}

/** Encodings in which a byte is a character; the others of the standard are carried byte by byte, so that what is not touched stays. */
const SINGLE_BYTE = /^(?:windows-|iso-8859-|ibm866|koi8-|macintosh|x-mac-cyrillic)/;

function parserError(message: string): TypeError {
  return new TypeError(`Parser error: ${message}`);
}

/** The character that each byte stands for. */
function tableOf(name: string): readonly string[] {
  const latin1 = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
  if (!SINGLE_BYTE.test(name)) return latin1;
  const all = new TextDecoder(name).decode(Uint8Array.from(latin1, (_, code) => code));
  return latin1.map((char, code) => all[code] ?? char);
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
  if (name.startsWith('utf-16')) throw parserError('Expected ASCII-compatible encoding.');
  const table = tableOf(name);
  const codes = new Map(table.map((char, code) => [char, code]));
  return {
    decode: (bytes) => encodeUtf8(Array.from(bytes, (code) => table[code]).join('')),
    encode(bytes) {
      const out: number[] = [];
      for (const char of decodeUtf8(bytes)) {
        const code = codes.get(char);
        // What the encoding lacks is written as a character reference, as the Encoding standard asks in HTML.
        if (code === undefined) out.push(...encodeUtf8(`&#${char.codePointAt(0) ?? 0};`));
        else out.push(code);
      }
      return Uint8Array.from(out);
    },
  };
}
