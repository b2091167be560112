// A deterministic RunResult made without the engine: three arms, 309 PoPs, about 1,000 user places, plausible values.
import type { ArmResult, PairResult, RunResult } from '../../reports/result.ts';
import { Histogram } from '../../sim/metrics/histogram.ts';
import { QUANTILES, metricTable } from '../../sim/metrics/names.ts';
import { foldArm } from './synthetic-fold.ts';
import { ARM_NAMES, syntheticJourney, syntheticRequests } from './synthetic-journeys.ts';
import type { SyntheticJourney } from './synthetic-journeys.ts';
import { syntheticWorld } from './synthetic-world.ts';

const SEEDS = [1, 2, 3, 4, 5];
const WINDOW_MS = 200_000;
const T_FOUR = 2.776;

type Interval = PairResult['meanDifference'];

function interval(known: readonly (number | null)[]): Interval {
  const values = known.filter((value) => value !== null);
  if (values.length < known.length) return { value: null, low: null, high: null };
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) * (b - mean), 0);
  const half = (T_FOUR * Math.sqrt(squares / (values.length - 1))) / Math.sqrt(values.length);
  return { value: mean, low: mean - half, high: mean + half };
}

function pairOf(
  arms: { arm: ArmResult; baseline: ArmResult },
  journeys: {
    arm: readonly (readonly SyntheticJourney[])[];
    baseline: readonly (readonly SyntheticJourney[])[];
  },
): PairResult {
  const differences = new Histogram();
  let faster = 0;
  const means = journeys.arm.map((part, s) => {
    let sum = 0;
    part.forEach((one, i) => {
      const difference = one.journey.ttfbMs - (journeys.baseline[s]?.[i]?.journey.ttfbMs ?? 0);
      differences.record(difference * 1000);
      if (difference < 0) faster++;
      sum += difference;
    });
    return sum / part.length;
  });
  const bySeed = (name: string): (number | null)[] =>
    SEEDS.map((_, s) => {
      const ours = arms.arm.perSeed[name]?.[s] ?? null;
      const theirs = arms.baseline.perSeed[name]?.[s] ?? null;
      return ours === null || theirs === null ? null : ours - theirs;
    });
  return {
    arm: arms.arm.name,
    baseline: arms.baseline.name,
    metric: 'ttfb',
    slice: 'all',
    requests: differences.count,
    meanDifference: interval(means),
    quantileDifference: Object.fromEntries(
      QUANTILES.map(({ name }) => [name, interval(bySeed(`ttfb.${name}`))]),
    ),
    differenceQuantile: Object.fromEntries(
      QUANTILES.map(({ name, q }) => [name, differences.quantile(q) / 1000]),
    ),
    fasterShare: faster / differences.count,
  };
}

function constants(): RunResult['constants'] {
  const retrieved = '2026-11-21';
  return [
    {
      name: 'rtt.backbone.fixedMs',
      value: 6,
      unit: 'ms',
      source: 'fitted on AWS and Azure pairs',
      retrieved,
      confidence: 'measured',
    },
    {
      name: 'rtt.transit.fixedMs',
      value: 10,
      unit: 'ms',
      source: 'fitted on public pairs',
      retrieved,
      confidence: 'measured',
    },
    {
      name: 'kv.cacheTtlMs',
      value: 60000,
      unit: 'ms',
      source: 'Workers KV documentation',
      retrieved,
      confidence: 'documented',
    },
    {
      name: 'kv.writesPerSecondPerKey',
      value: 1,
      unit: 'per second',
      source: 'Workers KV limits',
      retrieved,
      confidence: 'documented',
    },
    {
      name: 'workers.coldStart.fixedMs',
      value: 5,
      unit: 'ms',
      source: 'public deploy logs',
      retrieved,
      confidence: 'assumed',
    },
    {
      name: 'workers.idleEvictionMs',
      value: 600000,
      unit: 'ms',
      source: 'none published',
      retrieved,
      confidence: 'assumed',
    },
    {
      name: 'workers.cpuFactor',
      value: 1,
      unit: 'ratio',
      source: 'no public figure',
      retrieved,
      confidence: 'assumed',
    },
    {
      name: 'container.coldStartMs',
      value: '50 to 500',
      unit: 'ms',
      source: 'articles on edge computing',
      retrieved,
      confidence: 'assumed',
    },
  ];
}

function probes(world: ReturnType<typeof syntheticWorld>): RunResult['probes'] {
  const from = { id: 'city:Singapore,SG', name: 'Singapore', country: 'SG', lat: 1.29, lon: 103.85 };
  return [
    {
      name: 'Singapore to Virginia',
      from,
      to: world.origin,
      backboneMs: 226,
      transitMs: 251,
      fibreBoundMs: 152,
      measuredMs: '212–230',
    },
  ];
}

function build(requestsPerSeed: number): RunResult {
  const world = syntheticWorld();
  const requests = SEEDS.map((seed) =>
    syntheticRequests(world, { seed, count: requestsPerSeed, windowMs: WINDOW_MS }),
  );
  const byArm = ARM_NAMES.map((name) =>
    requests.map((part) => part.map((one) => syntheticJourney(world, name, one))),
  );
  const arms = ARM_NAMES.map((name, a) =>
    foldArm(world, name, { bySeed: byArm[a] ?? [], seeds: SEEDS, windowMs: WINDOW_MS }),
  );
  const baseline = arms[0];
  if (baseline === undefined) throw new Error('no arm');
  const sent = new Map<number, number>();
  for (const one of requests.flat()) sent.set(one.user, (sent.get(one.user) ?? 0) + 1);
  return {
    kind: 'antipode-run',
    version: 1,
    partial: false,
    scenario: {
      name: 'flagship',
      title: 'A personalised home page',
      question: 'What would a personalised page gain at the edge?',
      path: 'scenarios/flagship/scenario.yaml',
    },
    planDigest: '5d41402abc4b2a76b9719d911017c592ae2f4c3a1b0d9e8f7a6b5c4d3e2f1a0b',
    plan: { version: 1, name: 'flagship' },
    engineVersion: '0.1.0',
    seeds: SEEDS,
    baseline: 'origin',
    windowMs: WINDOW_MS,
    warmupMs: 60_000,
    requestsPerSecond: (requestsPerSeed * 1000) / WINDOW_MS,
    requestsPerArm: requestsPerSeed * SEEDS.length,
    data: { pops: '2026-08-07', cities: '2019-2020' },
    rttAccuracy: 'Modelled RTTs: median error 6 to 12 %, nine pairs in ten within 20 % between clouds.',
    metrics: metricTable(),
    userPlaces: world.users.map(({ id, name, country, lat, lon }, i) => ({
      id,
      name,
      country,
      lat,
      lon,
      requests: sent.get(i) ?? 0,
    })),
    probes: probes(world),
    arms,
    pairs: arms
      .slice(1)
      .map((arm, i) => pairOf({ arm, baseline }, { arm: byArm[i + 1] ?? [], baseline: byArm[0] ?? [] })),
    thresholds: [
      {
        text: 'edge.ttfb.p95 < origin.ttfb.p95 - 40ms',
        ok: true,
        value: -400,
        limit: -40,
        low: -410,
        high: -390,
      },
      {
        text: 'edge.store.consistencyLag.p99 < 30s',
        ok: false,
        value: 55000,
        limit: 30000,
        low: 52000,
        high: 58000,
      },
    ],
    constants: constants(),
    warnings: [],
    machine: {},
  };
}

const built = new Map<number, RunResult>();

/** The synthetic result; equal calls give equal values, and each call gives a copy that the test may change. */
export function syntheticResult(requestsPerSeed = 8000): RunResult {
  let result = built.get(requestsPerSeed);
  if (result === undefined) built.set(requestsPerSeed, (result = build(requestsPerSeed)));
  return structuredClone(result);
}
