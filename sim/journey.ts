// The script of one request, every phase in order: arrival, route, connection, cache, isolate, handler, way back. Read this first.
import { jitterMs } from '../topology/jitter.ts';
import { accessJitterMs } from '../topology/last-mile.ts';
import type { CallInput } from './entities/handler-call.ts';
import { Journey } from './entities/journey-state.ts';
import { bodyBytes, type RequestParts } from './entities/requests.ts';
import { journeyIdOf, type Session } from './entities/sessions.ts';
import { callAtServer, ownCall } from './calls.ts';
import { EVENT, journeyKey, sessionKey } from './events.ts';
import {
  codeEnds,
  codeResponds,
  cutOffFromOrigin,
  failed,
  responseLeaves,
  scheduleJourney,
} from './journey-back.ts';
import { isRelayed, relayUs, runPlace } from './relay.ts';
import { approach, CONNECTION_FIGURES, OpenConnection } from './network/connection.ts';
import { transferUs } from './network/transfer.ts';
import type { RequestClass } from './plan.ts';
import { labelHash, uniform } from './random.ts';
import type { IncomingRequest } from './runtime/types.ts';
import { nextDayUs, routingDraws } from './routing/draws.ts';
import { US_PER_MS } from './units.ts';
import type { ActiveSession, World } from './world.ts';

const LABEL = {
  jitter: labelHash('rtt.jitter'),
  access: labelHash('rtt.access'),
} as const;

/** A PoP index that stands for "no connection yet". */
export const NOWHERE = -2;
/** A PoP index that stands for the origin region. */
const REGION = -1;
/** What no route leads to. */
const UNREACHABLE = -3;

/** Lets the next session begin, and arranges for the one after it. */
export function sessionBegins(world: World): void {
  const { sessions, kernel } = world;
  let session = sessions.take();
  while (session === null && sessions.peekUs() <= world.endUs) session = sessions.take();
  if (session !== null && session.nextUs < world.endUs) scheduleRequest(world, activeFrom(world, session));
  const nextUs = Math.max(kernel.nowUs(), sessions.peekUs());
  if (nextUs < world.endUs)
    kernel.scheduleRare(nextUs, sessionKey(session?.number ?? 0), EVENT.session, 0, 0);
}

/** A session that was under way before time zero has the connection that its last request then left open. */
function activeFrom(world: World, session: Session): ActiveSession {
  const { next, previousUs } = session;
  const keptUntilUs = previousUs + world.plan.network.keepAliveMs * US_PER_MS;
  const connectedPop = next === 0 ? NOWHERE : entryOf(world, session, next - 1);
  return { session, connectedPop, connection: new OpenConnection(0, keptUntilUs), dnsKnown: next > 0 };
}

function scheduleRequest(world: World, active: ActiveSession): void {
  const { session } = active;
  const slot = world.activeSessions.add(active);
  world.kernel.schedule(session.nextUs, journeyKey(journeyIdOf(session), 0), EVENT.request, slot, 0);
}

/** A user of a session sends the next request, and the one after it is arranged for. */
export function requestLeaves(world: World, sessionSlot: number): void {
  const active = world.activeSessions.remove(sessionSlot);
  const { session } = active;
  const kind = world.sessions.classOf(session);
  const journey = sendRequest(world, active, kind, (parts) => world.writer.write(parts));
  if (journey === null) world.recorder.unreachable(world.kernel.nowUs(), session.place);
  if (world.sessions.advance(session) && session.nextUs < world.endUs) scheduleRequest(world, active);
}

/** Sends one request: route, connection and the way to the server are known at once. Null when no way leads to a server. */
export function sendRequest(
  world: World,
  active: ActiveSession,
  kind: RequestClass,
  write: (parts: RequestParts) => IncomingRequest,
): Journey | null {
  const { session } = active;
  const { kernel, geography } = world;
  const startUs = kernel.nowUs();
  const id = journeyIdOf(session);
  const pop = entryOf(world, session, session.next);
  const rttUs = pop === UNREACHABLE ? Number.POSITIVE_INFINITY : roundTripUs(world, session, pop, id);
  if (!Number.isFinite(rttUs)) return null;
  const newConnection = active.connectedPop !== pop || !active.connection.isOpen(startUs);
  // A DNS answer is kept for the session; the first look-up costs a round trip on the access network, where the resolver is near.
  const dnsUs = active.dnsKnown ? 0 : session.accessRttUs + CONNECTION_FIGURES.dnsWorkMs.value * US_PER_MS;
  const openInUs = Math.max(0, active.connection.openUs - startUs);
  const { transport } = world.plan.network;
  const way = approach({ rttUs, newConnection, dnsUs, openInUs, transport });
  const place = geography.places[session.place];
  if (place === undefined) throw new Error(`user place ${session.place} is not in the world`);
  const colo = geography.pops[pop]?.code ?? world.arm.region;
  if (world.recorder.inWindow(startUs)) {
    const epoch = geography.epochIndexAt(startUs);
    const source = geography.sourceOf(epoch, session.place, { pop, region: world.arm.region });
    world.recorder.count(`paths.${source}`, 1);
  }
  if (newConnection) active.connection = new OpenConnection(startUs + way.tlsEndUs, 0);
  active.connectedPop = pop;
  active.dnsKnown = true;
  const { connection } = active;
  connection.begin();
  const request = write({ class: kind, session, place, colo, rttUs });
  const { helloAheadUs } = way;
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
  });
  journey.slot = world.journeys.add(journey);
  journey.nextEvent();
  journey.phaseUntil('dns', startUs + way.dnsEndUs);
  journey.phaseUntil('connect', startUs + way.connectEndUs);
  journey.phaseUntil('tls', startUs + way.tlsEndUs);
  const { bandwidthMbps } = world.plan.network;
  const uploadUs = transferUs({ bytes: bodyBytes(request.body), rttUs, bandwidthMbps });
  const arriveUs = startUs + way.arriveUs + uploadUs;
  journey.phaseUntil('uplink', arriveUs);
  scheduleJourney(world, journey, arriveUs, EVENT.arrive);
  return journey;
}

/** Where the n-th request of a session enters: the region, or the PoP of the policy's choice; after a move the nearest other one, unless everybody is pinned to one. */
function entryOf(world: World, session: Session, n: number): number {
  const { geography, plan, platform } = world;
  if (platform.connectsAt === 'region') return REGION;
  const pop = routeOf(world, session);
  if (pop < 0) return UNREACHABLE;
  if (n < session.roamsAt || plan.network.pinnedTo !== null) return pop;
  const { byDistance } = geography.paths(geography.epochIndexAt(world.kernel.nowUs()), session.place);
  return byDistance.find((other) => other !== pop) ?? pop;
}

/** The policy's choice for a session: it can change only with the day or with the cables, so it is kept until then. */
function routeOf(world: World, session: Session): number {
  const { geography, seed } = world;
  const nowUs = world.kernel.nowUs();
  const { route } = session;
  if (nowUs < route.untilUs) return route.pop;
  const epoch = geography.epochIndexAt(nowUs);
  route.pop = world.policy(geography.paths(epoch, session.place), routingDraws(seed, session.user, nowUs));
  route.untilUs = Math.min(nextDayUs(nowUs), geography.epochs[epoch + 1]?.fromUs ?? Number.POSITIVE_INFINITY);
  return route.pop;
}

/** RTT of this request: the path as the cables stand now, the user's access network, and jitter of both. */
function roundTripUs(world: World, session: Session, pop: number, id: number): number {
  const { geography, seed } = world;
  const epoch = geography.epochIndexAt(world.kernel.nowUs());
  const pathUs =
    pop === REGION
      ? geography.userToRegionUs(epoch, session.place, world.arm.region)
      : (geography.paths(epoch, session.place).rttUs[pop] ?? Number.POSITIVE_INFINITY);
  const draw = (n: number): number => uniform(seed, id, LABEL.jitter, n);
  const jitterUs = jitterMs(draw(0), draw(1), draw(2)) * US_PER_MS;
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
  const call = ownCall(journey, {
    compute: world.handlers.own,
    at: journey.runsAt,
    input,
    reply: {
      responded: (response) => {
        journey.response = response;
        codeResponds(world, journey);
      },
      failed: (failure) => {
        journey.response = call.response;
        failed(world, journey, failure);
      },
    },
  });
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
}
