// The API by which a CloudFront KeyValueStore is changed: its requests as operations on the store, answers as its responses.
// Shapes: docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront_KeyValueStore.html. Signatures are not checked.
import type { Answer } from '../runtime/types.ts';
import { type Change, CONFLICT, type Summary } from './pushed-store.ts';
import type { HttpWanted, StoreHttp, StoreRequest, StoreResponse } from './store.ts';

/** `/key-value-stores/<arn>`, with `/keys` and a key after it or not; the ARN comes encoded. */
const PATH = /^\/key-value-stores\/[^/]+(?:\/(keys)(?:\/([^/]+))?)?\/?$/;

export const cloudfrontKvsHttp: StoreHttp = {
  urlOf: (binding) => `https://${binding.toLowerCase().replaceAll('_', '-')}.cloudfront-kvs.global.api.aws`,
  operationOf(request) {
    const [, keys, encoded] = PATH.exec(request.url.pathname) ?? [];
    const key = encoded === undefined ? null : decodeURIComponent(encoded);
    const { method } = request;
    if (keys === undefined && method === 'GET') return wanted('home:summary', '', {});
    if (key !== null && method === 'GET') return wanted('home:get', key, {});
    const changes = changesOf(request, key);
    if (keys === undefined || changes === null)
      return failure(
        400,
        'ValidationException',
        `${method} ${request.url.pathname} is no request of this API.`,
      );
    const tag = request.header('if-match');
    if (tag === null) return failure(400, 'ValidationException', 'The header If-Match is missing.');
    return wanted('change', key ?? '', { changes, ifPosition: positionOf(tag) });
  },
  responseOf(answer, request) {
    if (!answer.ok) {
      const status = answer.message === CONFLICT ? 409 : 400;
      const name = status === 409 ? 'ConflictException' : 'ValidationException';
      return failure(status, name, answer.message);
    }
    return request.method === 'GET' && PATH.exec(request.url.pathname)?.[2] !== undefined
      ? valueResponse(answer, request)
      : summaryResponse(answer);
  },
};

function wanted(verb: string, key: string, options: HttpWanted['options']): HttpWanted {
  return { kind: 'operation', verb, key, options, body: null };
}

/** The changes that a request asks for; null when it asks for none. */
function changesOf({ method, body }: StoreRequest, key: string | null): readonly Change[] | null {
  if (key !== null && method === 'DELETE') return [{ key, value: null }];
  const said = jsonOf(body);
  if (key !== null && method === 'PUT')
    return typeof said['Value'] === 'string' ? [{ key, value: said['Value'] }] : null;
  if (key !== null || method !== 'POST') return null;
  const puts = listOf(said['Puts']).map((put) => ({ key: String(put['Key']), value: String(put['Value']) }));
  const deletes = listOf(said['Deletes']).map((one) => ({ key: String(one['Key']), value: null }));
  const changes = [...puts, ...deletes];
  return changes.length === 0 ? null : changes;
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function valueResponse(answer: Extract<Answer, { ok: true }>, { url }: StoreRequest): StoreResponse {
  const Key = decodeURIComponent(PATH.exec(url.pathname)?.[2] ?? '');
  if (answer.value === null) return failure(404, 'ResourceNotFoundException', `There is no key ${Key}.`);
  return json(200, [], { Key, Value: String(answer.value) });
}

function summaryResponse(answer: Extract<Answer, { ok: true }>): StoreResponse {
  const { itemCount, sizeBytes, changedMs, position } = JSON.parse(String(answer.value)) as Summary;
  return json(200, ['etag', tagOf(position)], {
    ItemCount: itemCount,
    TotalSizeInBytes: sizeBytes,
    LastModified: changedMs / 1000,
  });
}

/** Entity tags are made of the position in the store's log. */
function tagOf(position: number): string {
  return `KV${position.toString(36).toUpperCase().padStart(10, '0')}`;
}

function positionOf(tag: string): number {
  const [, digits] = /^KV([0-9A-Z]{10})$/.exec(tag) ?? [];
  return digits === undefined ? -1 : Number.parseInt(digits, 36);
}

function failure(status: number, name: string, message: string): StoreResponse {
  return json(status, ['x-amzn-errortype', name], { Message: message });
}

function json(status: number, headers: readonly string[], body: object): StoreResponse {
  return {
    kind: 'response',
    status,
    headers: ['content-type', 'application/json', ...headers],
    body: JSON.stringify(body),
  };
}
