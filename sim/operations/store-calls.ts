// Moves operations of stores from stage to stage: the store says where one goes next, and at the end what it brings back.
import type { HandlerCall } from '../entities/handler-call.ts';
import { NO_BREACH, type SessionBreach } from '../entities/user-memory.ts';
import { backgroundKey, EVENT, journeyKey } from '../events.ts';
import type { OperationEmission } from '../runtime/types.ts';
import type { Observation, StoreOperation, StoreStep } from '../stores/store.ts';
import type { ArmStore } from '../arm-stores.ts';
import type { PendingCall, World } from '../world.ts';
import { answerLater } from './answer.ts';
import { takeDown } from './history.ts';
import { keepsAccount, keepsLight } from './store-laws.ts';

/** Draw keys per journey: its operations are numbered within them. */
const DRAWS_PER_JOURNEY = 1024;

/** What an operation asks of a store, apart from who asks. */
type Wanted = Pick<StoreOperation, 'verb' | 'key' | 'options' | 'body'>;

/** Sends an operation to a store; `deliver` gets the answer. */
export function askStore(
  world: World,
  caller: HandlerCall,
  store: ArmStore,
  wanted: Wanted,
  deliver: PendingCall['deliver'],
): void {
  const { journey } = caller;
  const operation: StoreOperation = {
    verb: wanted.verb,
    key: wanted.key,
    options: wanted.options,
    body: wanted.body,
    site: caller.at.site,
    issuedUs: world.kernel.nowUs(),
    drawKey: drawKeyOfOperation(caller),
    followShare: world.followShares.get(journey.class.name) ?? 0,
  };
  const key = journeyKey(journey.id, journey.nextEvent());
  proceed(world, { call: { operation, stage: 0, state: null }, store, caller, deliver, key, commits: 0 });
}

/** Owner of what the present operation of a call draws. */
export function drawKeyOfOperation({ journey }: HandlerCall): number {
  return journey.id * DRAWS_PER_JOURNEY + (journey.operations % DRAWS_PER_JOURNEY);
}

/**
 * Remembers which version of a key a call has read, and counts a write that replaces a newer one than that: an update that somebody else had
 * made in between is lost.
 */
export function noteVersion(
  world: World,
  call: HandlerCall,
  store: ArmStore,
  observation: Observation,
): void {
  const { kind, key, version } = observation;
  if (kind === 'rejectedWrite' || kind === 'unchanged') return;
  const id = `${store.plan.binding} ${key}`;
  const read = readVersion(call, id);
  if (kind === 'read' || read !== undefined) rememberVersion(call, id, version);
  if (kind === 'write' && read !== undefined && version > read + 1)
    world.recorder.lostUpdate(store.meter, call.journey.startUs);
}

/** The version of something that a call has read last. */
function readVersion(call: HandlerCall, id: string): number | undefined {
  return id === call.firstRead ? call.firstReadVersion : call.readVersions?.get(id);
}

function rememberVersion(call: HandlerCall, id: string, version: number): void {
  if (call.firstRead === '') call.firstRead = id;
  if (call.firstRead === id) call.firstReadVersion = version;
  else (call.readVersions ??= new Map()).set(id, version);
}

/** A `deliver` that wakes the code with the answer. */
export function wakingWith(
  world: World,
  caller: HandlerCall,
  { opId }: OperationEmission,
): PendingCall['deliver'] {
  return (answer, afterUs, note) =>
    answerLater(world, caller, { opId, afterUs, answer, phase: 'store', note });
}

/** The options of an emission as an object. */
export function optionsOf({ optionsJson }: OperationEmission): Record<string, unknown> {
  return optionsJson === '' ? {} : (JSON.parse(optionsJson) as Record<string, unknown>);
}

/** A store call is at its next stage. */
export function storeStage(world: World, slot: number): void {
  proceed(world, world.calls.remove(slot));
}

function proceed(world: World, pending: PendingCall): void {
  const { store } = pending.store;
  const before = store.books?.commits() ?? 0;
  const step = store.step(pending.call);
  pending.commits += (store.books?.commits() ?? 0) - before;
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
    cutOff(world, pending, null);
    return;
  }
  const atUs = world.kernel.nowUs() + Math.round(step.afterUs);
  world.kernel.schedule(atUs, pending.key, EVENT.store, world.calls.add(pending), 0);
}

/** No cable leads to the store's home, or none leads back from it any more; what was committed stays committed. */
function cutOff(world: World, pending: PendingCall, observation: Observation | null): void {
  const { call, caller, deliver, store } = pending;
  const message = 'The store cannot be reached: no cable leads to its home.';
  store.commits.unanswered += pending.commits;
  if (caller === null) return;
  const answer = { ok: false, name: 'Error', message } as const;
  takeDown(world, { caller, store, operation: call.operation, observation, answer, completedUs: null });
  deliver(answer, 0, 'unreachable');
}

function answered(world: World, pending: PendingCall, step: Extract<StoreStep, { kind: 'answer' }>): void {
  const { caller, call, store } = pending;
  if (step.background !== undefined) {
    proceed(world, {
      call: step.background,
      store,
      caller: null,
      deliver: () => {},
      key: backgroundKey(world.counters.background++),
      commits: 0,
    });
  }
  if (caller === null) return;
  const { answer, observation } = step;
  if (!Number.isFinite(step.afterUs)) {
    cutOff(world, pending, observation);
    return;
  }
  if (world.recorder.inWindow(caller.journey.startUs)) {
    store.meter.used(call.operation.verb, 1);
    if (observation.billed !== undefined) store.meter.usedAll(observation.billed);
  }
  const { journey } = caller;
  // A statement of SQL reads and writes by itself, and a version of a database is a commit of all its rows.
  if (call.operation.verb !== 'query') noteVersion(world, caller, store, observation);
  journey.originRequests += homeRequests(world, store, observation.homeRequests);
  journey.originEgressBytes += homeBytes(world, store, observation.homeEgressBytes);
  const answeredUs = world.kernel.nowUs() + step.afterUs;
  const { operation } = call;
  keepsLight(world, store, operation, { observation, answeredUs });
  keepsAccount(world, pending, observation);
  store.commits.answered += pending.commits;
  if (world.history !== null)
    takeDown(world, { caller, store, operation, observation, answer, completedUs: answeredUs });
  world.recorder.store(store.meter, observation, {
    issuedUs: operation.issuedUs,
    answeredUs,
    breach: breachOf(pending, journey.session.user, observation, answeredUs),
  });
  pending.deliver(
    step.answer,
    step.afterUs,
    `${call.operation.verb} ${observation.key} (${observation.tier})`,
  );
}

/** What the operation did to the promises of its user's session. */
function breachOf(
  { call, store }: PendingCall,
  user: number,
  { kind, key, version }: Observation,
  answeredUs: number,
): SessionBreach {
  const { site, issuedUs } = call.operation;
  const answered = { key, version, site, issuedUs, answeredUs };
  if (kind === 'read') return store.users.read(user, answered);
  if (kind === 'write') store.users.wrote(user, answered);
  return NO_BREACH;
}

/** What reached the store's home counts for the origin when it lives in the origin's region. */
function homeRequests(world: World, store: ArmStore, requests: number): number {
  return store.plan.home === world.arm.region ? requests : 0;
}

function homeBytes(world: World, store: ArmStore, bytes: number): number {
  return store.plan.home === world.arm.region ? bytes : 0;
}
