// How a handler comes to be called: the server of the site, its isolate, and the wait until that has started.
import type { Compute } from './entities/compute.ts';
import { type CallInput, type CallReply, HandlerCall, type RunsAt } from './entities/handler-call.ts';
import type { IsolateHost } from './entities/isolate-host.ts';
import type { Journey } from './entities/journey-state.ts';
import { EVENT, journeyKey } from './events.ts';
import { US_PER_MS } from './units.ts';
import type { World } from './world.ts';

/** Calls of handlers that no user's request is for are numbered from here, above all journeys. */
export const FURTHER_CALLS = 4_503_599_627_370_496;

/** Further calls of one journey draw as owners below zero, so many apart. */
const DRAWS_PER_JOURNEY = 4096;

/** What is called, where, with what, and who waits for it. */
export interface CallRequest {
  readonly compute: Compute;
  readonly at: RunsAt;
  readonly input: CallInput;
  readonly reply: CallReply;
}

/** The call for a journey's own request. */
export function ownCall(journey: Journey, compute: Compute, input: CallInput): HandlerCall {
  const { id, runsAt: at } = journey;
  const call = new HandlerCall({ id: id + 1, drawKey: id, journey, compute, at, input, reply: null });
  journey.call = call;
  return call;
}

/** A call that the code of another handler makes; it starts at once. */
export function startFurtherCall(world: World, journey: Journey, request: CallRequest): void {
  const call = new HandlerCall({ ...request, ...furtherCallIds(world, journey), journey });
  const { readyUs } = callAtServer(world, call, 0);
  scheduleReady(world, call, readyUs);
}

/** Lets a call begin at the instant at which its isolate is ready. */
export function scheduleReady(world: World, call: HandlerCall, readyUs: number): void {
  const { journey } = call;
  const slot = world.handlerCalls.add(call);
  world.kernel.schedule(readyUs, journeyKey(journey.id, journey.nextEvent()), EVENT.ready, slot, 0);
}

/** A call of something that the isolate of another call has offered; it starts at once, in that isolate. */
export function startCallAt(
  world: World,
  { host, compute, at }: HandlerCall,
  request: Pick<CallRequest, 'input' | 'reply'> & { readonly journey: Journey },
): void {
  const { journey } = request;
  const call = new HandlerCall({ ...request, compute, at, ...furtherCallIds(world, journey) });
  if (host === null) throw new Error('an offer without an isolate');
  call.host = host;
  const nowUs = world.kernel.nowUs();
  assign(call, host, nowUs);
  scheduleReady(world, call, nowUs);
}

/** Number and owner of draws of a call that some code makes. */
export function furtherCallIds(world: World, journey: Journey): { id: number; drawKey: number } {
  const id = FURTHER_CALLS + world.counters.furtherCalls++;
  return { id, drawKey: -(journey.id * DRAWS_PER_JOURNEY + ++journey.furtherCalls) };
}

/** How a call reaches its isolate: over to another server of the site, or a wait for a start. */
export interface Reached {
  readonly hopUs: number;
  readonly readyUs: number;
  readonly cold: boolean;
  /** How long the isolate takes to start, when this call is what starts it; else 0. */
  readonly startTakesUs: number;
}

/** Finds the server and its isolate for a call, and from when on that is ready. */
export function callAtServer(world: World, call: HandlerCall, helloAheadUs: number): Reached {
  const { kernel } = world;
  const { compute, journey, at } = call;
  const { platform } = compute;
  const { host, hop } = compute.place(at.site, journey.session.number, helloAheadUs);
  const nowUs = kernel.nowUs();
  const hopUs = hop ? (platform.shardHopMs?.value ?? 0) * US_PER_MS : 0;
  call.host = host;
  const startTakesUs = host.served === 0 && host.pending === 0 ? host.startTakesUs : 0;
  if (
    startTakesUs > 0 &&
    platform.billing.startIsBilled &&
    compute.billedAs !== null &&
    world.recorder.inWindow(journey.startUs)
  )
    world.recorder.usage.start(compute.billedAs, host.initUs);
  const readyUs = Math.max(nowUs + hopUs, host.readyUs);
  const cold = host.readyUs > nowUs + hopUs || (host.startTakesUs > 0 && !host.started && host.pending === 0);
  assign(call, host, readyUs);
  return { hopUs, readyUs, cold, startTakesUs };
}

function assign(call: HandlerCall, host: IsolateHost, readyUs: number): void {
  host.pending++;
  call.readyUs = readyUs;
  if (host.assigned++ === 0) host.busySinceUs = readyUs;
}
