// Thresholds are held against the figures of a run, with intervals that come from its seeds.
import { describe, expect, test } from 'vitest';
import type { ArmResult } from '../../reports/result.ts';
import { Histogram } from '../../sim/metrics/histogram.ts';
import { evaluateThresholds, type Trial } from '../../sim/scenario/threshold-evaluate.ts';

const ARMS = [
  arm('origin', { 'ttfb.p95': 300, offload: 0 }, { 'ttfb.p95': [298, 300, 302, 299, 301] }),
  arm(
    'edge',
    { 'ttfb.p95': 100, offload: 0.9 },
    { 'ttfb.p95': [97, 101, 100, 101, 101], offload: [0.9, null, 0.9] },
  ),
];

describe('a threshold on one metric', () => {
  test('holds when the figure over all seeds is on the right side', () => {
    expect(one('edge.ttfb.p95 < 120ms')).toMatchObject({ ok: true, value: 100, limit: 120 });
    expect(one('edge.ttfb.p95 < 100ms')).toMatchObject({ ok: false });
    expect(one('edge.ttfb.p95 <= 100ms')).toMatchObject({ ok: true });
    expect(one('edge.offload > 80%')).toMatchObject({ ok: true, value: 0.9, limit: 0.8 });
  });

  test('has the interval of Student’s t over its seeds', () => {
    // Mean 100, standard deviation √3, n = 5: 2.776 · √3 / √5 = 2.150.
    const { low, high } = one('edge.ttfb.p95 < 120ms');
    expect(low).toBeCloseTo(97.85, 2);
    expect(high).toBeCloseTo(102.15, 2);
  });

  test('leaves seeds without a figure out of the interval', () => {
    expect(one('edge.offload > 80%')).toMatchObject({ low: 0.9, high: 0.9 });
  });
});

describe('a threshold on a difference', () => {
  test('compares arms seed by seed', () => {
    const outcome = one('edge.ttfb.p95 < origin.ttfb.p95 - 40ms');
    expect(outcome).toMatchObject({ ok: true, value: -200, limit: -40 });
    // Differences -201, -199, -202, -198, -200: standard deviation √2.5, so ± 2.776 · √2.5 / √5 = 1.963.
    expect(outcome.low).toBeCloseTo(-201.963, 2);
    expect(outcome.high).toBeCloseTo(-198.037, 2);
  });
});

describe('a threshold on a slice', () => {
  test('reads the histogram of the slice', () => {
    const outcome = one('edge.ttfb.p95[country=BR] < 150ms');
    expect(outcome.ok).toBe(true);
    expect(outcome.value).toBeGreaterThan(94);
    expect(outcome.value).toBeLessThan(96);
  });

  test('has an interval over seeds like any other', () => {
    // p95 of 0.2 to 100 ms, and of 1 ms more and less: standard deviation 1, n = 3, so ± 4.303 / √3 = 2.484.
    const trials = [0, 1000, -1000].map((moreUs, i) => trialOf('edge', { seed: i + 1, moreUs }));
    const { value, low, high } = one('edge.ttfb.p95[country=BR] < 150ms', trials);
    // Histograms keep values to within 1 %.
    expect((value ?? 0) - (low ?? 0)).toBeCloseTo(2.484, 0);
    expect((high ?? 0) - (value ?? 0)).toBeCloseTo(2.484, 0);
  });

  test('is paired seed by seed, whatever the order in which trials ended', () => {
    const trials = [0, 20_000, -20_000].flatMap((moreUs, i) => [
      trialOf('edge', { seed: 3 - i, moreUs }),
      trialOf('origin', { seed: 3 - i, moreUs }),
    ]);
    const text = 'edge.ttfb.p95[country=BR] < origin.ttfb.p95[country=BR] + 40ms';
    expect(one(text, trials.toReversed())).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  test('is paired seed by seed also where an interrupted run lacks a seed of one arm', () => {
    const trials = [
      trialOf('edge', { seed: 1, moreUs: 20_000 }),
      ...[2, 3].flatMap((seed) => [
        trialOf('edge', { seed, moreUs: 1000 * seed }),
        trialOf('origin', { seed, moreUs: 1000 * seed }),
      ]),
    ];
    const text = 'edge.ttfb.p95[country=BR] < origin.ttfb.p95[country=BR] + 40ms';
    expect(one(text, trials)).toMatchObject({ low: 0, high: 0 });
  });

  test('leaves seeds with too few requests of the slice out of the interval', () => {
    const few = { ...trialOf('edge', { seed: 1, moreUs: 0 }), histograms: {} };
    expect(one('edge.ttfb.p95[country=BR] < 150ms', [few, few])).toMatchObject({ low: null, high: null });
  });

  test('fails without a figure where too few requests carry the quantile', () => {
    expect(one('edge.ttfb.p99[country=BR] < 150ms')).toMatchObject({ ok: false, value: null });
  });

  test('fails without a figure where nobody sent a request', () => {
    expect(one('edge.ttfb.p95[country=SG] < 150ms')).toMatchObject({ ok: false, value: null });
  });
});

test('a threshold on one store takes its own figures, with the interval over seeds', () => {
  const trials = [1, 2, 3].map((seed) => ({
    arm: 'edge',
    seed,
    histograms: {},
    counters: { 'store.reads:KV': 100, 'store.staleReads:KV': seed, 'store.reads:DB': 900 },
  }));
  const counters = { 'store.reads:KV': 300, 'store.staleReads:KV': 6, 'store.reads:DB': 2700 };
  const arms = [{ ...arm('edge', {}, {}), counters }];
  const of = (text: string) => evaluateThresholds([text], { arms, trials })[0];
  const outcome = of('edge.store.staleRatio[store=KV] < 3%');
  expect(outcome).toMatchObject({ ok: true, value: 0.02 });
  expect(outcome?.low).toBeCloseTo(0.02 - 0.0248, 3);
  expect(of('edge.store.reads[store=DB] > 2000')).toMatchObject({ ok: true, value: 2700 });
  expect(of('edge.store.reads[store=OTHER] > 1')).toMatchObject({ ok: false, value: null });
});

test('a threshold on a metric that the run could not give fails without a figure', () => {
  expect(one('edge.ttfb.p99 < 1s')).toMatchObject({ ok: false, value: null, low: null });
});

function one(text: string, trials: readonly Trial[] = []) {
  const [outcome] = evaluateThresholds([text], { arms: ARMS, trials });
  if (outcome === undefined) throw new Error('a threshold must have an outcome');
  return outcome;
}

/** A trial with 500 requests from Brazil of 0.2 to 100 ms, each a little more or less. */
function trialOf(arm: string, { seed, moreUs }: { seed: number; moreUs: number }): Trial {
  const brazil = new Histogram();
  for (let n = 1; n <= 500; n++) brazil.record(n * 200 + moreUs);
  return { arm, seed, histograms: { ttfb: { 'country:BR': brazil.toJson() } }, counters: {} };
}

/** An arm with 500 requests from Brazil of 0.2 to 100 ms. */
function arm(
  name: string,
  summary: Record<string, number>,
  perSeed: Record<string, (number | null)[]>,
): ArmResult {
  const brazil = new Histogram();
  for (let n = 1; n <= 500; n++) brazil.record(n * 200);
  const place = { id: 'aws:us-east-1', name: 'Ashburn', country: 'US', lat: 39, lon: -77 };
  return {
    name,
    platform: 'node-origin',
    platformTitle: 'Node',
    region: place,
    popNetwork: 'cloudflare',
    summary,
    perSeed,
    histograms: { ttfb: { 'country:BR': mutable(brazil) } },
    phasesByTtfb: { upToUs: [], counts: [], sumsUs: {} },
    outcomes: {},
    counters: {},
    series: { stepMs: 1000, columns: {} },
    pops: [],
    journeys: { sample: [], slowest: [] },
    spreads: [],
    errors: [],
  };
}

function mutable(histogram: Histogram) {
  const json = histogram.toJson();
  return { ...json, buckets: [...json.buckets], counts: [...json.counts] };
}
