// What the local page knows: the scenario, the runs so far, and the one under way; whoever listens hears what happens.
import { availableParallelism } from 'node:os';
import { ReportError, readResult } from '../../../reports/read.ts';
import type { JourneyResult, RunResult } from '../../../reports/result.ts';
import { verdictOf, verdictSentence } from '../../../reports/verdict.ts';
import { runEnsemble } from '../../ensemble/run.ts';
import type { Progress } from '../../ensemble/run.ts';
import { SimError } from '../../errors.ts';
import type { Arm, Plan } from '../../plan.ts';
import { loadPlan } from '../../scenario/load.ts';
import type { LoadedScenario } from '../../scenario/load.ts';
import { withProfiles } from '../with-profiles.ts';
import { followedIn } from './followed.ts';
import type { Followed } from './followed.ts';
import { keptRequests, liveView } from './live-view.ts';
import { vary } from './vary.ts';
import type { Changes } from './vary.ts';

/** How many of the last requests somebody who opens the page may still follow. */
const MOST_REQUESTS = 240;

/** What listeners hear: the name of an event and its data. */
export type Listener = (event: 'progress' | 'live' | 'request' | 'runs' | 'failed', data: unknown) => void;

/** A finished run as the page lists it. */
export interface RunEntry {
  readonly number: number;
  readonly title: string;
  readonly sentence: string;
}

interface Scene {
  readonly loaded: LoadedScenario;
  readonly plan: Plan;
}

/** One visit of `antipode serve`. */
export class Session {
  readonly scene: Scene | null;
  readonly #runs: { result: RunResult; title: string }[] = [];
  readonly #listeners = new Set<Listener>();
  #abort: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();
  #lastView: unknown = null;
  /** The requests of the last run that may be followed, the newest last. */
  #requests: Followed[] = [];

  constructor(scene: Scene | null, first: RunResult | null) {
    this.scene = scene;
    if (first !== null) this.#runs.push({ result: first, title: 'the saved result' });
    if (first !== null) this.#lastView = liveView(first);
    if (first !== null) this.#requests = keptRequests(first);
  }

  /** Lets somebody hear what happens from now on, beginning with how things stand. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener('runs', this.entries());
    if (this.#lastView !== null) listener('live', this.#lastView);
    for (const request of this.#requests) listener('request', request);
    listener('progress', { running: this.#abort !== null, share: 0, text: '' });
    return () => void this.#listeners.delete(listener);
  }

  entries(): RunEntry[] {
    return this.#runs.map(({ result, title }, i) => ({
      number: i + 1,
      title,
      sentence: verdictSentence(verdictOf(result)),
    }));
  }

  /** A finished run by its number; throws when there is none. */
  run(number: number): RunResult {
    const run = this.#runs[number - 1];
    if (run === undefined) throw new ReportError('RESULT_UNREADABLE', `there is no run ${number}`, '');
    return run.result;
  }

  /** Starts a run; throws when one is under way, or when there is no scenario to run. */
  start(changes: Changes): void {
    if (this.scene === null) throw new SimError('E_USAGE', 'the scenario of this result is not at hand');
    if (this.#abort !== null) throw new SimError('E_USAGE', 'a run is under way');
    const { plan, differs } = vary(this.scene.plan, changes);
    const abort = new AbortController();
    this.#abort = abort;
    this.#ended = this.#runToEnd(plan, { changes, differs, signal: abort.signal }).finally(() => {
      this.#abort = null;
      this.#tell('progress', { running: false, share: 0, text: '' });
    });
  }

  /** Resolves once no run is under way. */
  ended(): Promise<void> {
    return this.#ended;
  }

  /** Stops the run under way, and resolves once its threads are gone. */
  async stop(): Promise<void> {
    this.#abort?.abort();
    await this.#ended;
  }

  async #runToEnd(
    plan: Plan,
    { changes, differs, signal }: { changes: Changes; differs: readonly string[]; signal: AbortSignal },
  ): Promise<void> {
    const { loaded } = this.scene ?? {};
    if (loaded === undefined) return;
    const told = this.#teller(plan);
    const seeds = Array.from({ length: changes.seeds }, (_, i) => changes.seed + i);
    try {
      const result = await runEnsemble(plan, {
        bundles: loaded.bundles,
        files: loaded.files,
        seeds,
        jobs: availableParallelism(),
        kernel: 'packed',
        scenarioPath: loaded.scenarioPath,
        onProgress: (progress) => this.#tell('progress', progressOf(progress)),
        onJourney: told,
        onTrial: (soFar) => this.#show(soFar()),
        signal,
      });
      if (result.partial) return;
      const note = `Run by \`antipode serve\` with ${differs.join(', ')}; the scenario file says otherwise.`;
      if (differs.length > 0) result.warnings.push(note);
      const what = differs.length === 0 ? 'as the scenario says' : differs.join(', ');
      this.#runs.push({ result, title: `seeds ${seeds.join(', ')}; ${what}` });
      this.#show(result);
      this.#tell('runs', this.entries());
    } catch (error) {
      this.#tell('failed', { message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Hears of single requests of a run, and passes them on. */
  #teller(plan: Plan): (arm: Arm, journey: JourneyResult) => void {
    const ready = followedIn(plan, this.#runs.length + 1);
    this.#requests = [];
    return (arm, journey) => {
      const request = ready(arm, journey);
      this.#requests.push(request);
      if (this.#requests.length > MOST_REQUESTS) this.#requests.shift();
      this.#tell('request', request);
    };
  }

  #show(result: RunResult): void {
    this.#lastView = liveView(result);
    this.#tell('live', this.#lastView);
  }

  #tell(...news: Parameters<Listener>): void {
    for (const listener of this.#listeners) listener(...news);
  }
}

function progressOf({ trialsDone, trials, simulatedMs, windowMs }: Progress): object {
  const current = trialsDone < trials ? Math.min(1, simulatedMs / Math.max(1, windowMs)) : 0;
  return {
    running: true,
    share: (trialsDone + current) / Math.max(1, trials),
    text: `${trialsDone} of ${trials} trials, ${Math.round(simulatedMs / 1000)} of ${Math.round(windowMs / 1000)} s simulated`,
  };
}

/** Opens a scenario, or a saved result together with its scenario where that is at hand. */
export async function openSession(path: string, say: (text: string) => void): Promise<Session> {
  const first = path.endsWith('.json') ? await readResult(path) : null;
  try {
    const loaded = await loadPlan(first === null ? path : scenarioPathOf(first));
    return new Session({ loaded, plan: await withProfiles(loaded, say) }, first);
  } catch (error) {
    if (first === null || !(error instanceof SimError)) throw error;
    say(`The scenario of this result cannot be run here: ${error.message}\n`);
    return new Session(null, first);
  }
}

/** Where the scenario of a saved result lay when it was run; the machine knows, the result proper does not. */
function scenarioPathOf({ machine, scenario }: RunResult): string {
  const { scenarioPath } = machine;
  return typeof scenarioPath === 'string' ? scenarioPath : scenario.path;
}
