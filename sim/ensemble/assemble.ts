// Turns the records of all trials into a RunResult: one entry per arm, exact pairs, thresholds, and where every number comes from.
import os from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import type { ArmResult, RunResult } from '../../reports/result.ts';
import { accuracySentence } from '../../topology/audit.ts';
import { regionById } from '../../topology/catalog.ts';
import { Geography } from '../entities/geography.ts';
import type { KernelName } from '../kernel/kernel.ts';
import { metricTable } from '../metrics/names.ts';
import type { Arm, Plan } from '../plan.ts';
import { planDigest } from '../plan.ts';
import type { PlanFiles } from '../plan-files.ts';
import { platforms } from '../platforms/index.ts';
import { bandUpperEdgesUs } from '../metrics/ttfb-bands.ts';
import type { TrialRecord } from '../trial-record.ts';
import type { Bundle } from '../runtime/types.ts';
import { evaluateThresholds } from '../scenario/threshold-evaluate.ts';
import { ENGINE_VERSION } from '../version.ts';
import { costOf } from './cost.ts';
import { constantsOf } from './constants.ts';
import { journeyResult, mergePops, placeOf, spreadsOf } from './detail.ts';
import { mergeColumns, mergeCounts, mergeHistograms, summaryOf } from './merge.ts';
import { pathsSentence } from './paths.ts';
import { comparePairs } from './pairs.ts';
import { probesOf } from './probes.ts';
import { storesOf } from './stores.ts';
import { warningsOf } from './warnings.ts';

/** What an ensemble hands over when it is done, or was stopped. */
export interface Finished {
  readonly records: readonly TrialRecord[];
  readonly seeds: readonly number[];
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly files: PlanFiles;
  readonly ground: Ground;
  readonly partial: boolean;
  readonly scenarioPath: string;
  readonly kernel: KernelName;
  /** How the trials were run: figures of the machine. */
  readonly ran: Readonly<Record<string, number>>;
}

/** What a result says that no trial changes: worked out while the trials run. */
export interface Ground {
  readonly geography: Geography;
  readonly probes: RunResult['probes'];
  readonly accuracy: string;
}

/** The map, the well-known paths and the model's accuracy for a plan. */
export function groundOf(plan: Plan, files: PlanFiles): Ground {
  return { geography: new Geography(plan, files), probes: probesOf(plan), accuracy: accuracySentence() };
}

/** Builds the result; the order in which trials ended leaves no trace. */
export function assembleResult(plan: Plan, finished: Finished): RunResult {
  const { geography, probes, accuracy } = finished.ground;
  const bySeed = finished.records.toSorted((a, b) => a.seed - b.seed);
  const recordsOf = (arm: string): TrialRecord[] => bySeed.filter((record) => record.arm === arm);
  const arms = plan.arms.map((arm) =>
    armResult(plan, {
      arm,
      records: recordsOf(arm.name),
      seeds: finished.seeds,
      geography: geography.forArm(arm),
    }),
  );
  const baselineRecords = recordsOf(plan.baseline);
  const slicesOfPlace = (place: number): readonly string[] => geography.slices[place] ?? [];
  return {
    kind: 'antipode-run',
    version: 1,
    partial: finished.partial,
    scenario: {
      name: plan.name,
      title: plan.title,
      question: plan.question,
      path: scenarioNameOf(finished.scenarioPath),
    },
    planDigest: planDigest(plan),
    plan: { ...plan },
    engineVersion: ENGINE_VERSION,
    seeds: [...finished.seeds],
    baseline: plan.baseline,
    windowMs: plan.windowMs,
    warmupMs: plan.warmupMs,
    requestsPerSecond: plan.workload.requestsPerSecond,
    requestsPerArm: baselineRecords.reduce((sum, record) => sum + (record.counters['requests'] ?? 0), 0),
    data: { ...plan.data },
    rttAccuracy: accuracy + pathsSentence(plan, { records: bySeed, geography }),
    metrics: metricTable(),
    userPlaces: userPlaces(baselineRecords, geography),
    probes,
    arms,
    pairs: plan.arms
      .filter((arm) => arm.name !== plan.baseline)
      .flatMap((arm) =>
        comparePairs({
          arm: arm.name,
          baseline: plan.baseline,
          records: recordsOf(arm.name),
          baselineRecords,
          slicesOfPlace,
        }),
      ),
    thresholds: evaluateThresholds(plan.thresholds, { arms, trials: bySeed }),
    constants: constantsOf(plan, finished.bundles),
    warnings: warningsOf(plan, finished),
    machine: machineOf(finished),
  };
}

function armResult(
  plan: Plan,
  at: { arm: Arm; records: readonly TrialRecord[]; seeds: readonly number[]; geography: Geography },
): ArmResult {
  const { arm, records, seeds, geography } = at;
  const histograms = mergeHistograms(records);
  const counters = { ...mergeCounts(records.map((record) => record.counters)), ...peaks(records) };
  const costs = costOf(plan, arm, records, geography);
  // Arms are compared seed by seed, so a seed that an interrupted run lacks leaves a gap in the list of its arm.
  const perSeed = seeds.map((seed): Record<string, number | null> => {
    const at = records.findIndex((record) => record.seed === seed);
    const record = records[at];
    if (record === undefined) return {};
    return { ...summaryOf(record.histograms, record.counters), ...costs.perSeed[at] };
  });
  const metrics = [...new Set(perSeed.flatMap((summary) => Object.keys(summary)))].toSorted();
  return {
    name: arm.name,
    platform: arm.platform,
    platformTitle: platforms[arm.platform]?.title ?? arm.platform,
    region: placeOf(regionById(arm.region)),
    popNetwork: arm.popNetwork,
    summary: { ...summaryOf(histograms, counters), ...costs.summary },
    perSeed: Object.fromEntries(
      metrics.map((metric) => [metric, perSeed.map((summary) => summary[metric] ?? null)]),
    ),
    histograms,
    phasesByTtfb: bands(records),
    outcomes: mergeCounts(records.map((record) => record.outcomes)),
    counters,
    series: { stepMs: plan.windowMs / 60, columns: mergeColumns(records.map((record) => record.series)) },
    pops: mergePops(records, geography.pops),
    journeys: {
      sample: records
        .slice(0, 1)
        .flatMap((record) =>
          record.sample.map((one) => journeyResult(one, { seed: record.seed, geography, arm })),
        ),
      slowest: records
        .flatMap((record) =>
          record.slowest.map((one) => journeyResult(one, { seed: record.seed, geography, arm })),
        )
        .toSorted((a, b) => b.ttfbMs - a.ttfbMs || a.seed - b.seed || a.id - b.id)
        .slice(0, 10),
    },
    spreads: spreadsOf(records, geography),
    stores: storesOf(arm, { histograms, counters, items: costs.bill?.items ?? [] }),
    errors: errorsOf(records),
    ...(costs.bill !== null && { bill: costs.bill }),
  };
}

/** The scenario file with its own folder: the same wherever the command was given. */
export function scenarioNameOf(scenarioPath: string): string {
  return `${basename(dirname(resolve(scenarioPath)))}/${basename(scenarioPath)}`;
}

/** A peak over seeds is the highest one, not their sum. */
function peaks(records: readonly TrialRecord[]): Record<string, number> {
  return { 'isolates.peak': Math.max(0, ...records.map((record) => record.counters['isolates.peak'] ?? 0)) };
}

/** Empty bands at both ends are left out. */
function bands(records: readonly TrialRecord[]): ArmResult['phasesByTtfb'] {
  const edges = bandUpperEdgesUs();
  const counts = mergeColumns(records.map((record) => ({ counts: record.bandCounts })))['counts'] ?? [];
  const sums = mergeColumns(records.map((record) => record.bandSumsUs));
  const from = Math.max(
    0,
    counts.findIndex((count) => count > 0),
  );
  const to = counts.findLastIndex((count) => count > 0) + 1;
  return {
    upToUs: edges.slice(from, to),
    counts: counts.slice(from, to),
    sumsUs: Object.fromEntries(Object.entries(sums).map(([kind, column]) => [kind, column.slice(from, to)])),
  };
}

function errorsOf(records: readonly TrialRecord[]): ArmResult['errors'] {
  const merged = new Map<string, ArmResult['errors'][number]>();
  for (const error of records.flatMap((record) => record.errors)) {
    const key = `${error.outcome} ${error.message}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? { ...error } : { ...known, times: known.times + error.times });
  }
  return [...merged.values()]
    .toSorted((a, b) => b.times - a.times || (a.message < b.message ? -1 : 1))
    .slice(0, 20);
}

function userPlaces(records: readonly TrialRecord[], geography: Geography): RunResult['userPlaces'] {
  return geography.places.flatMap((place, index) => {
    const requests = records.reduce((sum, record) => sum + (record.requestsByPlace[index] ?? 0), 0);
    return requests === 0 ? [] : [{ ...placeOf(place), requests }];
  });
}

/** The only part of a result that may differ between equal runs. */
function machineOf({ kernel, ran, scenarioPath }: Finished): RunResult['machine'] {
  return {
    node: process.version,
    platform: `${os.platform()} ${os.arch()}`,
    cores: os.availableParallelism(),
    kernel,
    ...ran,
    scenarioPath,
  };
}
