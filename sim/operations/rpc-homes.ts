// Where isolates are that have offered functions, targets or streams to others, so that calls of those find them.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { World } from '../world.ts';

/** The isolate of a call may offer something in it. */
export function remembersHome({ rpcHomes }: World, call: HandlerCall): void {
  const { host } = call;
  if (host === null || rpcHomes.has(host.isolate.id)) return;
  const { id } = host.isolate;
  rpcHomes.set(id, call);
  host.isolate.whenDropped = () => rpcHomes.delete(id);
}
