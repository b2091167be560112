// libSQL's remote protocol: Hrana over HTTP in JSON, versions 2 and 3, pipelines and cursors. Tokens are not checked.
// Shapes: docs.turso.tech/sdk/http/reference and libsql's docs/HRANA_3_SPEC.md. There is no Protobuf, and no WebSocket.
import type { HranaBatch, HranaBatchResult, HranaError, HranaRequest } from './hrana.ts';
import type { HttpWanted, StoreHttp, StoreRequest, StoreResponse } from './store.ts';
import type { TursoAnswer, TursoRequest } from './turso.ts';

const ENDPOINT = /^\/v([23])\/(pipeline|cursor)$/;

export const tursoHttp: StoreHttp = {
  urlOf: (binding) => `libsql://${binding.toLowerCase().replaceAll('_', '-')}.turso.io`,
  operationOf(request) {
    const { method, url } = request;
    if (method === 'GET' && /^\/v[23]\/?$/.test(url.pathname)) return text(200, 'Hrana over HTTP');
    const kind = endpointOf(request);
    if (kind === null) return text(404, 'not found');
    const asked = askedOf(request.body, kind);
    if (asked === null) return text(400, 'Cannot deserialize client message from JSON: no requests of Hrana');
    const wanted: HttpWanted = {
      kind: 'operation',
      verb: 'query',
      key: '',
      options: { ...asked },
      body: null,
    };
    return wanted;
  },
  responseOf(answer, request) {
    if (!answer.ok) return text(503, answer.message);
    const said = JSON.parse(String(answer.value)) as TursoAnswer;
    if ('status' in said)
      return said.error === undefined ? text(said.status, said.text ?? '') : json(said.status, said.error);
    const { baton, results } = said;
    if (endpointOf(request) === 'cursor') return cursor(baton, results);
    return json(200, { baton, base_url: null, results });
  },
};

function endpointOf({ method, url }: StoreRequest): 'pipeline' | 'cursor' | null {
  const [, version, kind] = ENDPOINT.exec(url.pathname) ?? [];
  if (method !== 'POST' || (kind === 'cursor' && version === '2')) return null;
  return kind === 'pipeline' || kind === 'cursor' ? kind : null;
}

/** The requests of a body; a cursor is a batch that is answered line by line. */
function askedOf(body: string, kind: 'pipeline' | 'cursor'): TursoRequest | null {
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof said !== 'object' || said === null) return null;
  const { baton, requests, batch } = said as {
    readonly baton?: unknown;
    readonly requests?: readonly HranaRequest[];
    readonly batch?: HranaBatch;
  };
  const asked =
    kind === 'pipeline' ? requests : batch === undefined ? undefined : [{ type: 'batch', batch } as const];
  if (!Array.isArray(asked) || !asked.every(isWhole)) return null;
  return { baton: typeof baton === 'string' ? baton : null, requests: asked };
}

/** Whether a request has the members that its type needs. */
function isWhole(request: unknown): boolean {
  if (typeof request !== 'object' || request === null) return false;
  const { type, stmt, batch, sql } = request as Readonly<Record<string, unknown>>;
  if (type === 'execute') return typeof stmt === 'object' && stmt !== null;
  if (type === 'store_sql') return typeof sql === 'string';
  if (type !== 'batch') return typeof type === 'string';
  const steps: unknown = typeof batch === 'object' && batch !== null && Reflect.get(batch, 'steps');
  return (
    Array.isArray(steps) && steps.every((step) => typeof step === 'object' && step !== null && 'stmt' in step)
  );
}

function cursor(baton: string | null, [only]: readonly object[]): StoreResponse {
  const lines: object[] = [{ baton, base_url: null }];
  const { error, response } = (only ?? {}) as {
    readonly error?: HranaError;
    readonly response?: { readonly result: HranaBatchResult };
  };
  if (error !== undefined) lines.push({ type: 'error', error });
  response?.result.step_results.forEach((result, step) => {
    const failed = response.result.step_errors[step];
    if (failed !== null) lines.push({ type: 'step_error', step, error: failed });
    if (result === null) return;
    const { cols, rows, affected_row_count, last_insert_rowid } = result;
    lines.push({ type: 'step_begin', step, cols });
    lines.push(...rows.map((row) => ({ type: 'row', row })));
    lines.push({ type: 'step_end', affected_row_count, last_insert_rowid });
  });
  return text(200, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function text(status: number, body: string): StoreResponse {
  return { kind: 'response', status, headers: ['content-type', 'text/plain'], body };
}

function json(status: number, body: object): StoreResponse {
  return {
    kind: 'response',
    status,
    headers: ['content-type', 'application/json'],
    body: JSON.stringify(body),
  };
}
