// Runs the programs in a realm of ours, with a KV store and an upstream that answer at once.
import { join } from 'node:path';
import { bundleHandler } from '../../sim/runtime/bundle.ts';
import type { Answer, OperationEmission } from '../../sim/runtime/types.ts';
import { openBench } from '../runtime/run.ts';
import type { BehaviourAnswer } from './record-file.ts';
import { answerUpstream } from './upstream.ts';

interface Entry {
  readonly value: string | Uint8Array;
  readonly metadata?: unknown;
}

const decoder = new TextDecoder();

function textOf(value: string | Uint8Array | null): string {
  return typeof value === 'string' ? value : value === null ? '' : decoder.decode(value);
}

function fields(operation: OperationEmission): Record<string, unknown> {
  return operation.optionsJson === '' ? {} : JSON.parse(operation.optionsJson);
}

function answerFetch(operation: OperationEmission): Answer {
  const { method, headers } = fields(operation);
  const answer = answerUpstream({
    method: String(method),
    url: operation.key,
    headers: Array.isArray(headers) ? headers.map(String) : [],
    body: textOf(operation.body),
  });
  const metaJson = JSON.stringify({ status: answer.status, headers: answer.headers });
  return { ok: true, value: answer.body, metaJson };
}

/** A store of one place: what was written is read. */
class KvModel {
  readonly #entries = new Map<string, Entry>();

  answer(operation: OperationEmission): Answer {
    const { key } = operation;
    const options = fields(operation);
    if (operation.verb === 'kv.put') {
      const { metadata } = options;
      this.#entries.set(key, {
        value: operation.body ?? '',
        ...(metadata === undefined ? {} : { metadata }),
      });
      return { ok: true, value: null };
    }
    if (operation.verb === 'kv.delete') {
      this.#entries.delete(key);
      return { ok: true, value: null };
    }
    if (operation.verb === 'kv.list') return this.#list(options);
    if (operation.verb === 'kv.getBulk') return this.#bulk(options);
    const entry = this.#entries.get(key);
    if (entry === undefined) return { ok: true, value: null };
    const { value, metadata } = entry;
    return metadata === undefined
      ? { ok: true, value }
      : { ok: true, value, metaJson: JSON.stringify({ metadata }) };
  }

  #bulk(options: Record<string, unknown>): Answer {
    const keys = Array.isArray(options['keys']) ? options['keys'].map(String) : [];
    const found = keys.map((key) => {
      const entry = this.#entries.get(key);
      return [
        key,
        { value: entry === undefined ? null : textOf(entry.value), metadata: entry?.metadata ?? null },
      ];
    });
    return { ok: true, value: JSON.stringify(Object.fromEntries(found)) };
  }

  #list(options: Record<string, unknown>): Answer {
    const prefix = typeof options['prefix'] === 'string' ? options['prefix'] : '';
    const limit = Number(options['limit'] ?? 1000);
    const from = Number(options['cursor'] ?? 0);
    const all = [...this.#entries]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const keys = all
      .slice(from, from + limit)
      .map(([name, { metadata }]) => (metadata === undefined ? { name } : { name, metadata }));
    const isLast = from + limit >= all.length;
    const list = { keys, list_complete: isLast, ...(isLast ? {} : { cursor: String(from + limit) }) };
    return { ok: true, value: JSON.stringify(list) };
  }
}

/** Answers operations of a fresh place: a KV store of its own, and the upstream. */
export function answerOperations(): (operation: OperationEmission) => Answer {
  const kv = new KvModel();
  return (operation) => (operation.verb === 'fetch' ? answerFetch(operation) : kv.answer(operation));
}

/** The answers of our realm to every behaviour, by group and name. */
export async function ourAnswers(
  names: Readonly<Record<string, readonly string[]>>,
): Promise<Map<string, BehaviourAnswer>> {
  const bundle = await bundleHandler(join(import.meta.dirname, 'programs/worker.js'));
  const bench = openBench({ answer: answerOperations() });
  const answers = new Map<string, BehaviourAnswer>();
  for (const [group, list] of Object.entries(names)) {
    for (const name of list) {
      const isolate = bench.start(bundle, [{ kind: 'kv', name: 'KV' }]);
      const query = new URLSearchParams({ group, name });
      const outcome = bench.call(isolate, { url: `http://example.com/conformance?${query.toString()}` });
      isolate.drop();
      const failed = { error: outcome.hung ? 'never answered' : outcome.error };
      answers.set(`${group}: ${name}`, outcome.text === '' ? failed : JSON.parse(outcome.text));
    }
  }
  return answers;
}
