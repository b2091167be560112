// Streams that travel with remote calls: one side reads or writes, the other answers each read and write.
import { bytesOf } from '../webidl.ts';
import { encodeUtf8 } from '../encoding.ts';
import { ReadableStream, WritableStream } from '../streams.ts';
import type { Handle } from './handle.ts';
import type { RpcSide } from './side.ts';

/** A stream as others call it, and when it has come to its end. */
interface Offered {
  readonly target: object;
  readonly done: Promise<void>;
}

function bytesOfChunk(chunk: unknown): Uint8Array {
  if (typeof chunk === 'string') return encodeUtf8(chunk);
  const bytes = bytesOf(chunk);
  if (bytes === null) throw new TypeError('This WritableStream only supports writing byte types.');
  return bytes;
}

/** Offers a stream for reading; it is locked from now on. */
export function offerReadable(stream: ReadableStream): Offered {
  const reader = stream.getReader();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const target = {
    /** The next bytes, null at the end. */
    async read(): Promise<Uint8Array | null> {
      try {
        const next = await reader.read();
        if (!next.done) return bytesOfChunk(next.value);
        resolve();
        return null;
      } catch (error) {
        resolve();
        throw error;
      }
    },
    async cancel(reason: unknown): Promise<void> {
      resolve();
      await reader.cancel(reason);
    },
  };
  return { target, done };
}

/** The stream whose other end another isolate reads from. */
export function readableOf(side: RpcSide, handle: Handle): ReadableStream {
  return new ReadableStream(
    {
      type: 'bytes',
      async pull(controller) {
        const bytes = await side.send(handle, ['read'], []);
        if (bytes instanceof Uint8Array) {
          if (bytes.length > 0) controller.enqueue(bytes);
          return;
        }
        controller.close();
        controller.byobRequest?.respond(0);
      },
      async cancel(reason) {
        await side.send(handle, ['cancel'], [reason]);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Offers a stream for writing; it is locked from now on. */
export function offerWritable(stream: WritableStream): Offered {
  const writer = stream.getWriter();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const target = {
    async write(bytes: Uint8Array): Promise<void> {
      await writer.write(bytes);
    },
    async close(): Promise<void> {
      resolve();
      await writer.close();
    },
    async abort(reason: unknown): Promise<void> {
      resolve();
      await writer.abort(reason);
    },
  };
  return { target, done };
}

/** The stream whose other end another isolate writes to. */
export function writableOf(side: RpcSide, handle: Handle): WritableStream {
  return new WritableStream({
    async write(chunk) {
      await side.send(handle, ['write'], [bytesOfChunk(chunk)]);
    },
    async close() {
      await side.send(handle, ['close'], []);
    },
    async abort(reason) {
      await side.send(handle, ['abort'], [reason]);
    },
  });
}
