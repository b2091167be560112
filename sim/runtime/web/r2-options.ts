// The options of an R2 bucket, checked as workerd checks them and made into plain JSON.
import { Blob, blobBytes } from './blob.ts';
import { OriginalDate } from './before-lockdown.ts';
import { encodeUtf8 } from './encoding.ts';
import { Headers } from './headers.ts';
import { HASHES, HTTP_FIELDS } from './r2-object.ts';
import { readAllBytes, ReadableStream, sizedStreams } from './streams.ts';
import { bytesOf, isObject } from './webidl.ts';

const HEX_LENGTHS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

function field(options: unknown, name: string): unknown {
  return isObject(options) ? Reflect.get(options, name) : undefined;
}

/** `{offset, length, suffix}`, or the single range of a Range header; one of several ranges, or none, means the whole. */
export function rangeOf(options: unknown): { range?: object; lenient?: boolean } {
  const range = field(options, 'range');
  if (range === undefined) return {};
  if (range instanceof Headers) {
    const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.get('range') ?? '') ?? [];
    if (from === '') return to === '' ? {} : { range: { suffix: Number(to) }, lenient: true };
    const length = to === '' ? {} : { length: Number(to) - Number(from) + 1 };
    return { range: { offset: Number(from), ...length }, lenient: true };
  }
  const [offset, length, suffix] = ['offset', 'length', 'suffix'].map((name) => field(range, name));
  if (suffix !== undefined && offset !== undefined)
    throw new TypeError('Suffix is incompatible with offset.');
  if (suffix !== undefined && length !== undefined)
    throw new TypeError('Suffix is incompatible with length.');
  if (Number(offset) < 0)
    throw new RangeError(
      `Invalid range. Starting offset (${String(offset)}) must be greater than or equal to 0.`,
    );
  return { range: { offset, length, suffix } };
}

/** Conditions of an object or of headers, tags without quotes and dates in milliseconds. */
export function conditionsOf(options: unknown): { onlyIf?: object } {
  const given = field(options, 'onlyIf');
  if (given === undefined) return {};
  if (given instanceof Headers) {
    return {
      onlyIf: {
        etagMatches: tagsOf(given.get('if-match')),
        etagDoesNotMatch: tagsOf(given.get('if-none-match')),
        uploadedBeforeMs: instantOf(given.get('if-unmodified-since')),
        uploadedAfterMs: instantOf(given.get('if-modified-since')),
        secondsGranularity: true,
      },
    };
  }
  return {
    onlyIf: {
      etagMatches: plainTag(given, 'etagMatches'),
      etagDoesNotMatch: plainTag(given, 'etagDoesNotMatch'),
      uploadedBeforeMs: instantOf(field(given, 'uploadedBefore')),
      uploadedAfterMs: instantOf(field(given, 'uploadedAfter')),
      secondsGranularity: Boolean(field(given, 'secondsGranularity')),
    },
  };
}

function tagsOf(header: string | null): string[] | undefined {
  return header?.split(',').map((tag) => tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'));
}

function plainTag(conditions: unknown, name: string): string[] | undefined {
  const tag = field(conditions, name);
  if (tag === undefined) return undefined;
  if (Array.isArray(tag))
    throw new TypeError(
      `Incorrect type for the '${name}' field on 'Conditional': the provided value is not of type 'string'.`,
    );
  const text = String(tag);
  if (/^(?:W\/)?".*"$/.test(text))
    throw new TypeError(`Conditional ETag should not be wrapped in quotes (${text}).`);
  return [text];
}

function instantOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  return value instanceof OriginalDate ? value.getTime() : OriginalDate.parse(String(value));
}

/** Metadata of a new object: texts by name, dates in milliseconds. */
export function metadataOf(options: unknown): { httpMetadata: object; customMetadata: object } {
  const http = field(options, 'httpMetadata');
  const read = (name: string, header: string): unknown =>
    http instanceof Headers ? (http.get(header) ?? undefined) : field(http, name);
  const httpMetadata = Object.fromEntries(
    HTTP_FIELDS.flatMap(([name, header]) => {
      const value = read(name, header);
      if (value === undefined) return [];
      return [[name, name === 'cacheExpiry' ? instantOf(value) : String(value)]];
    }),
  );
  const custom = field(options, 'customMetadata');
  const entries = isObject(custom)
    ? Object.entries(custom).map(([name, value]) => [name, String(value)])
    : [];
  return { httpMetadata, customMetadata: Object.fromEntries(entries) as object };
}

/** The one digest that a writer may name, in hex. */
export function checksumOf(options: unknown): { checksums: Record<string, string> } {
  const [name, further] = HASHES.filter((one) => field(options, one) !== undefined);
  if (name === undefined) return { checksums: {} };
  const hex = digestOf(name, field(options, name));
  if (further !== undefined) throw new TypeError('You cannot specify multiple hashing algorithms.');
  return { checksums: { [name]: hex } };
}

function digestOf(name: string, value: unknown): string {
  const bytes = bytesOf(value);
  const hex =
    bytes === null ? String(value) : [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const length = HEX_LENGTHS[name] ?? 0;
  const title = name === 'md5' ? 'MD5' : name.replace('sha', 'SHA-');
  if (hex.length !== length) {
    const found =
      bytes === null
        ? `${length} hex characters, not ${hex.length}`
        : `${length / 2} bytes, not ${bytes.length}`;
    throw new TypeError(`${title} is ${found}`);
  }
  if (!/^[\da-f]+$/i.test(hex)) throw new TypeError(`Provided ${title} wasn't a valid hex string`);
  return hex.toLowerCase();
}

/** The bytes of a new object; a stream must say how long it is. */
export async function contentOf(
  value: unknown,
  method: string,
  position: number,
): Promise<string | Uint8Array | null> {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Blob) return blobBytes(value).slice();
  if (value instanceof ReadableStream) {
    if (!sizedStreams.has(value))
      throw new TypeError(
        'Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)',
      );
    return readAllBytes(value);
  }
  const bytes = bytesOf(value);
  if (bytes !== null) return bytes.slice();
  const type = 'ReadableStream or ArrayBuffer or ArrayBufferView or string or Blob';
  const owner = method === 'put' ? 'R2Bucket' : 'R2MultipartUpload';
  throw new TypeError(
    `Failed to execute '${method}' on '${owner}': parameter ${position} is not of type '${type}'.`,
  );
}

/** Bytes of metadata as the service counts them. */
export function metadataBytes(metadata: object): number {
  const texts = Object.entries(metadata).flat();
  return texts.reduce((sum: number, text) => sum + encodeUtf8(String(text)).length, 0);
}
