// Compares two results of the same users and world, or the arms of one: paired, with intervals; or refuses and says what differs.
import { COMPARISON } from './comparison.ts';
import { baselineOf, differenceOf, seedDifference, signOf } from './figures.ts';
import type { Estimate } from './format.ts';
import { ReportError } from './read.ts';
import type { ArmResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

/** How a figure changed: `same` means no real difference, `unknown` that seeds are too few to say. */
export type ChangeKind = 'better' | 'worse' | 'changed' | 'same' | 'unknown';

/** One figure of one arm in both results. */
export interface Change {
  readonly arm: string;
  readonly metric: string;
  readonly title: string;
  readonly unit: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly difference: Estimate;
  readonly kind: ChangeKind;
}

/** One side of a comparison: what its column is called, and where its figures come from. */
export interface ComparedSide {
  readonly label: string;
  readonly title: string;
  readonly planDigest: string;
}

/** Two results, or two arms of one result, side by side. */
export interface Comparison {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly seeds: readonly number[];
  readonly changes: readonly Change[];
  /** Arms that only one of the results has. */
  readonly unmatched: readonly string[];
}

const FURTHER = [
  { title: 'Write to visible elsewhere', part: 'p50', metric: 'store.consistencyLag.p50' },
  { title: 'Write to visible elsewhere', part: 'p99', metric: 'store.consistencyLag.p99' },
  { title: 'Stale reads', part: '', metric: 'store.staleRatio' },
] as const;

/** The comparison of `after` with `before`; throws RESULTS_DIFFER where users, time or data are not the same. */
export function compareResults(before: RunResult, after: RunResult): Comparison {
  const reasons = incomparable(before, after);
  if (reasons.length > 0)
    throw new ReportError(
      'RESULTS_DIFFER',
      `the results cannot be compared; they differ in ${reasons.slice(0, 5).join('; ')}`,
      'Run both with the same users, window, seeds and data, so that only what you test differs.',
    );
  const names = new Set([...before.arms, ...after.arms].map((arm) => arm.name));
  const both = [...names].filter(
    (name) => armOf(before, name) !== undefined && armOf(after, name) !== undefined,
  );
  return {
    before: side(before, 'before'),
    after: side(after, 'after'),
    seeds: before.seeds,
    changes: both.flatMap((name) => changesBetween(before, after, name)),
    unmatched: [...names].filter((name) => !both.includes(name)),
  };
}

/** Each arm of one result against its baseline; quantiles are paired request by request. */
export function compareArms(result: RunResult): Comparison[] {
  const baseline = baselineOf(result);
  return result.arms
    .filter((arm) => arm !== baseline)
    .map((arm) => ({
      before: side(result, plainText(baseline.name, 24)),
      after: side(result, plainText(arm.name, 24)),
      seeds: result.seeds,
      changes: changesOf({
        before: baseline,
        after: arm,
        metrics: result.metrics,
        differenceIn: (metric) => differenceOf(result, arm, metric),
      }),
      unmatched: [],
    }));
}

function side(result: RunResult, label: string): ComparedSide {
  return { label, title: plainText(result.scenario.title, 80), planDigest: result.planDigest };
}

function armOf(result: RunResult, name: string): ArmResult | undefined {
  return result.arms.find((arm) => arm.name === name);
}

function changesBetween(first: RunResult, second: RunResult, name: string): Change[] {
  const before = armOf(first, name);
  const after = armOf(second, name);
  if (before === undefined || after === undefined) return [];
  return changesOf({
    before,
    after,
    metrics: second.metrics,
    differenceIn: (metric) => seedDifference(after, before, metric),
  });
}

interface ComparedArms {
  readonly before: ArmResult;
  readonly after: ArmResult;
  readonly metrics: RunResult['metrics'];
  readonly differenceIn: (metric: string) => Estimate;
}

function changesOf({ before, after, metrics, differenceIn }: ComparedArms): Change[] {
  let title = '';
  return [...COMPARISON, ...FURTHER].flatMap((line) => {
    title = line.title === '' ? title : line.title;
    if (before.summary[line.metric] === undefined && after.summary[line.metric] === undefined) return [];
    const info = metrics[line.metric];
    const difference = differenceIn(line.metric);
    return [
      {
        arm: after.name,
        metric: line.metric,
        title: `${title} ${line.part}`.trim(),
        unit: info?.unit ?? 'count',
        before: before.summary[line.metric] ?? null,
        after: after.summary[line.metric] ?? null,
        difference,
        kind: kindOf(difference, info?.better ?? 'neither'),
      },
    ];
  });
}

function kindOf(difference: Estimate, better: 'lower' | 'higher' | 'neither'): ChangeKind {
  const sign = signOf(difference);
  if (sign === null) return 'unknown';
  if (sign === 0) return 'same';
  if (better === 'neither') return 'changed';
  return sign < 0 === (better === 'lower') ? 'better' : 'worse';
}

/** What must be equal for a paired comparison: who asks when for what, for how long, which seeds, which data. */
function incomparable(before: RunResult, after: RunResult): string[] {
  const ground = (result: RunResult): Record<string, unknown> => ({
    seeds: result.seeds,
    windowMs: result.windowMs,
    warmupMs: result.warmupMs,
    data: result.data,
    workload: result.plan['workload'],
    partial: result.partial,
  });
  return differences(ground(before), ground(after), '');
}

/** Paths at which two JSON values differ, with both values. */
function differences(a: unknown, b: unknown, path: string): string[] {
  if (isRecord(a) && isRecord(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
    return keys.flatMap((key) => differences(a[key], b[key], path === '' ? key : `${path}.${key}`));
  }
  const left = JSON.stringify(a) ?? 'nothing';
  const right = JSON.stringify(b) ?? 'nothing';
  return left === right
    ? []
    : [`${plainText(path, 80)} (${plainText(left, 40)} and ${plainText(right, 40)})`];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
