// What a trial thread does: takes one task after the other and sends back what it leaves.
import { parentPort, workerData } from 'node:worker_threads';
import type { CallSession } from '../call/session.ts';
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
  type CallTask,
  HEARTBEAT,
  type ProfileTask,
  type Reply,
  type Task,
  type ThreadSetup,
  type ThreadStart,
  type ThreadWeb,
  type TrialTask,
  type Watched,
} from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const heartbeat = new Float64Array((workerData as ThreadStart).heartbeat);
const realmOptions = { seed: 0, epochMs: 0, journeyKeyOf: (callId: number) => callId };
const webSources: string[] = [];
/** Made by the first task that needs it, or ahead of all. */
const realms: Partial<Record<RealmKind, Realm>> = {};

/** A handler's unhandled rejection must not end the thread; the realm reports what belongs to a request. */
process.on('unhandledRejection', () => {});

/** One, from the second message on. */
const workshops: Workshop[] = [];

port.on('message', (message: ThreadWeb | ThreadSetup | Task) => {
  if (message.kind === 'web') {
    webSources.push(message.webSource);
    if (message.ahead) realmOf('shared');
  } else if (message.kind === 'setup') workshops.push(new Workshop(message));
  else
    void workshops[0]
      ?.replyTo(message)
      .then((reply) => port.postMessage(reply))
      .catch(raise);
});

/** A fault of the engine ends the thread, unlike what handlers leave unhandled. */
function raise(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

function realmOf(kind: RealmKind): Realm {
  return (realms[kind] ??= createRealm(realmOptions, webSources[0] ?? '', kind));
}

const LABEL_WATCHED = labelHash('serve.watched');

/** What all tasks of the thread share, and each of them. */
class Workshop {
  readonly #setup: ThreadSetup;
  readonly #geography: Geography;
  readonly #writer: RequestWriter;
  /** The world that lines of calls share, made by the first of them. */
  #session: CallSession | null = null;

  constructor(setup: ThreadSetup) {
    this.#setup = setup;
    this.#geography = new Geography(setup.plan, setup.files);
    this.#writer = new RequestWriter(setup.plan);
  }

  async replyTo(task: Task): Promise<Reply> {
    try {
      switch (task.kind) {
        case 'profile':
          return { kind: 'profile', profile: this.#profileOf(task) };
        case 'call':
          return { kind: 'answer', answer: await this.#answerOf(task) };
        default:
          return this.#recordOf(task);
      }
    } catch (error) {
      if (!(error instanceof SimError)) throw error;
      return { kind: 'simError', code: error.code, message: error.message, hint: error.hint };
    }
  }

  /** Isolates of a trial share one hardened context, unless the scenario gives each one for itself, as a handler that is called has it. */
  #realmOfTrials(): Realm {
    return realmOf(this.#setup.plan.realm === 'isolate' ? 'own' : 'shared');
  }

  #recordOf(task: TrialTask): Reply {
    const { plan, kernel, bundles } = this.#setup;
    const { armIndex, seed } = task;
    const history: HistoryOperation[] = [];
    const record = runTrial({
      plan,
      armIndex,
      seed,
      geography: this.#geography,
      writer: this.#writer,
      bundles,
      realm: this.#realmOfTrials(),
      kernel,
      skipped: new Map(task.skipped),
      meter: null,
      ...(task.history ? { history } : {}),
      pulse,
      watcher: this.#watcherOf(task),
    });
    return { kind: 'record', record, history };
  }

  /** Tells of a few requests while the trial goes on, chosen by seed and number alone, so that every arm tells of the same ones. */
  #watcherOf({ armIndex, seed }: TrialTask): Watcher | null {
    const { plan, watchedShare = 0 } = this.#setup;
    if (watchedShare === 0) return null;
    return (journey) => {
      if (journey.startUs < plan.warmupMs * US_PER_MS) return;
      if (uniform(seed, journey.id, LABEL_WATCHED) >= watchedShare) return;
      port?.postMessage({ kind: 'watched', armIndex, seed, journey: journey.finished() } satisfies Watched);
    };
  }

  #profileOf({ armIndex, handler }: ProfileTask): Extract<Reply, { kind: 'profile' }>['profile'] {
    const { plan, bundles } = this.#setup;
    return measureProfile({
      plan,
      armIndex,
      handler,
      geography: this.#geography,
      writer: this.#writer,
      bundles,
      realm: this.#realmOfTrials(),
      pulse,
    });
  }

  /** Loads what only calls need, node:http among it, with the first of them. */
  async #answerOf({ line, cached, inScenario, skipped }: CallTask): Promise<CallAnswer> {
    const { plan, bundles } = this.#setup;
    const module = await import('../call/session.ts');
    const session = (this.#session ??= new module.CallSession({
      plan,
      bundles,
      geography: this.#geography,
      writer: this.#writer,
      realm: realmOf('own'),
      cached,
      inScenario,
      pulse,
    }));
    session.skip(skipped);
    return session.take(line);
  }
}

/** Tells the main thread which journey's code is about to run; -1 when it has given control back. */
function pulse(journeyId: number, nowUs: number): void {
  heartbeat[HEARTBEAT.beats] = (heartbeat[HEARTBEAT.beats] ?? 0) + 1;
  heartbeat[HEARTBEAT.journey] = journeyId;
  heartbeat[HEARTBEAT.simulatedUs] = nowUs;
  if (journeyId >= 0) heartbeat[HEARTBEAT.segments] = (heartbeat[HEARTBEAT.segments] ?? 0) + 1;
}
