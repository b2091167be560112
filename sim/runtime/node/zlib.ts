// node:zlib: whole messages, at once or by callback, and streams that work at their end.
import { Buffer } from 'node:buffer';
import { Transform } from 'node:stream';
import { outOfRange } from './errors.ts';
import { hooks } from './hooks.ts';
import { constants } from './zlib-constants.ts';

type Data = string | ArrayBuffer | ArrayBufferView;
interface Options {
  readonly level?: number;
}
type Callback = (error: Error | null, result?: Buffer) => void;

function bytesOf(data: Data): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new TypeError(
    "Failed to execute 'zlibSync' on 'ZlibUtil': parameter 1 is not of type 'string or ArrayBuffer or ArrayBufferView'.",
  );
}

function run(kind: string, data: Data, options: Options = {}): Buffer {
  const { level } = options;
  if (level !== undefined && !(level >= -1 && level <= 9))
    throw outOfRange('options.level', '>= -1 and <= 9', level);
  const result = hooks.zlib(kind, bytesOf(data), options.level ?? -1);
  if (typeof result !== 'string') return Buffer.from(result);
  throw new Error(result);
}

const sync = (kind: string) => (data: Data, options?: Options) => run(kind, data, options);

const later =
  (kind: string) =>
  (data: Data, ...rest: [Callback] | [Options, Callback]): void => {
    const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest;
    queueMicrotask(() => {
      try {
        callback(null, run(kind, data, options));
      } catch (error) {
        callback(error instanceof Error ? error : new Error(String(error)));
      }
    });
  };

/** A stream that gives its result when all has been written. */
class Whole extends Transform {
  readonly #kind: string;
  readonly #options: Options;
  readonly #parts: Uint8Array[] = [];

  constructor(kind: string, options: Options = {}) {
    super();
    this.#kind = kind;
    this.#options = options;
  }

  override _transform(chunk: Data, _encoding: BufferEncoding, done: () => void): void {
    this.#parts.push(bytesOf(chunk));
    done();
  }

  override _flush(done: (error?: Error) => void): void {
    try {
      this.push(run(this.#kind, Buffer.concat(this.#parts), this.#options));
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

const stream = (kind: string) => (options?: Options) => new Whole(kind, options);

export const gzipSync = sync('gzip');
export const gunzipSync = sync('gunzip');
export const deflateSync = sync('deflate');
export const inflateSync = sync('inflate');
export const deflateRawSync = sync('deflateRaw');
export const inflateRawSync = sync('inflateRaw');
export const unzipSync = sync('unzip');
export const brotliCompressSync = sync('brotliCompress');
export const brotliDecompressSync = sync('brotliDecompress');
export const gzip = later('gzip');
export const gunzip = later('gunzip');
export const deflate = later('deflate');
export const inflate = later('inflate');
export const deflateRaw = later('deflateRaw');
export const inflateRaw = later('inflateRaw');
export const unzip = later('unzip');
export const brotliCompress = later('brotliCompress');
export const brotliDecompress = later('brotliDecompress');
export const createGzip = stream('gzip');
export const createGunzip = stream('gunzip');
export const createDeflate = stream('deflate');
export const createInflate = stream('inflate');
export const createDeflateRaw = stream('deflateRaw');
export const createInflateRaw = stream('inflateRaw');
export const createUnzip = stream('unzip');
export const createBrotliCompress = stream('brotliCompress');
export const createBrotliDecompress = stream('brotliDecompress');
export { constants };

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
  let crc = ~value;
  for (const byte of bytesOf(data)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0);
  }
  return ~crc >>> 0;
}
