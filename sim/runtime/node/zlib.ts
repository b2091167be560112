// node:zlib: whole messages, at once or by callback; the streams stand in zlib-streams.ts.
import { Buffer } from 'node:buffer';
import { argumentType } from './errors.ts';
import { hooks } from './hooks.ts';
import { constants } from './zlib-constants.ts';
import { bytesOf, checkOptions, settingsOf } from './zlib-options.ts';
import type { Data, Options } from './zlib-options.ts';

export { constants };

type Callback = (error: Error | null, result?: Buffer) => void;

function run(kind: string, data: Data, options: Options = {}): Buffer {
  const bytes = bytesOf(data, 'zlibSync');
  checkOptions(options, (name, range, value) => {
    const text = `The value of "options.${name}" is out of range. It must be ${range}. Received ${value}`;
    return new RangeError(text);
  });
  const result = hooks.zlib(kind, bytes, settingsOf(options), options.dictionary ?? new Uint8Array(0));
  if (typeof result !== 'string') return Buffer.from(result);
  if (result === 'Memory limit exceeded') throw new RangeError(result);
  throw new Error(result);
}

const sync = (kind: string) => (data: Data, options?: Options) => run(kind, data, options);

/** By callback. */
const later =
  (kind: string) =>
  (data: Data, ...rest: [Callback] | [Options, Callback]): void => {
    const [options, callback] = typeof rest[0] === 'function' ? [{}, rest[0]] : [rest[0], rest[1]];
    if (typeof callback !== 'function') throw argumentType('callback', 'of type function', callback);
    queueMicrotask(() => {
      let result: Buffer;
      try {
        result = run(kind, data, options);
      } catch (error) {
        callback(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      callback(null, result);
    });
  };

export const gzipSync = sync('gzip');
export const gunzipSync = sync('gunzip');
export const deflateSync = sync('deflate');
export const inflateSync = sync('inflate');
export const deflateRawSync = sync('deflateRaw');
export const inflateRawSync = sync('inflateRaw');
export const unzipSync = sync('unzip');
export const brotliCompressSync = sync('brotliCompress');
export const brotliDecompressSync = sync('brotliDecompress');
export const zstdCompressSync = sync('zstdCompress');
export const zstdDecompressSync = sync('zstdDecompress');
export const gzip = later('gzip');
export const gunzip = later('gunzip');
export const deflate = later('deflate');
export const inflate = later('inflate');
export const deflateRaw = later('deflateRaw');
export const inflateRaw = later('inflateRaw');
export const unzip = later('unzip');
export const brotliCompress = later('brotliCompress');
export const brotliDecompress = later('brotliDecompress');
export const zstdCompress = later('zstdCompress');
export const zstdDecompress = later('zstdDecompress');

/** Names of zlib's answers by number, and numbers by name. */
export const codes: Readonly<Record<string, string | number>> = Object.fromEntries(
  Object.entries(constants)
    .filter(([name]) => /^Z_(?:OK|STREAM_END|NEED_DICT|ERRNO|\w+_ERROR)$/.test(name))
    .flatMap(([name, value]): [string, string | number][] => [
      [name, value],
      [String(value), name],
    ]),
);

/** The checksum of gzip and PNG (CRC-32, polynomial 0xEDB88320), bit by bit. */
export function crc32(data: Data, value = 0): number {
  if (typeof value !== 'number') throw argumentType('value', 'of type number', value);
  let crc = ~value;
  for (const byte of bytesOf(data, 'crc32')) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0);
  }
  return ~crc >>> 0;
}
