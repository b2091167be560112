// What comes out of running code: operations begin, responses leave, and what was thrown or refused ends a call.
import type { IsolateHost } from './entities/isolate-host.ts';
import type { ObjectLife } from './entities/durable-object.ts';
import type { Failure, HandlerCall } from './entities/handler-call.ts';
import { bodyBytes, headerBytes, wholeBody } from './entities/requests.ts';
import { eventFailure } from './event-failure.ts';
import { thrownText, withFrozenHint } from './frozen-hint.ts';
import { endInvocation } from './invocations.ts';
import { codeEnds, codeResponds, failed, recordFailure } from './journey-back.ts';
import { later } from './operations/answer.ts';
import { objectRests } from './object-usage.ts';
import { dropBodies } from './operations/arriving-body.ts';
import { beginOperation } from './operations/index.ts';
import { remembersHome } from './operations/rpc-homes.ts';
import { limitAfterResponse } from './time-limits.ts';
import { originAnswersInstead } from './operations/pass-through.ts';
import type { CallEmission, Emission, OperationEmission, ResponseEmission } from './runtime/types.ts';
import { hung, whenSilent } from './silence.ts';
import { leaveSockets, socketHandedOut, socketSpoke } from './sockets.ts';
import type { World } from './world.ts';

/** Takes one thing that the code did, while `running` was woken, to where it belongs. */
export function emitted(world: World, emission: Emission, running: HandlerCall): void {
  if (emission.kind === 'evaluated') return;
  const call = emission.callId === running.id ? running : world.callById.get(emission.callId);
  if (call === undefined) return;
  const { life } = call;
  if (life === null) {
    // What it said by a socket just before it ended is on its way still.
    if (!call.ended || emission.kind === 'socket') take(world, call, emission);
    return;
  }
  if (emission.kind === 'operation' && life.current !== null) life.sectionOf.set(emission.opId, life.current);
  if (staysInside(emission) || (life.outbox.length === 0 && life.durableUs <= world.kernel.nowUs()))
    takeOfObject(world, call, emission);
  else post(world, life, call, emission);
}

/** What does not leave an object: timers, its own gate, and what is only for those who look on. */
function staysInside(emission: CallEmission): boolean {
  if (emission.kind === 'operation') return /^(?:timer|pull|object\.(?:block|sync))$/.test(emission.verb);
  return emission.kind === 'cancel' || emission.kind === 'console';
}

/** The output gate: what leaves an object waits until the writes before it are durable, in order. */
function post(world: World, life: ObjectLife, call: HandlerCall, emission: CallEmission): void {
  const dueUs = life.durableUs;
  life.outbox.push({ dueUs, call, emission });
  life.host.pending++;
  later(world, call, dueUs - world.kernel.nowUs(), () => {
    while ((life.outbox[0]?.dueUs ?? Number.POSITIVE_INFINITY) <= world.kernel.nowUs()) {
      const due = life.outbox.shift();
      if (due === undefined) break;
      if (!life.ended) takeOfObject(world, due.call, due.emission);
      forgetCall(world, due.call);
      life.host.pending--;
    }
    checkHung(world, life.host);
  });
}

/** An ended call of an object may still do things, but answers no more. */
function takeOfObject(world: World, call: HandlerCall, emission: CallEmission): void {
  const goesOn = ['operation', 'cancel', 'socket', 'console'].includes(emission.kind);
  if (!call.ended || goesOn) take(world, call, emission);
}

function take(world: World, call: HandlerCall, emission: CallEmission): void {
  switch (emission.kind) {
    case 'operation':
      operationAsked(world, call, emission);
      return;
    case 'cancel':
      world.cancelled.add(emission.opId);
      call.outstanding--;
      return;
    case 'response':
      respond(world, call, emission);
      return;
    case 'chunk':
      addChunk(world, call, emission.body, emission.last);
      return;
    case 'event':
      call.eventOutcome = emission.outcomeJson;
      // What a method returns does not wait for what it leaves behind.
      if (call.input.kind === 'rpc') {
        remembersHome(world, call);
        eventHandled(world, call);
      }
      return;
    case 'exception':
      thrown(world, call, emission);
      return;
    case 'finished':
      call.lingers = emission.lingers;
      finished(world, call, emission.waitUntilFailed);
      return;
    case 'socket':
      socketSpoke(world, call, emission);
      return;
    default:
      countInWindow(world, call, 'console.lines');
      world.witness?.console(call, emission.level, emission.text);
  }
}

function operationAsked(world: World, call: HandlerCall, emission: OperationEmission): void {
  if (++call.journey.operations > world.plan.limits.maxOperationsPerRequest) {
    stopCall(world, call, {
      outcome: 'tooManyOperations',
      ...call.compute.platform.failures.exception,
      message: 'The request made more operations than the scenario allows.',
      error: null,
    });
    return;
  }
  call.outstanding++;
  world.witness?.operation(call, emission, world.kernel.nowUs());
  beginOperation(world, call, emission);
}

function finished(world: World, call: HandlerCall, waitUntilFailed: boolean): void {
  if (waitUntilFailed) {
    countInWindow(world, call, 'waitUntil.failed');
    const failure = eventFailure(call);
    if (failure !== null) return stopCall(world, call, failure);
    recordFailure(world, call, {
      outcome: 'waitUntilFailed',
      message: 'A promise given to waitUntil was rejected; the response was not affected.',
    });
  }
  call.codeFinished = true;
  if (call.responded && !call.lingers) endCall(world, call);
  else if (call.input.kind !== 'fetch' && call.input.kind !== 'rpc') eventHandled(world, call);
}

/** What is no request has no response; it has done what it does, and may have returned a value. */
function eventHandled(world: World, call: HandlerCall): void {
  const nowUs = world.kernel.nowUs();
  call.response = {
    status: 0,
    statusText: '',
    headers: [],
    body: call.eventOutcome,
    bytes: 0,
    firstByteUs: nowUs,
    lastByteUs: nowUs,
  };
  sendOff(world, call);
}

function countInWindow(world: World, call: HandlerCall, name: string): void {
  if (world.recorder.inWindow(call.journey.startUs)) world.recorder.count(name, 1);
}

function thrown(world: World, call: HandlerCall, emission: Extract<Emission, { kind: 'exception' }>): void {
  const { name, message } = emission;
  const failure: Failure = {
    outcome: 'exception',
    ...call.compute.platform.failures.exception,
    message: withFrozenHint(world.plan, thrownText(emission)),
    error: { name, message },
  };
  if (emission.passThrough && call.response === null && originAnswersInstead(world, call, failure)) {
    call.host?.open.delete(call);
    call.responded = true;
    endInvocation(world, call);
    return;
  }
  // What waitUntil was given goes on, as after a response.
  if (call.life === null) failCall(world, call, failure);
  else stopCall(world, call, failure);
}

function respond(world: World, call: HandlerCall, emission: ResponseEmission): void {
  const nowUs = world.kernel.nowUs();
  const bytes = headerBytes(emission.headers) + 15 + bodyBytes(emission.body);
  const { status, statusText, headers, body, socket } = emission;
  if (socket !== '') socketHandedOut(world, call, socket);
  call.response = { status, statusText, headers, body, bytes, firstByteUs: nowUs, lastByteUs: nowUs, socket };
  call.firstByteSent = !emission.streaming;
  if (!emission.streaming) sendOff(world, call);
  else call.sink = call.reply?.streamed?.(call.response, () => abandon(world, call)) ?? null;
}

/** Nobody wants the rest of a streamed body: the code that makes it is ended. */
function abandon(world: World, call: HandlerCall): void {
  if (call.responded) return;
  call.host?.open.delete(call);
  call.responded = true;
  endCall(world, call);
}

function sendOff(world: World, call: HandlerCall): void {
  call.host?.open.delete(call);
  call.responded = true;
  if (call.response === null) throw new Error('a response is needed to respond');
  if (call.reply !== null) {
    if (call.sink === null) call.reply.responded(call.response);
  } else {
    call.journey.response = call.response;
    codeResponds(world, call.journey);
  }
  if (call.codeFinished && !call.lingers) endCall(world, call);
}

/** After a segment of a call that has responded: what a server left outstanding goes on, and whatever goes on has its time. */
export function afterSegment(world: World, call: HandlerCall): void {
  if (!call.responded || call.ended) return;
  if (call.lingers && call.codeFinished && call.outstanding === 0) {
    endCall(world, call);
    return;
  }
  if (call.timed) return;
  call.timed = true;
  limitAfterResponse(world, call, (limitMs) => endLate(world, call, limitMs));
}

/** The platform cancels what goes on for too long after a response. */
function endLate(world: World, call: HandlerCall, limitMs: number): void {
  if (!call.lingers) {
    countInWindow(world, call, 'waitUntil.failed');
    recordFailure(world, call, {
      outcome: 'waitUntilCancelled',
      message: `waitUntil() tasks did not complete within ${limitMs / 1000} seconds after the response was sent, and were cancelled.`,
    });
  }
  endCall(world, call);
}

/** A streamed body: its first chunk takes the headers along, as servers send them; the last chunk sends the response off. */
function addChunk(world: World, call: HandlerCall, body: string | Uint8Array, last: boolean): void {
  const { response } = call;
  if (response === null) return;
  const bytes = bodyBytes(body);
  response.bytes += bytes;
  response.lastByteUs = world.kernel.nowUs();
  if (!call.firstByteSent && (bytes > 0 || last)) {
    call.firstByteSent = true;
    response.firstByteUs = response.lastByteUs;
  }
  // A user reads no body, so nobody would look at it again.
  if (call.sink === null && (!call.isOwn() || world.witness !== null)) (call.chunks ??= []).push(body);
  call.sink?.chunk(body, last);
  if (!last) return;
  if (call.sink === null) response.body = wholeBody(call.chunks ?? []);
  sendOff(world, call);
}

/** Ends a call's code for good: what is still under way for it is no longer waited for. */
export function stopCall(world: World, call: HandlerCall, failure: Failure): void {
  failCall(world, call, failure);
  endCall(world, call);
}

/** Tells whoever waits for a call that it has failed. */
function failCall(world: World, call: HandlerCall, failure: Failure): void {
  call.host?.open.delete(call);
  if (!call.responded) {
    call.responded = true;
    // What a body had sent before it broke off has arrived.
    if (call.response !== null && call.chunks !== null) call.response.body = wholeBody(call.chunks);
    world.witness?.failed(call, failure);
    // What goes wrong with a journey's own call is recorded with the response that its user gets instead.
    if (!call.isOwn()) recordFailure(world, call, failure);
    if (call.reply !== null) (call.sink ?? call.reply).failed(failure);
    else {
      call.journey.response = call.response;
      failed(world, call.journey, failure);
    }
  }
}

function endCall(world: World, call: HandlerCall): void {
  if (!call.ended) endInvocation(world, call);
  if (call.bodies !== null) dropBodies(world, call);
  // What code of an object has sent by sockets may still follow in the same piece of code.
  if (call.life === null) forgetCall(world, call);
  if (call.isOwn()) codeEnds(world, call.journey);
}

/** A call that has ended and waits for nothing is not known any more; sockets that it had taken break off. */
export function forgetCall(world: World, call: HandlerCall): void {
  if (!call.ended || (call.life !== null && call.pending > 0)) return;
  if (call.taken === null) world.callById.delete(call.id);
  else leaveSockets(world, call, call.taken);
}

/** Calls hang when their isolate has nothing left that could wake it: workerd then says that they will never respond. */
export function checkHung(world: World, host: IsolateHost): void {
  const life = world.objects.byIsolate.get(host.isolate.id);
  if (life !== undefined) objectRests(world, life, false);
  if (host.pending > 0 || host.open.size === 0) return;
  for (const call of [...host.open]) whenSilent(world, call, () => stopCall(world, call, hung(call)));
}
