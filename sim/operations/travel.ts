// A request that code sends to a host: connection, way there, the answer, way back; over the backbone from a PoP, over transit from a region.
import { startFurtherCall } from '../calls.ts';
import { Compute } from '../entities/compute.ts';
import type { CallReply, Failure, HandlerCall, RunsAt } from '../entities/handler-call.ts';
import type { CachedResponse } from '../entities/http-cache.ts';
import { bodyBytes, headerBytes } from '../entities/requests.ts';
import { approach, OpenConnection } from '../network/connection.ts';
import { transferUs } from '../network/transfer.ts';
import type { RoutePlan } from '../plan.ts';
import type { Figure } from '../platforms/platform.ts';
import type { IncomingRequest } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import type { World } from '../world.ts';
import { later } from './answer.ts';
import { ArrivingBody } from './arriving-body.ts';
import { routeOf, type Target } from './hosts.ts';

export const TRAVEL_FIGURES = {
  bandwidthMbps: {
    name: 'Subrequests: bandwidth between sites and hosts',
    value: 1000,
    unit: 'Mbit/s',
    source: 'none published; far above what bodies of this size need',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

/** A response as it comes back to where the request was sent from. */
export interface HostResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
  readonly bytes: number;
  /** Whether the body is still being made, and read by the operation that asked. */
  readonly streams?: boolean;
  /** Of a copy of a copy: where and when the first one came from its origin. */
  readonly born?: CachedResponse['born'];
}

/** One request on its way; `from` is where it leaves, which need not be where its code runs. */
export interface Trip {
  readonly call: HandlerCall;
  readonly from: RunsAt;
  readonly target: Target;
  readonly request: IncomingRequest;
  /** On nobody's account: the request that led to it does not wait for it. */
  readonly background?: boolean;
}

/**
 * Sends a request and hands over the response when it is back. An unreachable host answers 523, as a PoP does in its stead. Where an
 * operation is named, a streamed body is handed over at its first chunk, and the rest is read by that name.
 */
export function travel(
  world: World,
  trip: Trip,
  arrived: (response: HostResponse) => void,
  opId?: number,
): void {
  const { call, from, target } = trip;
  const wayUs = oneWayUs(world, from, target.region);
  if (!Number.isFinite(wayUs)) {
    later(world, call, 0, () => arrived(UNREACHABLE));
    return;
  }
  const { host, ownOrigin } = target;
  const connection = connect(world, { from, host, ownOrigin }, 2 * wayUs);
  const streamed = opId === undefined ? undefined : streamBack(world, trip, { opId, connection, arrived });
  later(world, call, connection.beforeUs + wayUs, () =>
    serve(world, trip, streamed, (response) => {
      const backUs = oneWayUs(world, from, target.region);
      const lost = !Number.isFinite(backUs);
      if (!lost) countOrigin(world, trip, response);
      const bodyUs = connection.opened
        ? transferUs({
            bytes: response.bytes,
            rttUs: 2 * wayUs,
            bandwidthMbps: TRAVEL_FIGURES.bandwidthMbps.value,
          })
        : 0;
      later(world, call, lost ? 0 : backUs + bodyUs, () => {
        connection.ended();
        arrived(lost ? UNREACHABLE : response);
      });
    }),
  );
}

/** Sends a streamed body back as it is made: headers go with the first chunk, as servers send them. */
function streamBack(
  world: World,
  trip: Trip,
  to: {
    readonly opId: number;
    readonly connection: ReturnType<typeof connect>;
    readonly arrived: (response: HostResponse) => void;
  },
): NonNullable<CallReply['streamed']> {
  const { call, from, target } = trip;
  const backUs = (): number => oneWayUs(world, from, target.region);
  return (response, abandon) => {
    const body = new ArrivingBody(world, { call, opId: to.opId, wayUs: backUs, abandon });
    let begun = false;
    const begin = (whole: HostResponse): void => {
      begun = true;
      const lost = !Number.isFinite(backUs());
      later(world, call, lost ? 0 : backUs(), () => to.arrived(lost ? UNREACHABLE : whole));
    };
    const over = (): void => {
      const way = backUs();
      if (Number.isFinite(way)) countOrigin(world, trip, response);
      later(world, call, Number.isFinite(way) ? way : 0, to.connection.ended);
    };
    return {
      chunk(part, last) {
        if (!begun) begin({ ...response, body: null, streams: true });
        body.chunk(part, last);
        if (last) over();
      },
      failed(failure) {
        if (begun) body.failed(failure);
        else begin(failureResponse(failure));
        over();
      },
      whenRoom: (then) => body.whenRoom(then),
    };
  };
}

/** One way between a site and a region as the cables stand now; Infinity when there is none. */
export function oneWayUs({ geography, kernel }: World, from: RunsAt, region: string): number {
  const epoch = geography.epochIndexAt(kernel.nowUs());
  const rttUs =
    from.region === null
      ? (geography.popToRegionUs(epoch, region)[from.site] ?? Number.POSITIVE_INFINITY)
      : geography.regionToRegionUs(epoch, from.region, region, 'transit');
  return Math.ceil(rttUs / 2);
}

/** What a PoP answers in the stead of a host to which no cable leads. */
export const UNREACHABLE: HostResponse = {
  status: 523,
  statusText: '',
  headers: ['content-type', 'text/plain;charset=UTF-8'],
  body: 'error code: 523',
  bytes: 15,
};

/** A connection that is kept costs nothing; a new one the round trips of TCP and TLS 1.3. `ended` tells it that the response is back. */
export function connect(
  world: World,
  { from, host, ownOrigin }: { from: RunsAt; host: string; ownOrigin: boolean },
  rttUs: number,
): { beforeUs: number; opened: boolean; ended: () => void } {
  if (ownOrigin) return { beforeUs: 0, opened: false, ended: () => undefined };
  const id = `${from.site} ${host}`;
  const nowUs = world.kernel.nowUs();
  const known = world.connections.get(id);
  const reused = known?.isOpen(nowUs) === true ? known : null;
  const openInUs = Math.max(0, (reused?.openUs ?? 0) - nowUs);
  const opened = reused === null;
  const way = approach({ rttUs, newConnection: opened, dnsUs: 0, openInUs, transport: 'tcp-tls1.3' });
  const connection = reused ?? new OpenConnection(nowUs + way.tlsEndUs, 0);
  world.connections.set(id, connection);
  connection.begin();
  const keepAliveUs = world.plan.network.keepAliveMs * US_PER_MS;
  return { beforeUs: way.tlsEndUs, opened, ended: () => connection.end(world.kernel.nowUs(), keepAliveUs) };
}

/** The request is at its host. */
function serve(
  world: World,
  trip: Trip,
  streamed: CallReply['streamed'],
  respond: (response: HostResponse) => void,
): void {
  const { call, target, request } = trip;
  const { serves } = target;
  if (serves instanceof Compute) {
    startFurtherCall(world, call.journey, {
      compute: serves,
      at: target.at,
      input: { kind: 'fetch', request },
      reply: {
        responded: respond,
        failed: (failure) => respond(failureResponse(failure)),
        ...(streamed !== undefined && { streamed }),
      },
    });
    return;
  }
  const route = routeOf(serves, request.method, request.url);
  later(world, call, (route?.latencyMs ?? 0) * US_PER_MS, () => respond(routeResponse(route)));
}

function routeResponse(route: RoutePlan | null): HostResponse {
  if (route === null) return { status: 404, statusText: '', headers: [], body: 'Not Found', bytes: 9 };
  const headers = route.headers.flat();
  const body = route.body ?? '.'.repeat(route.sizeBytes);
  const bytes = headerBytes(headers) + 15 + bodyBytes(body);
  return { status: route.status, statusText: '', headers, body, bytes };
}

/** What a server answers in place of code that failed. */
function failureResponse({ status, body }: Failure): HostResponse {
  const headers = ['content-type', 'text/plain;charset=UTF-8'];
  return { status, statusText: '', headers, body, bytes: headerBytes(headers) + 15 + body.length };
}

/** What a PoP asks of the arm's origin region reaches the origin, and what comes back leaves it; who pays for a host pays for what leaves it. */
function countOrigin(world: World, trip: Trip, response: HostResponse): void {
  const { call, from, target } = trip;
  const { recorder, arm } = world;
  const inArmRegion = target.region === arm.region;
  const inWindow = recorder.inWindow(call.journey.startUs);
  const billedAs = 'billedAs' in target.serves ? target.serves.billedAs : null;
  if (billedAs !== null && !inArmRegion && from.region !== target.region && inWindow)
    recorder.usage.leftHost(billedAs, response.bytes);
  if (from.region !== null || !inArmRegion) return;
  if (trip.background === true) {
    recorder.background(world.kernel.nowUs(), 1, response.bytes);
    return;
  }
  call.journey.originRequests++;
  call.journey.originEgressBytes += response.bytes;
  if ((target.ownOrigin || billedAs !== null) && inWindow) recorder.usage.leftRegion(response.bytes);
}
