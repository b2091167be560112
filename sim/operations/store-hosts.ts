// `fetch` to the host of a store: the request becomes an operation of the store, over a connection to where the store's interface is reached.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { Answer, IncomingRequest, OperationEmission } from '../runtime/types.ts';
import { storeKinds } from '../stores/index.ts';
import type { StoreHttp, StoreRequest, StoreResponse } from '../stores/store.ts';
import type { ArmStore } from '../arm-stores.ts';
import type { World } from '../world.ts';
import { answerLater, later } from './answer.ts';
import { outgoing } from './outgoing.ts';
import { askStore } from './store-calls.ts';
import { connect, type HostResponse, UNREACHABLE } from './travel.ts';

/** A store with the interface that it has for requests. */
interface Hosted {
  readonly store: ArmStore;
  readonly http: StoreHttp;
}

/** Sends a request to the store whose host it names; false when it names none, or is sent from where the arm's stores are not known. */
export function fetchFromStore(world: World, call: HandlerCall, emission: OperationEmission): boolean {
  if (call.at.site > world.geography.pops.length) return false;
  const hosted = hostedAt(world, new URL(emission.key));
  if (hosted === null) return false;
  const { store, http } = hosted;
  const request = requestOf(outgoing(emission));
  const wanted = http.operationOf(request);
  const verb = wanted.kind === 'operation' ? wanted.verb : '';
  const note = `fetch ${emission.key}`;
  const wayUs = store.store.endpointWayUs?.(call.at.site, verb) ?? 0;
  const back = { opId: emission.opId, phase: 'store', note } as const;
  if (!Number.isFinite(wayUs)) {
    answerLater(world, call, { ...back, afterUs: 0, answer: answerOf(UNREACHABLE) });
    return true;
  }
  const place = { from: call.at, host: request.url.host, ownOrigin: wayUs === 0 };
  const connection = connect(world, place, 2 * wayUs);
  const respond = (response: StoreResponse, afterUs: number): void => {
    later(world, call, afterUs, () => {
      connection.ended();
      answerLater(world, call, { ...back, afterUs: 0, answer: answerOf(response) });
    });
  };
  later(world, call, connection.beforeUs, () => {
    if (wanted.kind === 'response') {
      respond(wanted, 2 * wayUs);
      return;
    }
    askStore(world, call, store, wanted, (answer, afterUs) =>
      respond(http.responseOf(answer, request), afterUs),
    );
  });
  return true;
}

/** The store whose address a URL begins with. */
function hostedAt({ stores }: World, { host, pathname }: URL): Hosted | null {
  for (const [binding, store] of stores) {
    const http = storeKinds[store.plan.kind]?.http;
    if (http === undefined) continue;
    const addresses = [http.urlOf(binding), http.furtherUrlOf?.(binding)].filter((one) => one !== undefined);
    for (const address of addresses.map((one) => new URL(one)))
      if (address.host === host && `${pathname}/`.startsWith(`${address.pathname.replace(/\/$/, '')}/`))
        return { store, http };
  }
  return null;
}

function requestOf({ method, url, headers, body }: IncomingRequest): StoreRequest {
  const header = (wanted: string): string | null => {
    const at = headers.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === wanted);
    return at < 0 ? null : (headers[at + 1] ?? null);
  };
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : (body ?? '');
  return { method, url: new URL(url), header, body: text };
}

function answerOf({ status, headers, body }: Pick<HostResponse, 'status' | 'headers' | 'body'>): Answer {
  return { ok: true, value: body, metaJson: JSON.stringify({ status, statusText: '', headers }) };
}
