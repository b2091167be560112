// How the round trips of a run are known: which part was measured, modelled or assumed; one sentence beside the model's accuracy.
import type { RttSource } from '../entities/epoch.ts';
import type { Geography } from '../entities/geography.ts';
import type { Plan } from '../plan.ts';
import type { TrialRecord } from '../trial-record.ts';

const SOURCES: readonly (readonly [RttSource, string])[] = [
  ['modelled', 'modelled'],
  ['assumed', 'within one metro (assumed)'],
  ['measured', 'measured'],
];

/** Shares of requests by how the path between user and server is known, and how many paths from PoPs to origins were measured. */
export function pathsSentence(
  plan: Plan,
  at: { readonly records: readonly TrialRecord[]; readonly geography: Geography },
): string {
  const counts = SOURCES.map(([source]) =>
    at.records.reduce((sum, record) => sum + (record.counters[`paths.${source}`] ?? 0), 0),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return '';
  const parts = SOURCES.map(([, words], i) => `${percent((counts[i] ?? 0) / total)} ${words}`);
  return ` User paths here: ${parts.join(', ')}${originWords(plan, at.geography)}.`;
}

function originWords(plan: Plan, geography: Geography): string {
  const { measured } = plan.network;
  if (measured === null) return '';
  const regions = [...new Set(plan.arms.map((arm) => arm.region))];
  const paths = geography.pops.length * regions.length;
  const known = regions.reduce((sum, region) => sum + geography.measuredPops(region), 0);
  return ` (${measured}); PoP to origin: ${known} of ${paths} paths measured`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
