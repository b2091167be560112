// The script of one request, every phase in order: arrival, route, connection, cache, isolate, handler, way back. Read this first.
import { jitterMs } from '../topology/jitter.ts';
import { accessJitterMs } from '../topology/last-mile.ts';
import type { CallInput } from './entities/handler-call.ts';
import { Journey } from './entities/journey-state.ts';
import { bodyBytes, type RequestParts } from './entities/requests.ts';
import { journeyIdOf, type Session } from './entities/sessions.ts';
import { callAtServer, ownCall, scheduleReady } from './calls.ts';
import { callBegins } from './handler-run.ts';
import { EVENT, journeyKey, sessionKey } from './events.ts';
import { codeEnds, cutOffFromOrigin, responseLeaves, scheduleJourney } from './journey-back.ts';
import { isRelayed, relayUs, runPlace } from './relay.ts';
import { approach, CONNECTION_FIGURES, OpenConnection } from './network/connection.ts';
import { transferUs } from './network/transfer.ts';
import type { RequestClass } from './plan.ts';
import { add } from './metrics/tallies.ts';
import { labelHash, uniform } from './random.ts';
import type { IncomingRequest } from './runtime/types.ts';
import { US_PER_MS } from './units.ts';
import { connectedPop, wayOf } from './ways.ts';
import type { World } from './world.ts';

const LABEL = {
  jitter: labelHash('rtt.jitter'),
  access: labelHash('rtt.access'),
} as const;

/** Lets the next session begin, and arranges for the one after it. */
export function sessionBegins(world: World): void {
  const { sessions, kernel } = world;
  let session = sessions.take();
  while (session === null && sessions.peekUs() <= world.endUs) session = sessions.take();
  if (session !== null && session.nextUs < world.endUs) {
    resume(world, session);
    // Journeys come before sessions at one instant, so nothing of now could come in between.
    if (session.nextUs === kernel.nowUs()) nextRequestLeaves(world, session);
    else scheduleRequest(world, session);
  }
  const nextUs = Math.max(kernel.nowUs(), sessions.peekUs());
  if (nextUs < world.endUs) kernel.schedule(nextUs, sessionKey(session?.number ?? 0), EVENT.session, 0, 0);
}

/** A session that was under way before time zero has the connection that its last request then left open. */
function resume(world: World, session: Session): void {
  const { next, previousUs } = session;
  if (next === 0 || previousUs === null) return;
  const keptUntilUs = previousUs + world.plan.network.keepAliveMs * US_PER_MS;
  session.connection = new OpenConnection(0, keptUntilUs);
  session.dnsKnown = true;
}

function scheduleRequest(world: World, session: Session): void {
  const slot = world.activeSessions.add(session);
  world.kernel.schedule(session.nextUs, journeyKey(journeyIdOf(session), 0), EVENT.request, slot, 0);
}

/** It is time for the next request of a session. */
export function requestLeaves(world: World, sessionSlot: number): void {
  nextRequestLeaves(world, world.activeSessions.remove(sessionSlot));
}

/** A user of a session sends the next request, and the one after it is arranged for. */
function nextRequestLeaves(world: World, session: Session): void {
  const kind = world.sessions.classOf(session);
  const journey = sendRequest(world, session, kind, (parts) => world.writer.write(parts));
  if (journey === null) world.recorder.unreachable(world.kernel.nowUs(), session.place);
  if (world.sessions.advance(session) && session.nextUs < world.endUs) scheduleRequest(world, session);
}

/** Sends one request: route, connection and the way to the server are known at once. Null when no way leads to a server. */
export function sendRequest(
  world: World,
  session: Session,
  kind: RequestClass,
  write: (parts: RequestParts) => IncomingRequest,
): Journey | null {
  const startUs = world.kernel.nowUs();
  const id = journeyIdOf(session);
  const way = wayOf(world, session, session.next);
  const { pop } = way;
  const known = session.connection;
  const newConnection = known === null || !known.isOpen(startUs) || connectedPop(world, session) !== pop;
  if (way.source === null) return null;
  const rttUs = roundTripUs(world, session, way.pathUs, id);
  if (world.recorder.inWindow(startUs)) add(way.source, 1);
  // A DNS answer is kept for the session; the first look-up costs a round trip on the access network, where the resolver is near.
  const dnsUs = session.dnsKnown ? 0 : session.accessRttUs + CONNECTION_FIGURES.dnsWorkMs.value * US_PER_MS;
  const openInUs = known === null ? 0 : Math.max(0, known.openUs - startUs);
  const { transport, bandwidthMbps } = world.plan.network;
  const hello = approach({ rttUs, newConnection, dnsUs, openInUs, transport });
  const connection = newConnection ? new OpenConnection(startUs + hello.tlsEndUs, 0) : known;
  session.connection = connection;
  session.connectedPop = pop;
  session.dnsKnown = true;
  connection.begin();
  const request = write({
    class: kind,
    session,
    cfJson: way.cfJson,
    rttUs,
    tellsOfClient: world.platform.runtime === 'workerd',
  });
  const { helloAheadUs } = hello;
  const journey = new Journey({
    id,
    session,
    class: kind,
    pop,
    startUs,
    rttUs,
    newConnection,
    connection,
    helloAheadUs,
    request,
    pool: world.phases,
  });
  journey.slot = world.journeys.add(journey);
  journey.nextEvent();
  journey.phaseUntil('dns', startUs + hello.dnsEndUs);
  journey.phaseUntil('connect', startUs + hello.connectEndUs);
  journey.phaseUntil('tls', startUs + hello.tlsEndUs);
  const bytes = bodyBytes(request.body);
  const uploadUs = bytes === 0 ? 0 : transferUs({ bytes, rttUs, bandwidthMbps });
  const arriveUs = startUs + hello.arriveUs + uploadUs;
  journey.phaseUntil('uplink', arriveUs);
  scheduleJourney(world, journey, arriveUs, EVENT.arrive);
  return journey;
}

/** RTT of this request: the path as the cables stand now, the user's access network, and jitter of both. */
function roundTripUs({ seed }: World, session: Session, pathUs: number, id: number): number {
  const jitterUs =
    jitterMs(
      uniform(seed, id, LABEL.jitter, 0),
      uniform(seed, id, LABEL.jitter, 1),
      uniform(seed, id, LABEL.jitter, 2),
    ) * US_PER_MS;
  const accessUs =
    session.accessRttUs + accessJitterMs(session.access, uniform(seed, id, LABEL.access)) * US_PER_MS;
  return Math.round(pathUs + Math.max(0, accessUs) + Math.max(0, jitterUs));
}

/** The request is at the server that ends the connection: the cache may answer, else it goes to where its code runs. */
export function requestArrives(world: World, slot: number): void {
  const journey = world.journeys.get(slot);
  const { kernel, platform } = world;
  const nowUs = kernel.nowUs();
  journey.runsAt = runPlace(world, journey);
  if (!isRelayed(world, journey)) {
    requestAtCompute(world, slot);
    return;
  }
  const workUs = (platform.relayMs?.value ?? 0) * US_PER_MS;
  journey.phaseUntil('cpu', nowUs + workUs, platform.httpCache ? 'cache look-up' : 'relay');
  const cached =
    platform.httpCache && journey.request.method === 'GET'
      ? world.caches.at(journey.pop).match(journey.request.url, nowUs, journey.request.headers)
      : null;
  if (cached !== null) {
    journey.cache = 'hit';
    const { status, statusText, headers, body, bytes } = cached;
    journey.response = {
      status,
      statusText,
      headers,
      body,
      bytes,
      firstByteUs: nowUs + workUs,
      lastByteUs: nowUs + workUs,
    };
    responseLeaves(world, journey);
    codeEnds(world, journey);
    return;
  }
  const oneWayUs = relayUs(world, journey);
  if (!Number.isFinite(oneWayUs)) {
    cutOffFromOrigin(world, journey);
    codeEnds(world, journey);
    return;
  }
  const atUs = nowUs + workUs + oneWayUs;
  journey.phaseUntil('subrequest', atUs, journey.runsAt.region === null ? 'PoP to hub' : 'PoP to origin');
  scheduleJourney(world, journey, atUs, EVENT.compute);
}

/** The request is where its code runs. */
export function requestAtCompute(world: World, slot: number): void {
  const journey = world.journeys.get(slot);
  callHandler(world, journey, { kind: 'fetch', request: journey.request });
}

/** Calls the arm's handler for a journey: it waits for an isolate that is still starting, then queues for its event loop. */
export function callHandler(world: World, journey: Journey, input: CallInput): void {
  const nowUs = world.kernel.nowUs();
  const call = ownCall(journey, world.handlers.own, input);
  const { hopUs, readyUs, cold, startTakesUs } = callAtServer(
    world,
    call,
    // Only the PoP that shakes hands hears of the request before it comes.
    isRelayed(world, journey) ? 0 : journey.helloAheadUs,
  );
  journey.isolateStartUs = startTakesUs;
  journey.phaseUntil('uplink', nowUs + hopUs, 'to the shard server');
  journey.cold = cold;
  journey.coldUs = readyUs - nowUs - hopUs;
  journey.phaseUntil('coldStart', readyUs);
  if (readyUs > nowUs) scheduleReady(world, call, readyUs);
  else callBegins(world, call);
}
