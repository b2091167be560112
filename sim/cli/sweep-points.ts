// Runs the points of a sweep one after the other and writes what is there after each, so that an interruption costs one point at most.
import { join } from 'node:path';
import { readSaved } from '../../reports/read.ts';
import type { RunResult } from '../../reports/result.ts';
import type { SweepPoint, SweepResult } from '../../reports/sweep-result.ts';
import { engineDigest } from '../engine-digest.ts';
import { scenarioNameOf } from '../ensemble/assemble.ts';
import { pointName } from '../ensemble/grid.ts';
import type { Axis } from '../ensemble/grid.ts';
import type { TrialsOptions } from '../ensemble/run.ts';
import { SimError } from '../errors.ts';
import { planDigest } from '../plan.ts';
import type { Plan } from '../plan.ts';
import type { LoadedScenario } from '../scenario/load.ts';
import type { Setting } from '../scenario/settings.ts';
import { evaluateExpression } from '../scenario/threshold-evaluate.ts';
import type { ShownMetric } from './sweep-metrics.ts';

/** A point that can run: the scenario with the values of the point in it. */
export interface Point {
  readonly settings: readonly Setting[];
  readonly loaded: LoadedScenario;
  readonly plan: Plan;
}

/** A whole sweep before it runs. */
export interface Sweep {
  readonly axes: readonly Axis[];
  readonly points: readonly Point[];
  readonly metrics: readonly ShownMetric[];
  readonly seeds: readonly number[];
}

/** The name of the file that a sweep writes and `--resume` reads. */
export const SWEEP_FILE = 'sweep.json';

/** A sweep without any point: what all points share. */
export function emptySweep({ axes, points, metrics, seeds }: Sweep): SweepResult {
  const [first] = points;
  if (first === undefined) throw new Error('a grid has points');
  const { name, title, question } = first.plan;
  return {
    kind: 'antipode-sweep',
    version: 1,
    partial: true,
    scenario: { name, title, question, path: scenarioNameOf(first.loaded.scenarioPath) },
    engineDigest: engineDigest(),
    seeds: [...seeds],
    axes: axes.map(({ path, values }) => ({ path, values: [...values] })),
    metrics: metrics.map(({ expression: _expression, ...metric }) => metric),
    points: [],
    warnings: [],
  };
}

/** The points of an earlier sweep in a folder, to go on with; throws E_USAGE when there is none, or it is another one. */
export async function earlierPoints(folder: string, sweep: SweepResult): Promise<SweepPoint[]> {
  const file = join(folder, SWEEP_FILE);
  const saved = await readSaved(file);
  const same = (one: SweepResult): string =>
    JSON.stringify([one.scenario.name, one.seeds, one.axes, one.metrics]);
  if (saved.kind !== 'antipode-sweep' || same(saved) !== same(sweep))
    throw new SimError('E_USAGE', `${file} is of another sweep, so there is nothing to go on with`, {
      hint: 'give the same fields, values, metrics and seeds as before, another --out, or leave out --resume',
    });
  // Points of another engine are run again; their trials are not in the cache either.
  return saved.engineDigest === sweep.engineDigest ? saved.points : [];
}

/** The point of an earlier sweep that is this very point. */
export function earlierPoint(
  points: readonly SweepPoint[],
  { plan, settings }: Point,
): SweepPoint | undefined {
  const name = JSON.stringify(settings.map(({ text }) => text));
  const digest = planDigest(plan);
  return points.find((one) => one.planDigest === digest && JSON.stringify(one.values) === name);
}

/** Runs one point; null when it was interrupted. */
export async function runPoint(
  sweep: Sweep,
  point: Point,
  options: TrialsOptions,
): Promise<{ point: SweepPoint; fromCache: number } | null> {
  const { runEnsemble } = await import('../ensemble/run.ts');
  const { plan, loaded, settings } = point;
  try {
    const { seeds } = sweep;
    const result = await runEnsemble(plan, { ...options, seeds, scenarioPath: loaded.scenarioPath });
    if (result.partial) return null;
    return {
      point: pointOf(result, sweep.metrics, settings),
      fromCache: Number(result.machine['trialsFromCache']),
    };
  } catch (error) {
    throw named(error, settings);
  }
}

function pointOf(
  result: RunResult,
  metrics: readonly ShownMetric[],
  settings: readonly Setting[],
): SweepPoint {
  return {
    values: settings.map(({ text }) => text),
    planDigest: result.planDigest,
    requestsPerArm: result.requestsPerArm,
    figures: metrics.map(({ expression }) => evaluateExpression(expression.references, result.arms)),
  };
}

/** The user's mistakes say at which point they were made. */
export function named(error: unknown, settings: readonly Setting[]): unknown {
  if (!(error instanceof SimError)) return error;
  const { hint, at } = error;
  return new SimError(error.code, `with ${pointName(settings)}: ${error.message}`, {
    ...(hint !== undefined && { hint }),
    ...(at !== undefined && { at }),
  });
}
