// Bytes in and out of node:crypto.
import { Buffer } from 'node:buffer';
import { argumentType, checkCallback } from './errors.ts';

/** What node:crypto takes for bytes. */
export type Data = string | ArrayBuffer | ArrayBufferView;

/** The bytes of an argument; a text is UTF-8 unless something else is said. */
export function bytesOf(data: Data, encoding?: BufferEncoding): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw argumentType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}

/** Bytes as a caller asked for them. */
export function encoded(bytes: Uint8Array, encoding?: BufferEncoding | 'buffer'): Buffer | string {
  const buffer = Buffer.from(bytes);
  return encoding === undefined || encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

/** Derived key bytes, or the error that there are none. */
export function derived(family: string, bytes: Uint8Array | null, digest: string): Buffer {
  if (bytes === null) {
    throw new TypeError(`Invalid ${family} digest: ${digest}${family === 'Pbkdf2' ? '.' : ''}`);
  }
  return Buffer.from(bytes);
}

/** How node:crypto tells results. */
export type Callback<T> = (error: Error | null, value?: T) => void;

/** Calls back later, as Node does, with what a synchronous function returns or throws. */
export function later<T>(work: () => T, callback: Callback<T>): void {
  checkCallback(callback);
  queueMicrotask(() => {
    let value: T;
    try {
      value = work();
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    callback(null, value);
  });
}
