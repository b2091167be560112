// The request that a user's browser sends: templates filled in, a signed token, and what the PoP knows of the client.
import { createHmac } from 'node:crypto';
import { continentOf } from '../../topology/catalog.ts';
import type { City } from '../../topology/place.ts';
import type { Plan, RequestClass } from '../plan.ts';
import type { IncomingRequest } from '../runtime/types.ts';
import { US_PER_SECOND } from '../units.ts';
import type { Session } from './sessions.ts';

const HOST = 'app.example';

/** How long a token is valid, from the start of the trial. */
const TOKEN_SECONDS = 86_400;

/** What one request is made from. */
export interface RequestParts {
  readonly class: RequestClass;
  readonly session: Session;
  readonly place: City;
  /** Code of the PoP or region that received it. */
  readonly colo: string;
  readonly rttUs: number;
}

/** Fills in requests for one plan; tokens are signed once per user. */
export class RequestWriter {
  readonly #plan: Pick<Plan, 'workload' | 'epochMs' | 'network'>;
  readonly #tokens = new Map<number, string>();

  constructor(plan: Pick<Plan, 'workload' | 'epochMs' | 'network'>) {
    this.#plan = plan;
  }

  /** The method, URL, headers and body as they arrive at the server. */
  write(parts: RequestParts): IncomingRequest {
    const { class: kind } = parts;
    const headers = ['host', HOST, 'accept', '*/*', 'user-agent', 'antipode'];
    for (const [name, value] of kind.headers) headers.push(name, this.#fill(value, parts));
    if (kind.body !== null && !kind.headers.some(([name]) => name.toLowerCase() === 'content-type')) {
      headers.push('content-type', 'application/json');
    }
    return {
      method: kind.method,
      url: `https://${HOST}${this.#fill(kind.path, parts)}`,
      headers,
      body: kind.body === null ? null : this.#fill(kind.body, parts),
      cfJson: this.#cfJson(parts),
    };
  }

  #fill(text: string, { session }: RequestParts): string {
    if (!text.includes('{')) return text;
    return text.replaceAll(/\{(user|session|n|jwt)\}/g, (_all, name: string) => {
      if (name === 'user') return String(session.user);
      if (name === 'session') return String(session.number);
      return name === 'n' ? String(session.next) : this.#token(session.user);
    });
  }

  /** A JSON Web Token signed with HMAC-SHA256 (RFC 7519, RFC 7515). */
  #token(user: number): string {
    const known = this.#tokens.get(user);
    if (known !== undefined) return known;
    const { jwt } = this.#plan.workload;
    if (jwt === null) throw new Error('a request uses {jwt}, but the plan holds no secret');
    const issuedS = Math.floor(this.#plan.epochMs / 1000) - TOKEN_SECONDS / 2;
    const claims = { sub: String(user), iss: jwt.issuer, iat: issuedS, exp: issuedS + 2 * TOKEN_SECONDS };
    const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
    const token = `${signed}.${createHmac('sha256', jwt.secret).update(signed).digest('base64url')}`;
    this.#tokens.set(user, token);
    return token;
  }

  /** `request.cf` as Workers show it; names of the fields as in their types. */
  #cfJson({ place, colo, rttUs }: RequestParts): string {
    const { transport } = this.#plan.network;
    return JSON.stringify({
      colo,
      country: place.country,
      city: place.name,
      continent: continentOf(place.country),
      latitude: place.lat.toFixed(5),
      longitude: place.lon.toFixed(5),
      httpProtocol: transport === 'quic' ? 'HTTP/3' : 'HTTP/2',
      tlsVersion: transport === 'tcp-tls1.2' ? 'TLSv1.2' : 'TLSv1.3',
      clientTcpRtt: Math.round((rttUs / US_PER_SECOND) * 1000),
    });
  }
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Bytes of a request as it travels: request line, headers and body. */
export function requestBytes(request: IncomingRequest): number {
  return (
    request.method.length + request.url.length + 12 + headerBytes(request.headers) + bodyBytes(request.body)
  );
}

/** Bytes of headers as HTTP/1.1 writes them: name, colon, space, value, line end. */
export function headerBytes(headers: readonly string[]): number {
  let bytes = 2;
  for (let i = 0; i < headers.length; i += 2)
    bytes += (headers[i]?.length ?? 0) + (headers[i + 1]?.length ?? 0) + 4;
  return bytes;
}

/** Bytes of a body; text counts as UTF-8. */
export function bodyBytes(body: string | Uint8Array | null): number {
  if (body === null) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
}
