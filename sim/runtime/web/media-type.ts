// Media types as the MIME Sniffing Standard writes them, and the one that the values of a Content-Type header mean.
import { MIMEType } from '../node/mime-type.ts';

function parsed(text: string): MIMEType | null {
  try {
    return new MIMEType(text);
  } catch {
    return null;
  }
}

/** A media type in its normal form; empty when the text is none. */
export function normalMediaType(text: string): string {
  return parsed(text)?.toString() ?? '';
}

/** Values of a header, at commas outside of quotes (Fetch standard, "get, decode, and split"). */
const VALUES = /(?:"(?:\\.|[^"\\])*"?|[^",])+/gs;

/** What a Content-Type header says in the end (Fetch standard, "extract a MIME type"); empty when it says nothing. */
export function mediaTypeOf(header: string): string {
  let found: MIMEType | null = null;
  let charset: string | null = null;
  for (const value of header.match(VALUES) ?? []) {
    const next = parsed(value);
    if (next === null || next.essence === '*/*') continue;
    if (next.essence !== found?.essence) charset = next.params.get('charset');
    else if (charset !== null && !next.params.has('charset')) next.params.set('charset', charset);
    found = next;
  }
  return found?.toString() ?? '';
}
