// How an operation's answer comes back to the code: as a wake of its call, at its own instant.
import type { HandlerCall } from '../entities/handler-call.ts';
import { EVENT, journeyKey } from '../events.ts';
import type { Answer } from '../runtime/types.ts';
import type { PhaseKind } from '../trial-record.ts';
import { Wake } from '../entities/wake.ts';
import type { World } from '../world.ts';

/** An answer on its way back, and what the time until then was spent on. */
export interface WayBack {
  readonly opId: number;
  readonly afterUs: number;
  readonly answer: Answer;
  readonly phase: PhaseKind;
  readonly note: string;
}

/** Wakes the call with an answer after so long. */
export function answerLater(world: World, call: HandlerCall, back: WayBack): void {
  const wake = new Wake(call, back);
  wake.section = call.life?.sectionOf.get(back.opId) ?? null;
  const slot = world.wakes.add(wake);
  schedule(world, call, back.afterUs, EVENT.answered, slot);
}

/** Does something for a call after so long. */
export function later(world: World, call: HandlerCall, afterUs: number, errand: () => void): void {
  schedule(world, call, afterUs, EVENT.errand, world.errands.add(errand));
}

function schedule(world: World, { journey }: HandlerCall, afterUs: number, kind: number, slot: number): void {
  const atUs = world.kernel.nowUs() + Math.max(0, Math.round(afterUs));
  world.kernel.schedule(atUs, journeyKey(journey.id, journey.nextEvent()), kind, slot, 0);
}
