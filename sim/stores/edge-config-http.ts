// The interfaces of Vercel Edge Config: the one that its client reads from, and the one of Vercel's API that changes items.
// Shapes: vercel.com/docs/edge-config/vercel-api and the client's own requests. Tokens are not checked.
import type { Answer } from '../runtime/types.ts';
import type { Change, Summary } from './pushed-store.ts';
import type { HttpWanted, StoreHttp, StoreResponse } from './store.ts';

const PATH = /^\/(?:v1\/edge-config\/)?ecfg_[^/]+\/(item|items|digest)(?:\/(.+))?$/;
/** Asks for what the home has, whatever has arrived here. */
const CONSISTENT = 'x-edge-config-min-updated-at';

export const edgeConfigHttp: StoreHttp = {
  urlOf: (binding) => `https://edge-config.vercel.com/${idOf(binding)}?token=any`,
  furtherUrlOf: (binding) => `https://api.vercel.com/v1/edge-config/${idOf(binding)}`,
  operationOf(request) {
    const { method, url } = request;
    const [, what, encoded] = PATH.exec(url.pathname) ?? [];
    const where = request.header(CONSISTENT) === null ? '' : 'home:';
    if (what === 'item' && encoded !== undefined && (method === 'GET' || method === 'HEAD'))
      return wanted(`${where}get`, decodeURIComponent(encoded), {});
    if (what === 'items' && method === 'GET') return wanted(`${where}all`, '', {});
    if (what === 'digest' && method === 'GET') return wanted(`${where}summary`, '', {});
    const changes = what === 'items' && method === 'PATCH' ? changesOf(request.body) : null;
    if (changes !== null) return wanted('change', '', { changes });
    return failure(400, 'bad_request', `${method} ${url.pathname} is no request of Edge Config.`);
  },
  responseOf(answer, request) {
    if (!answer.ok) return failure(400, 'bad_request', answer.message);
    const [, what] = PATH.exec(request.url.pathname) ?? [];
    if (request.method === 'PATCH') return json(200, { status: 'ok' });
    if (what === 'item') return itemResponse(answer.value);
    if (what === 'items') return json(200, asked(itemsOf(answer), request.url.searchParams.getAll('key')));
    return json(200, digestOf(JSON.parse(String(answer.value)) as Summary));
  },
};

function idOf(binding: string): string {
  return `ecfg_${binding.toLowerCase()}`;
}

function wanted(verb: string, key: string, options: HttpWanted['options']): HttpWanted {
  return { kind: 'operation', verb, key, options, body: null };
}

/** The changes of a request; null when it asks for none. */
function changesOf(body: string): readonly Change[] | null {
  const said = valueOf(body);
  const items: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'items') : null;
  if (!Array.isArray(items) || items.length === 0) return null;
  return (items as { operation?: string; key?: unknown; value?: unknown }[]).map(
    ({ operation, key, value }) => ({
      key: String(key),
      value: operation === 'delete' ? null : JSON.stringify(value ?? null),
    }),
  );
}

/** Values are JSON; what a scenario seeds may also be a bare text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function itemResponse(value: string | Uint8Array | null): StoreResponse {
  // By the digest its client tells an absent key from an absent store.
  if (value === null) return { ...json(404, null), headers: ['x-edge-config-digest', 'any'] };
  return json(200, valueOf(String(value)));
}

function itemsOf({ value }: Extract<Answer, { ok: true }>): Record<string, unknown> {
  const items = JSON.parse(String(value)) as Record<string, string>;
  return Object.fromEntries(Object.entries(items).map(([key, text]) => [key, valueOf(text)]));
}

function asked(items: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return keys.length === 0
    ? items
    : Object.fromEntries(Object.entries(items).filter(([key]) => keys.includes(key)));
}

function digestOf({ position, sizeBytes }: Summary): string {
  return `${position.toString(16)}-${sizeBytes.toString(16)}`;
}

function failure(status: number, code: string, message: string): StoreResponse {
  return json(status, { error: { code, message } });
}

function json(status: number, body: unknown): StoreResponse {
  return {
    kind: 'response',
    status,
    headers: ['content-type', 'application/json'],
    body: JSON.stringify(body),
  };
}
