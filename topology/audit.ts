// How far the model is from measured round-trip times: the accuracy table, from the shipped sample or from any measured pairs.
import { regionById } from './catalog.ts';
import sampleFile from './data/rtt-sample.json' with { type: 'json' };
import { distanceKm } from './distance.ts';
import { createOverlay } from './measured.ts';
import type { MeasuredOverlay } from './measured.ts';
import type { Place } from './place.ts';
import type { Profile } from './profile.ts';
import { CONSTANTS } from './provenance.ts';
import { createRttModel } from './rtt.ts';
import type { RttModel } from './rtt.ts';
import { numberAt, textAt } from './table.ts';

/** Below this distance an error is judged in ms, above it in per cent. */
const SHORT_PAIR_KM = 1500;

/** A measured RTT to judge the model by. */
export interface MeasuredFact {
  readonly set: string;
  readonly from: Place;
  readonly to: Place;
  readonly ms: number;
}

/** Errors of the model over a set of pairs; pairs of one metro are left out. */
export interface Accuracy {
  readonly set: string;
  readonly pairs: number;
  /** Median of |predicted − measured| / measured. */
  readonly medianAbsRelError: number;
  readonly p90AbsRelError: number;
  /** Share of pairs within 20 % of the measured value. */
  readonly within20: number;
  /** Median of (predicted − measured) / measured: positive when the model is too slow. */
  readonly medianBias: number;
  /** Median of |predicted − measured| below 1,500 km, in ms; undefined when no pair is that short. */
  readonly shortMedianAbsErrorMs: number | undefined;
}

/** The shipped sample: 150 pairs of AWS and 150 of Azure regions, at equal steps from the sorted list of all pairs. */
export function sampleFacts(): readonly MeasuredFact[] {
  return sampleFile.rows.map((row) => {
    const from = regionById(textAt(row, 0));
    return { set: from.provider, from, to: regionById(textAt(row, 1)), ms: numberAt(row, 2) };
  });
}

const SAMPLE_BY: Readonly<Record<string, string>> = {
  aws: 'cloudping.co, p50 of a year to 2025-10',
  azure: 'Microsoft, P50 of 30 days, 2026-03',
};

/** Where the sample comes from and when it was measured. */
export const SAMPLE_SOURCE = `${sampleFile.source} ${sampleFile.retrieved}.`;

/** The measured values of the sample, to look up for a pair of places. */
export function sampleOverlay(): MeasuredOverlay {
  return createOverlay(
    sampleFacts().map(({ set, from, to, ms }) => ({
      from,
      to,
      ms,
      spreadMs: 0,
      by: SAMPLE_BY[set] ?? set,
      profile: 'backbone',
    })),
  );
}

/** The accuracy of a model on each set of facts, and on all of them together under the name `all`. */
export function audit(
  model: RttModel,
  facts: readonly MeasuredFact[],
  profile: Profile,
): readonly Accuracy[] {
  const sets = [...new Set(facts.map((fact) => fact.set))];
  const named = sets.map((set) =>
    accuracyOf(set, { model, profile, facts: facts.filter((fact) => fact.set === set) }),
  );
  return sets.length > 1 ? [...named, accuracyOf('all', { model, profile, facts })] : named;
}

/** One line for reports: how accurate the RTTs behind them are, on the shipped sample. */
export function accuracySentence(): string {
  const facts = sampleFacts();
  const all = audit(createRttModel(), facts, 'backbone').at(-1);
  if (all === undefined) return '';
  const percent = (share: number): string => (100 * share).toFixed(1);
  return (
    `Modelled RTTs differ from ${all.pairs} measured cloud-to-cloud RTTs by ${percent(all.medianAbsRelError)} % in the median; ` +
    `${(100 * all.within20).toFixed(0)} % are within 20 %. On the open internet expect about 12 % and 72 %.`
  );
}

/** The value below which a share of the numbers lies: the order statistic at that place, without interpolation. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))];
}

function accuracyOf(
  set: string,
  input: { model: RttModel; profile: Profile; facts: readonly MeasuredFact[] },
): Accuracy {
  const relative: number[] = [];
  const shortMs: number[] = [];
  for (const { from, to, ms } of input.facts) {
    const km = distanceKm(from, to);
    if (km < CONSTANTS.metroKm.value) continue;
    const errorMs = input.model.rttMs(from, to, input.profile).ms - ms;
    relative.push(errorMs / ms);
    if (km < SHORT_PAIR_KM) shortMs.push(Math.abs(errorMs));
  }
  const absolute = relative.map(Math.abs);
  return {
    set,
    pairs: relative.length,
    medianAbsRelError: quantile(absolute, 0.5) ?? 0,
    p90AbsRelError: quantile(absolute, 0.9) ?? 0,
    within20: absolute.filter((error) => error <= 0.2).length / Math.max(1, absolute.length),
    medianBias: quantile(relative, 0.5) ?? 0,
    shortMedianAbsErrorMs: quantile(shortMs, 0.5),
  };
}
