// What travels with a remote call besides plain values: functions, targets and stubs by reference, streams, messages and services.
import type { References } from '../remote-values.ts';
import { Headers, headersInternals } from '../headers.ts';
import { bodyInternals } from '../body.ts';
import type { BodySource } from '../body-init.ts';
import { Blob, blobBytes, File, makeBlob } from '../blob.ts';
import { KvNamespace } from '../kv-binding.ts';
import { AbortSignal } from '../abort.ts';
import { decodeBase64Url, encodeBase64Url } from '../base64.ts';
import { DOMException } from '../dom-exception.ts';
import { Request } from '../request.ts';
import { Response } from '../response.ts';
import { ReadableStream, WritableStream } from '../streams.ts';
import { contextOf } from './handle.ts';
import { assertUsable } from './handle.ts';
import type { Capability, Handle } from './handle.ts';
import type { OfferedAs, RpcSide } from './side.ts';
import { offerReadable, offerWritable, readableOf, writableOf } from './streams.ts';

/** A kind and what stands for the value; both are the Packer's to write. */
type Packed = readonly [kind: string, value: unknown];

interface MessageText {
  readonly url: string;
  readonly method: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  /** A text, bytes, or a stream's stub, as the Packer writes them. */
  readonly body: unknown;
}

function cannot(message: string): DOMException {
  return new DOMException(message, 'DataCloneError');
}

/** One message: what it lends of this isolate, or what it brought. */
export class Parcel implements References {
  readonly #side: RpcSide;
  readonly #as: OfferedAs;
  /** What this isolate has offered in it. */
  readonly offered: number[] = [];
  /** The stubs that it brought. */
  readonly stubs: object[] = [];
  /** Streams that were offered in it, settled when they have been read or closed. */
  readonly streams: Promise<void>[] = [];

  constructor(side: RpcSide, as: OfferedAs) {
    this.#side = side;
    this.#as = as;
  }

  /** Disposes of all stubs that it brought. */
  dispose(): void {
    for (const stub of this.stubs) this.#side.disposeStub(stub);
  }

  pack(value: object): Packed | null {
    const { RpcTarget } = this.#side.classes;
    const handle = this.#side.handleBehind(value);
    if (handle !== null) return this.#packHandle(handle, value);
    const unsent = this.#side.unsent(value);
    if (unsent !== null)
      throw cannot(
        `Could not serialize object of type "${unsent}". This type does not support serialization.`,
      );
    if (typeof value === 'function' || value instanceof RpcTarget) return ['stub', this.#lend(value)];
    if (value instanceof ReadableStream) return ['ReadableStream', this.#lendStream(offerReadable(value))];
    if (value instanceof WritableStream) return ['WritableStream', this.#lendStream(offerWritable(value))];
    if (value instanceof Headers) return ['Headers', headersInternals.toPairs(value)];
    if (value instanceof Request || value instanceof Response) return this.#packMessage(value);
    if (value instanceof Blob && !(value instanceof File))
      return ['Blob', [value.type, encodeBase64Url(blobBytes(value))]];
    if (value instanceof KvNamespace) throw cannot('A KV namespace binding cannot be serialized.');
    if (value instanceof AbortSignal) throw cannot('AbortSignal serialization is not enabled.');
    return null;
  }

  #packHandle(handle: Handle, value: object): Packed {
    if (handle.home !== undefined) assertUsable(handle, this.#side.isolate);
    if (handle.disposed) throw new Error('RPC stub used after being disposed.');
    if (typeof value === 'function' && handle.to.verb === 'rpc') {
      this.#side.references.passOn(handle.to);
      return ['stub', handle.to];
    }
    return ['service', handle.to];
  }

  #lend(target: object): unknown {
    const to = this.#side.offer(target, this.#as);
    const { cap } = to.details as { cap: Capability };
    this.offered.push(cap.id);
    return to;
  }

  /** Streams are done with when they have been read, and not when the call ends. */
  #lendStream({ target, done }: { target: object; done: Promise<void> }): unknown {
    this.streams.push(done);
    return this.#side.offer(target, this.#as);
  }

  /** What the stubs that it brought stand for. */
  caps(): Capability[] {
    return this.stubs.flatMap((stub) => {
      const { cap } = this.#side.handleBehind(stub)?.to.details ?? {};
      return cap === undefined ? [] : [cap as Capability];
    });
  }

  #packMessage(message: Request | Response): Packed {
    const isRequest = message instanceof Request;
    const text = {
      url: message.url,
      method: isRequest ? message.method : '',
      status: isRequest ? 0 : message.status,
      statusText: isRequest ? '' : message.statusText,
      headers: [...message.headers],
    };
    const source = bodyInternals.take(message);
    return [isRequest ? 'Request' : 'Response', [text, this.#bodyOf(source)]];
  }

  #bodyOf(source: BodySource): unknown {
    if (source === null || typeof source === 'string') return source;
    if (source instanceof ReadableStream) return { stream: this.#lendStream(offerReadable(source)) };
    return { bytes: encodeBase64Url(source) };
  }

  unpack(kind: string, value: unknown): object | null {
    switch (kind) {
      case 'stub':
        return this.#stub(value);
      case 'service':
        return this.#side.serviceOf(value as Handle['to']);
      case 'ReadableStream':
        return readableOf(this.#side, this.#handle(value));
      case 'WritableStream':
        return writableOf(this.#side, this.#handle(value));
      case 'Headers':
        return headersOf(value as string[]);
      case 'Blob': {
        const [type, text] = value as [string, string];
        return makeBlob(bytesOfText(text), type);
      }
      case 'Request':
      case 'Response': {
        const [text, body] = value as [MessageText, unknown];
        return this.#message(kind, text, body);
      }
      default:
        return null;
    }
  }

  #handle(to: unknown): Handle {
    const call = contextOf(this.#side.isolate.current);
    return { to: to as Handle['to'], call, disposed: false, lent: this.#as === 'result' };
  }

  #stub(to: unknown): object {
    const handle = this.#handle(to);
    const stub = this.#side.stubOf(handle);
    this.stubs.push(stub);
    if (handle.lent === true) this.#side.borrowed(handle, stub);
    return stub;
  }

  #message(kind: string, { url, method, status, statusText, headers }: MessageText, packed: unknown): object {
    const body = this.#body(packed);
    const list = headers.map(([name, value]) => [name, value]);
    if (kind === 'Request') return new Request(url, { method, headers: list, body });
    return new Response(body, { status, statusText, headers: list });
  }

  #body(packed: unknown): unknown {
    if (packed === null || typeof packed === 'string') return packed;
    const { stream, bytes = '' } = packed as { stream?: unknown; bytes?: string };
    return stream === undefined ? bytesOfText(bytes) : readableOf(this.#side, this.#handle(stream));
  }
}

function bytesOfText(text: string): Uint8Array {
  return new Uint8Array(decodeBase64Url(text) ?? []);
}

function headersOf(flat: readonly string[]): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < flat.length; i += 2) headers.append(flat[i] ?? '', flat[i + 1] ?? '');
  return headers;
}
