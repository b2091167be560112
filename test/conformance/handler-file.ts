// The whole handlers, what is asked of them, and what the real runtime answered.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One request to a handler; paths are below `http://example.com`. */
export interface HandlerRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Members of `request.cf`. */
  readonly cf?: Readonly<Record<string, unknown>>;
}

/** What came back; headers sorted, transport's own left out; the body of a picture as base64. */
export interface HandlerAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Where the record of handlers is kept. */
export const HANDLER_RECORD: string = join(import.meta.dirname, 'data/handlers.json');

/** Headers that belong to the connection, or to the way in which a test client asks. */
const TRANSPORT: readonly string[] = [
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'keep-alive',
  'mf-content-encoding',
  'transfer-encoding',
];

/** Makes an answer comparable. */
export function handlerAnswer(
  status: number,
  headers: readonly (readonly [string, string])[],
  body: Uint8Array,
): HandlerAnswer {
  const kept = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !TRANSPORT.includes(name))
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : 1));
  const isPicture = kept.some(([name, value]) => name === 'content-type' && value.startsWith('image/'));
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return { status, headers: kept, body: buffer.toString(isPicture ? 'base64' : 'utf8') };
}

/** The requests to each handler, by its file name. */
export function handlerRequests(): Readonly<Record<string, readonly HandlerRequest[]>> {
  const requests: Record<string, HandlerRequest[]> = JSON.parse(
    readFileSync(join(import.meta.dirname, 'data/requests.json'), 'utf8'),
  );
  return requests;
}

/** What the real runtime answered, in the order of the requests. */
export function recordedHandlers(): Readonly<Record<string, readonly HandlerAnswer[]>> {
  const record: { answers: Record<string, HandlerAnswer[]> } = JSON.parse(
    readFileSync(HANDLER_RECORD, 'utf8'),
  );
  return record.answers;
}
