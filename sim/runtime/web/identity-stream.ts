// IdentityTransformStream and FixedLengthStream: workerd's byte pipes, where a write waits until what it wrote has been read.
import { carried } from './carried-error.ts';
import { encodeUtf8 } from './encoding.ts';
import { realmClock } from './realm-clock.ts';
import { assertOwn } from './request-border.ts';
import { READ_BYTES, sizedStreams } from './byte-streams.ts';
import { ownStream, PairedStream, ReadableStream, WritableStream } from './streams.ts';
import { bytesOf, defineInterface, isObject, optionsArgument } from './webidl.ts';

interface PendingWrite {
  readonly bytes: Uint8Array;
  taken: number;
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

const NOT_BYTES =
  'This TransformStream is being used as a byte stream, but received an object of non-ArrayBuffer/ArrayBufferView type on its writable side.';

/** A pipe between a writer and a reader of bytes, with the length it must carry when that is known. */
class BytePipe {
  readonly #expected: number | null;
  readonly #owner = realmClock.call;
  #seen = 0;
  #write: PendingWrite | null = null;
  #wanted: (() => void) | null = null;
  #controller: ReadableByteStreamController | null = null;
  /** Ends the writable side. */
  failed: ((error: unknown) => void) | null = null;

  constructor(expected: number | null) {
    this.#expected = expected;
  }

  attach(controller: ReadableByteStreamController): void {
    this.#controller = controller;
  }

  /** Serves the waiting write to the reader, or waits for one. */
  pull(): Promise<void> | undefined {
    assertOwn(this.#owner, 'ReadableStreamSource');
    if (this.#write !== null) {
      this.#deliver();
      return undefined;
    }
    return new Promise((resolve) => {
      this.#wanted = resolve;
    });
  }

  #deliver(): void {
    const write = this.#write;
    const controller = this.#controller;
    if (write === null || controller === null) return;
    const request = controller.byobRequest;
    const view = bytesOf(request?.view);
    const rest = write.bytes.subarray(write.taken);
    if (request !== null && view !== null) {
      const part = rest.subarray(0, view.length);
      view.set(part);
      write.taken += part.length;
      request.respond(part.length);
    } else {
      write.taken = write.bytes.length;
      controller.enqueue(rest.slice());
    }
    if (write.taken === write.bytes.length) {
      this.#write = null;
      write.done();
    }
  }

  write(chunk: unknown): Promise<void> | undefined {
    assertOwn(this.#owner, 'Writable');
    const bytes = typeof chunk === 'string' ? encodeUtf8(chunk) : bytesOf(chunk);
    if (bytes === null) return this.#fail(new TypeError(NOT_BYTES));
    if (bytes.length === 0) return undefined;
    this.#seen += bytes.length;
    if (this.#expected !== null && this.#seen > this.#expected) {
      // The write itself is taken; what follows fails.
      const error = new TypeError('Attempt to write too many bytes through a FixedLengthStream.');
      this.abort(error);
      void Promise.resolve().then(() => this.failed?.(error));
      return undefined;
    }
    return new Promise((done, failed) => {
      this.#write = { bytes: bytes.slice(), taken: 0, done, failed };
      const wanted = this.#wanted;
      this.#wanted = null;
      if (wanted === null) return;
      this.#deliver();
      wanted();
    });
  }

  #fail(error: Error): never {
    this.#controller?.error(error);
    this.#wanted?.();
    throw error;
  }

  close(): void {
    assertOwn(this.#owner, 'Writable');
    if (this.#expected !== null && this.#seen < this.#expected) {
      this.abort(new TypeError('FixedLengthStream did not see all expected bytes before close().'));
      return;
    }
    this.#controller?.close();
    this.#controller?.byobRequest?.respond(0);
    this.#wanted?.();
  }

  /** The writer gave up: the reader learns why. */
  abort(reason: unknown): void {
    this.#controller?.error(carried(reason));
    this.#wanted?.();
  }

  /** The reader gave up: a waiting write fails. */
  cancel(reason: unknown): void {
    this.#write?.failed(reason);
    this.#write = null;
  }
}

interface ReadableByteStreamController {
  readonly byobRequest: { readonly view: ArrayBufferView | null; respond(size: number): void } | null;
  enqueue(chunk: Uint8Array): void;
  close(): void;
  error(reason: unknown): void;
}

/** A writer that is told how many bytes may wait counts them; another one is never told to wait. */
function writerStrategy(given: unknown): QueuingStrategy {
  const highWaterMark = isObject(given) ? (given as QueuingStrategy).highWaterMark : undefined;
  if (highWaterMark === undefined) return { highWaterMark: 1, size: () => 0 };
  return { highWaterMark, size: (chunk: unknown) => bytesOf(chunk)?.length ?? String(chunk).length };
}

function pipePair(
  expected: number | null,
  strategy: unknown,
): { readonly readable: ReadableStream; readonly writable: WritableStream } {
  const pipe = new BytePipe(expected);
  const readable = new ReadableStream(
    {
      type: 'bytes',
      autoAllocateChunkSize: READ_BYTES,
      start: (controller) => pipe.attach(controller),
      pull: () => pipe.pull(),
      cancel(reason) {
        pipe.cancel(reason);
        pipe.failed?.(carried(reason));
      },
    },
    { highWaterMark: 0 },
  );
  ownStream(readable);
  const writable = new WritableStream(
    {
      start(controller) {
        pipe.failed = (reason) => controller.error(reason);
      },
      write: (chunk) => pipe.write(chunk),
      close: () => pipe.close(),
      abort: (reason) => pipe.abort(reason),
    },
    writerStrategy(strategy),
  );
  return { readable, writable };
}

/** Passes bytes from its writable to its readable side, unchanged and unbuffered. */
export class IdentityTransformStream extends PairedStream {
  constructor(strategy?: unknown) {
    optionsArgument(strategy, 'IdentityTransformStream', 1, 'QueuingStrategy');
    super(pipePair(null, strategy));
  }
}
defineInterface(IdentityTransformStream, 'IdentityTransformStream');

/** An identity stream that must carry exactly the given number of bytes. */
export class FixedLengthStream extends IdentityTransformStream {
  readonly #pair: ReturnType<typeof pipePair>;

  constructor(expectedLength?: unknown, strategy?: unknown) {
    const length = Math.trunc(Number(expectedLength));
    if (!Number.isFinite(length)) {
      throw new TypeError('The value cannot be converted because it is not an integer.');
    }
    if (length < 0) {
      throw new TypeError(
        'The value cannot be converted because it is negative and this API expects a positive bigint.',
      );
    }
    optionsArgument(strategy, 'FixedLengthStream', 2, 'QueuingStrategy');
    super();
    this.#pair = pipePair(length, strategy);
    sizedStreams.add(this.#pair.readable);
  }

  override get readable(): ReadableStream {
    return this.#pair.readable;
  }
  override get writable(): WritableStream {
    return this.#pair.writable;
  }
}
defineInterface(FixedLengthStream, 'FixedLengthStream');
