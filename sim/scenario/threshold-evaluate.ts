// Holds thresholds against a finished run: the figure, its limit, and the interval over seeds.
import type { ArmResult, RunResult } from '../../reports/result.ts';
import { meanInterval } from '../metrics/interval.ts';
import { storeSummaryOf } from '../ensemble/merge.ts';
import { Histogram } from '../metrics/histogram.ts';
import { QUANTILES } from '../metrics/names.ts';
import type { TrialRecord } from '../trial-record.ts';
import { US_PER_MS } from '../units.ts';
import { parseThreshold } from './thresholds.ts';
import type { Comparison, Reference, Threshold } from './thresholds.ts';

type Outcome = RunResult['thresholds'][number];

/** What a slice's figure of one seed is read from: a trial's record, as far as this file needs it. */
export type Trial = Pick<TrialRecord, 'arm' | 'seed' | 'histograms' | 'counters'>;

/** Each threshold with its figure; one whose figure needs more requests than there were has failed, with value null. */
export function evaluateThresholds(
  texts: readonly string[],
  { arms, trials }: { arms: readonly ArmResult[]; trials: readonly Trial[] },
): Outcome[] {
  const armNames = arms.map((arm) => arm.name);
  return texts.map((text) => {
    const reading = parseThreshold(text, armNames);
    // An interrupted run may lack an arm; its thresholds cannot be held.
    if (!reading.ok) return { text, ok: false, value: null, limit: null, low: null, high: null };
    return outcomeOf(reading.threshold, { arms, trials });
  });
}

/** What metrics of arms, added and taken away, come to in a result, with the interval over seeds (none for slices). */
export function evaluateExpression(
  references: readonly Reference[],
  arms: readonly ArmResult[],
): { value: number | null; low: number | null; high: number | null } {
  const figures = { arms, trials: [] };
  const value = combined(references, (reference) => overall(armOf(reference, arms), reference));
  if (value === null) return { value, low: null, high: null };
  return { value, ...intervalAround(value, perSeed(references, figures)) };
}

interface Figures {
  readonly arms: readonly ArmResult[];
  readonly trials: readonly Trial[];
}

function outcomeOf(threshold: Threshold, { arms, trials }: Figures): Outcome {
  const { text, references, comparison, limit } = threshold;
  const value = combined(references, (reference) => overall(armOf(reference, arms), reference));
  if (value === null) return { text, ok: false, value, limit, low: null, high: null };
  const { low, high } = intervalAround(value, perSeed(references, { arms, trials }));
  return { text, ok: holds(value, comparison, limit), value, limit, low, high };
}

/** The interval's width comes from the seeds; its middle is the figure over all seeds, as the tables show it. */
function intervalAround(
  value: number,
  bySeed: readonly number[],
): { low: number | null; high: number | null } {
  const { value: mean, low, high } = meanInterval(bySeed);
  if (mean === null || low === null || high === null) return { low: null, high: null };
  return { low: value - (mean - low), high: value + (high - mean) };
}

/** The combined figure of each seed in which every metric has one; arms share their seeds, so differences are paired. */
function perSeed(references: readonly Reference[], { arms, trials }: Figures): number[] {
  const known = [...new Set(trials.map(({ seed }) => seed))].toSorted((a, b) => a - b);
  const columns = references.map((reference) => {
    const { arm, metric, slice } = reference;
    if (slice === 'all') return armOf(reference, arms)?.perSeed[metric] ?? [];
    return known.map((seed) => {
      const own = trials.find((trial) => trial.arm === arm && trial.seed === seed);
      return own === undefined ? null : slicedFigure(own, reference);
    });
  });
  const seeds = Math.min(...columns.map((column) => column.length));
  const values: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const value = combined(references, (_reference, index) => columns[index]?.[seed] ?? null);
    if (value !== null) values.push(value);
  }
  return values;
}

function combined(
  references: readonly Reference[],
  figureOf: (reference: Reference, index: number) => number | null,
): number | null {
  let sum = 0;
  for (const [index, reference] of references.entries()) {
    const figure = figureOf(reference, index);
    if (figure === null || !Number.isFinite(figure)) return null;
    sum += reference.sign * figure;
  }
  return sum;
}

function armOf(reference: Reference, arms: readonly ArmResult[]): ArmResult | undefined {
  return arms.find((arm) => arm.name === reference.arm);
}

function overall(arm: ArmResult | undefined, reference: Reference): number | null {
  if (arm === undefined) return null;
  if (reference.slice === 'all') return arm.summary[reference.metric] ?? null;
  return slicedFigure(arm, reference);
}

function slicedFigure(
  { histograms, counters }: Pick<ArmResult, 'histograms' | 'counters'>,
  { metric, slice }: Reference,
): number | null {
  if (slice.startsWith(OF_STORE)) {
    const [family = ''] = metric.split('.', 1);
    const binding = slice.slice(OF_STORE.length);
    return storeSummaryOf(histograms, counters, { family, binding })[metric] ?? null;
  }
  const dot = metric.lastIndexOf('.');
  const kept = histograms[metric.slice(0, dot)]?.[slice];
  if (kept === undefined || kept.count === 0) return null;
  return partOf(kept, metric.slice(dot + 1));
}

/** Mean, maximum or quantile of a histogram of microseconds, in ms; null where too few values carry the quantile. */
function partOf(kept: ArmResult['histograms'][string][string], part: string): number | null {
  if (part === 'mean') return kept.sum / kept.count / US_PER_MS;
  if (part === 'max') return kept.max / US_PER_MS;
  const quantile = QUANTILES.find((candidate) => candidate.name === part);
  if (quantile === undefined || kept.count < quantile.fewest) return null;
  return Histogram.fromJson(kept).quantile(quantile.q) / US_PER_MS;
}

const OF_STORE = 'store:';

function holds(value: number, comparison: Comparison, limit: number): boolean {
  if (comparison === '<') return value < limit;
  if (comparison === '<=') return value <= limit;
  return comparison === '>' ? value > limit : value >= limit;
}
