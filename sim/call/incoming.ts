// From a line of `call` to the request that a handler gets.
import { HOST, type RequestParts, clientOf, clientTcpRttMs } from '../entities/requests.ts';
import type { IncomingRequest } from '../runtime/types.ts';
import type { RequestLine } from './lines.ts';

/** Methods that clients send with a body of no bytes when none is given (RFC 9110 section 8.6). */
const CARRY_BODIES: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** Whence a call comes as the platform would say it: from this machine, as in local development, where a line says nothing else. */
const CALLER = '127.0.0.1';

/**
 * What code is told that it may answer with, whatever the client takes: the platform packs and unpacks for it, and keeps what the client said
 * in `request.cf.clientAcceptEncoding`, in local development too (developers.cloudflare.com/fundamentals/reference/http-headers, read 2026-11-22).
 */
const ACCEPTED_ENCODINGS = 'br, gzip';

/**
 * The request of a line as the platform hands it to the handler: with the fields that clients and the platform add to what the line says. In a
 * `run` the platform tells of the simulated user by itself, if it is one that does; in `local` development it says what this machine would.
 */
export function incomingOf(line: RequestLine, parts: RequestParts, at: 'run' | 'local'): IncomingRequest {
  const url = new URL(line.url, `https://${HOST}/`);
  // Clients keep fragments to themselves, and send values without the space around them.
  url.hash = '';
  // A field without a value does not get as far as the code, as on workerd.
  const said = pairsOf(line.headers ?? {})
    .map(([name, value]) => [name, value.replace(/^[\t\r\n ]+|[\t\r\n ]+$/g, '')] as const)
    .filter(([, value]) => value !== '');
  const tells = at === 'local' || parts.tellsOfClient;
  const given = tells ? said.filter(([name]) => !isAcceptEncoding(name)) : said;
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const body = bodyOf(line);
  const headers = [
    ...(names.has('host') ? [] : [['host', url.host] as const]),
    ...(at === 'run' || names.has('cf-connecting-ip') ? [] : [['cf-connecting-ip', CALLER] as const]),
    ...(at === 'run' ? [] : [['accept-encoding', ACCEPTED_ENCODINGS] as const]),
    ...given,
    ...typeOfBody(line, given),
    ...(body === null || names.has('content-length')
      ? []
      : [['content-length', String(Buffer.byteLength(body))] as const]),
  ];
  const place = JSON.parse(parts.cfJson) as Record<string, unknown>;
  return {
    method: line.method,
    url: url.href,
    headers: headers.flat(),
    body,
    cfJson: JSON.stringify({
      ...place,
      clientAcceptEncoding: said.find(([name]) => isAcceptEncoding(name))?.[1] ?? '',
      clientTcpRtt: clientTcpRttMs(parts),
      ...line.cf,
    }),
    client: at === 'run' ? clientOf(parts) : -1,
  };
}

function isAcceptEncoding(name: string): boolean {
  return name.toLowerCase() === 'accept-encoding';
}

/** The type that a client's `fetch` states for a text when nobody else does; anything else than a text is JSON. */
function typeOfBody(
  line: RequestLine,
  given: readonly (readonly [string, string])[],
): readonly [string, string][] {
  const { body, bodyBase64 } = line;
  if (body === undefined || body === null || bodyOf(line) === null || bodyBase64 !== undefined) return [];
  if (given.some(([name]) => name.toLowerCase() === 'content-type')) return [];
  return [['content-type', typeof body === 'string' ? 'text/plain;charset=UTF-8' : 'application/json']];
}

/** Header fields in order, a name with several values several times. */
export function pairsOf(
  headers: NonNullable<RequestLine['headers']>,
): readonly (readonly [string, string])[] {
  if (Array.isArray(headers)) return headers;
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const),
  );
}

function bodyOf({ method, body, bodyBase64 }: RequestLine): string | Uint8Array | null {
  if (method === 'GET' || method === 'HEAD') return null;
  if (bodyBase64 !== undefined) return new Uint8Array(Buffer.from(bodyBase64, 'base64'));
  if (body === undefined || body === null) return CARRY_BODIES.includes(method) ? '' : null;
  return typeof body === 'string' ? body : JSON.stringify(body);
}
