// What Durable Objects are billed for: requests that reach them, and the time in which they cannot sleep.
import type { ObjectLife } from './entities/durable-object.ts';
import type { CallInput } from './entities/handler-call.ts';
import { US_PER_MS } from './units.ts';
import type { World } from './world.ts';

/** Twenty messages that come in by sockets are billed as one request; what is counted is twentieths. */
const TWENTIETHS: Readonly<Record<string, number>> = { fetch: 20, rpc: 20, alarm: 20, webSocketMessage: 1 };

/** Something has come for an object: it is counted, and time is billed from now on. */
export function objectWorks(world: World, life: ObjectLife, { kind }: CallInput): void {
  const nowUs = world.kernel.nowUs();
  const requestTwentieths = TWENTIETHS[kind];
  if (requestTwentieths !== undefined) objectUses(world, life, { requestTwentieths });
  life.calledUs = nowUs;
  life.busySinceUs ??= nowUs;
}

/** Adds to what the objects of a store are billed for, in the window. */
export function objectUses(
  { kernel, recorder }: World,
  { object }: ObjectLife,
  counts: Readonly<Record<string, number>>,
): void {
  if (recorder.inWindow(kernel.nowUs())) object.namespace.store.meter.usedAll(counts);
}

/** Whether code runs or is waited for, or a socket with listeners of its own is open; an object of which this is not true may sleep. */
export function isBusy({ host, plainSockets }: ObjectLife): boolean {
  return host.pending > 0 || host.open.size > 0 || plainSockets > 0;
}

/** Bills the time until now when nothing keeps an object awake any more, or when its life or the trial ends. */
export function objectRests({ kernel, plan }: World, life: ObjectLife, ends: boolean): void {
  const sinceUs = life.busySinceUs;
  if (sinceUs === null || (!ends && isBusy(life))) return;
  life.busySinceUs = null;
  const fromUs = Math.max(sinceUs, plan.warmupMs * US_PER_MS);
  const toUs = Math.min(kernel.nowUs(), (plan.warmupMs + plan.windowMs) * US_PER_MS);
  if (toUs > fromUs) life.object.namespace.store.meter.used('awakeUs', toUs - fromUs);
}
