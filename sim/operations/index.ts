// The table of operations: adding a family of them is a file and a row.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { answerLater } from './answer.ts';
import { beginChunk } from './arriving-body.ts';
import { beginCacheOperation } from './cache.ts';
import { beginFetch } from './fetch.ts';
import { beginKvOperation } from './kv.ts';
import { beginQueueOperation } from './queue.ts';
import { beginObjectOperation } from './object.ts';
import { beginRpcOperation } from './rpc.ts';
import { beginServiceOperation } from './service.ts';
import { beginStoreOperation } from './store.ts';
import { beginPull, beginTimer } from './timer.ts';

/** Takes an operation from the code; its answer will wake the code in its own time. */
type Begin = (world: World, call: HandlerCall, emission: OperationEmission) => void;

/** By the part of the verb before its point. */
const families: Readonly<Record<string, Begin>> = {
  timer: beginTimer,
  pull: beginPull,
  chunk: beginChunk,
  kv: beginKvOperation,
  cache: beginCacheOperation,
  d1: beginStoreOperation,
  r2: beginStoreOperation,
  queue: beginQueueOperation,
  kvs: beginStoreOperation,
  ratelimit: beginStoreOperation,
  fetch: beginFetch,
  service: beginServiceOperation,
  object: beginObjectOperation,
  rpc: beginRpcOperation,
};

function familyOf(verb: string): string {
  const point = verb.indexOf('.');
  return point < 0 ? verb : verb.slice(0, point);
}

/** Begins whatever the code asked for. */
export function beginOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  if (call.host === null) throw new Error('an operation without an isolate');
  call.host.pending++;
  call.pending++;
  const begin = families[familyOf(emission.verb)];
  if (begin !== undefined) {
    begin(world, call, emission);
    return;
  }
  const message = `${emission.verb} is not simulated.`;
  answerLater(world, call, {
    opId: emission.opId,
    afterUs: 0,
    answer: { ok: false, name: 'Error', message },
    phase: 'subrequest',
    note: emission.verb,
  });
}
