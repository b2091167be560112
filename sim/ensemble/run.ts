// An ensemble: arms × seeds as independent trials, wherever they run; the result is the same for any number of threads, shards or workers.
import type { JourneyResult, RunResult } from '../../reports/result.ts';
import { SimError } from '../errors.ts';
import type { KernelName } from '../kernel/kernel.ts';
import type { Arm, HandlerProfile, Plan } from '../plan.ts';
import { NO_FILES, type PlanFiles } from '../plan-files.ts';
import { deployProblems } from '../platforms/deploy-check.ts';
import { platforms } from '../platforms/index.ts';
import type { Bundle } from '../runtime/types.ts';
import { buildWebSource } from '../runtime/web-source.ts';
import type { TrialRecord } from '../trial-record.ts';
import { assembleResult, groundOf, type Ground } from './assemble.ts';
import { journeyResult } from './detail.ts';
import { type EarlyThread, HEAP_MIB } from './start-thread.ts';
import { onThreads } from './threads.ts';
import type { TrialCache } from './trial-cache.ts';
import { TrialThread } from './trial-thread.ts';
import { trialsOf } from './trials.ts';
import type { Executor, Trial, Watch, Work } from './trials.ts';

/** Heap that the engine itself may use while a handler is measured, and a handler's where its platform states no limit. */
const ENGINE_MIB = 256;
const HANDLER_MIB = 1024;

/** How far a run has come. */
export interface Progress {
  readonly trialsDone: number;
  /** Those of them that had been run before. */
  readonly trialsFromCache: number;
  readonly trials: number;
  readonly simulatedMs: number;
  readonly windowMs: number;
  readonly segments: number;
}

/** How trials are run, whatever they belong to. */
export interface TrialsOptions {
  readonly bundles: Readonly<Record<string, Bundle>>;
  /** What the files hold that the plan names; may be left out when it names none. */
  readonly files?: PlanFiles;
  /** Threads of this machine. */
  readonly jobs: number;
  readonly kernel: KernelName;
  /** Where finished trials are looked for and kept; none are without it. */
  readonly cache?: TrialCache | undefined;
  /** Who runs what the cache does not know; threads of this machine by default. */
  readonly executor?: Executor | undefined;
  /** A thread that was started before there was a plan. */
  readonly early?: EarlyThread | undefined;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** What a run is made from, besides its plan. */
export interface EnsembleOptions extends TrialsOptions {
  readonly seeds: readonly number[];
  readonly scenarioPath: string;
  /** Called after each trial, with the way to see the result so far: for those who watch a run. */
  readonly onTrial?: (soFar: () => RunResult) => void;
  /** Told of a few requests as soon as each is over, the same ones in every arm: for those who watch a run. */
  readonly onJourney?: (arm: Arm, journey: JourneyResult) => void;
}

/** The records of trials, in no order, and how many of them had been run before. */
export interface Ran {
  readonly records: readonly TrialRecord[];
  readonly fromCache: number;
}

/** Runs every arm with every seed; an abort gives the result of the trials done so far, marked partial. */
export async function runEnsemble(plan: Plan, options: EnsembleOptions): Promise<RunResult> {
  const { bundles, files = NO_FILES, seeds, jobs, kernel, scenarioPath } = options;
  const trials = trialsOf(plan, seeds);
  const prepared: Ground[] = [];
  const ground = (): Ground => (prepared[0] ??= groundOf(plan, files));
  const resultOf = ({ records, fromCache }: Ran): RunResult =>
    assembleResult(plan, {
      records,
      seeds,
      bundles,
      files,
      ground: ground(),
      partial: records.length < trials.length,
      scenarioPath,
      kernel,
      ran: { jobs: Math.max(1, Math.min(jobs, trials.length)), trialsFromCache: fromCache },
    });
  const { onJourney, ...how } = options;
  const journeyOver: Watch['onJourney'] = ({ armIndex, seed }, journey) => {
    const arm = plan.arms[armIndex];
    if (arm !== undefined)
      onJourney?.(arm, journeyResult(journey, { seed, geography: ground().geography, arm }));
  };
  const ran = await runTrials(plan, trials, {
    ...how,
    onJourney: onJourney === undefined ? undefined : journeyOver,
    onStarted: () => void ground(),
    onRecord: (soFar) => options.onTrial?.(() => resultOf(soFar)),
  });
  return resultOf(ran);
}

/** Runs trials of a plan: those that the cache knows come from there, the others are run and kept. After an abort it returns those that are done. */
export async function runTrials(
  plan: Plan,
  trials: readonly Trial[],
  options: TrialsOptions & {
    readonly onStarted?: () => void;
    readonly onRecord?: (soFar: Ran) => void;
    readonly onJourney?: Watch['onJourney'];
  },
): Promise<Ran> {
  const { bundles, files = NO_FILES, kernel, cache, signal } = options;
  // Handlers that had no profile when the scenario was loaded have been measured since.
  const [refused] = deployProblems(plan, bundles);
  if (refused !== undefined) throw refused;
  const work: Work = { plan, bundles, files, kernel };
  const known = await Promise.all(trials.map(async (trial) => cache?.get(work, trial)));
  const records = known.filter((record) => record !== undefined);
  const fromCache = records.length;
  const waiting = trials.filter((_trial, index) => known[index] === undefined);
  const kept: Promise<void>[] = [];
  const tell = (simulatedMs: number, segments: number): void =>
    options.onProgress({
      trialsDone: records.length,
      trialsFromCache: fromCache,
      trials: trials.length,
      simulatedMs,
      windowMs: plan.warmupMs + plan.windowMs,
      segments,
    });
  const execute = options.executor ?? onThreads(options.jobs, { early: options.early });
  try {
    if (waiting.length > 0)
      await execute(work, waiting, {
        signal,
        onStarted: () => options.onStarted?.(),
        onProgress: tell,
        onJourney: options.onJourney,
        onRecord: (record) => {
          records.push(record);
          const armIndex = plan.arms.findIndex((arm) => arm.name === record.arm);
          if (cache !== undefined) kept.push(cache.put(work, { armIndex, seed: record.seed }, record));
          options.onRecord?.({ records, fromCache });
        },
      });
  } finally {
    await Promise.all(kept);
    if (kept.length > 0) await cache?.tidy();
  }
  return { records, fromCache };
}

/** Measures a handler in a thread of its own, under the memory that its platform grants. */
export async function profileHandler(
  plan: Plan,
  options: { bundles: Readonly<Record<string, Bundle>>; files?: PlanFiles; handler: string },
): Promise<HandlerProfile> {
  const { bundles, files = NO_FILES, handler } = options;
  const armIndex = armThatRuns(plan, handler);
  const ofAnArm = plan.arms[armIndex]?.handler === handler;
  const platform = platforms[plan.arms[armIndex]?.platform ?? ''];
  const heapMib = ((ofAnArm ? platform : undefined)?.limits.memoryMib?.value ?? HANDLER_MIB) + ENGINE_MIB;
  const setup = { plan, bundles, files, webSource: await buildWebSource(), kernel: 'packed' } as const;
  const thread = new TrialThread(setup, { heapMib: Math.max(HEAP_MIB, heapMib) });
  try {
    const reply = await thread.run({ kind: 'profile', armIndex, handler });
    if (reply.kind === 'profile') return reply.profile;
    const what =
      reply.kind === 'casualty' && reply.outcome === 'exceededMemory'
        ? 'used more memory than the thread has'
        : 'did not give control back within seconds';
    const journey = reply.kind === 'casualty' ? reply.journey : -1;
    throw new SimError(
      'E_HANDLER',
      `The handler ${handler} ${what} while it was measured (journey ${journey}).`,
      {
        hint: 'Look for a loop without an await, or for data that grows with each request.',
      },
    );
  } finally {
    await thread.stop();
  }
}

/** The arm whose own handler it is; else one with code at PoPs, where others are called, or the first. */
function armThatRuns({ arms }: Plan, handler: string): number {
  const own = arms.findIndex((arm) => arm.handler === handler);
  if (own >= 0) return own;
  return Math.max(
    0,
    arms.findIndex((arm) => platforms[arm.platform]?.runsAt !== 'region'),
  );
}
