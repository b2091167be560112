// Streams of bytes that are here already, read as the platform reads bodies of its own: in turns of the event loop.
import { realmClock } from './realm-clock.ts';
import { ownStream, ReadableStream } from './streams.ts';
import { inTurn } from './turns.ts';
import { bytesOf } from './webidl.ts';

/** How much workerd reads at once of a stream that it fills itself, where the reader brings no buffer. */
export const READ_BYTES = 4096;

/** A byte stream of bytes that one read takes, however many; they come in a turn of their own. */
export function oneChunk(bytes: Uint8Array): ReadableStream {
  return new ReadableStream({
    type: 'bytes',
    ...(bytes.length > READ_BYTES ? { autoAllocateChunkSize: bytes.length } : {}),
    start(controller) {
      if (bytes.length === 0) controller.close();
    },
    pull: (controller) =>
      inTurn(() => {
        controller.enqueue(bytes.slice());
        controller.close();
      }),
  });
}

/** Bytes in as many chunks as they need. */
function manyChunks(bytes: Uint8Array): ReadableStream {
  let at = 0;
  return new ReadableStream(
    {
      type: 'bytes',
      autoAllocateChunkSize: READ_BYTES,
      pull: (controller) =>
        inTurn(() => {
          const request = controller.byobRequest;
          const view = bytesOf(request?.view);
          if (request === null || view === null) return;
          const part = bytes.subarray(at, at + view.length);
          view.set(part);
          at += part.length;
          request.respond(part.length);
          if (at === bytes.length) controller.close();
        }),
    },
    { highWaterMark: 0 },
  );
}

/** A byte stream of bytes that are here, closed behind them. */
export function streamOfBytes(bytes: Uint8Array, owner = realmClock.call): ReadableStream {
  const stream = bytes.length > READ_BYTES ? manyChunks(bytes) : oneChunk(bytes);
  sizedStreams.add(stream);
  ownStream(stream, owner);
  return stream;
}

/** Streams of which it is known how long they are. */
export const sizedStreams = new WeakSet<object>();
