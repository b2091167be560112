// CompressionStream and DecompressionStream: zlib by the host, synchronously underneath.
import { encodeUtf8 } from './encoding.ts';
import { host } from './host.ts';
import { READ_BYTES } from './byte-streams.ts';
import { ownStream, PairedStream, TransformStream } from './streams.ts';
import { bytesOf, constructorError, defineInterface, textOf } from './webidl.ts';

/** Writes do not wait for a reader: what zlib yields is kept. */
const UNBOUNDED = { highWaterMark: 9_007_199_254_740_991 };

const FORMATS = ['deflate', 'deflate-raw', 'gzip'];

function checked(stream: string, format: unknown): string {
  if (format === undefined) throw constructorError(stream, 1, 'string');
  const name = textOf(format);
  if (!FORMATS.includes(name)) {
    throw new TypeError("The compression format must be either 'deflate', 'deflate-raw' or 'gzip'.");
  }
  return name;
}

function chunkBytes(chunk: unknown): Uint8Array {
  const bytes = typeof chunk === 'string' ? encodeUtf8(chunk) : bytesOf(chunk);
  if (bytes === null) throw new TypeError('This stream only accepts bytes.');
  return bytes;
}

/** Gives bytes to the reader in pieces as large as workerd's. */
function enqueue(controller: TransformStreamDefaultController, bytes: Uint8Array): void {
  if (bytes.length <= READ_BYTES) {
    if (bytes.length > 0) controller.enqueue(bytes);
    return;
  }
  for (let at = 0; at < bytes.length; at += READ_BYTES) controller.enqueue(bytes.slice(at, at + READ_BYTES));
}

/** Compresses the bytes that flow by; what comes out is whole when the writer closes. */
export class CompressionStream extends PairedStream {
  constructor(format?: unknown) {
    const name = checked('CompressionStream', format);
    const job = {};
    super(
      new TransformStream(
        {
          transform(chunk) {
            host.zlib.compress(job, chunkBytes(chunk));
          },
          flush(controller) {
            enqueue(controller, host.zlib.finish(job, name));
          },
        },
        undefined,
        UNBOUNDED,
      ),
    );
    ownStream(this.readable);
  }
}
defineInterface(CompressionStream, 'CompressionStream');

/** Restores compressed bytes, chunk by chunk. */
export class DecompressionStream extends PairedStream {
  constructor(format?: unknown) {
    const name = checked('DecompressionStream', format);
    const job = {};
    super(
      new TransformStream(
        {
          transform(chunk, controller) {
            const bytes = host.zlib.decompress(job, name, chunkBytes(chunk));
            if (typeof bytes === 'string') throw new TypeError(bytes);
            enqueue(controller, bytes);
          },
          flush() {
            if (!host.zlib.isComplete(job, name)) {
              throw new TypeError('Called close() on a decompression stream with incomplete data');
            }
          },
        },
        undefined,
        UNBOUNDED,
      ),
    );
    ownStream(this.readable);
  }
}
defineInterface(DecompressionStream, 'DecompressionStream');
