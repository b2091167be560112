// Every call that a handler makes becomes events: the store says where it goes next, and at the end its answer wakes the code.
import type { Journey } from './entities/journey-state.ts';
import { backgroundKey, EVENT, journeyKey } from './events.ts';
import { siteOf } from './journey-back.ts';
import type { PhaseKind } from './trial-record.ts';
import type { Answer, OperationEmission } from './runtime/types.ts';
import type { StoreOperation, StoreStep } from './stores/store.ts';
import { usFromMs } from './units.ts';
import type { ArmStore, PendingCall, World } from './world.ts';

/** Draw keys per journey: its operations are numbered within them. */
const DRAWS_PER_JOURNEY = 1024;

/** Takes an operation from the code; its answer will wake the code in its own time. */
export function beginOperation(world: World, journey: Journey, emission: OperationEmission): void {
  const host = journey.host;
  if (host === null) throw new Error('an operation without an isolate');
  host.pending++;
  if (emission.verb === 'timer') {
    const { delayMs } = JSON.parse(emission.optionsJson) as { delayMs: number };
    answerLater(world, journey, {
      opId: emission.opId,
      afterUs: usFromMs(delayMs),
      answer: { ok: true, value: null },
      phase: 'queue',
      note: `timer ${delayMs} ms`,
    });
    return;
  }
  if (emission.verb === 'pull') {
    // A streamed body asks for room; the network model buffers without limit, so there is room at once.
    const back = {
      opId: emission.opId,
      afterUs: 0,
      answer: { ok: true, value: null },
      phase: 'queue',
      note: 'pull',
    } as const;
    answerLater(world, journey, back);
    return;
  }
  const [family = '', verb = ''] = emission.verb.split('.');
  const store = family === 'kv' ? world.stores.get(emission.binding) : undefined;
  if (store === undefined) {
    const message = unknownOperation(emission);
    answerLater(world, journey, {
      opId: emission.opId,
      afterUs: 0,
      answer: { ok: false, name: 'Error', message },
      phase: 'subrequest',
      note: emission.verb,
    });
    return;
  }
  const operation: StoreOperation = {
    verb,
    key: emission.key,
    options: emission.optionsJson === '' ? {} : (JSON.parse(emission.optionsJson) as Record<string, unknown>),
    body: emission.body,
    site: siteOf(world, journey),
    issuedUs: world.kernel.nowUs(),
    drawKey: journey.id * DRAWS_PER_JOURNEY + (journey.operations % DRAWS_PER_JOURNEY),
    followShare: world.followShares.get(journey.class.name) ?? 0,
  };
  const key = journeyKey(journey.id, journey.nextEvent());
  proceed(world, { call: { operation, stage: 0, state: null }, store, journey, opId: emission.opId, key });
}

function unknownOperation(emission: OperationEmission): string {
  if (emission.verb !== 'fetch') return `${emission.verb} is not simulated.`;
  return `fetch to ${new URL(emission.key).host}: scenarios cannot declare other hosts yet, so this handler's subrequest has no answer.`;
}

/** A store call is at its next stage. */
export function storeStage(world: World, slot: number): void {
  proceed(world, world.calls.remove(slot));
}

function proceed(world: World, pending: PendingCall): void {
  const step = pending.store.store.step(pending.call);
  switch (step.kind) {
    case 'hop':
      hop(world, pending, step);
      return;
    case 'done':
      world.recorder.background(
        world.kernel.nowUs(),
        homeRequests(world, pending.store, step.homeRequests),
        homeBytes(world, pending.store, step.homeEgressBytes),
      );
      return;
    case 'answer':
      answered(world, pending, step);
  }
}

function hop(world: World, pending: PendingCall, step: Extract<StoreStep, { kind: 'hop' }>): void {
  pending.call.stage = step.stage;
  if (!Number.isFinite(step.afterUs)) {
    const { journey } = pending;
    const answer: Answer = {
      ok: false,
      name: 'Error',
      message: 'The store cannot be reached: no cable leads to its home.',
    };
    if (journey !== null)
      answerLater(world, journey, {
        opId: pending.opId,
        afterUs: 0,
        answer,
        phase: 'store',
        note: 'unreachable',
      });
    return;
  }
  const atUs = world.kernel.nowUs() + Math.round(step.afterUs);
  world.kernel.schedule(atUs, pending.key, EVENT.store, world.calls.add(pending), 0);
}

function answered(world: World, pending: PendingCall, step: Extract<StoreStep, { kind: 'answer' }>): void {
  const { journey, call, store } = pending;
  if (step.background !== undefined) {
    proceed(world, {
      call: step.background,
      store,
      journey: null,
      opId: 0,
      key: backgroundKey(world.counters.background++),
    });
  }
  if (journey === null) return;
  const { observation } = step;
  journey.originRequests += homeRequests(world, store, observation.homeRequests);
  journey.originEgressBytes += homeBytes(world, store, observation.homeEgressBytes);
  const own = store.ownWrites.get(`${journey.session.user} ${observation.key}`);
  const missedOwn = observation.kind === 'read' && own !== undefined && observation.version < own.version;
  const answeredUs = world.kernel.nowUs() + step.afterUs;
  world.recorder.store('kv', observation, {
    issuedUs: call.operation.issuedUs,
    answeredUs,
    missedOwn,
    elsewhere: own !== undefined && own.site !== call.operation.site,
  });
  if (observation.kind === 'write') {
    store.ownWrites.set(`${journey.session.user} ${observation.key}`, {
      version: observation.version,
      site: call.operation.site,
    });
  }
  const note = `${call.operation.verb} ${observation.key} (${observation.tier})`;
  answerLater(world, journey, {
    opId: pending.opId,
    afterUs: step.afterUs,
    answer: step.answer,
    phase: 'store',
    note,
  });
}

/** What reached the store's home counts for the origin when it lives in the origin's region. */
function homeRequests(world: World, store: ArmStore, requests: number): number {
  return store.plan.home === world.arm.region ? requests : 0;
}

function homeBytes(world: World, store: ArmStore, bytes: number): number {
  return store.plan.home === world.arm.region ? bytes : 0;
}

function answerLater(
  world: World,
  journey: Journey,
  back: { opId: number; afterUs: number; answer: Answer; phase: PhaseKind; note: string },
): void {
  const { opId, answer, phase, note } = back;
  const slot = world.wakes.add({ journey, opId, answer, phase, note, cpuUs: 0, exceeded: false });
  world.kernel.schedule(
    world.kernel.nowUs() + back.afterUs,
    journeyKey(journey.id, journey.nextEvent()),
    EVENT.answered,
    slot,
    0,
  );
}
