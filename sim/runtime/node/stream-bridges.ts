// Ways from the streams of Node to those of the web and back, which the library of Node's streams lacks.
import type * as Streams from 'node:stream';

type Library = typeof Streams;
type Readable = Streams.Readable;
type Writable = Streams.Writable;

/** Calls back when a promise settles, as Node's streams want it. */
function settle(work: Promise<unknown>, done: (error?: Error | null) => void): void {
  work.then(
    () => done(),
    (error: Error) => done(error),
  );
}

/** A readable stream of Node that reads one of the web. */
function readableFromWeb({ Readable }: Library, source: ReadableStream, options?: object): Readable {
  const reader = source.getReader();
  return new Readable({
    ...options,
    read() {
      reader.read().then(
        ({ done, value }) => this.push(done ? null : value),
        (error: Error) => this.destroy(error),
      );
    },
    destroy: (error, done) => settle(reader.cancel(error ?? undefined), () => done(error)),
  });
}

/** A readable stream of the web that reads one of Node; texts arrive as bytes. */
function readableToWeb(source: Readable): ReadableStream {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<unknown>;
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
    },
    cancel(reason) {
      source.destroy(reason instanceof Error ? reason : undefined);
    },
  });
}

/** A writable stream of Node that writes to one of the web. */
function writableFromWeb({ Writable }: Library, target: WritableStream, options?: object): Writable {
  const writer = target.getWriter();
  return new Writable({
    ...options,
    write: (chunk: unknown, _encoding, done) => settle(writer.write(chunk), done),
    final: (done) => settle(writer.close(), done),
    destroy(error, done) {
      if (error === null) done(null);
      else settle(writer.abort(error), () => done(error));
    },
  });
}

/** A writable stream of the web that writes to one of Node. */
function writableToWeb(target: Writable): WritableStream {
  return new WritableStream({
    write: (chunk: unknown) =>
      new Promise((resolve, reject) => {
        target.write(chunk, (error) => (error ? reject(error) : resolve()));
      }),
    close: () =>
      new Promise((resolve) => {
        target.end(() => resolve());
      }),
    abort(reason) {
      target.destroy(reason instanceof Error ? reason : undefined);
    },
  });
}

/** Two ends of one connection: what is written to one is read from the other. */
function duplexPair({ Duplex }: Library, options?: object): [Streams.Duplex, Streams.Duplex] {
  const waiting = new Map<Streams.Duplex, () => void>();
  const make = (other: () => Streams.Duplex): Streams.Duplex =>
    new Duplex({
      ...options,
      read(this: Streams.Duplex) {
        const go = waiting.get(this);
        waiting.delete(this);
        go?.();
      },
      write(chunk: Uint8Array, _encoding, done) {
        if (chunk.length === 0) queueMicrotask(() => done());
        else {
          waiting.set(other(), done);
          other().push(chunk);
        }
      },
      final(done) {
        other().push(null);
        done();
      },
    });
  const left: Streams.Duplex = make(() => right);
  const right: Streams.Duplex = make(() => left);
  return [left, right];
}

/** Default size of buffers in bytes: Node's since version 22. */
const HIGH_WATER_MARK_BYTES = 65_536;

/** Adds the ways to the library's classes, and what Node has that it lacks. */
export function addBridges(library: Library): void {
  const { Duplex, PassThrough, Readable, Transform, Writable } = library;
  // The bundler renames classes of the same names elsewhere.
  for (const [name, of] of Object.entries({ Duplex, Readable, Writable, Transform, PassThrough }))
    Object.defineProperty(of, 'name', { value: name, configurable: true });
  library.setDefaultHighWaterMark(false, HIGH_WATER_MARK_BYTES);
  Object.assign(library, {
    duplexPair: (options?: object) => duplexPair(library, options),
    _isArrayBufferView: (value: unknown) => ArrayBuffer.isView(value),
  });
  const fromWeb = (source: ReadableStream, options?: object): Readable =>
    readableFromWeb(library, source, options);
  const intoWeb = (target: WritableStream, options?: object): Writable =>
    writableFromWeb(library, target, options);
  Object.assign(Readable, { fromWeb, toWeb: readableToWeb });
  Object.assign(Writable, { fromWeb: intoWeb, toWeb: writableToWeb });
  Object.assign(Duplex, {
    fromWeb: (pair: { readonly readable: ReadableStream; readonly writable: WritableStream }) =>
      Duplex.from({ readable: fromWeb(pair.readable), writable: intoWeb(pair.writable) }),
    toWeb: (duplex: Streams.Duplex) => ({ readable: readableToWeb(duplex), writable: writableToWeb(duplex) }),
  });
}
