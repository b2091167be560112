// What a cached response becomes for a request with conditions or a range: 304, 206, 416, or the whole of it.
import { headerOf, withoutHeaders } from '../entities/http-cache.ts';

/** The part of a response that conditions may change. */
interface Whole {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
}

/** An unsatisfiable `Range`, then `If-None-Match`, then `If-Modified-Since`, then a single `Range` of bytes. Of several ranges, and of more than there is from the end, the whole is answered; what is no range of bytes is refused. */
export function conditional(asked: readonly string[], whole: Whole): Whole {
  const wanted = headerOf(asked, 'range');
  if (wanted === null || whole.body === null) return unlessKnown(asked, whole);
  const bytes = typeof whole.body === 'string' ? new TextEncoder().encode(whole.body) : whole.body;
  const reach = reachOf(wanted, bytes.length);
  if (reach === null) {
    const headers = ['content-range', `bytes */${bytes.length}`, 'cf-cache-status', 'HIT'];
    return { status: 416, statusText: '', headers, body: null };
  }
  if (reach === 'whole' || notModified(asked, whole.headers)) return unlessKnown(asked, whole);
  const { first, last } = reach;
  return {
    status: 206,
    statusText: '',
    headers: [
      ...withoutHeaders(whole.headers, ['content-length']),
      'content-range',
      `bytes ${first}-${last}/${bytes.length}`,
      'content-length',
      String(last - first + 1),
    ],
    body: bytes.slice(first, last + 1),
  };
}

/** The whole, or 304 where who asks has it already. */
function unlessKnown(asked: readonly string[], whole: Whole): Whole {
  return notModified(asked, whole.headers) ? { ...whole, status: 304, statusText: '', body: null } : whole;
}

/** First and last byte of what a `Range` asks for; `-n` means the last n bytes. Null when nothing of the body lies in it. */
function reachOf(wanted: string, size: number): { first: number; last: number } | 'whole' | null {
  if (/^ *bytes *=(?: *$|.*,)/i.test(wanted)) return 'whole';
  const range = /^ *bytes *= *(\d*) *- *(\d*) *$/i.exec(wanted);
  if (range === null) return null;
  const [, from = '', to = ''] = range;
  if (from === '' && to === '') return null;
  if (from === '') {
    const length = Number(to);
    return length === 0 || length >= size ? 'whole' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  if (first >= size || (to !== '' && Number(to) < first)) return null;
  return { first, last: to === '' ? size - 1 : Math.min(size - 1, Number(to)) };
}

/** As the local cache of Workers: a tag that is another one leaves it to the date. */
function notModified(asked: readonly string[], headers: readonly string[]): boolean {
  const wanted = headerOf(asked, 'if-none-match');
  const tag = opaque(headerOf(headers, 'etag') ?? '');
  if (wanted !== null && tag !== null) {
    if (wanted.trim() === '*' || wanted.split(',').some((one) => opaque(one) === tag)) return true;
  }
  return httpDate(headerOf(headers, 'last-modified')) <= httpDate(headerOf(asked, 'if-modified-since'));
}

/** Milliseconds since 1970 of a date as HTTP writes it; NaN for any other text. */
function httpDate(text: string | null): number {
  return text !== null && /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
}

/** The text of an entity tag without its weakness; null when it is none. */
function opaque(tag: string): string | null {
  return /^(?:W\/)?"(.+)"$/.exec(tag.trim())?.[1] ?? null;
}
