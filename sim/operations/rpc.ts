// Calls of functions, targets and streams that one isolate has passed to another: they go to the isolate that offered them.
import { startCallAt } from '../calls.ts';
import type { Failure, HandlerCall, RunsAt } from '../entities/handler-call.ts';
import { callLife, wayUs } from '../object-life.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { answerLater, later, type WayBack } from './answer.ts';
import { remembersHome } from './rpc-homes.ts';
import { methodInput } from './service.ts';
import { optionsOf } from './store-calls.ts';
import { thrownBy } from './thrown-by.ts';
import { oneWayUs } from './travel.ts';

const LOST = { ok: false, name: 'Error', message: 'Network connection lost.' } as const;

/** To the isolate that offered it, and back; over the backbone where that is at another site. */
export function beginRpcOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const { opId } = emission;
  const { cap } = optionsOf(emission) as { cap: { isolate: number } };
  const home = world.rpcHomes.get(cap.isolate);
  const note = `stub.${emission.key || '()'}`;
  const back = (afterUs: number, answer: WayBack['answer']): void => {
    const reached = Number.isFinite(afterUs);
    const at = { afterUs: reached ? afterUs : 0, answer: reached ? answer : LOST };
    answerLater(world, call, { opId, ...at, phase: 'subrequest', note });
  };
  if (home === undefined) {
    back(0, LOST);
    return;
  }
  remembersHome(world, call);
  const thereUs = betweenUs(world, call.at, home.at);
  if (!Number.isFinite(thereUs)) {
    back(0, LOST);
    return;
  }
  const input = methodInput(emission);
  later(world, call, thereUs, () => {
    const backUs = betweenUs(world, home.at, call.at);
    const reply = {
      responded: ({ body }: { readonly body: string | Uint8Array | null }): void =>
        back(backUs, { ok: true, value: body }),
      failed: (failure: Failure): void => back(backUs, { ok: false, ...thrownBy(failure) }),
    };
    if (!world.rpcHomes.has(cap.isolate)) back(backUs, LOST);
    else if (home.life === null) startCallAt(world, home, { journey: call.journey, input, reply });
    else callLife(world, home.life, { journey: call.journey, input, reply });
  });
}

/** One way between two places where code runs. */
function betweenUs(world: World, from: RunsAt, to: RunsAt): number {
  if (from.site === to.site) return 0;
  if (to.region === null) return wayUs(world, from, to);
  return oneWayUs(world, from, to.region);
}
