// How large a value of a Durable Object's storage is once it is serialised, as the limit on it counts.

/** Marks what JSON has no words for, and bytes in base64 among it; see sim/runtime/web/remote-values.ts. */
const MARK = '$antipode';

/** About what the serialisation adds to each text, list and object: a tag and a length. */
const TAG_BYTES = 4;

/** Three bytes are four characters. */
const BASE64_SHARE = 0.75;

function textBytes(text: string): number {
  // Texts are kept with one byte a character, or with two when one of them needs that.
  return TAG_BYTES + (/^[\0-\u00ff]*$/.test(text) ? text.length : 2 * text.length);
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value !== 'object' || value === null) return TAG_BYTES;
  const kind: unknown = Reflect.get(value, MARK);
  const inside: unknown = Reflect.get(value, 'value');
  const isBytes = typeof kind === 'string' && /Array|Buffer|View/.test(kind);
  if (isBytes && typeof inside === 'string') return TAG_BYTES + Math.floor(inside.length * BASE64_SHARE);
  const parts = Array.isArray(value) ? value : Object.entries(value).flat();
  return parts.reduce((sum: number, part) => sum + sizeOf(part), TAG_BYTES);
}

/** Whether a value, as the JSON text in which it crosses the realm's wall, is within a limit in bytes. */
export function fitsWithin(text: string, limitBytes: number): boolean {
  // No character of the text stands for more than two bytes.
  return 2 * text.length <= limitBytes || sizeOf(JSON.parse(text)) <= limitBytes;
}
