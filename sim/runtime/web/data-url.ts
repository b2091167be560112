// What `fetch` answers to a data: URL, by the Fetch standard's data: URL processor; nothing leaves the isolate.
import { atob } from './base64.ts';

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

/** Reads a data: URL; null when it is none that can be read. */
export function readDataUrl(url: string): DataContent | null {
  const match = /^data:([^,]*),([^#]*)/.exec(url);
  if (match === null) return null;
  const [, head = '', tail = ''] = match;
  const isBase64 = /; *base64$/i.test(head);
  const given = isBase64 ? head.replace(/; *base64$/i, '') : head;
  const type = given.startsWith(';') ? `text/plain${given}` : given;
  let text = percentDecoded(tail);
  if (isBase64) {
    try {
      text = atob(text);
    } catch {
      return null;
    }
  }
  const bytes = Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  return { type: type.includes('/') ? type.trim() : 'text/plain;charset=US-ASCII', bytes };
}
