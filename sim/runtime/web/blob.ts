// Blob and File: bytes with a type, and with a name.
import { decodeUtf8, encodeUtf8 } from './encoding.ts';
import { realmClock } from './realm-clock.ts';
import { streamOfBytes } from './byte-streams.ts';
import { concatBytes } from './streams.ts';
import type { ReadableStream } from './streams.ts';
import { answersNatively } from './turns.ts';
import {
  bytesOf,
  constructorError,
  defineInterface,
  findInstance,
  integerOf,
  isObject,
  textOf,
} from './webidl.ts';
import { assertNotGlobalScope } from './global-scope.ts';

let readBytes: (blob: Blob) => Uint8Array;
/** Whether an object holds the bytes of a blob, which a Proxy of one does not. */
export let isBlob: (object: object) => object is Blob;
let adopt: (blob: Blob, bytes: Uint8Array, type: string) => void;

function partBytes(part: unknown): Uint8Array {
  const blob = findInstance(part, isBlob);
  if (blob !== null) return readBytes(blob);
  return bytesOf(part) ?? encodeUtf8(textOf(part));
}

/** A type is lower-case ASCII, or empty (W3C File API, section 3.1). */
function normalType(type: unknown): string {
  const text = type === undefined ? '' : textOf(type);
  return /[^\u{20}-\u{7E}]/u.test(text) ? '' : text.toLowerCase();
}

function relative(position: unknown, size: number, fallback: number): number {
  if (position === undefined) return fallback;
  const value = integerOf(position);
  return value < 0 ? Math.max(size + value, 0) : Math.min(value, size);
}

const BYTE_ORDER_MARK = '\u{FEFF}';

/** Whether bytes start with a byte order mark, which texts of blobs keep on workerd. */
function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

interface BlobOptions {
  readonly type?: unknown;
  readonly endings?: unknown;
}

function checkOptions(name: string, position: number, options: unknown): void {
  if (options === undefined || options === null || isObject(options)) return;
  throw constructorError(name, position, 'Options');
}

/** Immutable bytes with a media type. */
export class Blob {
  #bytes: Uint8Array;
  #type: string;

  static {
    readBytes = (blob) => blob.#bytes;
    isBlob = (object): object is Blob => #bytes in object;
    adopt = (blob, bytes, type) => {
      blob.#bytes = bytes;
      blob.#type = type;
    };
  }

  constructor(parts?: unknown, options?: BlobOptions) {
    if (parts !== undefined && !Array.isArray(parts)) throw constructorError('Blob', 1, 'Array');
    checkOptions('Blob', 2, options);
    if (options?.endings !== undefined) {
      throw new Error("The 'endings' field on 'Options' is not implemented.");
    }
    // The parts are joined into an array of its own, so that later changes of a part are not seen.
    const list = (parts ?? []).map(partBytes);
    this.#bytes = list.length === 1 ? concatBytes(list).slice() : concatBytes(list);
    this.#type = normalType(options?.type);
  }

  get size(): number {
    return this.#bytes.length;
  }
  get type(): string {
    return this.#type;
  }

  slice(start?: unknown, end?: unknown, type?: unknown): Blob {
    const size = this.#bytes.length;
    const from = relative(start, size, 0);
    const to = Math.max(from, relative(end, size, size));
    const blob = new Blob();
    adopt(blob, this.#bytes.subarray(from, to), normalType(type));
    return blob;
  }

  async arrayBuffer(): Promise<ArrayBufferLike> {
    return this.#bytes.slice().buffer;
  }
  async bytes(): Promise<Uint8Array> {
    return this.#bytes.slice();
  }
  async text(): Promise<string> {
    return (startsWithMark(this.#bytes) ? BYTE_ORDER_MARK : '') + decodeUtf8(this.#bytes);
  }
  stream(): ReadableStream {
    assertNotGlobalScope();
    return streamOfBytes(this.#bytes);
  }
}
answersNatively(Blob, 'arrayBuffer bytes text');
defineInterface(Blob, 'Blob');

/** A Blob with a name and a time of last change. */
export class File extends Blob {
  readonly #name: string;
  readonly #lastModified: number;

  constructor(parts?: unknown, name?: unknown, options?: BlobOptions & { readonly lastModified?: unknown }) {
    if (parts !== undefined && !Array.isArray(parts)) throw constructorError('File', 1, 'Array');
    if (arguments.length < 2) throw constructorError('File', 2, 'string');
    checkOptions('File', 3, options);
    super(parts ?? [], options);
    this.#name = textOf(name);
    this.#lastModified =
      options?.lastModified === undefined ? realmClock.nowMs : Number(options.lastModified) || 0;
  }

  get name(): string {
    return this.#name;
  }
  get lastModified(): number {
    return this.#lastModified;
  }
}
defineInterface(File, 'File');

/** The bytes of a blob, not a copy: do not change them. */
export function blobBytes(blob: Blob): Uint8Array {
  return readBytes(blob);
}

/** A file over bytes that nobody else will change; the type is kept as it is. */
export function makeFile(bytes: Uint8Array, name: string, type: string): File {
  const file = new File([], name);
  adopt(file, bytes, type);
  return file;
}

/** A blob over bytes that nobody else will change; the type is kept as it is. */
export function makeBlob(bytes: Uint8Array, type: string): Blob {
  const blob = new Blob();
  adopt(blob, bytes, type);
  return blob;
}
