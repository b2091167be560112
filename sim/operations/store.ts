// Operations of bindings that are one store each: whatever is asked goes to the store as it is.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { askStore, optionsOf, wakingWith } from './store-calls.ts';

/** Every operation of a D1 database, an R2 bucket or a key-value store of CloudFront. */
export function beginStoreOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const store = world.stores.get(emission.binding);
  if (store === undefined) throw new Error(`no store ${emission.binding}`);
  const { key, body } = emission;
  const verb = emission.verb.slice(emission.verb.indexOf('.') + 1);
  const wanted = { verb, key, options: optionsOf(emission), body };
  askStore(world, call, store, wanted, wakingWith(world, call, emission));
}
