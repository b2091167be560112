// `fetch` of handlers: to a declared host or the site's own origin, through the PoP's HTTP cache where the code asks for that.
import type { HandlerCall } from '../entities/handler-call.ts';
import { withoutHeaders } from '../entities/http-cache.ts';
import type { IncomingRequest, OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { answerLater } from './answer.ts';
import { cachePolicyOf, throughCache } from './fetch-cache.ts';
import { targetOf, undeclared } from './hosts.ts';
import { optionsOf } from './store-calls.ts';
import { type HostResponse, travel } from './travel.ts';

/** One hop of a request; the realm follows redirects itself. */
export function beginFetch(world: World, call: HandlerCall, emission: OperationEmission): void {
  const { opId, key: url } = emission;
  const request = outgoing(emission);
  const phase = 'subrequest';
  const note = `fetch ${url}`;
  const target = targetOf(world, call, url);
  if (target === null) {
    const answer = { ok: false, name: 'Error', message: undeclared(url) } as const;
    answerLater(world, call, { opId, afterUs: 0, answer, phase, note });
    return;
  }
  const arrived = (response: HostResponse): void => {
    const { status, statusText, headers, body } = response;
    const metaJson = JSON.stringify({ status, statusText, headers });
    answerLater(world, call, {
      opId,
      afterUs: 0,
      answer: { ok: true, value: body, metaJson },
      phase,
      note,
    });
  };
  const trip = { call, from: call.at, target, request };
  const tiers = call.at.region === null ? (call.compute.platform.cacheTiers?.value ?? 0) : 0;
  const policy = tiers > 0 ? cachePolicyOf(emission, request) : null;
  if (policy === null) travel(world, trip, arrived);
  else throughCache(world, trip, policy, arrived);
}

/** The request as the host gets it. */
export function outgoing(emission: OperationEmission): IncomingRequest {
  const { method = 'GET', headers = [] } = optionsOf(emission) as {
    method?: string;
    headers?: readonly string[];
  };
  const { host } = new URL(emission.key);
  // Whatever the code wrote, the host asked is that of the URL.
  const sent = [...withoutHeaders(headers, ['host']), 'host', host];
  return { method, url: emission.key, headers: sent, body: emission.body, cfJson: '{}' };
}
