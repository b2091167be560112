// Lambda behind a function URL: events of payload format 2.0, and every form in which a function may answer.
// Shapes: docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html.
import { atob, btoa } from '../base64.ts';
import { drawUuid } from '../crypto.ts';
import { decodeUtf8 } from '../encoding.ts';
import { Headers } from '../headers.ts';
import type { IsolateState } from '../isolate-state.ts';
import { requestInternals } from '../request.ts';
import type { Request } from '../request.ts';
import { Response } from '../response.ts';
import { URL } from '../url.ts';
import { callLambda } from './aws-lambda.ts';
import type { LambdaHandler } from './aws-lambda.ts';

/** Bodies of these types arrive as text, all others in base64. */
const TEXT_TYPE = /^(?:text\/|application\/(?:json|javascript|xml|[\w.-]+\+(?:json|xml))\b)/i;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Bytes as base64. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Base64 as bytes. */
export function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The time as access logs write it: 12/Mar/2020:19:03:58 +0000. */
function logTime(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

async function bodyFields(request: Request): Promise<object> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return { isBase64Encoded: false };
  const isText = TEXT_TYPE.test(request.headers.get('content-type') ?? '');
  return {
    body: isText ? decodeUtf8(bytes) : base64Of(bytes),
    isBase64Encoded: !isText,
  };
}

/** The event for a request. */
async function eventOf(isolate: IsolateState, request: Request): Promise<object> {
  const { pathname, search, searchParams, host } = new URL(request.url);
  const headers: Record<string, string> = { host };
  let cookies: string[] | undefined;
  for (const [name, value] of request.headers) {
    if (name === 'cookie') cookies = value.split(/;\s*/);
    else headers[name] = value;
  }
  const query: Record<string, string> = {};
  for (const [name, value] of searchParams.entries() as Iterable<[string, string]>)
    query[name] = name in query ? `${query[name]},${value}` : value;
  const nowMs = isolate.nowMs();
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookies !== undefined && { cookies }),
    headers,
    ...(search.length > 1 && { queryStringParameters: query }),
    requestContext: {
      accountId: 'anonymous',
      apiId: host.split('.', 1)[0],
      domainName: host,
      domainPrefix: host.split('.', 1)[0],
      http: {
        method: request.method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: requestInternals.addressOf(request),
        userAgent: request.headers.get('user-agent') ?? '',
      },
      requestId: drawUuid(isolate),
      routeKey: '$default',
      stage: '$default',
      time: logTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(await bodyFields(request)),
  };
}

/** What a function returned as a response: an object with a statusCode says all of it, anything else is JSON with status 200. */
function responseOf(result: unknown): Response {
  const said = result as Record<string, unknown> | null | undefined;
  if (typeof said !== 'object' || said === null || said['statusCode'] === undefined) {
    return new Response(JSON.stringify(result) ?? 'null', {
      headers: { 'content-type': 'application/json' },
    });
  }
  const { statusCode, headers: given = {}, cookies = [], body, isBase64Encoded } = said;
  if (body !== undefined && body !== null && typeof body !== 'string')
    throw new TypeError(`The "body" of a function URL's response must be a string, found ${typeof body}.`);
  const headers = new Headers();
  for (const [name, value] of Object.entries(given as object)) headers.set(name, String(value));
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  for (const cookie of cookies as string[]) headers.append('set-cookie', cookie);
  const status = Number(statusCode);
  const isEmpty = status === 204 || status === 304 || body === undefined || body === null;
  const whole = isBase64Encoded === true && typeof body === 'string' ? bytesOfBase64(body) : body;
  return new Response(isEmpty ? null : whole, { status, headers });
}

/** Calls a function for a request. */
export async function callByUrl(
  isolate: IsolateState,
  handler: LambdaHandler,
  request: Request,
): Promise<Response> {
  return responseOf(await callLambda(isolate, handler, await eventOf(isolate, request)));
}
