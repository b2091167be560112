// An ensemble: arms × seeds as independent trials over worker threads; the result is the same for any number of threads.
import { SimError } from '../errors.ts';
import type { KernelName } from '../kernel/kernel.ts';
import type { HandlerProfile, Plan } from '../plan.ts';
import { NO_FILES, type PlanFiles } from '../plan-files.ts';
import type { TrialRecord } from '../trial-record.ts';
import type { RunResult } from '../../reports/result.ts';
import { buildWebSource } from '../runtime/web-source.ts';
import type { Bundle } from '../runtime/types.ts';
import { msFromUs } from '../units.ts';
import { deployProblems } from '../platforms/deploy-check.ts';
import { platforms } from '../platforms/index.ts';
import { assembleResult, groundOf } from './assemble.ts';
import { TrialThread } from './trial-thread.ts';

/** Journeys of one trial whose code had to be ended before the run gives up on the handler; memory that runs out again and again is no one request's. */
const CASUALTIES_LIMIT = { exceededCpu: 10, exceededMemory: 2 } as const;
const PROGRESS_EVERY_MS = 200;
/** Heap that the engine itself may use while a handler is measured, and a handler's where its platform states no limit. */
const ENGINE_MIB = 256;
const HANDLER_MIB = 1024;

/** How far a run has come. */
export interface Progress {
  readonly trialsDone: number;
  readonly trials: number;
  readonly simulatedMs: number;
  readonly windowMs: number;
  readonly segments: number;
}

/** What a run is made from, besides its plan. */
export interface EnsembleOptions {
  readonly bundles: Readonly<Record<string, Bundle>>;
  /** What the files hold that the plan names; may be left out when it names none. */
  readonly files?: PlanFiles;
  readonly seeds: readonly number[];
  readonly jobs: number;
  readonly kernel: KernelName;
  readonly scenarioPath: string;
  readonly onProgress: (progress: Progress) => void;
  /** Called after each trial, with the way to see the result so far: for those who watch a run. */
  readonly onTrial?: (soFar: () => RunResult) => void;
  readonly signal: AbortSignal;
}

interface Trial {
  readonly armIndex: number;
  readonly seed: number;
}

/** Runs every arm with every seed; an abort gives the result of the trials done so far, marked partial. */
export async function runEnsemble(plan: Plan, options: EnsembleOptions): Promise<RunResult> {
  const { bundles, files = NO_FILES, seeds, jobs, kernel, signal } = options;
  // Handlers that had no profile when the scenario was loaded have been measured since.
  const [refused] = deployProblems(plan, bundles);
  if (refused !== undefined) throw refused;
  // Scenarios list their baseline first and what they add to it later: the heavier arms go first, so that no thread waits long for the last trial.
  const waiting: Trial[] = seeds.flatMap((seed) =>
    plan.arms.map((_arm, armIndex) => ({ armIndex, seed })).toReversed(),
  );
  const trials = waiting.length;
  const records: TrialRecord[] = [];
  const setup = { plan, bundles, files, webSource: await buildWebSource(), kernel };
  const threads = Array.from({ length: Math.max(1, Math.min(jobs, trials)) }, () => new TrialThread(setup));
  const stopAll = (): void => void Promise.all(threads.map((thread) => thread.stop()));
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal.aborted) resolve('aborted');
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  const ticker = setInterval(
    () => options.onProgress(progressOf(plan, { threads, done: records.length, trials })),
    PROGRESS_EVERY_MS,
  );
  const work = threads.map(async (thread) => {
    for (let trial = waiting.shift(); trial !== undefined && !signal.aborted; trial = waiting.shift()) {
      records.push(await runTrialOn(thread, plan, trial));
      options.onTrial?.(() => soFar());
    }
  });
  // The threads have begun to load by themselves; meanwhile this one prepares what the result needs besides their records.
  const ground = groundOf(plan, files);
  const soFar = (): RunResult =>
    assembleResult(plan, {
      records,
      seeds,
      bundles,
      files,
      ground,
      partial: records.length < trials,
      scenarioPath: options.scenarioPath,
      kernel,
      jobs: threads.length,
    });
  try {
    await Promise.race([Promise.all(work), aborted]);
  } finally {
    clearInterval(ticker);
    stopAll();
  }
  options.onProgress(progressOf(plan, { threads, done: records.length, trials }));
  return soFar();
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
  const thread = new TrialThread(setup, heapMib);
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
    arms.findIndex((arm) => platforms[arm.platform]?.runsAt === 'pop'),
  );
}

/** A trial whose code stalls or eats all memory is run again with that journey's code left out: the same prefix gives the same trial. */
async function runTrialOn(thread: TrialThread, plan: Plan, { armIndex, seed }: Trial): Promise<TrialRecord> {
  const skipped: (readonly [number, string])[] = [];
  for (;;) {
    const reply = await thread.run({ kind: 'trial', armIndex, seed, skipped });
    if (reply.kind === 'record') return reply.record;
    if (reply.kind !== 'casualty') throw new Error(`unexpected reply ${reply.kind}`);
    skipped.push([reply.journey, reply.outcome]);
    const limit = CASUALTIES_LIMIT[reply.outcome];
    if (skipped.filter(([, outcome]) => outcome === reply.outcome).length > limit) {
      throw new SimError(
        'E_HANDLER',
        `The handler ${plan.arms[armIndex]?.handler ?? ''} ended more than ${limit} requests by ${reply.outcome} in arm ${plan.arms[armIndex]?.name ?? ''}, seed ${seed}; the last was journey ${reply.journey}.`,
        {
          hint: 'Run `antipode check` on the handler and look for loops without an await, and for data that grows with each request.',
        },
      );
    }
  }
}

function progressOf(
  plan: Plan,
  at: { threads: readonly TrialThread[]; done: number; trials: number },
): Progress {
  const simulatedUs = Math.max(0, ...at.threads.map((thread) => thread.simulatedUs()));
  return {
    trialsDone: at.done,
    trials: at.trials,
    simulatedMs: msFromUs(simulatedUs),
    windowMs: plan.warmupMs + plan.windowMs,
    segments: at.threads.reduce((sum, thread) => sum + thread.segments(), 0),
  };
}
