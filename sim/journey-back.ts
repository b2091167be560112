// The way back of a request: response, relay, first and last byte at the user, and the one place where a journey is handed to the record.
import { freshnessUs, headerOf, invalidates } from './entities/http-cache.ts';
import type { Failure, HandlerCall } from './entities/handler-call.ts';
import type { Journey } from './entities/journey-state.ts';
import { headerBytes, pathOf } from './entities/requests.ts';
import { EVENT, journeyKey } from './events.ts';
import { endInvocation } from './invocations.ts';
import { isRelayed, relayUs } from './relay.ts';
import { transferUs } from './network/transfer.ts';
import { US_PER_MS } from './units.ts';
import type { World } from './world.ts';

/** Schedules a journey's next event. */
export function scheduleJourney(world: World, journey: Journey, atUs: number, kind: number): void {
  world.kernel.schedule(atUs, journeyKey(journey.id, journey.nextEvent()), kind, journey.slot, 0);
}

/** The code has responded (or failed): the response travels back, through the PoP where one relays. */
export function codeResponds(world: World, journey: Journey): void {
  const { platform } = world;
  const { response } = journey;
  if (response === null) throw new Error('a response is needed to respond');
  journey.responded = true;
  if (platform.runsAt === 'region') {
    journey.originRequests++;
    journey.originEgressBytes += response.bytes;
    if (world.recorder.inWindow(journey.startUs)) world.recorder.usage.leftRegion(response.bytes);
  }
  if (!isRelayed(world, journey)) {
    responseLeaves(world, journey);
    return;
  }
  const oneWayUs = relayUs(world, journey);
  if (!Number.isFinite(oneWayUs)) {
    cutOffFromOrigin(world, journey);
    return;
  }
  const note = journey.runsAt.region === null ? 'hub to PoP' : 'origin to PoP';
  journey.phaseUntil('subrequest', response.firstByteUs + oneWayUs, note);
  response.firstByteUs += oneWayUs;
  response.lastByteUs += oneWayUs;
  // A body that is streamed is sent on as it comes, so only its last byte is still to come.
  scheduleJourney(world, journey, Math.max(world.kernel.nowUs(), response.firstByteUs), EVENT.relayed);
}

/** No cable leads from the PoP to the origin, now or since the request went there: the PoP answers in the origin's stead. */
export function cutOffFromOrigin(world: World, journey: Journey): void {
  reportFailure(world, journey, {
    outcome: 'originUnreachable',
    status: 523,
    body: 'error code: 523',
    error: null,
    message: 'No cable leads from this PoP to the origin.',
  });
  responseLeaves(world, journey);
}

/** The origin's response is at the PoP: kept there if a shared cache may, and sent on. */
export function responseRelayed(world: World, slot: number): void {
  const journey = world.journeys.get(slot);
  const { response, request } = journey;
  if (response === null) throw new Error('nothing to relay');
  const nowUs = world.kernel.nowUs();
  if (!world.platform.httpCache) {
    responseLeaves(world, journey);
    settleJourney(world, journey);
    return;
  }
  const authorized = headerOf(request.headers, 'authorization') !== null;
  const fresh =
    freshnessUs({
      method: request.method,
      status: response.status,
      authorized,
      headers: response.headers,
      nowMs: world.plan.epochMs + nowUs / US_PER_MS,
    }) ?? 0;
  journey.cache = fresh > 0 ? 'miss' : 'bypass';
  const cache = world.caches.at(journey.pop);
  if (fresh > 0) {
    const { status, statusText, headers, body, bytes } = response;
    const kept = { status, statusText, headers, body, bytes, storedUs: nowUs, freshUntilUs: nowUs + fresh };
    cache.put(request.url, kept, request.headers);
  } else if (invalidates(request.method, response.status)) cache.delete(request.url, nowUs);
  responseLeaves(world, journey);
  settleJourney(world, journey);
}

/** The response leaves the server that ends the connection: half a round trip to the first byte, slow start to the last. */
export function responseLeaves(world: World, journey: Journey): void {
  const { response, startUs, rttUs } = journey;
  if (response === null) throw new Error('nothing to send');
  const { bandwidthMbps, keepAliveMs } = world.plan.network;
  const halfUs = Math.floor(rttUs / 2);
  journey.phaseUntil('downlink', response.firstByteUs + halfUs);
  journey.ttfbUs = response.firstByteUs + halfUs - startUs;
  const transferEndUs = journey.ttfbUs + transferUs({ bytes: response.bytes, rttUs, bandwidthMbps });
  journey.totalUs = Math.max(transferEndUs, response.lastByteUs + halfUs - startUs);
  journey.connection.end(startUs + journey.totalUs, keepAliveMs * US_PER_MS);
}

/** Gives a journey the platform's error response in place of one by its code. */
export function failed(world: World, journey: Journey, failure: Failure): void {
  const begun = journey.response;
  reportFailure(world, journey, failure);
  // A body that breaks off had begun to arrive: its status is out, and its first byte leaves now at the latest.
  if (begun !== null) {
    const lastByteUs = world.kernel.nowUs();
    const firstByteUs = journey.call?.firstByteSent === true ? begun.firstByteUs : lastByteUs;
    journey.response = { ...begun, firstByteUs, lastByteUs };
  }
  if (journey.call === null) responseLeaves(world, journey);
  else codeResponds(world, journey);
}

function reportFailure(world: World, journey: Journey, failure: Failure): void {
  const nowUs = world.kernel.nowUs();
  const headers = failure.body === '' ? [] : ['content-type', 'text/plain;charset=UTF-8'];
  journey.outcome = failure.outcome;
  journey.response = {
    status: failure.status,
    statusText: '',
    headers,
    body: failure.body,
    bytes: headerBytes(headers) + 64 + failure.body.length,
    firstByteUs: nowUs,
    lastByteUs: nowUs,
  };
  remember(world, journey, { ...failure, handler: world.arm.handler });
}

/** Remembers what went wrong in a call, and where. */
export function recordFailure(
  world: World,
  call: HandlerCall,
  failure: Pick<Failure, 'outcome' | 'message'>,
): void {
  remember(world, call.journey, { ...failure, handler: call.compute.handler });
}

function remember(
  world: World,
  journey: Journey,
  failure: { readonly outcome: string; readonly message: string; readonly handler: string },
): void {
  world.recorder.error(journey.startUs, {
    outcome: failure.outcome,
    handler: failure.handler,
    pop: world.geography.pops[journey.pop]?.code ?? world.arm.region,
    request: `${journey.request.method} ${pathOf(journey.request.url)} (journey ${journey.id})`,
    message: failure.message,
  });
}

/** Nothing of the request goes on where its code runs. */
export function codeEnds(world: World, journey: Journey): void {
  journey.ended = true;
  settleJourney(world, journey);
}

/** Counts a journey once its response is on its way and its code has ended, whichever is later, and forgets it. */
function settleJourney(world: World, journey: Journey): void {
  if (!journey.ended || journey.ttfbUs < 0) return;
  world.journeys.remove(journey.slot);
  // Cold starts are a share of the runs of handlers; what was refused before its code was called is none.
  if (!journey.ranHandler) journey.cold = false;
  world.recorder.journey(journey);
  world.watcher?.(journey);
  // A witness looks at journeys when they are over.
  if (world.witness === null) journey.forgetPhases();
}

/** At the end of a trial: requests whose code still waits are counted as they stand, those without a response as hung. */
export function flushJourneys(world: World): void {
  for (const journey of [...world.journeys]) {
    if (!journey.responded)
      failed(world, journey, {
        outcome: 'hung',
        ...world.platform.failures.exception,
        error: null,
        message: 'No response had come when the simulation ended.',
      });
    if (journey.ttfbUs < 0) responseLeaves(world, journey);
    if (journey.call !== null && !journey.call.ended) endInvocation(world, journey.call);
    codeEnds(world, journey);
  }
}
