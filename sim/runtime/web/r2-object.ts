// Objects of R2 as handlers see them: what is told of one, and its body where it was asked for.
import { OriginalDate } from './before-lockdown.ts';
import { Headers } from './headers.ts';
import { Response } from './response.ts';
import type { ReadableStream } from './streams.ts';
import { argumentError, defineInterface } from './webidl.ts';

/** A record as it crosses the wall. */
export interface ObjectJson {
  readonly key: string;
  readonly version: string;
  readonly size: number;
  readonly etag: string;
  readonly uploadedMs: number;
  readonly httpMetadata: Readonly<Record<string, string | number>>;
  readonly customMetadata: Readonly<Record<string, string>>;
  readonly checksums: Readonly<Record<string, string>>;
  readonly range?: { readonly offset: number; readonly length: number };
  readonly shown?: boolean;
}

/** Metadata of HTTP and the header that each stands for. */
export const HTTP_FIELDS: readonly (readonly [string, string])[] = [
  ['contentType', 'content-type'],
  ['contentLanguage', 'content-language'],
  ['contentDisposition', 'content-disposition'],
  ['contentEncoding', 'content-encoding'],
  ['cacheControl', 'cache-control'],
  ['cacheExpiry', 'expires'],
];

export const HASHES: readonly string[] = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];

/** Digests of an object's content, as far as they are known. */
class Checksums {
  readonly #hex: Readonly<Record<string, string>>;

  constructor(hex: Readonly<Record<string, string>>) {
    this.#hex = hex;
    for (const name of HASHES.toReversed()) {
      const value = hex[name];
      Object.defineProperty(this, name, {
        value: value === undefined ? undefined : bytesOfHex(value).buffer,
        enumerable: true,
      });
    }
  }

  toJSON(): Record<string, string | undefined> {
    return Object.fromEntries(HASHES.map((name) => [name, this.#hex[name]]));
  }
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** What `head`, `put` and `list` give, and `get` where a condition was not met. */
export class HeadResult {
  readonly ssecKeyMd5: undefined = undefined;
  readonly storageClass: string = '';
  readonly range: object | undefined;
  readonly customMetadata: Readonly<Record<string, string>>;
  readonly httpMetadata: Readonly<Record<string, unknown>>;
  readonly uploaded: Date;
  readonly checksums: Checksums;
  readonly httpEtag: string;
  readonly etag: string;
  readonly size: number;
  readonly version: string;
  readonly key: string;

  constructor(json: ObjectJson) {
    const { range, httpMetadata } = json;
    this.range = range === undefined ? undefined : { ...range, suffix: undefined };
    this.customMetadata = json.customMetadata;
    this.httpMetadata = Object.fromEntries(
      HTTP_FIELDS.map(([name]) => {
        const value = httpMetadata[name];
        return [name, name === 'cacheExpiry' && value !== undefined ? new OriginalDate(value) : value];
      }),
    );
    this.uploaded = new OriginalDate(json.uploadedMs);
    this.checksums = new Checksums(json.checksums);
    this.httpEtag = `"${json.etag}"`;
    this.etag = json.etag;
    this.size = json.size;
    this.version = json.version;
    this.key = json.key;
  }

  writeHttpMetadata(headers?: unknown): void {
    if (!(headers instanceof Headers)) throw argumentError('HeadResult', 'writeHttpMetadata', 1, 'Headers');
    for (const [name, header] of HTTP_FIELDS) {
      const value = this.httpMetadata[name];
      if (value !== undefined)
        headers.set(header, value instanceof OriginalDate ? value.toUTCString() : String(value));
    }
  }
}

/** An object with its body, which is read as that of a response. */
export class GetResult extends HeadResult {
  readonly #response: Response;

  constructor(json: ObjectJson, body: string | Uint8Array) {
    super(json);
    const type = json.httpMetadata['contentType'];
    this.#response = new Response(body, {
      headers: type === undefined ? {} : { 'content-type': String(type) },
    });
  }

  get body(): ReadableStream | null {
    return this.#response.body;
  }

  get bodyUsed(): boolean {
    return this.#response.bodyUsed;
  }

  arrayBuffer(): Promise<ArrayBufferLike> {
    return this.#response.arrayBuffer();
  }

  bytes(): Promise<Uint8Array> {
    return this.#response.bytes();
  }

  text(): Promise<string> {
    return this.#response.text();
  }

  json(): Promise<unknown> {
    return this.#response.json();
  }

  blob(): Promise<unknown> {
    return this.#response.blob();
  }
}

defineInterface(Checksums, 'Checksums');
defineInterface(HeadResult, 'HeadResult');
defineInterface(GetResult, 'GetResult');
