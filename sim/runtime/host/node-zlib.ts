// The host half of node:zlib: whole messages, and engines that go on from piece to piece, all of it synchronous.
import {
  brotliCompressSync,
  brotliDecompressSync,
  createBrotliCompress,
  createBrotliDecompress,
  createDeflate,
  createDeflateRaw,
  createGunzip,
  createGzip,
  createInflate,
  createInflateRaw,
  createUnzip,
  createZstdCompress,
  createZstdDecompress,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  unzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import type { NodePort } from '../web/node-port.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

type Settings = Readonly<Record<string, unknown>>;

const WHOLE: Readonly<Record<string, (data: Uint8Array, settings: Settings) => Buffer>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  deflateRaw: deflateRawSync,
  gunzip: gunzipSync,
  inflate: inflateSync,
  inflateRaw: inflateRawSync,
  unzip: unzipSync,
  brotliCompress: brotliCompressSync,
  brotliDecompress: brotliDecompressSync,
  zstdCompress: zstdCompressSync,
  zstdDecompress: zstdDecompressSync,
};

/** What node:zlib's streams have beneath their documented face: a step that works at once and then closes its handle. */
interface Engine {
  _handle: object | null;
  _processChunk(chunk: Uint8Array, flush: number): Uint8Array | null;
}

const ENGINES: Readonly<Record<string, (settings: Settings) => unknown>> = {
  gzip: createGzip,
  deflate: createDeflate,
  deflateRaw: createDeflateRaw,
  gunzip: createGunzip,
  inflate: createInflate,
  inflateRaw: createInflateRaw,
  unzip: createUnzip,
  brotliCompress: createBrotliCompress,
  brotliDecompress: createBrotliDecompress,
  zstdCompress: createZstdCompress,
  zstdDecompress: createZstdDecompress,
};

/** A handle that stays open when a step closes it. */
function keptOpen(handle: object): object {
  const step: unknown = Reflect.get(handle, 'writeSync');
  return {
    close: () => undefined,
    writeSync: (...call: unknown[]): unknown =>
      Reflect.apply(step as (...given: unknown[]) => unknown, handle, call),
  };
}

function settingsOf(text: string, dictionary: Uint8Array): Settings {
  const settings = JSON.parse(text) as Settings;
  return dictionary.length === 0 ? settings : { ...settings, dictionary: Buffer.from(dictionary) };
}

/** `CODE|number|words` for streams. */
function described(error: unknown): string {
  const { code, errno, message } = Object(error) as Partial<Record<string, unknown>>;
  return `${String(code)}|${String(errno)}|${String(message)}`;
}

/** Words of the platform for what the library says otherwise. */
function wordsOf(error: unknown, kind: string): string {
  const { code, message } = Object(error) as Partial<Record<string, unknown>>;
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'Memory limit exceeded';
  const text = String(message);
  return kind.startsWith('brotli') && text === 'unexpected end of file' ? 'Unexpected end of file' : text;
}

/** The host functions of node:zlib; engines belong to objects of the realm. */
export function createNodeZlib(alloc: Alloc): Pick<NodePort, 'zlib' | 'zlibStep'> {
  const engines = new WeakMap<object, { readonly engine: Engine; readonly handle: object }>();
  function engineOf(owner: object, make: () => unknown): { engine: Engine; handle: object } {
    let kept = engines.get(owner);
    if (kept === undefined) {
      const engine = make() as Engine;
      kept = { engine, handle: keptOpen(engine._handle ?? {}) };
      engines.set(owner, kept);
    }
    return kept;
  }
  return {
    zlib(kind, data, settings, dictionary) {
      try {
        return insideBytes(alloc, WHOLE[kind]?.(data, settingsOf(settings, dictionary)) ?? new Uint8Array(0));
      } catch (error) {
        return wordsOf(error, kind);
      }
    },
    zlibStep(owner, kind, data, flush, settings, dictionary) {
      try {
        const { engine, handle } = engineOf(owner, () => ENGINES[kind]?.(settingsOf(settings, dictionary)));
        engine._handle = handle;
        return insideBytes(alloc, engine._processChunk(Buffer.from(data), flush) ?? new Uint8Array(0));
      } catch (error) {
        return described(error);
      }
    },
  };
}
