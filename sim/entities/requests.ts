// The request that a user's browser sends: templates filled in, and what the PoP knows of the client.
import type { City } from '../../topology/place.ts';
import type { Plan, RequestClass } from '../plan.ts';
import type { IncomingRequest } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import { placeCf } from './request-cf.ts';
import type { Session } from './sessions.ts';
import { UserTokens } from './user-tokens.ts';

/** The host of the site that is simulated. */
export const HOST = 'app.example';

/** Users whose headers are kept for each class, some 800 bytes each with their wire text; beyond them all are written anew. */
const MAX_KNOWN_USERS = 32_768;

/** What one request is made from. */
export interface RequestParts {
  readonly class: RequestClass;
  readonly session: Pick<Session, 'user' | 'number' | 'next'>;
  /** What `cfJson` gave for the place of the user and the PoP that the request enters by. */
  readonly cfJson: string;
  readonly rttUs: number;
  /** Whether the platform tells the code of the client in header fields of its own. */
  readonly tellsOfClient: boolean;
}

type Placeholder = 'user' | 'session' | 'n' | 'jwt';

/** A text with placeholders, taken apart once: texts at even places, names of placeholders at odd ones. */
type Template = readonly string[];

/** What is the same for every request of a class. */
interface ClassTemplates {
  readonly url: Template;
  readonly headers: readonly (readonly [string, Template])[];
  /** The headers as they are where none has a placeholder: one list for all requests. */
  readonly fixedHeaders: readonly string[] | null;
  /**
   * Where placeholders stand for the user alone, one list for each user: with a token in it, to fill it in, join it and search it took
   * 2 of the 24 microseconds of a request. Null where they stand for more.
   */
  readonly headersOfUser: Map<number, readonly string[]> | null;
  readonly body: Template | null;
}

/** Whose request it is, in one number: the user's where the platform tells the code of its client in header fields of its own, and -2 less it where the code finds the address only. */
export function clientOf({ tellsOfClient, session: { user } }: RequestParts): number {
  return tellsOfClient ? user : -2 - user;
}

/** Stands for the code of a PoP or region until that is known. */
const COLO = '{colo}';

/** Fills in requests for one plan; what `request.cf` says of a place is written once. */
export class RequestWriter {
  readonly #plan: Pick<Plan, 'workload' | 'epochMs' | 'network'>;
  readonly #tokens: UserTokens;
  readonly #templates: ReadonlyMap<RequestClass, ClassTemplates>;
  /** By place: its `request.cf` up to the code of the PoP or region, and what follows. */
  readonly #placeJson = new Map<City, readonly [string, string]>();

  constructor(plan: Pick<Plan, 'workload' | 'epochMs' | 'network'>) {
    this.#plan = plan;
    this.#tokens = new UserTokens(plan);
    this.#templates = new Map(plan.workload.classes.map((kind) => [kind, templatesOf(kind)]));
  }

  /** The method, URL, headers and body as they arrive at the server. */
  write(parts: RequestParts): IncomingRequest {
    const { class: kind } = parts;
    const templates = this.#templates.get(kind) ?? templatesOf(kind);
    return {
      method: kind.method,
      url: this.#fill(templates.url, parts),
      headers: templates.fixedHeaders ?? this.#headers(templates, parts),
      body: templates.body === null ? null : this.#fill(templates.body, parts),
      cfJson: parts.cfJson,
      clientTcpRttMs: clientTcpRttMs(parts),
      client: clientOf(parts),
    };
  }

  #headers({ headers, headersOfUser }: ClassTemplates, parts: RequestParts): readonly string[] {
    const { user } = parts.session;
    const known = headersOfUser?.get(user);
    if (known !== undefined) return known;
    const filled = headers.flatMap(([name, value]) => [name, this.#fill(value, parts)]);
    if (headersOfUser === null) return filled;
    if (headersOfUser.size >= MAX_KNOWN_USERS) headersOfUser.clear();
    // The copy has no more room than it needs.
    const kept = Object.freeze(filled.slice());
    headersOfUser.set(user, kept);
    return kept;
  }

  #fill(template: Template, { session }: RequestParts): string {
    let text = template[0] ?? '';
    for (let i = 1; i < template.length; i += 2) {
      text += this.#valueOf(template[i] as Placeholder, session) + (template[i + 1] ?? '');
    }
    return text;
  }

  #valueOf(name: Placeholder, session: RequestParts['session']): string {
    switch (name) {
      case 'user':
        return String(session.user);
      case 'session':
        return String(session.number);
      case 'n':
        return String(session.next);
      default:
        return this.#tokens.of(session.user);
    }
  }

  /** `request.cf` as Workers show it for a place and the code of a PoP or region, but for the round trip; names of the fields as in their types. */
  cfJson({ place, colo }: { readonly place: City; readonly colo: string }): string {
    let ofPlace = this.#placeJson.get(place);
    if (ofPlace === undefined) {
      const [before = '', after = ''] = JSON.stringify(
        placeCf(place, COLO, this.#plan.network.transport),
      ).split(COLO);
      this.#placeJson.set(place, (ofPlace = [before, after]));
    }
    // Put together anew for each PoP, of pieces that stay shared: from 3,000 places there are hundreds of thousands of ways to PoPs.
    return ofPlace[0] + colo + ofPlace[1];
  }
}

/** `clientTcpRtt` of `request.cf`. */
export function clientTcpRttMs({ rttUs }: Pick<RequestParts, 'rttUs'>): number {
  return Math.round(rttUs / US_PER_MS);
}

function templatesOf(kind: RequestClass): ClassTemplates {
  const given = [...kind.headers];
  if (kind.body !== null && !given.some(([name]) => name.toLowerCase() === 'content-type')) {
    given.push(['content-type', 'application/json']);
  }
  const always = [
    ['host', HOST],
    ['accept', '*/*'],
    ['user-agent', 'antipode'],
  ] as const;
  const named = new Set(given.map(([name]) => name.toLowerCase()));
  const unnamed = always.filter(([name]) => !named.has(name));
  const headers = [...unnamed, ...given].map(([name, value]) => [name, templateOf(value)] as const);
  const fixed = headers.every(([, template]) => template.length === 1);
  const ofUser = headers.every(([, template]) => template.every((name, i) => i % 2 === 0 || isOfUser(name)));
  return {
    url: templateOf(`https://${HOST}${kind.path}`),
    headers,
    fixedHeaders: fixed ? Object.freeze(headers.flatMap(([name, template]) => [name, ...template])) : null,
    headersOfUser: ofUser ? new Map() : null,
    body: kind.body === null ? null : templateOf(kind.body),
  };
}

function isOfUser(placeholder: string): boolean {
  return placeholder === 'user' || placeholder === 'jwt';
}

/** Splitting by a group keeps the placeholders' names at odd places. */
function templateOf(text: string): Template {
  return text.split(/\{(user|session|n|jwt)\}/);
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

/** The pieces of a streamed body as one: a text when all are texts, else bytes. */
export function wholeBody(chunks: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (chunks.every((chunk) => typeof chunk === 'string')) return chunks.join('');
  return new Uint8Array(Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))));
}

/** The path of an absolute URL without its query; a URL object for every journey would cost more than the journey's other bookkeeping. */
export function pathOf(url: string): string {
  const path = url.slice(url.indexOf('/', url.indexOf('//') + 2));
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
}
