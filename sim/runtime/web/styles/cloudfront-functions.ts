// CloudFront Functions: a function of an event with the viewer's request, or with that and the response.
// Shapes: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html.
import { drawUuid } from '../crypto.ts';
import { encodeUtf8 } from '../encoding.ts';
import { Headers } from '../headers.ts';
import type { IsolateState } from '../isolate-state.ts';
import { requestInternals } from '../request.ts';
import type { Request } from '../request.ts';
import { Response } from '../response.ts';
import { URL } from '../url.ts';
import { bytesOfBase64 } from './function-url.ts';
import { FIRST_ERROR_STATUS, invalidResult, sendOn } from './onward.ts';
import type { Onward } from './onward.ts';

/** A function of the platform; it may be asynchronous in its runtime 2.0. */
export type ViewerFunction = (event: unknown) => unknown;

/** A field with its value; one that comes several times has them all under `multiValue`. */
interface Field {
  value: string;
  attributes?: string;
  multiValue?: { value: string; attributes?: string }[];
}
type Fields = Record<string, Field>;

interface ViewerRequest {
  method: string;
  uri: string;
  querystring: Fields | string;
  headers: Fields;
  cookies: Fields;
}

interface ViewerResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: Fields;
  cookies?: Fields;
  body?: string | { encoding?: 'text' | 'base64'; data: string };
}

function add(fields: Fields, name: string, field: { value: string; attributes?: string }): void {
  const known = fields[name];
  if (known === undefined) fields[name] = { ...field };
  else (known.multiValue ??= [{ value: known.value }]).push({ ...field });
}

function valuesOf({ value, attributes, multiValue }: Field): { value: string; attributes?: string }[] {
  return multiValue ?? [attributes === undefined ? { value } : { value, attributes }];
}

/** Header fields of an event; cookies have a place of their own. */
function headerFields(headers: Headers): Fields {
  const fields: Fields = {};
  for (const [name, value] of headers)
    if (name !== 'cookie' && name !== 'set-cookie') add(fields, name, { value });
  return fields;
}

function viewerRequest(request: Request): ViewerRequest {
  const { pathname, search, host } = new URL(request.url);
  const querystring: Fields = {};
  for (const part of search.slice(1).split('&').filter(Boolean)) {
    const [name = '', ...value] = part.split('=');
    add(querystring, name, { value: value.join('=') });
  }
  const cookies: Fields = {};
  for (const part of (request.headers.get('cookie') ?? '').split(/;\s*/).filter(Boolean)) {
    const [name = '', ...value] = part.split('=');
    add(cookies, name, { value: value.join('=') });
  }
  const headers = { host: { value: host }, ...headerFields(request.headers) };
  return { method: request.method, uri: pathname, querystring, headers, cookies };
}

function onwardOf(request: Request, said: ViewerRequest, body: Uint8Array): Onward {
  const { origin } = new URL(request.url);
  if (typeof said.uri !== 'string' || !said.uri.startsWith('/'))
    throw invalidResult('a uri must begin with "/".');
  const pairs = (fields: Fields): string[] =>
    Object.entries(fields).flatMap(([name, field]) =>
      valuesOf(field).map(({ value }) => (value === '' ? name : `${name}=${value}`)),
    );
  const query =
    typeof said.querystring === 'string' ? said.querystring : pairs(said.querystring ?? {}).join('&');
  const headers = new Headers();
  for (const [name, field] of Object.entries(said.headers ?? {}))
    for (const { value } of valuesOf(field)) headers.append(name, value);
  const cookies = pairs(said.cookies ?? {}).join('; ');
  if (cookies !== '') headers.set('cookie', cookies);
  return {
    method: request.method,
    url: `${origin}${said.uri}${query === '' ? '' : `?${query}`}`,
    headers,
    body,
  };
}

function viewerResponse(response: Response): ViewerResponse {
  const cookies: Fields = {};
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const [name = '', ...value] = pair.split('=');
    add(cookies, name, { value: value.join('='), attributes: attributes.join('; ') });
  }
  const { status, statusText, headers } = response;
  return { statusCode: status, statusDescription: statusText, headers: headerFields(headers), cookies };
}

/** The response that a function returned; `kept` is the body when it gives none. */
function responseOf(said: ViewerResponse, kept: Response['body']): Response {
  const headers = new Headers();
  for (const [name, field] of Object.entries(said.headers ?? {}))
    for (const { value } of valuesOf(field)) headers.append(name, value);
  for (const [name, field] of Object.entries(said.cookies ?? {}))
    for (const { value, attributes = '' } of valuesOf(field))
      headers.append('set-cookie', `${name}=${value}${attributes === '' ? '' : `; ${attributes}`}`);
  const { statusCode: status, statusDescription: statusText = '', body } = said;
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw invalidResult(`the statusCode ${JSON.stringify(status)} is none.`);
  const given = typeof body === 'object' ? body : { data: body };
  const bytes =
    given.data === undefined
      ? kept
      : 'encoding' in given && given.encoding === 'base64'
        ? bytesOfBase64(given.data)
        : encodeUtf8(given.data);
  return new Response(status === 204 || status === 304 ? null : bytes, { status, statusText, headers });
}

/** Runs a function around a request. */
export async function callViewerFunction(
  isolate: IsolateState,
  handler: ViewerFunction,
  request: Request,
  trigger: 'viewer-request' | 'viewer-response',
): Promise<Response> {
  const { host } = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  const asked = viewerRequest(request);
  const event = {
    version: '1.0',
    context: {
      distributionDomainName: host,
      distributionId: 'EDFDVBD6EXAMPLE',
      eventType: trigger,
      requestId: drawUuid(isolate),
    },
    viewer: { ip: requestInternals.addressOf(request) },
    request: asked,
  };
  if (trigger === 'viewer-request') {
    const said = await handler(event);
    if (typeof said !== 'object' || said === null)
      throw invalidResult('it returns the request or a response.');
    if ('statusCode' in said) return responseOf(said as ViewerResponse, null);
    return sendOn(isolate, onwardOf(request, said as ViewerRequest, body), 'viewer');
  }
  const response = await sendOn(isolate, onwardOf(request, asked, body), 'viewer');
  if (response.status >= FIRST_ERROR_STATUS) return response;
  const said = await handler({ ...event, response: viewerResponse(response) });
  if (typeof said !== 'object' || said === null || !('statusCode' in said))
    throw invalidResult('it returns the response.');
  return responseOf(said as ViewerResponse, response.body);
}
