// How a handler runs in virtual time: each segment of code waits for its isolate's event loop, runs whole, and what it asks for becomes events.
import type { IsolateHost } from './entities/compute.ts';
import type { Journey } from './entities/journey-state.ts';
import { bodyBytes, headerBytes } from './entities/requests.ts';
import { EVENT, journeyKey } from './events.ts';
import { codeEnds, codeResponds, failed, type Failure, recordFailure } from './journey-back.ts';
import { beginOperation } from './operations.ts';
import { draw32, labelHash } from './random.ts';
import type { Emission, ResponseEmission } from './runtime/types.ts';
import { US_PER_MS } from './units.ts';
import type { Wake, World } from './world.ts';

const LABEL_CPU = labelHash('cpu');
const BYTES_PER_MIB = 1_048_576;

/** Queues a segment of code: it runs when the loop is free, and what it emits leaves once its CPU time has passed. */
export function wakeCode(world: World, wake: Wake): void {
  const { journey } = wake;
  const { kernel, compute } = world;
  const host = hostOf(journey);
  const nowUs = kernel.nowUs();
  const cpuUs = segmentCpuUs(world, journey, host);
  const limitUs = (compute.platform.limits.cpuMs?.value ?? Number.POSITIVE_INFINITY) * US_PER_MS;
  wake.exceeded = journey.cpuUs + cpuUs > limitUs;
  wake.cpuUs = wake.exceeded ? limitUs - journey.cpuUs : cpuUs;
  const slot = world.wakes.add(wake);
  const startUs = host.loop.serve(
    wake.cpuUs,
    journeyKey(journey.id, journey.nextEvent()),
    EVENT.segment,
    slot,
    0,
  );
  journey.segments++;
  journey.cpuUs += wake.cpuUs;
  // Phases end with the first byte; what the code does after it is no part of the wait for it.
  if (journey.response !== null) return;
  journey.phaseUntil(wake.phase, nowUs, wake.note);
  journey.phaseUntil('queue', startUs);
  journey.phaseUntil('cpu', startUs + wake.cpuUs);
  journey.queueUs += startUs - nowUs;
}

/** An operation's answer is back: unless nobody waits for it any more, it is the next thing that the code is woken by. */
export function operationAnswered(world: World, slot: number): void {
  const wake = world.wakes.remove(slot);
  const { journey } = wake;
  if (!journey.ended && !world.cancelled.delete(wake.opId)) {
    wakeCode(world, wake);
    return;
  }
  const host = hostOf(journey);
  host.pending--;
  checkHung(world, host);
}

/** CPU of the next segment: one of the profile's equally likely times for this class and segment, and the first request's extra. */
function segmentCpuUs(world: World, journey: Journey, host: IsolateHost): number {
  const { profile, compute } = world;
  if (profile === null) return 0;
  const segments = profile.classes[journey.class.name] ?? Object.values(profile.classes)[0] ?? [];
  const times = segments[Math.min(journey.segments, segments.length - 1)] ?? [];
  const drawn =
    times.length === 0
      ? 0
      : (times[draw32(world.seed, journey.id, LABEL_CPU, journey.segments) % times.length] ?? 0);
  const first = journey.segments === 0 && host.served++ === 0 && compute.platform.startUp !== null;
  return compute.scaled(drawn + (first ? profile.firstRequestExtraMs * US_PER_MS : 0));
}

/** A segment has had its CPU time: its code runs now, whole, with the clock it had when it began. */
export function segmentEnds(world: World, slot: number): void {
  const wake = world.wakes.remove(slot);
  const { journey } = wake;
  const host = hostOf(journey);
  host.pending--;
  host.lastUsedUs = world.kernel.nowUs();
  if (!journey.ended) runOrRefuse(world, wake, host);
  checkHung(world, host);
}

function runOrRefuse(world: World, wake: Wake, host: IsolateHost): void {
  const { journey } = wake;
  const { kernel, meter, realm } = world;
  world.pulse(journey.id);
  realm.setClockUs(host.isolate.id, kernel.nowUs() - wake.cpuUs);
  if (!host.started) startModule(world, host);
  const refusal = refusalOf(world, wake, host);
  if (refusal !== null) {
    world.pulse(-1);
    stop(world, journey, refusal);
    return;
  }
  const run = (): void => runSegment(world, wake, host);
  if (meter === null) run();
  else
    meter.measure(
      { className: journey.class.name, segment: journey.segments - 1, first: host.served === 1 },
      run,
    );
  world.pulse(-1);
}

/** Why a segment's code may not run, or null: a limit, a stalled thread that was run again, or a module that failed. */
function refusalOf(world: World, wake: Wake, host: IsolateHost): Failure | null {
  const { journey } = wake;
  const { compute, profile } = world;
  const { limits } = compute.platform;
  if (wake.exceeded) {
    const message = `More CPU time than ${limits.cpuMs?.value} ms (error 1102).`;
    return { outcome: 'exceededCpu', status: 503, message };
  }
  const skipped = world.skipped.get(journey.id);
  if (skipped !== undefined) {
    const message = 'The code did not give control back, or ate all memory; it was ended.';
    return { outcome: skipped, status: 503, message };
  }
  const heapBytes =
    profile === null ? 0 : profile.moduleHeapBytes + profile.requestHeapBytes * (host.open.size + 1);
  const limitMib = limits.memoryMib?.value ?? Number.POSITIVE_INFINITY;
  if (heapBytes > limitMib * BYTES_PER_MIB) {
    const message = `${host.open.size + 1} requests at once need more memory than the ${limitMib} MiB of an isolate.`;
    return { outcome: 'exceededMemory', status: 503, message };
  }
  if (host.failure === null) return null;
  return { outcome: 'exception', status: 500, message: `The module could not be evaluated: ${host.failure}` };
}

function runSegment(world: World, wake: Wake, host: IsolateHost): void {
  const { journey } = wake;
  if (wake.answer === null) {
    journey.ran = true;
    host.open.add(journey);
    world.journeyByCall.set(journey.id + 1, journey);
    host.isolate.fetch(journey.id + 1, journey.request);
  } else {
    world.realm.answer(wake.opId, wake.answer);
  }
  // Copied because whatever follows from an emission may let the realm run again.
  for (const emission of [...world.realm.settle()]) emitted(world, emission);
}

function startModule(world: World, host: IsolateHost): void {
  const run = (): void => {
    host.isolate.start();
    for (const emission of [...world.realm.settle()])
      if (emission.kind === 'evaluated' && !emission.ok) host.failure = emission.message;
  };
  host.started = true;
  if (world.meter === null) run();
  else world.meter.measureStart(run);
}

function emitted(world: World, emission: Emission): void {
  if (emission.kind === 'evaluated') return;
  const journey = world.journeyByCall.get(emission.callId);
  if (journey === undefined || journey.ended) return;
  switch (emission.kind) {
    case 'operation':
      if (++journey.operations > world.plan.limits.maxOperationsPerRequest) {
        stop(world, journey, {
          outcome: 'tooManyOperations',
          status: 500,
          message: 'The request made more operations than the scenario allows.',
        });
        return;
      }
      beginOperation(world, journey, emission);
      return;
    case 'cancel':
      world.cancelled.add(emission.opId);
      return;
    case 'response':
      respond(world, journey, emission);
      return;
    case 'chunk':
      addChunk(world, journey, emission.body, emission.last);
      return;
    case 'exception':
      fail(world, journey, thrownText(emission));
      return;
    case 'finished':
      if (emission.waitUntilFailed) {
        countInWindow(world, journey, 'waitUntil.failed');
        recordFailure(world, journey, {
          outcome: 'waitUntilFailed',
          message: 'A promise given to waitUntil was rejected; the response was not affected.',
        });
      }
      journey.codeFinished = true;
      if (journey.responded) codeEnds(world, journey);
      return;
    default:
      countInWindow(world, journey, 'console.lines');
  }
}

function countInWindow(world: World, journey: Journey, name: string): void {
  if (world.recorder.inWindow(journey.startUs)) world.recorder.count(name, 1);
}

/** A stack usually begins with name and message. */
function thrownText({ name, message, stack }: Extract<Emission, { kind: 'exception' }>): string {
  const text = `${name}: ${message}`;
  if (stack.startsWith(text)) return stack;
  return stack === '' ? text : `${text}\n${stack}`;
}

function respond(world: World, journey: Journey, emission: ResponseEmission): void {
  const nowUs = world.kernel.nowUs();
  const bytes = headerBytes(emission.headers) + 15 + bodyBytes(emission.body);
  const { status, headers, body } = emission;
  journey.response = { status, headers, body, bytes, firstByteUs: nowUs, lastByteUs: nowUs };
  if (!emission.streaming) sendOff(world, journey);
}

function sendOff(world: World, journey: Journey): void {
  hostOf(journey).open.delete(journey);
  codeResponds(world, journey);
  if (journey.codeFinished) codeEnds(world, journey);
}

/** A streamed body: its headers were the first byte, the last chunk sends the response off. */
function addChunk(world: World, journey: Journey, body: string | Uint8Array, last: boolean): void {
  const { response } = journey;
  if (response === null) return;
  const nowUs = world.kernel.nowUs();
  response.bytes += bodyBytes(body);
  response.lastByteUs = nowUs;
  if (last) sendOff(world, journey);
}

function fail(world: World, journey: Journey, message: string): void {
  const status = world.compute.platform.errorStatus;
  stop(world, journey, { outcome: 'exception', status, message });
}

/** Ends a journey's code for good: what is still under way for it is no longer waited for. */
function stop(world: World, journey: Journey, failure: Failure): void {
  hostOf(journey).open.delete(journey);
  if (!journey.responded) failed(world, journey, failure);
  codeEnds(world, journey);
}

/** Requests hang when their isolate has nothing left that could wake it: workerd then says that they will never respond. */
function checkHung(world: World, host: IsolateHost): void {
  if (host.pending > 0 || host.open.size === 0) return;
  for (const journey of [...host.open]) {
    stop(world, journey, {
      outcome: 'hung',
      status: 500,
      message: 'The code had hung and would never have responded.',
    });
  }
}

function hostOf(journey: Journey): IsolateHost {
  if (journey.host === null) throw new Error(`journey ${journey.id} has no isolate`);
  return journey.host;
}
