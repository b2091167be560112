// How many calls a second one Durable Object takes, and when one that may not sleep leaves memory all the same.
import type { DurableObject, ObjectLife } from './entities/durable-object.ts';
import { labelHash, uniform } from './random.ts';
import type { Answer } from './runtime/types.ts';
import { OBJECT_FIGURES as F } from './stores/durable-objects-figures.ts';
import { US_PER_MS, US_PER_SECOND } from './units.ts';
import type { World } from './world.ts';

const LABEL_EVICT = labelHash('durable-objects.evict');

type Refused = Extract<Answer, { ok: false }>;

/** The words of the platform are not known; they begin so. */
const OVERLOADED: Refused = {
  ok: false,
  name: 'Error',
  message: 'Durable Object is overloaded. Too many requests for the same object within a second.',
};

/** What the caller is told when its call is one too many within a second; null when it is let in. Alarms and what comes by sockets do not count. */
export function overload({ kernel }: World, { second }: DurableObject): Refused | null {
  const nowUs = kernel.nowUs();
  if (nowUs >= second.fromUs + US_PER_SECOND) {
    second.fromUs = nowUs;
    second.calls = 0;
  }
  return ++second.calls <= F.requestsPerSecond.value ? null : OVERLOADED;
}

/** When an object leaves memory that a timer, a wait or a socket keeps from sleeping; never while a request is in progress. */
export function evictedAtUs({ seed }: World, { object, host, calledUs }: ObjectLife): number {
  if (host.open.size > 0) return Number.POSITIVE_INFINITY;
  const share = uniform(seed, labelHash(object.id), LABEL_EVICT);
  const low = F.evictLowMs.value;
  return calledUs + Math.round((low + (F.evictHighMs.value - low) * share) * US_PER_MS);
}
