// How a handler runs in virtual time: each segment of code waits for its isolate's event loop, runs whole, and what it asks for becomes events.
import type { IsolateHost } from './entities/isolate-host.ts';
import type { Failure, HandlerCall } from './entities/handler-call.ts';
import { letIn, nextIn } from './entities/durable-object.ts';
import { EVENT, journeyKey } from './events.ts';
import { endIsolate, refusalOf, roomBytes } from './isolate-limits.ts';
import { withFrozenHint } from './frozen-hint.ts';
import { afterSegment, checkHung, emitted, forgetCall, stopCall } from './handler-emissions.ts';
import { endLife } from './object-life.ts';
import type { Figure } from './platforms/platform.ts';
import { draw32, labelHash } from './random.ts';
import { US_PER_MS } from './units.ts';
import { whatLeaves } from './parting.ts';
import { Wake } from './entities/wake.ts';
import type { World } from './world.ts';

const LABEL_CPU = labelHash('cpu');

/** What callers of an object that fell asleep or was reset under them are told. */
const RESET: Failure = {
  outcome: 'exception',
  status: 500,
  body: '',
  message: 'The Durable Object was reset.',
  error: { name: 'Error', message: 'The Durable Object was reset.' },
};

/** Lets a segment of code begin as soon as it may: for an object, when its gate lets it in. */
function wakeCode(world: World, wake: Wake): void {
  wake.wokenUs = world.kernel.nowUs();
  const { life } = wake.call;
  if (life === null || letIn(life, wake)) queueCode(world, wake);
}

/** Queues a segment of code: it runs when the loop is free, and what it emits leaves once its CPU time has passed. */
function queueCode(world: World, wake: Wake): void {
  const { call } = wake;
  const { journey, compute } = call;
  const host = hostOf(call);
  const cpuUs = segmentCpuUs(world, call, host);
  const limitUs = (compute.platform.limits.cpuMs?.value ?? Number.POSITIVE_INFINITY) * US_PER_MS;
  wake.exceeded = call.cpuUs + cpuUs > limitUs;
  wake.cpuUs = wake.exceeded ? limitUs - call.cpuUs : cpuUs;
  const slot = world.wakes.add(wake);
  host.loop.serve(wake.cpuUs, journeyKey(journey.id, journey.nextEvent()), EVENT.segment, slot, 0);
  call.segments++;
  call.cpuUs += wake.cpuUs;
  // What further handlers do is, for the journey, part of the subrequest that it waits for.
  if (call.isOwn()) journey.cpuUs += wake.cpuUs;
}

/** Says what a segment's request waited for until now. Phases end with the first byte; what comes after it is no part of the wait for it. */
function attribute(wake: Wake, nowUs: number): void {
  const { call } = wake;
  const { journey } = call;
  if (!call.isOwn() || call.firstByteSent) return;
  const startUs = nowUs - wake.cpuUs;
  journey.phaseUntil(wake.phase, wake.wokenUs, wake.note);
  journey.phaseUntil('queue', startUs);
  journey.phaseUntil('cpu', nowUs);
  journey.queueUs += startUs - wake.wokenUs;
}

/** A call's isolate has started. */
export function callReady(world: World, slot: number): void {
  callBegins(world, world.handlerCalls.remove(slot));
}

/** A call of an isolate that has started: its request is the first thing that the code is woken by. */
export function callBegins(world: World, call: HandlerCall): void {
  if (call.life !== null && call.life.ended) {
    stopCall(world, call, call.life.broken ?? RESET);
    return;
  }
  setDeadlines(world, call);
  wakeCode(world, new Wake(call));
}

/** Where a platform limits how long a call may take, the call is looked at again when that time has passed. */
function setDeadlines(world: World, call: HandlerCall): void {
  const { wallMs, firstByteMs } = call.compute.platform.limits;
  if (wallMs === null && firstByteMs === null) return;
  const at = (limit: Figure | null, isOver: () => boolean): void => {
    if (limit === null) return;
    const slot = world.errands.add(() => {
      if (isOver()) stopCall(world, call, tooLong(call, limit));
    });
    const atUs = world.kernel.nowUs() + limit.value * US_PER_MS;
    world.kernel.schedule(atUs, journeyKey(call.journey.id, call.journey.nextEvent()), EVENT.errand, slot, 0);
  };
  at(firstByteMs, () => !call.ended && call.response === null);
  at(wallMs, () => !call.ended);
}

function tooLong({ compute }: HandlerCall, limit: Figure): Failure {
  const message = `More time than ${limit.value} ms, waiting included (${limit.name}).`;
  return { outcome: 'exceededTime', ...compute.platform.failures.timeout, message, error: null };
}

/** An operation's answer is back: unless nobody waits for it any more, it is the next thing that the code is woken by. */
export function operationAnswered(world: World, slot: number): void {
  const wake = world.wakes.remove(slot);
  const { call } = wake;
  world.witness?.answered(wake.opId, world.kernel.nowUs());
  // An object lives on when a call of it has ended, and so does what the call has begun.
  const over = call.life === null ? call.ended : call.life.ended;
  if (!over && !world.cancelled.delete(wake.opId)) {
    wakeCode(world, wake);
    return;
  }
  const host = hostOf(call);
  notPending(world, wake, host);
  checkHung(world, host);
}

/** One thing less that may let code run. */
function notPending(world: World, { call, opId }: Wake, host: IsolateHost): void {
  host.pending--;
  if (opId !== 0) {
    call.pending--;
    call.life?.sectionOf.delete(opId);
  }
  if (call.life !== null) forgetCall(world, call);
}

/** CPU of the next segment: one of the profile's equally likely times for this class and segment, and the first request's extra. */
function segmentCpuUs(world: World, call: HandlerCall, host: IsolateHost): number {
  const { compute, segments: number } = call;
  const { profile } = compute;
  if (profile === null) return 0;
  const segments = profile.classes[compute.profileClassOf(call)] ?? Object.values(profile.classes)[0] ?? [];
  const times = segments[Math.min(number, segments.length - 1)] ?? [];
  const drawn =
    times.length === 0 ? 0 : (times[draw32(world.seed, call.drawKey, LABEL_CPU, number) % times.length] ?? 0);
  const { startUp } = compute.platform;
  const first = number === 0 && host.served++ === 0 && startUp?.isSnapshot === false && host.startTakesUs > 0;
  return compute.scaled(drawn + (first ? profile.firstRequestExtraMs * US_PER_MS : 0));
}

/** A segment has had its CPU time: its code runs now, whole, with the clock it had when it began. */
export function segmentEnds(world: World, slot: number): void {
  const wake = world.wakes.remove(slot);
  const { call } = wake;
  const { life } = call;
  const host = hostOf(call);
  host.lastUsedUs = world.kernel.nowUs();
  const over = life === null ? call.ended : life.ended || life.broken !== null;
  if (!over) {
    attribute(wake, host.lastUsedUs);
    runOrRefuse(world, wake, host);
  } else if (life !== null && !call.ended) {
    stopCall(world, call, life.broken ?? RESET);
  }
  notPending(world, wake, host);
  const next = life === null ? null : nextIn(life);
  if (next !== null) queueCode(world, next);
  checkHung(world, host);
}

function runOrRefuse(world: World, wake: Wake, host: IsolateHost): void {
  const { call } = wake;
  const { kernel } = world;
  world.pulse(call.journey.id);
  host.isolate.setClockUs(kernel.nowUs() - wake.cpuUs);
  const roomLeftBytes = roomBytes(call, host);
  if (roomLeftBytes !== host.roomBytes) {
    host.roomBytes = roomLeftBytes;
    host.isolate.limitMemory(roomLeftBytes);
  }
  if (!host.started) startModule(world, call, host);
  const refusal = refusalOf(world, wake, host);
  if (refusal !== null) {
    world.pulse(-1);
    stopCall(world, call, refusal);
    return;
  }
  const meter = meterOf(world, call);
  if (meter === null) runSegment(world, wake, host);
  else
    meter.measure({ call, segment: call.segments - 1, first: host.served === 1 }, () =>
      runSegment(world, wake, host),
    );
  world.pulse(-1);
}

/** The stop-watch, when it is this handler that is measured. */
function meterOf({ meter }: World, call: HandlerCall): World['meter'] {
  return meter === null || (meter.handler !== null && meter.handler !== call.compute.handler) ? null : meter;
}

function runSegment(world: World, wake: Wake, host: IsolateHost): void {
  const { call } = wake;
  if (wake.answer !== null) {
    call.outstanding--;
    world.realm.answer(wake.opId, wake.answer);
  } else if (wake.heard !== null) {
    host.isolate.socket(wake.heard.socket, wake.heard.signal);
  } else {
    call.journey.ranHandler = true;
    host.open.add(call);
    if (!call.isOwn()) world.callById.set(call.id, call);
    const { input } = call;
    if (input.kind === 'fetch') host.isolate.fetch(call.id, input.request);
    else host.isolate.event(call.id, input.kind, input.eventJson);
  }
  const emissions = world.realm.settle();
  if (host.isolate.isOverMemory()) {
    endIsolate(world, call, host);
    return;
  }
  for (const emission of whatLeaves(emissions, call)) emitted(world, emission, call);
  // Most journeys' own calls are over with their first segment, and need not be found again.
  if (!call.ended && call.isOwn()) world.callById.set(call.id, call);
  // Objects go on for as long as they live.
  if (call.life === null) afterSegment(world, call);
}

function startModule(world: World, call: HandlerCall, host: IsolateHost): void {
  const run = (): void => {
    host.isolate.start();
    for (const emission of world.realm.settle())
      if (emission.kind === 'evaluated' && !emission.ok)
        host.failure = withFrozenHint(world.plan, emission.message);
  };
  host.started = true;
  const meter = meterOf(world, call);
  if (meter === null) run();
  else meter.measureStart(run);
}

/** A Durable Object has failed: everybody who waits for it is told so, and the next call finds a new one. */
export function objectBroke(world: World, slot: number): void {
  const life = world.objects.broken.remove(slot);
  if (life.ended || life.broken === null) return;
  const failure = life.broken;
  const calls = [...life.host.open, ...life.waiting.map(({ call }) => call)];
  endLife(world, life);
  for (const call of new Set(calls)) stopCall(world, call, failure);
}

/** The isolate in which a call's code runs. */
function hostOf(call: HandlerCall): IsolateHost {
  if (call.host === null) throw new Error(`call ${call.id} has no isolate`);
  return call.host;
}
