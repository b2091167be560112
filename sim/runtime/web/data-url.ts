// What `fetch` answers to a data: URL, by the Fetch standard's data: URL processor; nothing leaves the isolate.
import { atob } from './base64.ts';
import { normalMediaType } from './media-type.ts';

/** What a data: URL holds. */
export interface DataContent {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Percent-decodes a text of ASCII; the parser of URLs has encoded everything else. */
function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Workerd leaves out what is not base64, where the standard refuses the whole. */
function leniently(text: string): string {
  const digits = text.replaceAll(/[^A-Za-z0-9+/]/g, '');
  return atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
}

/** Reads a data: URL; null when it is none that can be read. */
export function readDataUrl(url: string): DataContent | null {
  const match = /^data:([^,]*),([^#]*)/.exec(url);
  if (match === null) return null;
  const [, head = '', tail = ''] = match;
  const isBase64 = /; *base64 *$/i.test(head);
  const given = isBase64 ? head.replace(/; *base64 *$/i, '') : head;
  const type = normalMediaType(given.startsWith(';') ? `text/plain${given}` : given);
  const text = percentDecoded(tail);
  const bytes = Uint8Array.from(isBase64 ? leniently(text) : text, (unit) => unit.charCodeAt(0));
  return { type: type === '' ? 'text/plain;charset=US-ASCII' : type, bytes };
}
