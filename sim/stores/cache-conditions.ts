// What a cached response becomes for a request with conditions or a range: 304, 206, 416, or the whole of it.
import { headerOf, withoutHeaders } from '../entities/http-cache.ts';

/** The part of a response that conditions may change. */
interface Whole {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
}

/** `If-None-Match` before `If-Modified-Since` (RFC 9110 section 13.2.2), then a single `Range` of bytes. */
export function conditional(asked: readonly string[], whole: Whole): Whole {
  if (notModified(asked, whole.headers)) return { ...whole, status: 304, statusText: '', body: null };
  const range = /^bytes=(\d*)-(\d*)$/.exec(headerOf(asked, 'range') ?? '');
  if (range === null || whole.body === null) return whole;
  const bytes = typeof whole.body === 'string' ? new TextEncoder().encode(whole.body) : whole.body;
  const reach = reachOf(range, bytes.length);
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

function notModified(asked: readonly string[], headers: readonly string[]): boolean {
  const wanted = headerOf(asked, 'if-none-match');
  const tag = opaque(headerOf(headers, 'etag') ?? '');
  if (wanted !== null && tag !== null)
    return wanted.trim() === '*' || wanted.split(',').some((one) => opaque(one) === tag);
  const since = Date.parse(headerOf(asked, 'if-modified-since') ?? '');
  const modified = Date.parse(headerOf(headers, 'last-modified') ?? '');
  return modified <= since;
}

/** The text of an entity tag without its weakness; null when it is none. */
function opaque(tag: string): string | null {
  return /^(?:W\/)?"(.+)"$/.exec(tag.trim())?.[1] ?? null;
}
