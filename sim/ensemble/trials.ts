// The unit of work: one arm and one seed. What its record depends on, who it is, and how units are shared out.
import { createHash } from 'node:crypto';
import type { KernelName } from '../kernel/kernel.ts';
import { digestOf } from '../plan.ts';
import type { Plan } from '../plan.ts';
import type { PlanFiles } from '../plan-files.ts';
import type { FinishedJourney, TrialRecord } from '../trial-record.ts';
import type { Bundle } from '../runtime/types.ts';

/** One arm of a plan with one seed. */
export interface Trial {
  readonly armIndex: number;
  readonly seed: number;
}

/** What all trials of an ensemble are made from; small and plain, so that it can travel. */
export interface Work {
  readonly plan: Plan;
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly files: PlanFiles;
  readonly kernel: KernelName;
}

/** What whoever runs trials tells meanwhile, and when it must stop. */
export interface Watch {
  /** Called at most once, when trials have begun elsewhere and this thread has time for other things. */
  readonly onStarted: () => void;
  readonly onRecord: (record: TrialRecord) => void;
  /** Simulated time of the trial under way that is furthest on, and the pieces of code run so far. */
  readonly onProgress: (simulatedMs: number, segments: number) => void;
  /** Told of a few requests as soon as each is over, the same ones in every arm; nobody who runs trials elsewhere need do so. */
  readonly onJourney?: ((trial: Trial, journey: FinishedJourney) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Runs trials wherever it likes and in any order; resolves when all are done, or soon after an abort. */
export type Executor = (work: Work, trials: readonly Trial[], watch: Watch) => Promise<void>;

/** Every arm with every seed. Scenarios list their baseline first and what they add to it later: the heavier arms go first, so that nobody waits long for the last trial. */
export function trialsOf(plan: Plan, seeds: readonly number[]): Trial[] {
  return seeds.flatMap((seed) => plan.arms.map((_arm, armIndex) => ({ armIndex, seed })).toReversed());
}

/** The identity of a trial: a digest of all that decides its record, and of nothing else, so that changing one arm leaves the trials of others alone. */
export function trialDigest(work: Work, trial: Trial, engine: string): string {
  const { plan, kernel } = work;
  const arm = plan.arms[trial.armIndex];
  if (arm === undefined) throw new RangeError(`no arm ${trial.armIndex}`);
  const handlers = handlersOfArm(plan, arm.handler);
  // Words for readers, the other arms and what is judged afterwards decide nothing in a trial.
  const { name: _name, title: _title, question: _question, baseline: _baseline, ...rest } = plan;
  const { thresholds: _thresholds, arms: _arms, bundles: _bundles, profiles, ...world } = rest;
  const code = handlers.map((handler) => {
    const bundle = work.bundles[handler];
    if (bundle === undefined) throw new Error(`no bundle for ${handler}`);
    // Errors that handlers leave name the user's files and lines.
    const { digest, file, sourceMap } = bundle;
    return { handler, digest, file, sourceMap, profile: profiles[digest] ?? null };
  });
  return digestOf({ engine, kernel, seed: trial.seed, arm, world, code });
}

/** The handler of the arm, and those that may be called on its behalf. */
function handlersOfArm({ origin, services, hosts }: Plan, own: string): string[] {
  const called = Object.values(services).map((service) => service.handler);
  const asked = Object.values(hosts).flatMap((host) => (host.kind === 'handler' ? [host.handler] : []));
  return [...new Set([own, ...(origin.handler === null ? [] : [origin.handler]), ...called, ...asked])];
}

/** The identity of an ensemble: everything that decides its merged result, for those who work on it apart. */
export function ensembleDigest(work: Work, seeds: readonly number[], engine: string): string {
  const code = Object.values(work.bundles).map(({ digest, file, sourceMap }) => ({
    digest,
    file,
    sourceMap,
  }));
  const sources = createHash('sha256').update(JSON.stringify(code)).digest('hex');
  return digestOf({ engine, kernel: work.kernel, plan: work.plan, seeds, sources });
}
