// The stores of a file of bindings as a plan names them, with what they hold at the start.
import type { SeedEntries, StorePlan } from '../plan.ts';
import { storeKinds } from '../stores/index.ts';
import { US_PER_MS } from '../units.ts';
import type { Bindings, Entry } from './bindings.ts';

/** The stores that the file declares, in the order in which local development lists them in env; at one site they are all strongly consistent. */
export function storesOf(
  bindings: Bindings,
  { home, isLocal, epochMs }: { home: string; isLocal: boolean; epochMs: number },
): StorePlan[] {
  const { kv, d1, r2, queues, rateLimits, durableObjects, stores } = bindings;
  return [
    ...Object.entries(d1).map(([binding, statements]) => {
      const seed = statements
        .filter((sql) => sql.trim() !== '')
        .map((value) => ({ key: '', count: 1, value }));
      return { binding, kind: isLocal ? 'regional-sql' : 'd1', home, seed, options: {} };
    }),
    ...Object.entries(durableObjects).map(([binding, { className, storage }]) => {
      const object = { className, hint: null, jurisdiction: null };
      const seed = Object.entries(storage).flatMap(([name, held]) =>
        Object.entries(held).map(([key, value]) => ({
          key: JSON.stringify([name, key]),
          count: 1,
          value: JSON.stringify(value),
        })),
      );
      return { binding, kind: 'durable-objects', home, seed, options: {}, object };
    }),
    ...Object.entries(kv).map(([binding, entries]) => {
      const seed = Object.entries(entries).map(([key, entry]) => seedOf(key, entry, epochMs));
      return { binding, kind: isLocal ? 'regional-kv' : 'workers-kv', home, seed, options: {} };
    }),
    ...Object.entries(stores).map(([binding, { kind, holds, sql = [] }]) => {
      const entries = Object.entries(holds).map(([key, entry]) => seedOf(key, entry, epochMs));
      const seed = [...entries, ...sql.map((value) => ({ key: '', count: 1, value }))];
      // At one site nothing has a way to go, and what is pushed is there.
      const atOnce = isLocal && storeKinds[kind]?.options['pushMs'] !== undefined;
      return { binding, kind, home, seed, options: atOnce ? { pushMs: 0 } : {} };
    }),
    ...Object.entries(queues).map(([binding, fields]) => queueStore(binding, home, fields)),
    ...Object.entries(r2).map(([binding, objects]) => {
      const seed = Object.entries(objects).map(([key, { value, isBase64, ...details }]) => ({
        key,
        count: 1,
        value,
        ...(isBase64 === true && { isBase64 }),
        metaJson: JSON.stringify(details),
      }));
      return { binding, kind: 'r2', home, seed, options: {} };
    }),
    ...Object.entries(rateLimits).map(([binding, { limit, period }]) => {
      const options = { limit, periodSeconds: period };
      return { binding, kind: 'rate-limit', home, seed: [], options };
    }),
  ];
}

function queueStore(binding: string, home: string, fields: Bindings['queues'][string]): StorePlan {
  const { name = binding, maxBatchSize, maxBatchTimeout, maxRetries, retryDelay, deadLetterQueue } = fields;
  const options = {
    ...(maxBatchSize !== undefined && { maxBatchMessages: maxBatchSize }),
    ...(maxBatchTimeout !== undefined && { maxBatchTimeoutMs: maxBatchTimeout * 1000 }),
    ...(maxRetries !== undefined && { maxRetries }),
    ...(retryDelay !== undefined && { retryDelayMs: retryDelay * 1000 }),
  };
  return {
    binding,
    kind: 'queue',
    home,
    seed: [],
    options,
    queue: { name, deadLetter: deadLetterQueue ?? null },
  };
}

function seedOf(key: string, entry: Entry, epochMs: number): SeedEntries {
  const { value, isBase64, metadata, expiration, expirationTtl } = entry;
  const endsMs = expiration === undefined ? (expirationTtl ?? 0) * 1000 : expiration * 1000 - epochMs;
  return {
    key,
    count: 1,
    value,
    ...(isBase64 === true && { isBase64 }),
    ...(metadata !== undefined && { metaJson: JSON.stringify(metadata) }),
    ...((expiration ?? expirationTtl) !== undefined && { expiresUs: endsMs * US_PER_MS }),
  };
}
