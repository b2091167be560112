// The multi-byte encodings of Korea, Japan and Taiwan by the rules of the Encoding standard, where the host's own decoder follows other tables.
import { TextDecoder } from 'node:util';
import { Iso2022Jp } from './iso-2022-jp.ts';

/** How one of these encodings reads its bytes (WHATWG Encoding, sections 11 to 13). */
interface MultiByteRules {
  readonly isLead: (byte: number) => boolean;
  /** The character of a lone byte above 127; null when there is none. */
  readonly single: (byte: number) => string | null;
  /** The text of a lead and a trail; null when there is none. */
  readonly pair: (lead: number, trail: number) => string | null;
  /** Whether a lead and its trail want a third byte; both together are then the lead. */
  readonly isLonger?: (lead: number, trail: number) => boolean;
}

/** Text of bytes as they arrive; null when they are wrong and wrong bytes are refused. */
export interface LegacyDecoder {
  decode(bytes: Uint8Array, stream: boolean): string | null;
}

const REPLACEMENT = '\u{FFFD}';
/** What the host's tables give where the standard has nothing: wrong, a control character, or for private use. */
const NO_CHARACTER = /[\u{80}-\u{9F}\u{E000}-\u{F8FF}\u{FFFD}]/u;

function within(byte: number, from: number, to: number): boolean {
  return byte >= from && byte <= to;
}

/** The one character that the host finds in some bytes; null when it finds none or several. */
function hostCharacter(host: TextDecoder, bytes: readonly number[]): string | null {
  const text = host.decode(Uint8Array.from(bytes));
  return Array.from(text).length === 1 && !NO_CHARACTER.test(text) ? text : null;
}

const KOREAN_TRAILS: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte).filter(
  (byte) => within(byte, 0x41, 0x5a) || within(byte, 0x61, 0x7a) || within(byte, 0x81, 0xfe),
);

/**
 * The syllables that KS X 1001 lacks, by lead and trail: they fill what it leaves free in the order of Unicode
 * (index euc-kr of the standard, that is code page 949).
 */
function furtherSyllables(host: TextDecoder): ReadonlyMap<number, string> {
  const known = new Set<string | null>();
  for (let lead = 0xb0; lead <= 0xc8; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) known.add(hostCharacter(host, [lead, trail]));
  const found = new Map<number, string>();
  let code = 0xac_00;
  for (let lead = 0x81; lead <= 0xc6; lead++) {
    for (const trail of KOREAN_TRAILS) {
      if (lead > 0xa0 && trail > 0xa0) break;
      while (known.has(String.fromCharCode(code))) code += 1;
      if (code > 0xd7_a3) return found;
      found.set(lead * 256 + trail, String.fromCharCode(code));
      code += 1;
    }
  }
  return found;
}

/** What code page 949 has and the host's table of KS X 1001 has not: the signs that were added in 1998. */
const KOREAN_SIGNS: Readonly<Record<number, string>> = { 0xa2_e6: '\u{20AC}', 0xa2_e7: '\u{AE}' };

function korean(): MultiByteRules {
  const host = new TextDecoder('euc-kr');
  const further = furtherSyllables(host);
  return {
    isLead: (byte) => within(byte, 0x81, 0xfe),
    single: () => null,
    pair: (lead, trail) =>
      lead >= 0xa1 && trail >= 0xa1
        ? (KOREAN_SIGNS[lead * 256 + trail] ?? hostCharacter(host, [lead, trail]))
        : (further.get(lead * 256 + trail) ?? null),
  };
}

/** Pairs of Big5 that stand for two characters (section 12.1.1). */
const BIG5_TWINS: Readonly<Record<number, string>> = {
  0x88_62: '\u{CA}\u{304}',
  0x88_64: '\u{CA}\u{30C}',
  0x88_a3: '\u{EA}\u{304}',
  0x88_a5: '\u{EA}\u{30C}',
};

/** The characters of Hong Kong's supplement are not in the host's table: they are read as wrong here. */
function taiwanese(): MultiByteRules {
  const host = new TextDecoder('big5');
  return {
    isLead: (byte) => within(byte, 0x81, 0xfe),
    single: () => null,
    pair: (lead, trail) => BIG5_TWINS[lead * 256 + trail] ?? hostCharacter(host, [lead, trail]),
  };
}

function shiftJis(): MultiByteRules {
  const host = new TextDecoder('shift_jis');
  return {
    isLead: (byte) => within(byte, 0x81, 0x9f) || within(byte, 0xe0, 0xfc),
    single: (byte) =>
      byte === 0x80 ? '\u{80}' : within(byte, 0xa1, 0xdf) ? String.fromCharCode(0xff_61 - 0xa1 + byte) : null,
    pair(lead, trail) {
      const text = host.decode(Uint8Array.of(lead, trail));
      return text.length === 1 && text !== REPLACEMENT ? text : null;
    },
  };
}

function eucJp(): MultiByteRules {
  const host = new TextDecoder('euc-jp');
  return {
    isLead: (byte) => byte === 0x8e || byte === 0x8f || within(byte, 0xa1, 0xfe),
    single: () => null,
    isLonger: (lead, trail) => lead === 0x8f && within(trail, 0xa1, 0xfe),
    pair(lead, trail) {
      if (!within(trail, 0xa1, lead === 0x8e ? 0xdf : 0xfe) || lead === 0x8f) return null;
      // Row 83 of JIS X 0212 holds additions of the host's table.
      if (lead === 0x8f_f3) return null;
      return hostCharacter(host, lead > 0xff ? [0x8f, lead & 0xff, trail] : [lead, trail]);
    },
  };
}

const RULES: Readonly<Record<string, () => MultiByteRules>> = {
  'euc-kr': korean,
  big5: taiwanese,
  shift_jis: shiftJis,
  'euc-jp': eucJp,
};

function decoderBy(rules: MultiByteRules, fatal: boolean): LegacyDecoder {
  let lead = 0;
  let wrong = false;
  const replaced = (): string => {
    wrong = true;
    return REPLACEMENT;
  };
  const first = (byte: number): string => {
    if (byte < 128) return String.fromCharCode(byte);
    if (!rules.isLead(byte)) return rules.single(byte) ?? replaced();
    lead = byte;
    return '';
  };
  const further = (byte: number): string => {
    if (rules.isLonger?.(lead, byte) === true) {
      lead = lead * 256 + byte;
      return '';
    }
    const text = rules.pair(lead, byte);
    lead = 0;
    if (text !== null) return text;
    // An ASCII byte after a lead that wants another one stands for itself.
    return byte < 128 ? replaced() + String.fromCharCode(byte) : replaced();
  };
  return {
    decode(bytes, stream) {
      let text = '';
      for (const byte of bytes) text += lead === 0 ? first(byte) : further(byte);
      if (!stream && lead !== 0) text += replaced();
      if (!stream) lead = 0;
      return wrong && fatal ? null : text;
    },
  };
}

/** Gives a decoder for an encoding of this file, null for the others; the rules of each are made once. */
export function createLegacyDecoders(): (encoding: string, fatal: boolean) => LegacyDecoder | null {
  const made = new Map<string, MultiByteRules>();
  return (encoding, fatal) => {
    // The pairs of ISO-2022-JP are those of EUC-JP without their eighth bits.
    const isEscaped = encoding === 'iso-2022-jp';
    const name = isEscaped ? 'euc-jp' : encoding;
    const rules = made.get(name) ?? RULES[name]?.();
    if (rules === undefined) return null;
    made.set(name, rules);
    if (!isEscaped) return decoderBy(rules, fatal);
    return new Iso2022Jp((lead, trail) => rules.pair(lead | 0x80, trail | 0x80), fatal);
  };
}
