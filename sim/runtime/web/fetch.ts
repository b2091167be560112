// The `fetch` of one isolate: an outgoing request is an operation, its answer a Response.
import { bodyInternals } from './body.ts';
import { headersInternals } from './headers.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import { Request } from './request.ts';
import type { Response } from './response.ts';
import { responseInternals } from './response.ts';

/** What an answer's metaJson says of a response. */
interface ResponseMeta {
  readonly status?: number;
  readonly statusText?: string;
  /** Flat pairs: name, value, name, value. */
  readonly headers?: readonly string[];
  readonly url?: string;
}

/** Header pairs as the wire text that Headers reads: each is `\nname:value`, the name in lower case. */
export function wireOf(pairs: readonly string[]): string {
  return pairs.map((text, i) => (i % 2 === 0 ? `\n${text.toLowerCase()}:` : text)).join('');
}

/** The options of an operation that carries a request. */
function optionsOf(request: Request): string {
  const options = {
    method: request.method,
    headers: headersInternals.toPairs(request.headers),
    redirect: request.redirect,
    ...(request.cf === undefined ? {} : { cf: request.cf }),
  };
  return JSON.stringify(options);
}

/** The response that an answer describes. */
export function responseOf(value: string | Uint8Array | null, metaJson: string, url: string): Response {
  const meta = metaJson === '' ? {} : (JSON.parse(metaJson) as ResponseMeta);
  return responseInternals.received(
    value,
    meta.status ?? 200,
    meta.statusText ?? '',
    wireOf(meta.headers ?? []),
    meta.url ?? url,
  );
}

/** Sends a request out under a verb (`fetch`, `service.fetch`) and gives its response. */
export async function sendRequest(
  isolate: IsolateState,
  verb: string,
  binding: string,
  input: unknown,
  init: unknown,
): Promise<Response> {
  const request = new Request(input, init);
  const body = bodyInternals.take(request);
  const reply = await perform(isolate, {
    verb,
    binding,
    key: request.url,
    optionsJson: optionsOf(request),
    body,
  });
  return responseOf(reply.value, reply.metaJson, request.url);
}

/** The isolate's own `fetch`. */
export function makeFetch(isolate: IsolateState): (input: unknown, init?: unknown) => Promise<Response> {
  return function fetch(input, init) {
    return sendRequest(isolate, 'fetch', '', input, init);
  };
}
