// Lambda@Edge: CloudFront's four triggers, with its event records; a request that is returned goes on, a response answers.
// Shapes: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html.
import { drawUuid } from '../crypto.ts';
import { encodeUtf8 } from '../encoding.ts';
import { Headers } from '../headers.ts';
import type { IsolateState } from '../isolate-state.ts';
import { requestInternals } from '../request.ts';
import type { Request } from '../request.ts';
import { Response } from '../response.ts';
import { URL } from '../url.ts';
import { callLambda } from './aws-lambda.ts';
import type { LambdaHandler } from './aws-lambda.ts';
import { base64Of, bytesOfBase64 } from './function-url.ts';
import { FIRST_ERROR_STATUS, invalidResult, sendOn, standardCase } from './onward.ts';
import type { Onward } from './onward.ts';

/** The triggers' names in an event. */
export type Trigger = 'viewer-request' | 'origin-request' | 'origin-response' | 'viewer-response';

/** Header fields of an event: by name in lower case, each value with the name in its usual case. */
type EdgeHeaders = Record<string, { key?: string; value: string }[]>;

interface EdgeRequest {
  clientIp: string;
  headers: EdgeHeaders;
  method: string;
  querystring: string;
  uri: string;
  body?: { action: string; data: string; encoding: string; inputTruncated: boolean };
  origin?: { custom?: { domainName?: string; path?: string } & Record<string, unknown> };
}

interface EdgeResponse {
  status: string | number;
  statusDescription?: string;
  headers?: EdgeHeaders;
  body?: string;
  bodyEncoding?: 'text' | 'base64';
}

function eventHeaders(headers: Headers): EdgeHeaders {
  const fields: EdgeHeaders = {};
  for (const [name, value] of headers) (fields[name] ??= []).push({ key: standardCase(name), value });
  return fields;
}

function plainHeaders(fields: EdgeHeaders): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(fields)) {
    if (!Array.isArray(values))
      throw invalidResult(`the header "${name}" must be an array of { key, value }.`);
    for (const { value } of values) headers.append(name, value);
  }
  return headers;
}

/** The request of an event; bodies are included, in base64, and origin triggers see the origin they go to. */
function edgeRequest(request: Request, body: Uint8Array, trigger: Trigger): EdgeRequest {
  const { pathname, search, host, hostname } = new URL(request.url);
  const headers = eventHeaders(request.headers);
  headers['host'] ??= [{ key: 'Host', value: host }];
  return {
    clientIp: requestInternals.addressOf(request),
    headers,
    method: request.method,
    querystring: search.slice(1),
    uri: pathname,
    ...(body.length > 0 && {
      body: { action: 'read-only', data: base64Of(body), encoding: 'base64', inputTruncated: false },
    }),
    ...(trigger.startsWith('origin') && {
      origin: {
        custom: {
          customHeaders: {},
          domainName: hostname,
          keepaliveTimeout: 5,
          path: '',
          port: 443,
          protocol: 'https',
          readTimeout: 30,
          sslProtocols: ['TLSv1.2'],
        },
      },
    }),
  };
}

/** Where a request goes that a function returned: its own origin, or the one that the function chose. */
function onwardOf(request: Request, said: EdgeRequest, body: Uint8Array): Onward {
  const own = new URL(request.url);
  const custom = said.origin?.custom;
  const { domainName = own.hostname, path = '' } = custom ?? {};
  const host = domainName === own.hostname ? own.host : domainName;
  const query = said.querystring === '' ? '' : `?${said.querystring}`;
  if (!said.uri.startsWith('/')) throw invalidResult('a uri must begin with "/".');
  const replaced = said.body?.action === 'replace' ? said.body : null;
  const bytes =
    replaced === null
      ? body
      : replaced.encoding === 'base64'
        ? bytesOfBase64(replaced.data)
        : encodeUtf8(replaced.data);
  return {
    method: request.method,
    url: `${own.protocol}//${host}${path}${said.uri}${query}`,
    headers: plainHeaders(said.headers),
    body: bytes,
  };
}

/** A response that a function made. */
function generated(said: EdgeResponse): Response {
  const status = Number(said.status);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw invalidResult(`the status ${JSON.stringify(said.status)} is none.`);
  const isEmpty = status === 204 || status === 304 || said.body === undefined;
  const bytes = said.bodyEncoding === 'base64' ? bytesOfBase64(said.body ?? '') : encodeUtf8(said.body ?? '');
  const statusText = said.statusDescription ?? '';
  return new Response(isEmpty ? null : bytes, {
    status,
    statusText,
    headers: plainHeaders(said.headers ?? {}),
  });
}

/** The origin's response with what a function changed of it: all at the origin's side, headers only at the viewer's. */
function changed(response: Response, said: EdgeResponse, trigger: Trigger): Response {
  const status = Number(said.status);
  if (trigger === 'viewer-response' && status !== response.status)
    throw invalidResult('the status of a viewer response cannot be changed.');
  if (trigger === 'origin-response' && said.body !== undefined) return generated(said);
  const headers = plainHeaders(said.headers ?? {});
  return new Response(response.body, { status, statusText: said.statusDescription ?? '', headers });
}

function record(isolate: IsolateState, trigger: Trigger, own: URL, cf: object): object {
  const config = {
    distributionDomainName: own.host,
    distributionId: 'EDFDVBD6EXAMPLE',
    eventType: trigger,
    requestId: drawUuid(isolate),
  };
  return { Records: [{ cf: { config, ...cf } }] };
}

/** Runs one trigger's function around a request. */
export async function callAtEdge(
  isolate: IsolateState,
  handler: LambdaHandler,
  request: Request,
  trigger: Trigger,
): Promise<Response> {
  const own = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  const asked = edgeRequest(request, body, trigger);
  const side = trigger.startsWith('viewer') ? 'viewer' : 'origin';
  if (trigger.endsWith('request')) {
    const said = await callLambda(isolate, handler, record(isolate, trigger, own, { request: asked }));
    if (typeof said !== 'object' || said === null)
      throw invalidResult('a request trigger returns a request or a response.');
    if ('status' in said) return generated(said as EdgeResponse);
    return sendOn(isolate, onwardOf(request, said as EdgeRequest, body), side);
  }
  const response = await sendOn(isolate, onwardOf(request, asked, body), side);
  if (trigger === 'viewer-response' && response.status >= FIRST_ERROR_STATUS) return response;
  const { status, statusText, headers } = response;
  const got: EdgeResponse = {
    headers: eventHeaders(headers),
    status: String(status),
    statusDescription: statusText,
  };
  const said = await callLambda(
    isolate,
    handler,
    record(isolate, trigger, own, { request: asked, response: got }),
  );
  if (typeof said !== 'object' || said === null || !('status' in said))
    throw invalidResult('a response trigger returns a response.');
  return changed(response, said as EdgeResponse, trigger);
}
