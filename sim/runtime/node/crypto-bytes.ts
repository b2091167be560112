// Bytes in and out of node:crypto.
import { Buffer } from 'node:buffer';

/** What node:crypto takes for bytes. */
export type Data = string | ArrayBuffer | ArrayBufferView;

/** The bytes of an argument; a text is UTF-8 unless something else is said. */
export function bytesOf(data: Data, encoding?: BufferEncoding): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new TypeError(
    'The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.',
  );
}

/** Bytes as a caller asked for them. */
export function encoded(bytes: Uint8Array, encoding?: BufferEncoding | 'buffer'): Buffer | string {
  const buffer = Buffer.from(bytes);
  return encoding === undefined || encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

/** Derived key bytes, or the error that there are none. */
export function derived(bytes: Uint8Array | null, digest: string): Buffer {
  if (bytes === null) throw new TypeError(`Invalid digest: ${digest}`);
  return Buffer.from(bytes);
}
