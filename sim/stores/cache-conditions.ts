// What a cached response becomes for a request with conditions or a range: 304, 206, 416, or the whole of it.
import { headerOf, withoutHeaders } from '../entities/http-cache.ts';

/** The part of a response that conditions may change. */
interface Whole {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
}

/** `If-None-Match`, then `If-Modified-Since`, then a single `Range` of bytes. Of several ranges the whole is answered; what is no range of bytes is refused. */
export function conditional(asked: readonly string[], whole: Whole): Whole {
  if (notModified(asked, whole.headers)) return { ...whole, status: 304, statusText: '', body: null };
  const ranges = headerOf(asked, 'range');
  if (ranges === null || whole.body === null || /^bytes=(?:.*,.*|-0+)$/.test(ranges)) return whole;
  const range = /^bytes=(\d*)-(\d*)$/.exec(ranges);
  const bytes = typeof whole.body === 'string' ? new TextEncoder().encode(whole.body) : whole.body;
  const reach = range === null ? null : reachOf(range, bytes.length);
  if (reach === null) {
    const headers = ['content-range', `bytes */${bytes.length}`, 'cf-cache-status', 'HIT'];
    return { status: 416, statusText: '', headers, body: null };
  }
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

/** First and last byte of a range; `-n` means the last n bytes. Null when nothing of the body lies in it. */
function reachOf(
  [, from = '', to = '']: RegExpExecArray,
  size: number,
): { first: number; last: number } | null {
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  return first >= size || last < first ? null : { first, last };
}

/** As the local cache of Workers: a tag that is another one leaves it to the date. */
function notModified(asked: readonly string[], headers: readonly string[]): boolean {
  const wanted = headerOf(asked, 'if-none-match');
  const tag = opaque(headerOf(headers, 'etag') ?? '');
  if (wanted !== null && tag !== null) {
    if (wanted.trim() === '*' || wanted.split(',').some((one) => opaque(one) === tag)) return true;
  }
  const since = Date.parse(headerOf(asked, 'if-modified-since') ?? '');
  const modified = Date.parse(headerOf(headers, 'last-modified') ?? '');
  return modified <= since;
}

/** The text of an entity tag without its weakness; null when it is none. */
function opaque(tag: string): string | null {
  return /^(?:W\/)?"(.+)"$/.exec(tag.trim())?.[1] ?? null;
}
