// Streams of node:zlib: each piece that is written is compressed or decompressed as far as it goes.
import { Buffer } from 'node:buffer';
import { Transform } from 'node:stream';
import { outOfRange } from './errors.ts';
import { hooks } from './hooks.ts';
import { constants } from './zlib-constants.ts';
import { bytesOf, checkOptions, settingsOf } from './zlib-options.ts';
import type { Data, Options } from './zlib-options.ts';

type Done = (error?: Error | null) => void;

/** An error of zlib as its streams tell it: the host says name, number and words. */
function zlibError(told: string): Error {
  const [code, errno, ...words] = told.split('|');
  return Object.assign(new Error(words.join('|')), { errno: Number(errno), code });
}

/** A compression or decompression under way. */
abstract class ZlibBase extends Transform {
  /** What the host calls it. */
  protected abstract readonly kind: string;
  /** What says to hand out all there is, and what says that no more comes. */
  protected readonly flushes: { readonly flush: number; readonly finish: number } = {
    flush: constants.Z_FULL_FLUSH,
    finish: constants.Z_FINISH,
  };
  readonly _level: number;
  readonly _strategy: number;
  bytesWritten = 0;
  /** Begun anew after `reset`: the host keeps its state by this object. */
  #engine = {};
  readonly #settings: string;
  readonly #dictionary: Uint8Array;
  readonly #finish: number | undefined;

  constructor(options: Options = {}) {
    super();
    checkOptions(options, (name, range, value) => outOfRange(`options.${name}`, range, value));
    this._level = options.level ?? constants.Z_DEFAULT_COMPRESSION;
    this._strategy = options.strategy ?? constants.Z_DEFAULT_STRATEGY;
    this.#settings = settingsOf(options);
    this.#dictionary = options.dictionary ?? new Uint8Array(0);
    this.#finish = options.finishFlush;
  }

  #step(bytes: Uint8Array, flush: number, done: Done): void {
    const result = hooks.zlibStep(this.#engine, this.kind, bytes, flush, this.#settings, this.#dictionary);
    if (typeof result === 'string') {
      done(zlibError(result));
      return;
    }
    if (result.length > 0) this.push(Buffer.from(result));
    done();
  }

  override _transform(chunk: Data, _encoding: BufferEncoding, done: Done): void {
    const bytes = bytesOf(chunk, 'write');
    this.bytesWritten += bytes.length;
    this.#step(bytes, constants.Z_NO_FLUSH, done);
  }

  override _flush(done: Done): void {
    this.#step(new Uint8Array(0), this.#finish ?? this.flushes.finish, done);
  }

  /** Hands out what has been written so far, once that has been taken. */
  flush(first?: number | (() => void), second?: () => void): void {
    const callback = typeof first === 'function' ? first : second;
    const kind = typeof first === 'number' ? first : this.flushes.flush;
    if (this.writableFinished) {
      if (callback !== undefined) queueMicrotask(callback);
      return;
    }
    // A write of nothing keeps its place among the others.
    this.write(Buffer.alloc(0), () => {
      this.#step(new Uint8Array(0), kind, (error) => {
        if (error) this.destroy(error);
        callback?.();
      });
    });
  }

  params(level: number, strategy: number, callback: () => void): void {
    checkOptions({ level, strategy }, (name, range, value) => outOfRange(name, range, value));
    queueMicrotask(callback);
  }

  reset(): void {
    this.#engine = {};
  }

  close(callback?: () => void): void {
    if (callback !== undefined) this.once('close', callback);
    this.destroy();
  }
}

export class Gzip extends ZlibBase {
  protected readonly kind = 'gzip';
}
export class Gunzip extends ZlibBase {
  protected readonly kind = 'gunzip';
}
export class Deflate extends ZlibBase {
  protected readonly kind = 'deflate';
}
export class Inflate extends ZlibBase {
  protected readonly kind = 'inflate';
}
export class DeflateRaw extends ZlibBase {
  protected readonly kind = 'deflateRaw';
}
export class InflateRaw extends ZlibBase {
  protected readonly kind = 'inflateRaw';
}
export class Unzip extends ZlibBase {
  protected readonly kind = 'unzip';
}

const BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finish: constants.BROTLI_OPERATION_FINISH };
const ZSTD = { flush: constants.ZSTD_e_flush, finish: constants.ZSTD_e_end };

export class BrotliCompress extends ZlibBase {
  protected readonly kind = 'brotliCompress';
  protected override readonly flushes = BROTLI;
}
export class BrotliDecompress extends ZlibBase {
  protected readonly kind = 'brotliDecompress';
  protected override readonly flushes = BROTLI;
}
export class ZstdCompress extends ZlibBase {
  protected readonly kind = 'zstdCompress';
  protected override readonly flushes = ZSTD;
}
export class ZstdDecompress extends ZlibBase {
  protected readonly kind = 'zstdDecompress';
  protected override readonly flushes = ZSTD;
}

export const createGzip = (options?: Options): Gzip => new Gzip(options);
export const createGunzip = (options?: Options): Gunzip => new Gunzip(options);
export const createDeflate = (options?: Options): Deflate => new Deflate(options);
export const createInflate = (options?: Options): Inflate => new Inflate(options);
export const createDeflateRaw = (options?: Options): DeflateRaw => new DeflateRaw(options);
export const createInflateRaw = (options?: Options): InflateRaw => new InflateRaw(options);
export const createUnzip = (options?: Options): Unzip => new Unzip(options);
export const createBrotliCompress = (options?: Options): BrotliCompress => new BrotliCompress(options);
export const createBrotliDecompress = (options?: Options): BrotliDecompress => new BrotliDecompress(options);
export const createZstdCompress = (options?: Options): ZstdCompress => new ZstdCompress(options);
export const createZstdDecompress = (options?: Options): ZstdDecompress => new ZstdDecompress(options);
