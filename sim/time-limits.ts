// How long a call may go on after its response: then its code is ended, in simulated time.
import type { HandlerCall } from './entities/handler-call.ts';
import { later } from './operations/answer.ts';
import type { Figure } from './platforms/platform.ts';
import { US_PER_MS } from './units.ts';
import type { World } from './world.ts';

export const TIME_FIGURES = {
  lingersMs: {
    name: 'Servers: how long work that a request leaves behind is followed',
    value: 30_000,
    unit: 'ms',
    source: 'a choice of the model: a server goes on for ever, a simulation must end',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

/** Ends what a call goes on with after its response, once its time is up; `end` says how. */
export function limitAfterResponse(world: World, call: HandlerCall, end: (limitMs: number) => void): void {
  const { waitUntilMs } = call.compute.platform.limits;
  const limitMs = call.lingers ? TIME_FIGURES.lingersMs.value : waitUntilMs?.value;
  if (limitMs === undefined) return;
  later(world, call, limitMs * US_PER_MS, () => {
    if (!call.ended) end(limitMs);
  });
}
