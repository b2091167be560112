// The format application/x-www-form-urlencoded (WHATWG URL, section 5): lists of pairs to text and back.
import { decodeUtf8 } from './encoding.ts';

/** A name and its value. */
export type Pair = readonly [string, string];

const BOM = '\u{FEFF}';

function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Percent-decodes a text that came as ASCII or Unicode; plus signs must already be spaces. */
function percentDecode(text: string): string {
  const bytes = new TextBytes();
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const high = code === 37 ? hexValue(text.charCodeAt(i + 1)) : -1;
    const low = high < 0 ? -1 : hexValue(text.charCodeAt(i + 2));
    if (low >= 0) {
      bytes.addByte(high * 16 + low);
      i += 2;
    } else {
      bytes.addText(text.charAt(i));
    }
  }
  return bytes.finish();
}

/** Collects texts and runs of encoded bytes; each run is decoded as UTF-8, where a byte order mark is a character. */
class TextBytes {
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

/** The pairs of an urlencoded text, without a leading question mark. */
export function parseForm(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  const decode = text.includes('%') ? percentDecode : (plain: string): string => plain;
  for (let start = 0; start < spaced.length;) {
    const and = spaced.indexOf('&', start);
    const end = and < 0 ? spaced.length : and;
    const equals = spaced.indexOf('=', start);
    if (end > start) {
      if (equals < 0 || equals > end) pairs.push([decode(spaced.slice(start, end)), '']);
      else pairs.push([decode(spaced.slice(start, equals)), decode(spaced.slice(equals + 1, end))]);
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
  for (const [name, value] of pairs) {
    text += `${text === '' ? '' : '&'}${encodePart(name)}=${encodePart(value)}`;
  }
  return text;
}
