// What node:http sends: header fields with Node's rules, and the ServerResponse that a listener answers by.
import { Buffer } from 'node:buffer';
import { Writable } from 'node:stream';
import type { HeaderFields, IncomingMessage, SimulatedSocket } from './http-incoming.ts';
import { STATUS_CODES } from './http-names.ts';

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
// oxlint-disable-next-line no-control-regex -- control characters are what a field must not hold
const BAD_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

type FieldValue = string | number | readonly string[];
type FieldList =
  | Readonly<Record<string, FieldValue | undefined>>
  | readonly (FieldValue | readonly [string, FieldValue])[];

/** An error with Node's code; the message begins as Node's does. */
function coded(Kind: typeof Error, code: string, message: string): Error {
  return Object.assign(new Kind(message), { code });
}

/** Refuses what is no name of a field. */
export function checkFieldName(name: unknown): void {
  if (typeof name !== 'string' || !TOKEN.test(name))
    throw coded(
      TypeError,
      'ERR_INVALID_HTTP_TOKEN',
      `Header name must be a valid HTTP token ["${String(name)}"]`,
    );
}

/** Refuses what no field of this name may hold. */
export function checkFieldValue(name: string, value: unknown): void {
  if (value === undefined)
    throw coded(TypeError, 'ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "undefined" for header "${name}"`);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.some((one) => BAD_VALUE.test(String(one))))
    throw coded(TypeError, 'ERR_INVALID_CHAR', `Invalid character in header content ["${name}"]`);
}

/** A message that goes out: its head can be changed until the first byte of its body. */
export abstract class OutgoingMessage extends Writable {
  readonly #fields = new Map<string, { readonly name: string; value: FieldValue }>();
  headersSent = false;
  finished = false;
  sendDate = true;
  chunkedEncoding = false;
  shouldKeepAlive = true;
  abstract readonly socket: SimulatedSocket;

  get connection(): SimulatedSocket {
    return this.socket;
  }

  setHeader(name: string, value: FieldValue): this {
    if (this.headersSent)
      throw coded(Error, 'ERR_HTTP_HEADERS_SENT', 'Cannot set headers after they are sent to the client');
    checkFieldName(name);
    checkFieldValue(name, value);
    this.#fields.set(name.toLowerCase(), { name, value });
    return this;
  }

  setHeaders(headers: Headers | ReadonlyMap<string, FieldValue>): this {
    for (const [name, value] of headers) {
      if (name === 'set-cookie') this.appendHeader(name, value);
      else this.setHeader(name, value);
    }
    return this;
  }

  appendHeader(name: string, value: FieldValue): this {
    const known = this.getHeader(name);
    const values = [known ?? [], value].flat().map(String);
    return this.setHeader(name, known === undefined ? value : values);
  }

  getHeader(name: string): FieldValue | undefined {
    return this.#fields.get(name.toLowerCase())?.value;
  }

  getHeaderNames(): string[] {
    return [...this.#fields.keys()];
  }

  getRawHeaderNames(): string[] {
    return [...this.#fields.values()].map(({ name }) => name);
  }

  getHeaders(): HeaderFields {
    const fields = Object.create(null) as Record<string, unknown>;
    for (const [key, { value }] of this.#fields) fields[key] = value;
    return fields as HeaderFields;
  }

  hasHeader(name: string): boolean {
    return this.#fields.has(name.toLowerCase());
  }

  removeHeader(name: string): void {
    if (this.headersSent)
      throw coded(Error, 'ERR_HTTP_HEADERS_SENT', 'Cannot remove headers after they are sent to the client');
    this.#fields.delete(name.toLowerCase());
  }

  addTrailers(): void {}

  setTimeout(): this {
    return this;
  }

  /** All fields as pairs, a field with several values several times. */
  protected pairs(): [string, string][] {
    return [...this.#fields.values()].flatMap(({ name, value }) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
    );
  }

  /** Sets a field that the server adds itself, whether or not the listener may still change the head. */
  protected addField(name: string, value: FieldValue): void {
    this.#fields.set(name.toLowerCase(), { name, value });
  }

  protected setAll(fields: FieldList | undefined): void {
    if (fields === undefined) return;
    if (!Array.isArray(fields)) {
      for (const [name, value] of Object.entries(fields))
        if (value !== undefined) this.setHeader(name, value as FieldValue);
      return;
    }
    const list = fields as readonly (FieldValue | readonly [string, FieldValue])[];
    const flat = list.some((one) => Array.isArray(one)) ? list.flat() : list;
    for (let i = 0; i + 1 < flat.length; i += 2) this.setHeader(String(flat[i]), flat[i + 1] as FieldValue);
  }
}

/** Takes what a response sends: its head once, then its body in pieces, unless it came whole with the head. */
export interface ResponseSink {
  head(
    status: number,
    statusText: string,
    headers: readonly [string, string][],
    whole: Uint8Array | null,
  ): void;
  chunk(bytes: Uint8Array): void;
  end(): void;
  broken(error: Error): void;
}

/** The response of a listener. */
export class ServerResponse extends OutgoingMessage {
  statusCode = 200;
  statusMessage: string | undefined = undefined;
  readonly req: IncomingMessage;
  readonly socket: SimulatedSocket;
  #sink: ResponseSink | null = null;
  /** A body that is given in one piece leaves in one. */
  #isWhole = false;
  /** The head has left; from then on the body is a stream. */
  #headLeft = false;

  constructor(req: IncomingMessage) {
    super();
    this.req = req;
    this.socket = req.socket;
  }

  /** Where it goes to; the server sets it before the listener is called. */
  attach(sink: ResponseSink): void {
    this.#sink = sink;
  }

  writeHead(status: number, text?: string | FieldList, fields?: FieldList): this {
    if (this.headersSent)
      throw coded(Error, 'ERR_HTTP_HEADERS_SENT', 'Cannot write headers after they are sent to the client');
    if (!(status >= 100 && status <= 999))
      throw coded(RangeError, 'ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${status}`);
    this.statusCode = Math.trunc(status);
    if (typeof text === 'string') this.statusMessage = text;
    this.setAll(typeof text === 'string' ? fields : text);
    this.statusMessage ??= STATUS_CODES[this.statusCode] ?? 'unknown';
    this.headersSent = true;
    return this;
  }

  /** What libraries wrap to change headers at the last moment. */
  _implicitHeader(): void {
    this.writeHead(this.statusCode);
  }

  writeContinue(): void {}

  writeProcessing(): void {}

  writeEarlyHints(): void {}

  flushHeaders(): void {
    this.#sendHead(null);
  }

  assignSocket(): void {}

  detachSocket(): void {}

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    if (!this.finished) this.#sendHead(null);
    return Reflect.apply(super.write, this, [chunk, ...rest]) as boolean;
  }

  override end(...given: unknown[]): this {
    if (this.finished) return this;
    const [chunk, encoding] = given;
    const callback = given.find((one) => typeof one === 'function');
    this.finished = true;
    if (this.#headLeft) {
      Reflect.apply(super.end, this, given);
      return this;
    }
    this.#isWhole = true;
    const hasChunk = chunk !== undefined && chunk !== null && typeof chunk !== 'function';
    this.#sendHead(hasChunk ? bytesOf(chunk, encoding) : new Uint8Array(0));
    Reflect.apply(super.end, this, callback === undefined ? [] : [callback]);
    return this;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    if (this.#hasBody()) this.#sink?.chunk(chunk);
    done();
  }

  override _final(done: () => void): void {
    if (!this.#isWhole) this.#sink?.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.writableFinished) this.#sink?.broken(error ?? new Error('The response was destroyed.'));
    done(error);
  }

  #hasBody(): boolean {
    return this.req.method !== 'HEAD' && this.statusCode !== 204 && this.statusCode !== 304;
  }

  #sendHead(whole: Uint8Array | null): void {
    if (this.#headLeft) return;
    if (!this.headersSent) this._implicitHeader();
    this.#headLeft = true;
    if (this.sendDate && !this.hasHeader('date')) this.addField('Date', new Date().toUTCString());
    if (whole !== null && this.#hasBody() && !this.hasHeader('content-length'))
      this.addField('Content-Length', whole.length);
    const text = this.statusMessage ?? STATUS_CODES[this.statusCode] ?? '';
    this.#sink?.head(this.statusCode, text, this.pairs(), this.#hasBody() ? whole : null);
  }
}

function bytesOf(chunk: unknown, encoding: unknown): Uint8Array {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  if (chunk instanceof Uint8Array) return chunk;
  throw coded(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received ${typeof chunk}`,
  );
}
