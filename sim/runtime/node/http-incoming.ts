// IncomingMessage of node:http: a request as a listener sees it, or the response to a request of its own.
import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';

/** Fields of which Node keeps the first value only; others are joined, except set-cookie. */
const FIRST_ONLY: ReadonlySet<string> = new Set(
  'age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after server user-agent'.split(
    ' ',
  ),
);

/** A header as listeners read it. */
export type HeaderFields = Record<string, string | string[] | undefined>;

/** Names and values in turn as Node's object of header fields: names in lower case, repeated fields joined or dropped by its rules. */
export function fieldsOf(raw: readonly string[]): HeaderFields {
  const fields: HeaderFields = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const value = raw[i + 1] ?? '';
    const known = fields[name];
    if (name === 'set-cookie') fields[name] = [...(Array.isArray(known) ? known : []), value];
    else if (known === undefined) fields[name] = value;
    else if (!FIRST_ONLY.has(name))
      fields[name] = `${String(known)}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return fields;
}

/** The connection as far as listeners may know of it: who is at the other end, and that it is encrypted. */
export class SimulatedSocket extends EventEmitter {
  readonly remoteAddress: string;
  readonly remotePort = 443;
  readonly remoteFamily: string;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 443;
  readonly encrypted: boolean;
  readonly readable = true;
  writable = true;
  destroyed = false;

  constructor(remoteAddress: string, encrypted: boolean) {
    super();
    this.remoteAddress = remoteAddress;
    this.remoteFamily = remoteAddress.includes(':') ? 'IPv6' : 'IPv4';
    this.encrypted = encrypted;
  }

  address(): object {
    return { address: this.localAddress, family: 'IPv4', port: this.localPort };
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  cork(): void {}

  uncork(): void {}

  destroySoon(): void {
    this.destroy();
  }

  destroy(): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.writable = false;
    queueMicrotask(() => this.emit('close', false));
    return this;
  }
}

/** What a message is made from. */
export interface MessageParts {
  readonly headers: readonly string[];
  readonly body: Uint8Array | ReadableStream<Uint8Array> | null;
  readonly socket: SimulatedSocket;
}

/** A message that has come in: its head is known, its body is read as a stream. */
export class IncomingMessage extends Readable {
  readonly httpVersion = '1.1';
  readonly httpVersionMajor = 1;
  readonly httpVersionMinor = 1;
  method: string | undefined = undefined;
  url = '';
  statusCode: number | undefined = undefined;
  statusMessage: string | undefined = undefined;
  headers: HeaderFields;
  rawHeaders: string[];
  trailers: HeaderFields = {};
  rawTrailers: string[] = [];
  complete = false;
  aborted = false;
  socket: SimulatedSocket;
  #body: Uint8Array | ReadableStream<Uint8Array> | null;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;

  constructor({ headers, body, socket }: MessageParts) {
    super();
    this.rawHeaders = [...headers];
    this.headers = fieldsOf(headers);
    this.socket = socket;
    this.#body = body;
  }

  get connection(): SimulatedSocket {
    return this.socket;
  }

  get headersDistinct(): Record<string, string[]> {
    const distinct: Record<string, string[]> = {};
    for (let i = 0; i + 1 < this.rawHeaders.length; i += 2)
      (distinct[(this.rawHeaders[i] ?? '').toLowerCase()] ??= []).push(this.rawHeaders[i + 1] ?? '');
    return distinct;
  }

  setTimeout(): this {
    return this;
  }

  override _read(): void {
    const body = this.#body;
    if (body instanceof ReadableStream) {
      this.#reader ??= body.getReader();
      this.#readOn(this.#reader);
      return;
    }
    if (body !== null && body.length > 0) this.push(Buffer.from(body.buffer, body.byteOffset, body.length));
    this.#end();
  }

  #readOn(reader: ReadableStreamDefaultReader<Uint8Array>): void {
    const read = async (): Promise<void> => {
      const { done, value } = await reader.read();
      if (done) this.#end();
      else this.push(Buffer.from(value.buffer, value.byteOffset, value.length));
    };
    read().catch((error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))));
  }

  #end(): void {
    this.complete = true;
    this.push(null);
  }
}
