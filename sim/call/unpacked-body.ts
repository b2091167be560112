// Bodies as a client's `fetch` gives them: what a handler has packed itself (`encodeBody: 'manual'`) is unpacked; what the platform would pack on the way is not packed here.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** Most bytes that a body may unpack to. */
const MAX_BYTES = 268_435_456;

const UNPACK: ReadonlyMap<string, typeof gunzipSync> = new Map([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['deflate', inflateSync],
]);

/** The body of a response with these headers (names and values in turn); bytes that its Content-Encoding does not fit stay as they are. */
export function unpackedBody(
  body: string | Uint8Array | null,
  headers: readonly string[],
): string | Uint8Array | null {
  if (body === null || typeof body === 'string') return body;
  const at = headers.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'content-encoding');
  const unpack = at < 0 ? undefined : UNPACK.get((headers[at + 1] ?? '').trim().toLowerCase());
  if (unpack === undefined) return body;
  try {
    return unpack(body, { maxOutputLength: MAX_BYTES });
  } catch {
    return body;
  }
}
