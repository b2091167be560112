// Service bindings: another handler of the scenario, called at the same site without any network between.
import { startFurtherCall } from '../calls.ts';
import type { Compute } from '../entities/compute.ts';
import type { CallInput, Failure, HandlerCall } from '../entities/handler-call.ts';
import type { ResponseState } from '../entities/journey-state.ts';
import type { ServicePlan } from '../plan.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { answerLater, type WayBack } from './answer.ts';
import { ArrivingBody, streamedMeta } from './arriving-body.ts';
import { remembersHome } from './rpc-homes.ts';
import { optionsOf } from './store-calls.ts';
import { thrownBy } from './thrown-by.ts';

/** `env.NAME.fetch(request)` and what is called or read of its entry point. What the other handler throws, the caller's promise is rejected with. */
export function beginServiceOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const { compute, entry } = calledBy(world, call, emission);
  const isFetch = emission.verb === 'service.fetch';
  const note = `${emission.binding || 'exports'}.${isFetch ? 'fetch' : emission.key}`;
  const answer = (what: WayBack['answer']): void =>
    answerLater(world, call, {
      opId: emission.opId,
      afterUs: 0,
      answer: what,
      phase: 'subrequest',
      note,
    });
  const failed = (failure: Failure): void => answer({ ok: false, ...thrownBy(failure) });
  if (!isFetch) remembersHome(world, call);
  startFurtherCall(world, call.journey, {
    compute,
    at: call.at,
    input: isFetch ? fetchInput(emission, entry) : methodInput(emission, entry),
    reply: {
      responded: (response) =>
        answer(isFetch ? responseAnswer(world, emission.opId, response) : { ok: true, value: response.body }),
      failed,
      ...(isFetch && {
        streamed: (response, abandon) => {
          answer({ ok: true, value: null, metaJson: streamedMeta(response) });
          return new ArrivingBody(world, { call, opId: emission.opId, wayUs: () => 0, abandon });
        },
      }),
    },
  });
}

/** Which export of which handler: that of a binding, or one of the caller's own. */
function calledBy(
  { plan, handlers }: World,
  { compute, life }: HandlerCall,
  emission: OperationEmission,
): { readonly compute: Compute; readonly entry: ServiceEntry } {
  const { binding } = emission;
  if (binding === '') {
    const { entry = {} } = optionsOf(emission) as { entry?: ServiceEntry };
    return { compute: life === null ? compute : handlers.own, entry };
  }
  const bound = handlers.services.get(binding);
  if (bound === undefined) throw new Error(`no service ${binding}`);
  const { entrypoint, props } = plan.services[binding] ?? {};
  return {
    compute: bound,
    entry: { ...(entrypoint !== undefined && { entrypoint }), ...(props !== undefined && { props }) },
  };
}

/** An export by its name, and the props that it is called with. */
type ServiceEntry = Pick<ServicePlan, 'entrypoint' | 'props'>;

/** A request to another handler or object, with the headers that the code gave it and those of its body. */
export function fetchInput(emission: OperationEmission, entry: ServiceEntry = {}): CallInput {
  const {
    cf,
    method = 'GET',
    headers = [],
  } = optionsOf(emission) as {
    cf?: unknown;
    method?: string;
    headers?: readonly string[];
  };
  const [url = ''] = emission.key.split('#', 1);
  const cfJson = cf === undefined ? '' : JSON.stringify(cf);
  const entryJson = JSON.stringify(Object.keys(entry).length > 0 ? entry : null);
  return { kind: 'fetch', request: { method, url, headers, body: emission.body, cfJson, entryJson } };
}

/** What is called or read of an entry point, an object, or something that was passed on; the arguments are structured values after parsing as JSON. */
export function methodInput(emission: OperationEmission, entry: ServiceEntry = {}): CallInput {
  const { path, args, cap } = optionsOf(emission);
  return { kind: 'rpc', eventJson: JSON.stringify({ path, args, cap, ...entry }) };
}

/** A response as it comes back to the code that asked, with the socket that it hands out. */
export function responseAnswer(world: World, opId: number, response: ResponseState): WayBack['answer'] {
  const { status, statusText, headers, body, socket = '' } = response;
  if (socket !== '') socketBrought(world, opId, socket);
  const metaJson = JSON.stringify({ status, statusText, headers, ...(socket !== '' && { socket: true }) });
  return { ok: true, value: body, metaJson };
}

/** An operation's answer brought a socket: it is known under the name that the asking code has for it. */
function socketBrought(world: World, opId: number, name: string): void {
  const socket = world.sockets.get(name);
  if (socket !== undefined) world.sockets.set(`op:${opId}`, socket);
}
