// What CloudFront does around a function: it sends requests on to the cache or the origin, and names what it hands over.
import { sendRequest } from '../fetch.ts';
import type { Headers } from '../headers.ts';
import type { IsolateState } from '../isolate-state.ts';
import { Request } from '../request.ts';
import type { Response } from '../response.ts';

/** A request as a function leaves it. */
export interface Onward {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array | null;
}

/** Sends a request on: from the viewer's side by way of the PoP's cache, from the origin's side straight to the origin. Redirects are for the viewer. */
export function sendOn(isolate: IsolateState, onward: Onward, side: 'viewer' | 'origin'): Promise<Response> {
  const { method, url, headers, body } = onward;
  const hasBody = body !== null && body.length > 0 && method !== 'GET' && method !== 'HEAD';
  const request = new Request(url, {
    method,
    headers,
    redirect: 'manual',
    ...(hasBody && { body }),
    ...(side === 'viewer' && { cf: { cacheEverything: true } }),
  });
  // It is CloudFront that sends on, and no subrequest of the function.
  isolate.current.subrequests--;
  return sendRequest(isolate, { verb: 'fetch', binding: '' }, request);
}

/** CloudFront runs no viewer-response function for an error of the origin. */
export const FIRST_ERROR_STATUS = 400;

/** `x-forwarded-for` as `X-Forwarded-For`: the form in which CloudFront gives a header's key. */
export function standardCase(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** What CloudFront answers 502 with: the result of a function that it cannot use. */
export function invalidResult(why: string): Error {
  return new Error(`The function's result failed validation: ${why}`);
}
