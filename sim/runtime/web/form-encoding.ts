// The format application/x-www-form-urlencoded (WHATWG URL, section 5): lists of pairs to text and back.
import { decodeUtf8 } from './encoding.ts';

/** A name and its value; where their bytes are no UTF-8, also how they are written, since the texts no longer tell. */
export type Pair = [name: string, value: string, written?: string];

const BOM = '\u{FEFF}';

function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Takes the bytes and the texts of a percent-encoded text, one after the other. */
interface Parts {
  addByte(byte: number): void;
  addText(text: string): void;
}

/** Takes apart a text that came as ASCII or Unicode; plus signs must already be spaces. */
function takeApart(text: string, parts: Parts): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const high = code === 37 ? hexValue(text.charCodeAt(i + 1)) : -1;
    const low = high < 0 ? -1 : hexValue(text.charCodeAt(i + 2));
    if (low >= 0) {
      parts.addByte(high * 16 + low);
      i += 2;
    } else {
      parts.addText(text.charAt(i));
    }
  }
}

function percentDecode(text: string): string {
  const bytes = new TextBytes();
  takeApart(text, bytes);
  return bytes.finish();
}

/** The same bytes as they are written anew, also where they are no UTF-8; a character of the text itself must be whole. */
function rewritten(text: string): string {
  let written = '';
  let rest = '';
  const flush = (): void => {
    written += encodePart(rest);
    rest = '';
  };
  takeApart(text, {
    addByte(byte) {
      flush();
      const isPlain = byte < 128;
      written += isPlain
        ? encodePart(String.fromCharCode(byte))
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    },
    addText(one) {
      rest += one;
    },
  });
  flush();
  return written;
}

/** Collects texts and runs of encoded bytes; each run is decoded as UTF-8, where a byte order mark is a character. */
class TextBytes implements Parts {
  #text = '';
  #run: number[] = [];

  addByte(byte: number): void {
    this.#run.push(byte);
  }

  addText(text: string): void {
    this.#flush();
    this.#text += text;
  }

  finish(): string {
    this.#flush();
    return this.#text;
  }

  #flush(): void {
    if (this.#run.length === 0) return;
    const run = Uint8Array.from(this.#run);
    const hasBom = run[0] === 0xef && run[1] === 0xbb && run[2] === 0xbf;
    this.#text += (hasBom ? BOM : '') + decodeUtf8(run);
    this.#run = [];
  }
}

/** What stands for bytes that are no UTF-8. */
const REPLACED = '\u{FFFD}';

/** The pairs of an urlencoded text, without a leading question mark. */
export function parseForm(text: string): Pair[] {
  const pairs: Pair[] = [];
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  const decode = text.includes('%') ? percentDecode : (plain: string): string => plain;
  for (let start = 0; start < spaced.length;) {
    const and = spaced.indexOf('&', start);
    const end = and < 0 ? spaced.length : and;
    const equals = spaced.indexOf('=', start);
    if (end > start) {
      const split = equals < 0 || equals > end ? end : equals;
      const encoded = [spaced.slice(start, split), spaced.slice(split + 1, end)] as const;
      const pair: Pair = [decode(encoded[0]), decode(encoded[1])];
      if (pair[0].includes(REPLACED) || pair[1].includes(REPLACED))
        pair.push(`${rewritten(encoded[0])}=${rewritten(encoded[1])}`);
      pairs.push(pair);
    }
    start = end + 1;
  }
  return pairs;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '!': '%21',
  "'": '%27',
  '(': '%28',
  ')': '%29',
  '~': '%7E',
  '%20': '+',
};

function encodePart(text: string): string {
  if (/^[\w*.-]*$/.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()~]|%20/g,
    (found) => ESCAPES[found] ?? found,
  );
}

/** The urlencoded text of pairs. */
export function serialiseForm(pairs: readonly Pair[]): string {
  let text = '';
  for (const [name, value, written] of pairs) {
    text += `${text === '' ? '' : '&'}${written ?? `${encodePart(name)}=${encodePart(value)}`}`;
  }
  return text;
}
