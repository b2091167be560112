// KV operations: one key each, or a bulk read, which is one operation that is answered when its last key is there.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { Answer, OperationEmission } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import type { ArmStore } from '../arm-stores.ts';
import type { World } from '../world.ts';
import { answerLater } from './answer.ts';
import { askStore, optionsOf, wakingWith } from './store-calls.ts';

/** `get`, `put`, `delete`, `list` and `getBulk` of a KV binding. */
export function beginKvOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const store = world.stores.get(emission.binding);
  if (store === undefined) throw new Error(`no store ${emission.binding}`);
  const { key, body } = emission;
  const verb = emission.verb.slice('kv.'.length);
  if (verb === 'getBulk') {
    beginBulk(world, call, store, emission);
    return;
  }
  const options = withExpiry(world, optionsOf(emission));
  const refusal = metadataRefusal(options);
  if (refusal !== null) {
    answerLater(world, call, {
      opId: emission.opId,
      afterUs: 0,
      answer: { ok: false, name: 'Error', message: refusal },
      phase: 'store',
      note: `${verb} ${key}`,
    });
    return;
  }
  askStore(world, call, store, { verb, key, options, body }, wakingWith(world, call, emission));
}

/** Longest metadata of an entry, as JSON in UTF-8 (developers.cloudflare.com/kv/platform/limits). */
const LONGEST_METADATA_BYTES = 1024;

function metadataRefusal({ metadata }: Record<string, unknown>): string | null {
  const length = metadata === undefined ? 0 : Buffer.byteLength(JSON.stringify(metadata));
  if (length <= LONGEST_METADATA_BYTES) return null;
  return `KV PUT failed: 413 Metadata length of ${length} exceeds limit of ${LONGEST_METADATA_BYTES}.`;
}

/** `expiration` is in seconds since 1970; stores count microseconds of the trial. */
function withExpiry({ plan }: World, options: Record<string, unknown>): Record<string, unknown> {
  const { expiration } = options;
  if (expiration === undefined) return options;
  return { ...options, expiresUs: (Number(expiration) * 1000 - plan.epochMs) * US_PER_MS };
}

/** The keys are asked for side by side; one that fails fails them all. */
function beginBulk(world: World, call: HandlerCall, store: ArmStore, emission: OperationEmission): void {
  const { keys, cacheTtl } = optionsOf(emission) as { keys: string[]; cacheTtl?: number };
  const options = cacheTtl === undefined ? {} : { cacheTtl };
  const found: Record<string, unknown> = {};
  const names = [...new Set(keys)];
  let left = names.length;
  let lastUs = world.kernel.nowUs();
  let refusal: Answer | null = null;
  const answerWhole = (): void => {
    const answer = refusal ?? { ok: true, value: JSON.stringify(found) };
    const afterUs = lastUs - world.kernel.nowUs();
    const note = `get ${names.length} keys`;
    answerLater(world, call, { opId: emission.opId, afterUs, answer, phase: 'store', note });
  };
  for (const key of names) {
    askStore(world, call, store, { verb: 'get', key, options, body: null }, (answer, afterUs) => {
      lastUs = Math.max(lastUs, world.kernel.nowUs() + afterUs);
      if (!answer.ok) refusal = answer;
      else if (answer.value !== null) found[key] = entryOf(answer);
      if (--left === 0) answerWhole();
    });
  }
  if (names.length === 0) answerWhole();
}

function entryOf({ value, metaJson }: Extract<Answer, { ok: true }>): object {
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
  const meta = metaJson === undefined ? {} : (JSON.parse(metaJson) as { metadata?: unknown });
  return { value: text, metadata: meta.metadata ?? null };
}
