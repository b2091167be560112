// The REST API of Upstash Redis: commands as JSON lists or in the path, pipelines, transactions, encoded replies, and the sync token.
// Shapes: upstash.com/docs/redis/features/restapi. Tokens are not checked.
import type { Answer } from '../runtime/types.ts';
import type { RedisReply } from './redis-objects.ts';
import type { HttpWanted, StoreHttp, StoreRequest, StoreResponse } from './store.ts';
import type { RedisAnswer, RedisResult } from './upstash-redis.ts';

const TOKEN = 'upstash-sync-token';

export const upstashHttp: StoreHttp = {
  urlOf: (binding) => `https://${binding.toLowerCase().replaceAll('_', '-')}.upstash.io`,
  operationOf(request) {
    const kind = kindOf(request);
    const commands = kind === 'command' ? commandOf(request) : listOf(request.body);
    if (commands === null || commands.some((command) => command.length === 0))
      return json(400, [], { error: 'ERR failed to parse command' });
    const options = { commands, transaction: kind === 'multi-exec', token: positionOf(request) };
    const wanted: HttpWanted = { kind: 'operation', verb: kind, key: '', options, body: null };
    return wanted;
  },
  responseOf(answer, request) {
    if (!answer.ok) return json(503, [], { error: answer.message });
    return responseOf(answer, request);
  },
};

function responseOf(answer: Extract<Answer, { ok: true }>, request: StoreRequest): StoreResponse {
  const { results, aborted, position } = JSON.parse(String(answer.value)) as RedisAnswer;
  const headers = [TOKEN, String(position)];
  if (aborted !== null) return json(400, headers, { error: aborted });
  const isEncoded = request.header('upstash-encoding') === 'base64';
  const shown = results.map((one) => (isEncoded && 'result' in one ? { result: encoded(one.result) } : one));
  if (kindOf(request) !== 'command') return json(200, headers, shown);
  const [only = { error: 'ERR no command' }] = shown;
  return json(isError(only) ? 400 : 200, headers, only);
}

function isError(result: RedisResult): boolean {
  return 'error' in result;
}

/** Texts in base64; "OK" is left as it is, and so are numbers. */
function encoded(reply: RedisReply): RedisReply {
  if (typeof reply === 'string') return reply === 'OK' ? reply : Buffer.from(reply).toString('base64');
  return typeof reply === 'object' && reply !== null ? reply.map(encoded) : reply;
}

function kindOf({ url }: StoreRequest): 'command' | 'pipeline' | 'multi-exec' {
  if (url.pathname === '/pipeline') return 'pipeline';
  return url.pathname === '/multi-exec' ? 'multi-exec' : 'command';
}

/** The one command of a request: its body as a list, or its path, with a body as the last argument. */
function commandOf({ url, body }: StoreRequest): string[][] | null {
  const path = url.pathname.split('/').slice(1).filter(Boolean).map(decodeURIComponent);
  if (path.length > 0) return [body === '' ? path : [...path, body]];
  const command = parsed(body);
  return Array.isArray(command) ? [command.map(textOf)] : null;
}

function listOf(body: string): string[][] | null {
  const list = parsed(body);
  if (!Array.isArray(list) || !list.every((command) => Array.isArray(command))) return null;
  return (list as unknown[][]).map((command) => command.map(textOf));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Arguments that are no texts travel as JSON. */
function textOf(argument: unknown): string {
  return typeof argument === 'string' ? argument : JSON.stringify(argument);
}

function positionOf(request: StoreRequest): number {
  const token = request.header(TOKEN) ?? '';
  return /^\d+$/.test(token) ? Number(token) : 0;
}

function json(status: number, headers: readonly string[], body: unknown): StoreResponse {
  const all = ['content-type', 'application/json', ...headers];
  return { kind: 'response', status, headers: all, body: JSON.stringify(body) };
}
