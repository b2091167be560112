// A trial: one arm and one seed, run from time zero until its last request has ended; the unit of work, of parallelism and of replay.
import type { Geography } from './entities/geography.ts';
import type { RequestWriter } from './entities/requests.ts';
import { SimError } from './errors.ts';
import { EVENT } from './events.ts';
import { FURTHER_CALLS } from './calls.ts';
import { callReady, objectBroke, operationAnswered, segmentEnds } from './handler-run.ts';
import { requestArrives, requestAtCompute, requestLeaves, sessionBegins } from './journey.ts';
import { flushJourneys, responseRelayed } from './journey-back.ts';
import type { HistoryOperation } from './history/operation.ts';
import type { KernelName } from './kernel/kernel.ts';
import { schedulePurges } from './operations/purge.ts';
import { closeBooks } from './operations/store-laws.ts';
import { storeStage } from './operations/store-calls.ts';
import type { Plan } from './plan.ts';
import type { TrialRecord } from './trial-record.ts';
import { objectRests } from './object-usage.ts';
import { askObject } from './object-storage.ts';
import type { Bundle, Realm, RealmOptions } from './runtime/types.ts';
import { US_PER_SECOND } from './units.ts';
import { createWorld, type Meter, type Watcher, type World } from './world.ts';

/** After the window the requests under way may take so long to end. */
const DRAIN_US = 120 * US_PER_SECOND;

/** What a trial is made from; everything but `meter`, `history`, `pulse` and `watcher` decides its bytes. */
export interface TrialOptions {
  readonly plan: Plan;
  readonly armIndex: number;
  readonly seed: number;
  readonly geography: Geography;
  readonly writer: RequestWriter;
  /** By handler path: every handler that the arm may run. */
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly realm: Realm;
  readonly kernel: KernelName;
  readonly skipped: ReadonlyMap<number, string>;
  readonly meter: Meter | null;
  /** Takes down every operation on a store, in the order of the answers. */
  readonly history?: HistoryOperation[];
  /** Called before code runs, with the journey and the simulated time. */
  readonly pulse: (journeyId: number, nowUs: number) => void;
  /** Told of each request as it is counted. */
  readonly watcher?: Watcher | null;
}

/** Runs a trial to its end and returns its record. Throws E_LIMIT when the plan's limit of events is reached. */
export function runTrial(options: TrialOptions): TrialRecord {
  const { plan, seed, geography, bundles, kernel, skipped, meter } = options;
  const arm = plan.arms[options.armIndex];
  if (arm === undefined) throw new RangeError(`no arm ${options.armIndex}`);
  const { realm } = options;
  realm.begin(realmOptions(seed, plan.epochMs, () => world));
  const pulse = (journeyId: number): void => options.pulse(journeyId, world.kernel.nowUs());
  const world: World = createWorld({
    plan,
    arm,
    seed,
    geography,
    writer: options.writer,
    kernel,
    realm,
    bundles,
    skipped,
    meter,
    witness: null,
    history: options.history ?? null,
    pulse,
    watcher: options.watcher ?? null,
  });
  schedulePurges(world);
  sessionBegins(world);
  let events = 0;
  world.kernel.run(world.endUs + DRAIN_US, (kind, a) => {
    if (++events > plan.limits.maxEvents)
      throw new SimError(
        'E_LIMIT',
        `A trial of arm ${arm.name} had more than ${plan.limits.maxEvents} events.`,
      );
    dispatch(world, kind, a);
  });
  flushJourneys(world);
  for (const life of world.objects.byIsolate.values()) objectRests(world, life, true);
  for (const compute of world.handlers.all) {
    world.recorder.count('isolates.peak', compute.peak);
    world.recorder.count('isolates.starts', compute.starts);
    const instanceUs = Math.round(compute.instanceUs());
    if (compute.billedAs !== null && instanceUs > 0)
      world.recorder.count(`usage.${compute.billedAs}.instanceUs`, instanceUs);
  }
  const evicted = world.handlers.memory?.evicted ?? 0;
  if (evicted > 0) world.recorder.count('isolates.evicted', evicted);
  closeBooks(world);
  return world.recorder.finish(followedWrites(world));
}

/** What the realm asks of the world that it begins for; the world is made after the realm has begun. */
export function realmOptions(seed: number, epochMs: number, world: () => World): RealmOptions {
  return {
    seed,
    epochMs,
    journeyKeyOf: (callId) => drawKeyOf(world(), callId),
    askObject: (...asked) => askObject(world(), ...asked),
  };
}

/** Owner of what a call draws; a journey's own call needs no look-up. */
function drawKeyOf(world: World, callId: number): number {
  return callId < FURTHER_CALLS ? callId - 1 : (world.callById.get(callId)?.drawKey ?? callId);
}

/** Lets one event happen. */
export function dispatch(world: World, kind: number, a: number): void {
  switch (kind) {
    case EVENT.session:
      sessionBegins(world);
      return;
    case EVENT.request:
      requestLeaves(world, a);
      return;
    case EVENT.arrive:
      requestArrives(world, a);
      return;
    case EVENT.compute:
      requestAtCompute(world, a);
      return;
    case EVENT.ready:
      callReady(world, a);
      return;
    case EVENT.segment:
      segmentEnds(world, a);
      return;
    case EVENT.store:
      storeStage(world, a);
      return;
    case EVENT.answered:
      operationAnswered(world, a);
      return;
    case EVENT.relayed:
      responseRelayed(world, a);
      return;
    case EVENT.errand:
      world.errands.remove(a)();
      return;
    case EVENT.broken:
      objectBroke(world, a);
      return;
    default:
      throw new Error(`unknown kind of event: ${kind}`);
  }
}

function followedWrites(world: World): TrialRecord['followed'] {
  return [...world.stores].flatMap(([binding, { store, plan }]) =>
    store.followed().map((write) => ({ store: binding, home: plan.home, write })),
  );
}
