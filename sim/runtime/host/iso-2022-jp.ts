// ISO-2022-JP by the decoder of the Encoding standard (section 13.2.1), where the host's own knows other escapes and forgives more.
import type { LegacyDecoder } from './legacy-text.ts';

/** What escapes switch to; `lead` is where pairs start. */
type Mode = 'ascii' | 'roman' | 'katakana' | 'lead';
type State = Mode | 'trail' | 'escape start' | 'escape';

const ESC = 0x1b;
/** Where the input ends; it is read like a byte. */
const END = -1;

const ESCAPES: Readonly<Record<number, Mode>> = {
  0x28_42: 'ascii',
  0x28_4a: 'roman',
  0x28_49: 'katakana',
  0x24_40: 'lead',
  0x24_42: 'lead',
};

/** Gives the character of a lead and a trail of JIS X 0208; null when there is none. */
type Pair = (lead: number, trail: number) => string | null;

function within(byte: number, from: number, to: number): boolean {
  return byte >= from && byte <= to;
}

/** The character of one byte outside of pairs; null when there is none. */
function single(state: State, byte: number): string | null {
  if (state === 'katakana') return within(byte, 0x21, 0x5f) ? String.fromCharCode(0xff_40 + byte) : null;
  if (!within(byte, 0, 0x7f) || within(byte, 0x0e, 0x0f)) return null;
  if (state === 'roman' && byte === 0x5c) return '\u{A5}';
  if (state === 'roman' && byte === 0x7e) return '\u{203E}';
  return String.fromCharCode(byte);
}

/** The decoder: bytes to text as they arrive. */
export class Iso2022Jp implements LegacyDecoder {
  readonly #pair: Pair;
  readonly #isFatal: boolean;
  #state: State = 'ascii';
  /** What the last escape switched to. */
  #mode: Mode = 'ascii';
  #lead = 0;
  /** Whether nothing has come since the last escape; a second one is then wrong. */
  #isBareEscape = false;
  #isWrong = false;
  #queue: number[] = [];

  constructor(pair: Pair, isFatal: boolean) {
    this.#pair = pair;
    this.#isFatal = isFatal;
  }

  decode(bytes: Uint8Array, stream: boolean): string | null {
    let text = '';
    this.#queue = [...bytes];
    if (!stream) this.#queue.push(END);
    for (let byte = this.#queue.shift(); byte !== undefined; byte = this.#queue.shift())
      text += this.#read(byte);
    if (!stream) {
      this.#state = 'ascii';
      this.#mode = 'ascii';
      this.#isBareEscape = false;
    }
    return this.#isWrong && this.#isFatal ? null : text;
  }

  #failed(): string {
    this.#isWrong = true;
    return '\u{FFFD}';
  }

  #read(byte: number): string {
    if (this.#state === 'trail') return this.#trail(byte);
    if (this.#state === 'escape') return this.#escape(byte);
    if (this.#state !== 'escape start') return this.#inMode(byte);
    if (byte !== 0x24 && byte !== 0x28) return this.#noEscape(byte);
    this.#lead = byte;
    this.#state = 'escape';
    return '';
  }

  #inMode(byte: number): string {
    if (byte === ESC) {
      this.#state = 'escape start';
      return '';
    }
    if (byte === END) return '';
    this.#isBareEscape = false;
    if (this.#state !== 'lead') return single(this.#state, byte) ?? this.#failed();
    if (!within(byte, 0x21, 0x7e)) return this.#failed();
    this.#lead = byte;
    this.#state = 'trail';
    return '';
  }

  #trail(byte: number): string {
    this.#state = byte === ESC ? 'escape start' : 'lead';
    return (within(byte, 0x21, 0x7e) ? this.#pair(this.#lead, byte) : null) ?? this.#failed();
  }

  #escape(byte: number): string {
    const next = ESCAPES[this.#lead * 256 + byte];
    if (next === undefined) return this.#noEscape(this.#lead, byte);
    this.#state = next;
    this.#mode = next;
    const isSecond = this.#isBareEscape;
    this.#isBareEscape = true;
    return isSecond ? this.#failed() : '';
  }

  /** What was no escape is read again without its first byte. */
  #noEscape(...again: number[]): string {
    this.#queue.unshift(...again);
    this.#isBareEscape = false;
    this.#state = this.#mode;
    return this.#failed();
  }
}
