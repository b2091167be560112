// Turns whatever may stand for a body into a text, bytes or a stream, with the content type that it implies.
import { bytesOf } from './webidl.ts';

/** What a body is made of. */
export type BodySource = string | Uint8Array | null;

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
  const bytes = bytesOf(init);
  if (bytes !== null) return { source: new Uint8Array(bytes), contentType: '' };
  return { source: String(init), contentType: TEXT_TYPE };
}
