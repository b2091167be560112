// Timers, and the room that a streamed body asks for.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { OperationEmission } from '../runtime/types.ts';
import { usFromMs } from '../units.ts';
import type { World } from '../world.ts';
import { answerLater } from './answer.ts';

const DONE = { ok: true, value: null } as const;

/** `setTimeout`, `scheduler.wait` and what rests on them. */
export function beginTimer(world: World, call: HandlerCall, emission: OperationEmission): void {
  const { delayMs } = JSON.parse(emission.optionsJson) as { delayMs: number };
  const afterUs = usFromMs(delayMs);
  const note = `timer ${delayMs} ms`;
  answerLater(world, call, { opId: emission.opId, afterUs, answer: DONE, phase: 'queue', note });
}

/** A streamed body asks for room; the network model buffers without limit, so only code that reads slowly makes it wait. */
export function beginPull(world: World, call: HandlerCall, emission: OperationEmission): void {
  const answer = (): void =>
    answerLater(world, call, { opId: emission.opId, afterUs: 0, answer: DONE, phase: 'queue', note: 'pull' });
  if (call.sink === null) answer();
  else call.sink.whenRoom(answer);
}
