// What a trial thread does: takes one task after the other and sends back what it leaves.
import { parentPort, workerData } from 'node:worker_threads';
import { CallSession } from '../call/session.ts';
import { Geography } from '../entities/geography.ts';
import { RequestWriter } from '../entities/requests.ts';
import { SimError } from '../errors.ts';
import type { HistoryOperation } from '../history/operation.ts';
import { measureProfile } from '../runtime/profile.ts';
import { createRealm } from '../runtime/realm.ts';
import type { Realm, RealmKind } from '../runtime/types.ts';
import { runTrial } from '../trial.ts';
import type { CallAnswer } from '../call/lines.ts';
import { labelHash, uniform } from '../random.ts';
import { US_PER_MS } from '../units.ts';
import type { Watcher } from '../world.ts';
import {
  HEARTBEAT,
  type Reply,
  type Task,
  type ThreadSetup,
  type TrialTask,
  type Watched,
} from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const setup = workerData as ThreadSetup;
const heartbeat = new Float64Array(setup.heartbeat);
const geography = new Geography(setup.plan, setup.files);
const writer = new RequestWriter(setup.plan);
const realmOptions = { seed: 0, epochMs: 0, journeyKeyOf: (callId: number) => callId };
/** Made by the first task that needs it. */
const realms: Partial<Record<RealmKind, Realm>> = {};

/** A handler's unhandled rejection must not end the thread; the realm reports what belongs to a request. */
process.on('unhandledRejection', () => {});

port.on('message', (task: Task) => {
  port.postMessage(replyTo(task));
});

function replyTo(task: Task): Reply {
  try {
    switch (task.kind) {
      case 'profile':
        return { kind: 'profile', profile: profileOf(task) };
      case 'call':
        return { kind: 'answer', answer: answerOf(task) };
      default:
        return recordOf(task);
    }
  } catch (error) {
    if (!(error instanceof SimError)) throw error;
    return { kind: 'simError', code: error.code, message: error.message, hint: error.hint };
  }
}

function realmOf(kind: RealmKind): Realm {
  return (realms[kind] ??= createRealm(realmOptions, setup.webSource, kind));
}

/** Isolates of a trial share one hardened context, unless the scenario gives each one for itself, as a handler that is called has it. */
function realmOfTrials(): Realm {
  return realmOf(setup.plan.realm === 'isolate' ? 'own' : 'shared');
}

function recordOf(task: Extract<Task, { kind: 'trial' }>): Reply {
  const { plan, kernel } = setup;
  const { armIndex, seed } = task;
  const history: HistoryOperation[] = [];
  const record = runTrial({
    plan,
    armIndex,
    seed,
    geography,
    writer,
    bundles: setup.bundles,
    realm: realmOfTrials(),
    kernel,
    skipped: new Map(task.skipped),
    meter: null,
    ...(task.history ? { history } : {}),
    pulse,
    watcher: watcherOf(task),
  });
  return { kind: 'record', record, history };
}

const LABEL_WATCHED = labelHash('serve.watched');

/** Tells of a few requests while the trial goes on, chosen by seed and number alone, so that every arm tells of the same ones. */
function watcherOf({ armIndex, seed }: TrialTask): Watcher | null {
  const { plan, watchedShare = 0 } = setup;
  if (watchedShare === 0) return null;
  return (journey) => {
    if (journey.startUs < plan.warmupMs * US_PER_MS) return;
    if (uniform(seed, journey.id, LABEL_WATCHED) >= watchedShare) return;
    port?.postMessage({ kind: 'watched', armIndex, seed, journey: journey.finished() } satisfies Watched);
  };
}

function profileOf({
  armIndex,
  handler,
}: Extract<Task, { kind: 'profile' }>): Extract<Reply, { kind: 'profile' }>['profile'] {
  const { plan, bundles } = setup;
  return measureProfile({
    plan,
    armIndex,
    handler,
    geography,
    writer,
    bundles,
    realm: realmOfTrials(),
    pulse,
  });
}

/** The world that lines of calls share, made by the first of them. */
const sessions: CallSession[] = [];

function answerOf({ line, cached, skipped }: Extract<Task, { kind: 'call' }>): CallAnswer {
  const { plan, bundles } = setup;
  const session = (sessions[0] ??= new CallSession({
    plan,
    bundles,
    geography,
    writer,
    realm: realmOf('own'),
    cached,
    pulse,
  }));
  session.skip(skipped);
  return session.take(line);
}

/** Tells the main thread which journey's code is about to run; -1 when it has given control back. */
function pulse(journeyId: number, nowUs: number): void {
  heartbeat[HEARTBEAT.beats] = (heartbeat[HEARTBEAT.beats] ?? 0) + 1;
  heartbeat[HEARTBEAT.journey] = journeyId;
  heartbeat[HEARTBEAT.simulatedUs] = nowUs;
  if (journeyId >= 0) heartbeat[HEARTBEAT.segments] = (heartbeat[HEARTBEAT.segments] ?? 0) + 1;
}
