// Turns whatever may stand for a body into a text, bytes or a stream, with the content type that it implies.
import { blobBytes, isBlob } from './blob.ts';
import { isForm, serialiseFormData } from './form-data.ts';
import { isDisturbed, ReadableStream } from './streams.ts';
import { isQuery } from './url-search-params.ts';
import { bytesOf, findInstance, textOf } from './webidl.ts';

/** What a body is made of. */
export type BodySource = string | Uint8Array | ReadableStream | null;

/** A body and the Content-Type that goes with it when none is given; empty for none. */
export interface ExtractedBody {
  readonly source: BodySource;
  readonly contentType: string;
}

/** What a text body is when nothing else is said. */
export const TEXT_TYPE = 'text/plain;charset=UTF-8';

/** The Fetch standard's "extract a body"; bytes are copied, texts are kept. */
export function extractBody(init: unknown): ExtractedBody {
  if (typeof init === 'string') return { source: init, contentType: TEXT_TYPE };
  if (init === null || init === undefined) return { source: null, contentType: '' };
  if (typeof init === 'object') return extractObject(init);
  return { source: textOf(init), contentType: TEXT_TYPE };
}

function extractObject(init: object): ExtractedBody {
  const bytes = bytesOf(init);
  if (bytes !== null) return { source: new Uint8Array(bytes), contentType: '' };
  if (init instanceof ReadableStream) return { source: usable(init), contentType: '' };
  const query = findInstance(init, isQuery);
  if (query !== null) {
    return { source: query.toString(), contentType: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  const blob = findInstance(init, isBlob);
  if (blob !== null) return { source: blobBytes(blob), contentType: blob.type };
  const form = findInstance(init, isForm);
  if (form !== null) {
    const { bytes: parts, contentType } = serialiseFormData(form);
    return { source: parts, contentType };
  }
  if (isSequence(init)) return { source: ReadableStream.from(init), contentType: '' };
  return { source: String(init), contentType: TEXT_TYPE };
}

const plainText = Object.prototype.toString;

/** Whether an object stands for the parts that it iterates over; one with a text of its own, such as a String, stands for that. */
function isSequence(init: object): init is AsyncIterable<unknown> {
  if (typeof Reflect.get(init, Symbol.asyncIterator) === 'function') return true;
  if (typeof Reflect.get(init, Symbol.iterator) !== 'function') return false;
  if (Array.isArray(init)) return true;
  return Reflect.get(init, 'toString') === plainText && Reflect.get(init, Symbol.toPrimitive) === undefined;
}

function usable(stream: ReadableStream): ReadableStream {
  if (isDisturbed(stream)) {
    throw new TypeError(
      'This ReadableStream is disturbed (has already been read from), and cannot be used as a body.',
    );
  }
  return stream;
}
