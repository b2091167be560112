// The options of an R2 bucket, checked as workerd checks them and made into plain JSON.
import { Blob, blobBytes } from './blob.ts';
import { OriginalDate } from './before-lockdown.ts';
import { encodeUtf8 } from './encoding.ts';
import { Headers } from './headers.ts';
import { HASHES, HTTP_FIELDS } from './r2-object.ts';
import { sizedStreams } from './byte-streams.ts';
import { readAllBytes, ReadableStream } from './streams.ts';
import { argumentError, bytesOf, fieldError, isObject } from './webidl.ts';

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
  if (range !== null && !isObject(range)) throw fieldError('GetOptions', 'range', 'Range or Headers');
  if (range instanceof Headers) {
    const [, from = '', to = ''] = /^\s*bytes\s*=\s*(\d*)-(\d*)$/i.exec(range.get('range') ?? '') ?? [];
    if (from === '') return to === '' ? {} : { range: { suffix: Number(to) }, lenient: true };
    const length = to === '' ? {} : { length: Number(to) - Number(from) + 1 };
    return { range: { offset: Number(from), ...length }, lenient: true };
  }
  const offset = partOf(range, 'offset', 'range. Starting offset');
  const length = partOf(range, 'length', 'range. Length');
  const suffix = partOf(range, 'suffix', 'suffix. Suffix');
  if (suffix !== undefined && offset !== undefined)
    throw new TypeError('Suffix is incompatible with offset.');
  if (suffix !== undefined && length !== undefined)
    throw new TypeError('Suffix is incompatible with length.');
  return { range: { offset, length, suffix } };
}

/** A whole number from 0, if there is one. */
function partOf(range: unknown, name: string, words: string): number | undefined {
  const value = field(range, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number < 0) throw new RangeError(`Invalid ${words} (${number}) must be greater than or equal to 0.`);
  if (!Number.isInteger(number))
    throw new RangeError(`Invalid ${words} (${number}) must be an integer, not floating point.`);
  return number;
}

/** Conditions of an object or of headers, tags without quotes and dates in milliseconds. */
export function conditionsOf(options: unknown, dictionary: string): { onlyIf?: object } {
  const given = field(options, 'onlyIf');
  if (given === undefined) return {};
  if (given !== null && !isObject(given)) throw fieldError(dictionary, 'onlyIf', 'Conditional or Headers');
  if (given instanceof Headers) {
    return {
      onlyIf: {
        etagMatches: tagsOf(given, 'if-match'),
        etagDoesNotMatch: tagsOf(given, 'if-none-match'),
        uploadedBeforeMs: instantOfText(given.get('if-unmodified-since')),
        uploadedAfterMs: instantOfText(given.get('if-modified-since')),
        secondsGranularity: true,
      },
    };
  }
  return {
    onlyIf: {
      etagMatches: plainTag(given, 'etagMatches'),
      etagDoesNotMatch: plainTag(given, 'etagDoesNotMatch'),
      uploadedBeforeMs: instantOf(given, 'Conditional', 'uploadedBefore'),
      uploadedAfterMs: instantOf(given, 'Conditional', 'uploadedAfter'),
      secondsGranularity: Boolean(field(given, 'secondsGranularity')),
    },
  };
}

function tagsOf(headers: Headers, name: string): string[] | undefined {
  return headers
    .get(name)
    ?.split(',')
    .map((text) => {
      const [, any, tag = any] = /^(?:(\*)|(?:W\/)?"(.*)")$/.exec(text.trim()) ?? [];
      if (tag === undefined) throw new Error(`Invalid ETag in ${name} header`);
      return tag;
    });
}

function plainTag(conditions: unknown, name: string): string[] | undefined {
  const tag = field(conditions, name);
  if (tag === undefined) return undefined;
  if (typeof tag !== 'string') throw fieldError('Conditional', name, 'string');
  if (/^(?:W\/)?".*"$/.test(tag))
    throw new TypeError(`Conditional ETag should not be wrapped in quotes (${tag}).`);
  return [tag];
}

/** A date, or a number of milliseconds since 1970. */
function instantOf(options: unknown, dictionary: string, name: string): number | undefined {
  const value = field(options, name);
  if (value === undefined) return undefined;
  if (typeof value === 'number') return value;
  if (!(value instanceof OriginalDate)) throw fieldError(dictionary, name, 'date');
  return value.getTime();
}

function instantOfText(text: string | null): number | undefined {
  return text === null ? undefined : OriginalDate.parse(text);
}

/** Metadata of a new object: texts by name, dates in milliseconds. */
export function metadataOf(options: unknown): { httpMetadata: object; customMetadata: object } {
  const http = field(options, 'httpMetadata');
  if (http !== undefined && http !== null && !isObject(http))
    throw fieldError('PutOptions', 'httpMetadata', 'HttpMetadata or Headers');
  const read = (name: string, header: string): unknown =>
    http instanceof Headers ? (http.get(header) ?? undefined) : field(http, name);
  const httpMetadata = Object.fromEntries(
    HTTP_FIELDS.flatMap(([name, header]): (readonly [string, unknown])[] => {
      const value = read(name, header);
      if (value === undefined) return [];
      if (name !== 'cacheExpiry') return [[name, String(value)]];
      const isText = http instanceof Headers;
      return [[name, isText ? instantOfText(String(value)) : instantOf(http, 'HttpMetadata', name)]];
    }),
  );
  const custom = field(options, 'customMetadata');
  if (custom !== undefined && (!isObject(custom) || Array.isArray(custom)))
    throw fieldError('PutOptions', 'customMetadata', 'object');
  const entries = Object.entries(custom ?? {}).map(([name, value]) => [name, String(value)]);
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
  if (bytes === null && typeof value !== 'string')
    throw fieldError('PutOptions', name, 'JsBufferSource or string');
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
  if (typeof value === 'string' || (value === null && method === 'put')) return value;
  if (value instanceof Blob) return blobBytes(value).slice();
  if (value instanceof ReadableStream) {
    if (!sizedStreams.has(value))
      throw new TypeError(
        'Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)',
      );
    if (value.locked) throw new TypeError('The ReadableStream has been locked to a reader.');
    return readAllBytes(value);
  }
  const bytes = bytesOf(value);
  if (bytes !== null) return bytes.slice();
  const owner = method === 'put' ? 'R2Bucket' : 'R2MultipartUpload';
  const type = 'ReadableStream or ArrayBuffer or ArrayBufferView or string or Blob';
  throw argumentError(owner, method, position, type);
}

/** Bytes of metadata as the service counts them. */
export function metadataBytes(metadata: object): number {
  const texts = Object.entries(metadata).flat();
  return texts.reduce((sum: number, text) => sum + encodeUtf8(String(text)).length, 0);
}
