// `ctx.passThroughOnException`: when the code throws, the origin answers the request in its stead.
import type { Failure, HandlerCall } from '../entities/handler-call.ts';
import { codeEnds, codeResponds, recordFailure } from '../journey-back.ts';
import type { World } from '../world.ts';
import { targetOf } from './hosts.ts';
import { travel } from './travel.ts';

/** Sends the journey's request on to its origin; false when there is none that could answer. */
export function originAnswersInstead(world: World, call: HandlerCall, failure: Failure): boolean {
  const { input, journey, at } = call;
  if (!call.isOwn() || input.kind !== 'fetch') return false;
  const target = targetOf(world, call, input.request.url);
  if (target === null) return false;
  world.witness?.failed(call, failure);
  recordFailure(world, call, { outcome: 'passedThrough', message: failure.message });
  journey.ended = true;
  travel(world, { call, from: at, target, request: input.request }, (response) => {
    const nowUs = world.kernel.nowUs();
    journey.phaseUntil('subrequest', nowUs, 'the origin instead');
    journey.response = { ...response, firstByteUs: nowUs, lastByteUs: nowUs };
    codeResponds(world, journey);
    codeEnds(world, journey);
  });
  return true;
}
