// `fetch` of handlers: to a declared host or the site's own origin, through the PoP's HTTP cache where the code asks for that.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { answerLater } from './answer.ts';
import { streamedMeta } from './arriving-body.ts';
import { cachePolicyOf, throughCache } from './fetch-cache.ts';
import { targetOf, undeclared } from './hosts.ts';
import { outgoing } from './outgoing.ts';
import { fetchPurge } from './purge.ts';
import { fetchFromStore } from './store-hosts.ts';
import { type HostResponse, travel } from './travel.ts';

/** One hop of a request; the realm follows redirects itself. */
export function beginFetch(world: World, call: HandlerCall, emission: OperationEmission): void {
  if (fetchFromStore(world, call, emission) || fetchPurge(world, call, emission)) return;
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
    const metaJson =
      response.streams === true ? streamedMeta(response) : JSON.stringify({ status, statusText, headers });
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
  if (policy === null) travel(world, trip, arrived, opId);
  else throughCache(world, trip, policy, arrived);
}
