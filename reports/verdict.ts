// The verdict of a run in one sentence with numbers: what the subject arm gains, and what it costs.
import { baselineOf, differenceOf, signOf, subjectOf } from './figures.ts';
import { NARROW, formatDifference, formatMs, formatShare } from './format.ts';
import type { Estimate } from './format.ts';
import type { ArmResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

/** The verdict: `gain` and `price` are clauses of one sentence; `price` is null where nothing was paid or measured. */
export interface Verdict {
  readonly gain: string;
  readonly price: string | null;
}

/** What the run says about its subject arm. */
export function verdictOf(result: RunResult): Verdict {
  const subject = subjectOf(result);
  const baseline = baselineOf(result);
  const partial = result.partial ? 'So far (the run was interrupted), ' : '';
  const text = subject === baseline ? alone(subject) : compared(result, subject, baseline);
  return { gain: capital(`${partial}${text}`), price: priceOf(subject) };
}

/** The verdict as one sentence. */
export function verdictSentence(verdict: Verdict): string {
  return verdict.price === null ? `${verdict.gain}.` : `${verdict.gain}; ${verdict.price}.`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function alone(arm: ArmResult): string {
  const name = plainText(arm.name, 24);
  if (arm.summary['ttfb.p50'] === undefined) return `too few requests for a verdict on ${name}`;
  const p50 = formatMs(arm.summary['ttfb.p50']);
  const p95 = formatMs(arm.summary['ttfb.p95']);
  return `${name} sends half of its first bytes within ${p50} and 95${NARROW}% within ${p95}`;
}

function compared(result: RunResult, subject: ArmResult, baseline: ArmResult): string {
  const median = shift(result, subject, 'ttfb.p50');
  const ours = formatMs(subject.summary['ttfb.p50']);
  const theirs = formatMs(baseline.summary['ttfb.p50']);
  const names = { ours: plainText(subject.name, 24), theirs: plainText(baseline.name, 24) };
  if (subject.summary['ttfb.p50'] === undefined || baseline.summary['ttfb.p50'] === undefined)
    return `too few requests for a verdict on ${names.ours} against ${names.theirs}`;
  const tail = shift(result, subject, 'ttfb.p95');
  const tailText = tail === null ? '' : `, ${tail} at p95`;
  const egress = egressClause(subject, baseline);
  if (median === null)
    return `${names.ours} against ${names.theirs} made no real difference to the median time to first byte (${ours} and ${theirs})${tailText}${egress}`;
  return `from ${names.theirs} to ${names.ours} the median first byte comes ${median} (${ours} instead of ${theirs})${tailText}${egress}`;
}

/** “182 ± 2 ms sooner”, or null when the interval holds zero or there is no value. */
function shift(result: RunResult, arm: ArmResult, metric: string): string | null {
  const estimate = differenceOf(result, arm, metric);
  if (estimate.value === null || signOf(estimate) === 0) return null;
  const size = formatDifference(estimate.value < 0 ? negated(estimate) : estimate, 'ms').replace('+', '');
  return `${size} ${estimate.value < 0 ? 'sooner' : 'later'}`;
}

function negated(estimate: Estimate): Estimate {
  const { value, low, high } = estimate;
  return {
    value: value === null ? null : -value,
    low: high === null ? null : -high,
    high: low === null ? null : -low,
  };
}

function egressClause(subject: ArmResult, baseline: ArmResult): string {
  const ours = subject.summary['origin.egressBytes'];
  const theirs = baseline.summary['origin.egressBytes'];
  if (ours === undefined || theirs === undefined || theirs === 0) return '';
  const change = ours / theirs - 1;
  if (Math.abs(change) < 0.01) return '';
  return `, and the origin sends ${formatShare(Math.abs(change))} ${change < 0 ? 'fewer' : 'more'} bytes`;
}

function priceOf(arm: ArmResult): string | null {
  const lag = arm.summary['store.consistencyLag.p99'] ?? arm.summary['store.consistencyLag.p50'];
  if (lag === undefined) return null;
  const which = arm.summary['store.consistencyLag.p99'] === undefined ? 'p50' : 'p99';
  const stale = arm.summary['store.staleRatio'];
  const staleText = stale === undefined ? '' : `, and ${formatShare(stale)} of reads are stale`;
  return `in exchange, it takes up to ${formatMs(lag)} (${which}) until a write shows at another PoP${staleText}`;
}
