// Decoding of base64, free of everything else: the language's own additions need it before the Web API exists.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const VALUES: Int8Array = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** Decodes base64 to a binary string; null when the text is not base64 (WHATWG Infra, forgiving-base64 decode). */
export function decodeBase64(text: string): string | null {
  let clean = /[\t\n\f\r ]/.test(text) ? text.replaceAll(/[\t\n\f\r ]/g, '') : text;
  if (clean.length % 4 === 0) {
    if (clean.endsWith('==')) clean = clean.slice(0, -2);
    else if (clean.endsWith('=')) clean = clean.slice(0, -1);
  }
  if (clean.length % 4 === 1) return null;
  let out = '';
  let bits = 0;
  let held = 0;
  for (let i = 0; i < clean.length; i++) {
    const code = clean.charCodeAt(i);
    const value = code < 128 ? (VALUES[code] ?? -1) : -1;
    if (value < 0) return null;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += String.fromCharCode((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return out;
}
