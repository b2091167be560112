// The standard's stream classes, from a kept library evaluated in the realm, with what workerd adds to them.
import {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from 'web-streams-polyfill';
import type { Call } from './call.ts';
import { encodeUtf8 } from './encoding.ts';
import { realmClock } from './realm-clock.ts';
import { assertOwn } from './request-border.ts';
import { argumentError, bytesOf, integerOf, registerInterface } from './webidl.ts';

// Interfaces that the library made itself are made known like our own.
const LIBRARY = {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
};
Object.defineProperty(ReadableStream.from, 'length', { value: 0, configurable: true });
for (const [name, made] of Object.entries(LIBRARY)) {
  registerInterface(made, name);
  Object.defineProperty(made, 'length', { value: 0, configurable: true });
}

/** What the library keeps in a stream or a writer. */
function stateOf(owner: object, name: string): unknown {
  return Reflect.get(owner, Symbol.for(name));
}

/** workerd's own `readAtLeast`, the elder form of `read(view, { min })`. */
Object.defineProperty(ReadableStreamBYOBReader.prototype, 'readAtLeast', {
  async value(this: ReadableStreamBYOBReader, ...args: readonly unknown[]): Promise<unknown> {
    const [minBytes, view] = args;
    if (args.length === 0) throw argumentError('ReadableStreamBYOBReader', 'readAtLeast', 1, 'integer');
    const min = integerOf(minBytes);
    if (!ArrayBuffer.isView(view))
      throw argumentError('ReadableStreamBYOBReader', 'readAtLeast', 2, 'ArrayBufferView');
    return this.read(view, { min });
  },
  writable: true,
  enumerable: true,
  configurable: true,
});

// Workerd's iterators of streams say what they are.
const iterators: object = Object.getPrototypeOf(new ReadableStream().values());
Object.defineProperty(iterators, Symbol.toStringTag, {
  value: 'ReadableStreamAsyncIterator',
  configurable: true,
});

/** Where the library finds that what is written to a stream of the platform stays when its writer goes. */
const KEEPS_WRITES = Symbol.for('_keepsWrites');

/** Where the library finds to which call a stream belongs, when the platform fills it. */
const OWNER = Symbol.for('_owner');

/** Lets nobody but a call read a stream that the platform fills. */
export function ownStream(stream: ReadableStream, owner = realmClock.call): void {
  if (owner !== null) Reflect.set(stream, OWNER, owner);
}

/** The call that alone may read a stream; null for a stream of the code's own. */
export function ownerOf(stream: ReadableStream): Call | null {
  return (Reflect.get(stream, OWNER) as Call | undefined) ?? null;
}

type Method = (this: object, ...args: unknown[]) => unknown;

/** The refusal of a stream that another request's body gave. */
function foreignIn(stream: object): unknown {
  const owner = Reflect.get(stream, OWNER) as Call | undefined;
  if (owner?.over !== true) return null;
  try {
    assertOwn(owner, 'ReadableStreamSource');
  } catch (error) {
    return error;
  }
  return null;
}

/** A reader of such a stream: it can be had, but nothing can be read by it. */
function unreadable(stream: object, getReader: Method, error: unknown): unknown {
  const reader = Reflect.apply(getReader, stream, []) as object;
  for (const name of ['read', 'cancel'])
    Object.defineProperty(reader, name, { value: () => Promise.reject(error), configurable: true });
  return reader;
}

/** Lets a method of the library fail with workerd's words where a stream is locked, or another request's. */
function guardLock(prototype: { readonly locked: boolean }, method: string, message: string): void {
  const inner = Reflect.get(prototype, method) as Method;
  const isAsync = ['abort', 'cancel', 'pipeTo'].includes(method);
  const guarded = {
    [method](this: { readonly locked: boolean }, ...args: unknown[]): unknown {
      const foreign = foreignIn(this);
      if (foreign !== null && method === 'getReader') return unreadable(this, inner, foreign);
      if (!this.locked && (foreign === null || method === 'pipeThrough'))
        return Reflect.apply(inner, this, args);
      const error = foreign ?? new TypeError(message);
      if (isAsync) return Promise.reject(error);
      throw error;
    },
  }[method];
  Object.defineProperty(prototype, method, {
    value: guarded,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** Branches belong to whom the stream belongs. */
function tee(this: ReadableStream): [ReadableStream, ReadableStream] {
  const owner = Reflect.get(this, OWNER) as Call | undefined;
  const branches = splitStream.call(this) as [ReadableStream, ReadableStream];
  // On workerd that counts as having been read from.
  Reflect.set(this, Symbol.for('_disturbed'), true);
  if (owner !== undefined) for (const branch of branches) ownStream(branch, owner);
  return branches;
}
const splitStream = Reflect.get(ReadableStream.prototype, 'tee') as Method;
Object.defineProperty(ReadableStream.prototype, 'tee', { value: tee });

for (const method of ['getReader', 'cancel', 'tee', 'pipeThrough', 'pipeTo']) {
  guardLock(ReadableStream.prototype, method, 'This ReadableStream is currently locked to a reader.');
}
for (const method of ['getWriter', 'abort']) {
  guardLock(WritableStream.prototype, method, 'This WritableStream is currently locked to a writer.');
}

/** Lets a writer of a closed stream fail with workerd's words. */
function guardClosed(method: 'write' | 'close'): void {
  const { prototype } = WritableStreamDefaultWriter;
  const inner = Reflect.get(prototype, method) as Method;
  Object.defineProperty(prototype, method, {
    value(this: object, ...args: unknown[]): unknown {
      const stream: unknown = stateOf(this, '_ownerWritableStream');
      if (typeof stream === 'object' && stream !== null && stateOf(stream, '_state') === 'closed')
        return Promise.reject(new TypeError('This WritableStream has been closed.'));
      if (
        method === 'close' &&
        typeof stream === 'object' &&
        stream !== null &&
        stateOf(stream, '_state') === 'errored'
      )
        return Promise.reject(stateOf(stream, '_storedError'));
      return Reflect.apply(inner, this, args);
    },
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
guardClosed('write');
guardClosed('close');

/** Whether anything was ever read from a stream, or it was cancelled. */
export function isDisturbed(stream: ReadableStream): boolean {
  return Boolean(stateOf(stream, '_disturbed'));
}

/** Joins byte arrays; the only one is given back itself when it fills its buffer. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only !== undefined && only.length === only.buffer.byteLength) return only;
  let size = 0;
  for (const part of parts) size += part.length;
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** All bytes of a stream, which is locked and used up by it. */
export async function readAllBytes(stream: ReadableStream): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(parts);
    const bytes = bytesOf(value);
    if (bytes === null) throw new TypeError('This ReadableStream did not return bytes.');
    parts.push(bytes);
  }
}

/** What is sent of a stream, which is locked and used up by it: texts count as UTF-8, and whatever else is no bytes ends it. */
export async function readSent(stream: ReadableStream): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(parts);
    const bytes = typeof value === 'string' ? encodeUtf8(value) : bytesOf(value);
    if (bytes === null) return concatBytes(parts);
    parts.push(bytes);
  }
}

/** A transform whose parts are given: the base of workerd's classes, which all are TransformStreams. */
export class PairedStream extends TransformStream {
  readonly #readable: ReadableStream;
  readonly #writable: WritableStream;

  constructor(pair: { readonly readable: ReadableStream; readonly writable: WritableStream }) {
    super();
    this.#readable = pair.readable;
    this.#writable = pair.writable;
    Reflect.set(pair.writable, KEEPS_WRITES, true);
  }

  override get readable(): ReadableStream {
    return this.#readable;
  }
  override get writable(): WritableStream {
    return this.#writable;
  }
}

export {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
};
