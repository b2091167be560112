// Operations of the Cache API: each belongs to the cache of the site where the code runs.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { askStore, optionsOf, wakingWith } from './store-calls.ts';

/** `match`, `put` and `delete`; what matches first decides whether the journey counts as a cache hit. */
export function beginCacheOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const { binding, key, body } = emission;
  const verb = emission.verb.slice('cache.'.length);
  const wanted = { verb, key: `${binding} ${key}`, options: optionsOf(emission), body };
  const wake = wakingWith(world, call, emission);
  askStore(world, call, world.cacheApi, wanted, (answer, afterUs, note) => {
    const hit = answer.ok && answer.metaJson !== undefined;
    if (verb === 'match' && call.journey.cache === 'none') call.journey.cache = hit ? 'hit' : 'miss';
    wake(answer, afterUs, note);
  });
}
