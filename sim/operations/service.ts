// Service bindings: another handler of the scenario, called at the same site without any network between.
import { startFurtherCall } from '../calls.ts';
import type { Failure, HandlerCall } from '../entities/handler-call.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { answerLater, type WayBack } from './answer.ts';
import { outgoing } from './fetch.ts';
import { optionsOf } from './store-calls.ts';

/** `env.NAME.fetch(request)`. What the other handler throws, the caller's promise is rejected with. */
export function beginServiceOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const compute = world.handlers.services.get(emission.binding);
  if (compute === undefined) throw new Error(`no service ${emission.binding}`);
  const note = `${emission.binding}.${emission.verb === 'service.fetch' ? 'fetch' : emission.key}`;
  const answer = (what: WayBack['answer']): void =>
    answerLater(world, call, {
      opId: emission.opId,
      afterUs: 0,
      answer: what,
      phase: 'subrequest',
      note,
    });
  if (emission.verb !== 'service.fetch') {
    const message = `${note}(): methods of services are not simulated yet; give the service a fetch handler and call ${emission.binding}.fetch().`;
    answer({ ok: false, name: 'Error', message });
    return;
  }
  const { cf } = optionsOf(emission);
  const request = { ...outgoing(emission), cfJson: JSON.stringify(cf ?? {}) };
  startFurtherCall(world, call.journey, {
    compute,
    at: call.at,
    input: { kind: 'fetch', request },
    reply: {
      responded: ({ status, statusText, headers, body }) =>
        answer({ ok: true, value: body, metaJson: JSON.stringify({ status, statusText, headers }) }),
      failed: (failure) => answer({ ok: false, ...thrownBy(failure) }),
    },
  });
}

function thrownBy({ error, message }: Failure): { name: string; message: string } {
  return error ?? { name: 'Error', message };
}
