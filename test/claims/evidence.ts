// What the claims are held against: two runs, the tables of platforms, and the figures in them.
import { meanInterval } from '../../reports/figures.ts';
import { formatFigure, formatInterval } from '../../reports/format.ts';
import type { ArmResult, RunResult } from '../../reports/result.ts';
import { metricTable } from '../../sim/metrics/names.ts';
import type { Sourced } from '../../sim/plan.ts';
import { platforms } from '../../sim/platforms/index.ts';
import { namedFigures } from '../../sim/platforms/platform.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { runStory } from '../stories/run-story.ts';

/** The runs that the page rests on, with the commands that make them. */
const RUNS = {
  greeting: { scenario: 'scenarios/claims', seeds: [1, 2, 3] },
  shop: { scenario: 'scenarios/flagship', seeds: [1, 2, 3], requests: 4000 },
} as const;

type RunName = keyof typeof RUNS;

/** Everything that a verdict may look at. */
export interface Evidence {
  readonly results: Readonly<Record<RunName, RunResult>>;
  /** Heap of one module instance of the greeting's handler, and what one request of it takes, as measured for its profile. */
  readonly heap: { readonly moduleBytes: number; readonly requestBytes: number };
}

/** Runs both scenarios. */
export async function gatherEvidence(): Promise<Evidence> {
  const { plan } = await loadPlan(RUNS.greeting.scenario);
  const [profile] = Object.values(plan.profiles);
  if (profile === undefined) throw new Error('the greeting has no profile');
  const heap = { moduleBytes: profile.moduleHeapBytes, requestBytes: profile.requestHeapBytes };
  return { results: { greeting: await resultOf('greeting'), shop: await resultOf('shop') }, heap };
}

function resultOf(name: RunName): Promise<RunResult> {
  return runStory(RUNS[name].scenario, RUNS[name]);
}

/** The command that makes a run again. */
export function commandOf(name: RunName): string {
  const run = RUNS[name];
  const requests = 'requests' in run ? ` --requests ${run.requests}` : '';
  return `npx antipode run ${run.scenario} --seeds ${run.seeds.length}${requests}`;
}

/** An arm of a run. */
export function armOf({ results }: Evidence, run: RunName, name: string): ArmResult {
  const arm = results[run].arms.find((one) => one.name === name);
  if (arm === undefined) throw new Error(`no arm ${name}`);
  return arm;
}

/** A metric of an arm; throws where the run has none, so that no claim rests on nothing. */
export function valueOf(arm: ArmResult, metric: string): number {
  const value = arm.summary[metric];
  if (value === undefined) throw new Error(`${arm.name} has no ${metric}`);
  return value;
}

/** A metric in words: its value with its unit, and its 95 % interval over the seeds. */
export function told(arm: ArmResult, metric: string): string {
  const { unit } = metricTable()[metric] ?? { unit: 'count' };
  const interval = meanInterval((arm.perSeed[metric] ?? []).filter((value) => value !== null));
  return `${formatFigure(valueOf(arm, metric), unit)} (${formatInterval(interval, unit)})`.replaceAll(
    '\u00a0',
    ' ',
  );
}

/** A figure of a platform. Throws where it has none. */
export function figureOf(platform: string, name: string): Sourced & { readonly value: number } {
  const row = platforms[platform];
  const figure = row === undefined ? undefined : namedFigures(row)[name];
  if (figure === undefined || figure === null) throw new Error(`${platform} has no ${name}`);
  return figure;
}

/** A source as a list shows it. */
export function sourceText({ name, value, unit, source, retrieved, confidence }: Sourced): string {
  return `${name} ${value} ${unit}: ${source} (${confidence}, ${retrieved})`;
}
