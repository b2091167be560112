// What Request and Response share: a body that can be read once, lean while it is a text or bytes, a stream when someone asks.
import { whenAborted } from './abort.ts';
import type { AbortSignal } from './abort.ts';
import { makeBlob } from './blob.ts';
import type { Blob } from './blob.ts';
import type { BodySource } from './body-init.ts';
import type { Call } from './call.ts';
import { decodeUtf8, encodeUtf8 } from './encoding.ts';
import { parseFormData } from './form-data.ts';
import type { FormData } from './form-data.ts';
import { headersInternals } from './headers.ts';
import type { Headers } from './headers.ts';
import { mediaTypeOf } from './media-type.ts';
import { realmClock } from './realm-clock.ts';
import { assertOwn } from './request-border.ts';
import { streamOfBytes } from './byte-streams.ts';
import { isDisturbed, ownStream, readAllBytes, ReadableStream, readSent, ownerOf } from './streams.ts';
import { inTurn } from './turns.ts';
import { defineInterface, illegalConstructor } from './webidl.ts';

const USED =
  'Body has already been used. It can only be used once. Use tee() first if you need to read it twice.';

const NOTHING = Promise.resolve();

/** What the rest of the runtime may ask of a body that a handler may not. */
interface BodyInternals {
  /** Takes the body away for sending; throws when it has been used. */
  take(body: Body): BodySource;
  /** Whether somebody reads its stream. */
  isLocked(body: Body): boolean;
  /** Lets what is not read yet fail once a signal aborts. */
  abortBy(body: Body, signal: AbortSignal): void;
  /** Lets a copy follow the signal that the original follows, and be lost with it. */
  abortAs(copy: Body, original: Body): void;
  /** Lets a body that came with a call be lost with the call's response, unless it was read before. */
  arrived(body: Body): void;
  /** The response has left: what nobody reads until the code waits for something is lost. */
  left(body: Body): void;
  /** Two bodies from one, as `clone` needs: the object keeps one, the other is returned. */
  split(body: Body): BodySource;
}

/** Private access to bodies, filled by the class itself. */
export let bodyInternals: BodyInternals;

/** The base of Request and Response. */
export class Body {
  #source: BodySource;
  /** What `body` showed; a text or bytes become a stream only then. */
  #stream: ReadableStream | null = null;
  #used = false;
  readonly #owner = realmClock.call;
  /** The signal of the fetch that brought it. */
  #signal: AbortSignal | null = null;
  /** When the response to the request that it came with has left; its copies share this. */
  #arrival: { leftMs: number } | null = null;

  static {
    bodyInternals = {
      take: (body) => body.#take(),
      split: (body) => body.#split(),
      isLocked: (body) => body.#stream?.locked === true,
      abortBy(body, signal) {
        body.#signal = signal;
      },
      abortAs(copy, original) {
        copy.#signal = original.#signal;
        copy.#arrival = original.#arrival;
      },
      arrived(body) {
        body.#arrival = { leftMs: Number.POSITIVE_INFINITY };
      },
      left(body) {
        if (body.#arrival !== null) body.#arrival.leftMs = realmClock.nowMs;
      },
    };
  }

  constructor(source: BodySource) {
    if (new.target === Body) throw illegalConstructor();
    this.#source = source;
    if (source instanceof ReadableStream) this.#stream = source;
  }

  get body(): ReadableStream | null {
    if (this.#source === null) return null;
    if (this.#stream === null) {
      const bytes = this.#used ? new Uint8Array(0) : bytesOfSource(this.#source);
      const owner = this.#used ? null : this.#owner;
      this.#stream =
        this.#signal === null ? streamOfBytes(bytes, owner) : abortableStream(bytes, this.#signal, owner);
      // What was read by other ways has been read from the stream too.
      if (this.#used) void this.#stream.getReader().read();
    }
    return this.#stream;
  }
  get bodyUsed(): boolean {
    return this.#used || (this.#stream !== null && isDisturbed(this.#stream));
  }

  arrayBuffer(): Promise<ArrayBufferLike> {
    return this.#read((source) => bytesOfSource(source).buffer);
  }

  bytes(): Promise<Uint8Array> {
    return this.#read(bytesOfSource);
  }

  text(): Promise<string> {
    return this.#read(textOfSource);
  }

  json(): Promise<unknown> {
    return this.#read((source) => JSON.parse(textOfSource(source)) as unknown);
  }

  formData(): Promise<FormData> {
    return this.#read((source) => parseFormData(bytesOfSource(source), typeOf(this)));
  }

  blob(): Promise<Blob> {
    return this.#read((source) => makeBlob(bytesOfSource(source), mediaTypeOf(typeOf(this))));
  }

  #take(): BodySource {
    this.#assertOwn();
    if (this.bodyUsed) throw new TypeError(USED);
    if (this.#source === null) return null;
    if (this.#arrival !== null && realmClock.nowMs > this.#arrival.leftMs) {
      this.#used = true;
      throw new TypeError("Can't read from request stream after response has been sent.");
    }
    this.#signal?.throwIfAborted();
    if (this.#stream?.locked === true) {
      throw new TypeError('This ReadableStream is currently locked to a reader.');
    }
    this.#used = true;
    if (this.#stream === null) return this.#source;
    // Whoever still holds the stream must find it taken; what it was made of can travel whole.
    if (this.#source !== this.#stream) this.#stream.getReader();
    return this.#source;
  }

  /** Refuses another request's body, which is then used up. */
  #assertOwn(): void {
    if (this.#source === null || this.#used) return;
    try {
      const source = this.#source;
      assertOwn(source instanceof ReadableStream ? ownerOf(source) : this.#owner, 'ReadableStreamSource');
    } catch (error) {
      this.#used = true;
      throw error;
    }
  }

  #split(): BodySource {
    this.#assertOwn();
    // What a reader has left of a stream can be cloned on workerd.
    if (this.#used || this.#stream?.locked === true) {
      throw new TypeError('This ReadableStream is currently locked to a reader,');
    }
    if (this.#stream === null) return this.#source;
    const [mine, other] = this.#stream.tee();
    this.#stream = mine;
    this.#source = mine;
    return other;
  }

  #read<T>(convert: (source: string | Uint8Array | null) => T): Promise<T> {
    try {
      const source = this.#take();
      if (source instanceof ReadableStream) return readAllBytes(source).then(convert);
      // Without a body there is nothing to read outside of JavaScript.
      if (source === null) return NOTHING.then(() => convert(null));
      return inTurn(() => convert(source));
    } catch (error) {
      return Promise.reject(error).then(undefined);
    }
  }
}
defineInterface(Body, 'Body', 'body bodyUsed arrayBuffer bytes text json formData blob');

/** A stream of one chunk that fails when a signal aborts before its end was read. */
function abortableStream(bytes: Uint8Array, signal: AbortSignal, owner: Call | null): ReadableStream {
  let isRead = bytes.length === 0;
  const stream = new ReadableStream({
    type: 'bytes',
    start(controller) {
      whenAborted(signal, () => controller.error(signal.reason));
    },
    pull(controller) {
      if (isRead) {
        controller.close();
        controller.byobRequest?.respond(0);
      } else controller.enqueue(bytes.slice());
      isRead = true;
    },
  });
  ownStream(stream, owner);
  return stream;
}

/** The Content-Type of the message that a body belongs to, empty when it has none. */
function typeOf(body: Body): string {
  const { headers } = body as Body & { readonly headers: Headers };
  return headersInternals.get(headers, 'content-type') ?? '';
}

function textOfSource(source: string | Uint8Array | null): string {
  if (source === null) return '';
  if (typeof source !== 'string') return decodeUtf8(source);
  const text = source.charCodeAt(0) === 0xfe_ff ? source.slice(1) : source;
  return text.isWellFormed() ? text : text.toWellFormed();
}

function bytesOfSource(source: BodySource): Uint8Array {
  if (source === null || source instanceof ReadableStream) return new Uint8Array(0);
  return typeof source === 'string' ? encodeUtf8(source) : source;
}

/** A body as an operation carries it: a stream is read to its end first. */
export async function wholeBody(source: BodySource): Promise<string | Uint8Array | null> {
  return source instanceof ReadableStream ? readSent(source) : source;
}
