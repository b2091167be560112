// What `antipode sweep` does: loads and checks every point, runs them one after the other, and writes and shows the whole.
import { join } from 'node:path';
import type { SweepResult } from '../../reports/sweep-result.ts';
import { EXIT_CODES, SimError } from '../errors.ts';
import { pointName, pointsOf, readAxes } from '../ensemble/grid.ts';
import type { Setting } from '../scenario/settings.ts';
import { refuseUnwritable, writeWhole } from '../write-file.ts';
import { cacheOf, executorOf, jobsOf, seedsOf } from './ensemble-flags.ts';
import type { EnsembleFlags } from './ensemble-flags.ts';
import { DEFAULT_METRICS, readMetrics } from './sweep-metrics.ts';
import { SWEEP_FILE, earlierPoint, earlierPoints, emptySweep, named, runPoint } from './sweep-points.ts';
import type { Point, Sweep } from './sweep-points.ts';
import type { Terminal } from './terminal.ts';
import { interruptible, withProgress } from './watched.ts';
import { withProfiles } from './with-profiles.ts';

/** The flags of the command. */
export interface SweepFlags extends EnsembleFlags {
  readonly set: readonly string[];
  readonly metric: readonly string[];
  readonly out?: string;
  readonly resume?: true;
  readonly json?: true;
}

/** Runs a sweep as its flags say. */
export async function sweepScenario(scenario: string, flags: SweepFlags, terminal: Terminal): Promise<void> {
  const axes = readAxes(flags.set);
  if (flags.requests !== undefined && axes.some(({ path }) => path === 'window'))
    throw new SimError('E_USAGE', '--requests sets the window, and --set window goes through several', {
      hint: 'leave out --requests; the rate then decides how many there are',
    });
  const points: Point[] = [];
  // All points are checked before the first one runs.
  for (const settings of pointsOf(axes)) points.push(await pointAt(scenario, settings, flags, terminal));
  const arms = points[0]?.plan.arms.map((arm) => arm.name) ?? [];
  const metrics = readMetrics(flags.metric.length > 0 ? flags.metric : DEFAULT_METRICS, arms);
  const out = flags.out ?? join('out', `${points[0]?.plan.name ?? 'scenario'}-sweep`);
  await refuseUnwritable(out);
  const sweep: Sweep = { axes, points, metrics, seeds: seedsOf(flags) };
  const result = await interruptible(terminal, (signal) => runAll(sweep, { flags, out, signal }, terminal));
  await writeAll(result, out);
  await show(result, { flags, out, scenario }, terminal);
  terminal.exitCode = result.partial ? EXIT_CODES.interrupted : EXIT_CODES.ok;
}

async function pointAt(
  scenario: string,
  settings: readonly Setting[],
  flags: SweepFlags,
  terminal: Terminal,
): Promise<Point> {
  const { loadPlan } = await import('../scenario/load.ts');
  try {
    const loaded = await loadPlan(scenario, { requests: flags.requests, settings });
    const plan = await withProfiles(loaded, (text) => {
      if (!flags.quiet) terminal.err(text);
    });
    return { settings, loaded, plan };
  } catch (error) {
    throw named(error, settings);
  }
}

/** Runs every point that no earlier sweep has, and writes the sweep after each. */
async function runAll(
  sweep: Sweep,
  { flags, out, signal }: { flags: SweepFlags; out: string; signal: AbortSignal },
  terminal: Terminal,
): Promise<SweepResult> {
  const { renderJson } = await import('../../reports/json.ts');
  const say = (text: string): void => void (flags.quiet || terminal.err(text));
  const result = emptySweep(sweep);
  const earlier = flags.resume ? await earlierPoints(out, result) : [];
  const [first] = sweep.points;
  const cache = await cacheOf(flags, first?.loaded.scenarioPath ?? '', terminal);
  const executor = await executorOf(flags, terminal);
  const jobs = await jobsOf(flags);
  for (const [index, point] of sweep.points.entries()) {
    if (signal.aborted) break;
    const known = earlierPoint(earlier, point);
    const where = `${index + 1} of ${sweep.points.length}: ${pointName(point.settings)}`;
    if (known !== undefined) {
      result.points.push(known);
      say(`${where}, as before\n`);
      continue;
    }
    const { plan, loaded } = point;
    const { bundles, files } = loaded;
    const { requestsPerSecond } = plan.workload;
    const quiet = flags.quiet === true || !terminal.interactive;
    const done = await withProgress(terminal, { quiet, requestsPerSecond }, signal, (watching) =>
      runPoint(sweep, point, { bundles, files, jobs, kernel: flags.kernel, cache, executor, ...watching }),
    );
    if (done === null) break;
    result.points.push(done.point);
    const trials = sweep.seeds.length * plan.arms.length;
    say(`${where}${done.fromCache > 0 ? `, ${done.fromCache} of ${trials} trials from the cache` : ''}\n`);
    result.partial = result.points.length < sweep.points.length;
    if (result.partial) await writeWhole(join(out, SWEEP_FILE), renderJson(result));
  }
  result.partial = result.points.length < sweep.points.length;
  if (result.partial)
    result.warnings.push(
      `The sweep was interrupted: ${result.points.length} of ${sweep.points.length} points are in.`,
    );
  return result;
}

async function writeAll(result: SweepResult, out: string): Promise<void> {
  const { renderJson } = await import('../../reports/json.ts');
  const { renderSweepCsv } = await import('../../reports/sweep-text.ts');
  const { renderSweepHtml } = await import('../../reports/html/sweep-page.ts');
  await writeWhole(join(out, SWEEP_FILE), renderJson(result));
  await writeWhole(join(out, 'sweep.csv'), renderSweepCsv(result));
  await writeWhole(join(out, 'sweep.html'), renderSweepHtml(result));
}

async function show(
  result: SweepResult,
  { flags, out, scenario }: { flags: SweepFlags; out: string; scenario: string },
  terminal: Terminal,
): Promise<void> {
  if (flags.json) terminal.out((await import('../../reports/json.ts')).renderJson(result));
  else terminal.out((await import('../../reports/sweep-text.ts')).renderSweep(result, terminal));
  if (flags.quiet) return;
  const next = result.partial
    ? `npx antipode sweep ${scenario} ${again(flags, out)} --resume   (goes on where this one stopped)`
    : `npx antipode report ${join(out, SWEEP_FILE)}   (draws it again)`;
  const lines = [
    ...(result.partial ? ['Interrupted: this sweep is partial and marked so.'] : []),
    `Written: ${join(out, SWEEP_FILE)}, sweep.csv and sweep.html   (open it in a browser)`,
    'Try next:',
    `  ${next}`,
  ];
  terminal.err(`\n${lines.join('\n')}\n`);
}

/** The flags that decide what a sweep is. */
function again(flags: SweepFlags, out: string): string {
  const { requests, kernel } = flags;
  return [
    ...flags.set.map((text) => `--set '${text}'`),
    ...flags.metric.map((text) => `--metric '${text}'`),
    `--seed ${flags.seed} --seeds ${flags.seeds}`,
    ...(requests === undefined ? [] : [`--requests ${requests}`]),
    ...(kernel === 'packed' ? [] : [`--kernel ${kernel}`]),
    `--out ${out}`,
  ].join(' ');
}
