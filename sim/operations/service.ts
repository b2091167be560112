// Service bindings: another handler of the scenario, called at the same site without any network between.
import { startFurtherCall } from '../calls.ts';
import type { CallInput, Failure, HandlerCall } from '../entities/handler-call.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { answerLater, type WayBack } from './answer.ts';
import { outgoing } from './outgoing.ts';
import { optionsOf } from './store-calls.ts';

/** `env.NAME.fetch(request)` and methods of its entry point class. What the other handler throws, the caller's promise is rejected with. */
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
  const failed = (failure: Failure): void => answer({ ok: false, ...thrownBy(failure) });
  const isFetch = emission.verb === 'service.fetch';
  startFurtherCall(world, call.journey, {
    compute,
    at: call.at,
    input: isFetch ? fetchInput(emission) : methodInput(emission.key, JSON.parse(emission.optionsJson)),
    reply: {
      responded: ({ status, statusText, headers, body }) => {
        const metaJson = JSON.stringify({ status, statusText, headers });
        answer(isFetch ? { ok: true, value: body, metaJson } : { ok: true, value: body });
      },
      failed,
    },
  });
}

function fetchInput(emission: OperationEmission): CallInput {
  const { cf } = optionsOf(emission);
  return { kind: 'fetch', request: { ...outgoing(emission), cfJson: JSON.stringify(cf ?? {}) } };
}

/** `env.NAME.method(...args)` of an entry point class or an object; the arguments are structured values after parsing as JSON. */
export function methodInput(method: string, args: unknown): CallInput {
  return { kind: 'rpc', eventJson: JSON.stringify({ method, args }) };
}

const CROSSING = [
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
];

/** What the caller's promise is rejected with: errors of own classes arrive as plain ones that name their class. */
export function thrownBy({ error, message: why }: Failure): { name: string; message: string } {
  const { name, message } = error ?? { name: 'Error', message: why };
  return CROSSING.includes(name) ? { name, message } : { name: 'Error', message: `${name}: ${message}` };
}
