// The histogram keeps its promises: exact merging in any order, every quantile within 0.4 % of sorting all values, exact sums and extremes.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketMiddle, bucketOf, Histogram } from '../../sim/metrics/histogram.ts';
import { meanInterval, studentT95 } from '../../sim/metrics/interval.ts';

const ERROR = 0.004;
/** Microseconds from nothing to a month, small and large ones alike, some below zero as differences are. */
const value = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 5_000_000 }),
  fc.integer({ min: 0, max: 2_600_000_000_000 }),
  fc.integer({ min: -3_000_000, max: 0 }),
);
const values = fc.array(value, { minLength: 1, maxLength: 300 });

function of(list: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const one of list) histogram.record(one);
  return histogram;
}

function merged(...parts: readonly Histogram[]): Histogram {
  const sum = new Histogram();
  for (const part of parts) sum.merge(part);
  return sum;
}

describe('for any values', () => {
  test('a quantile is within 0.4 % of the nearest rank in the sorted list', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, q) => {
        const sorted = list.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(q * list.length)) - 1] ?? Number.NaN;
        const found = of(list).quantile(q);
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(ERROR * Math.abs(exact));
      }),
      { numRuns: 2000 },
    );
  });

  test('count, sum, mean and extremes are exact', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { count, sum, min, max } = of(list);
        expect({ count, sum, min, max }).toEqual({
          count: list.length,
          sum: list.reduce((total, one) => total + one, 0),
          min: Math.min(...list) + 0,
          max: Math.max(...list) + 0,
        });
        expect(of(list).mean()).toBe(sum / count);
      }),
    );
  });

  test('merging gives the bytes of having recorded everything in one, in any order and grouping', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const whole = of([...a, ...b, ...c]).toJson();
        expect(merged(of(a), of(b), of(c)).toJson()).toEqual(whole);
        expect(merged(of(c), of(a), of(b)).toJson()).toEqual(whole);
        expect(merged(of(a), merged(of(b), of(c))).toJson()).toEqual(whole);
        expect(merged(new Histogram(), of([...a, ...b, ...c]), new Histogram()).toJson()).toEqual(whole);
      }),
    );
  });

  test('its saved form brings it back whole, and buckets ascend', () => {
    fc.assert(
      fc.property(values, (list) => {
        const json = of(list).toJson();
        expect(Histogram.fromJson(JSON.parse(JSON.stringify(json))).toJson()).toEqual(json);
        expect(json.buckets).toEqual(json.buckets.toSorted((a, b) => a - b));
        expect(json.counts.reduce((total, one) => total + one, 0)).toBe(list.length);
      }),
    );
  });

  test('the share at or below a limit is right to the width of a bucket', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 5_000_000 }), (list, limit) => {
        const share = of(list).shareAtOrBelow(limit);
        const below = (edge: number): number => list.filter((one) => one <= edge).length / list.length;
        expect(share).toBeGreaterThanOrEqual(below(limit));
        expect(share).toBeLessThanOrEqual(below(limit * (1 + 2 * ERROR)));
      }),
    );
  });

  test('recording a value many times is recording it that often', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 1000 }), (one, times) => {
        const often = new Histogram();
        often.record(one, times);
        expect(often.toJson()).toEqual(of(Array.from({ length: times }, () => one)).toJson());
      }),
      { numRuns: 50 },
    );
  });
});

describe('buckets', () => {
  test('ascend with the values, and each value lies within 0.4 % of the middle of its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 }), (one) => {
        expect(bucketOf(one + 1)).toBeGreaterThanOrEqual(bucketOf(one));
        expect(Math.abs(bucketMiddle(bucketOf(one)) - one)).toBeLessThanOrEqual(ERROR * one);
        expect(bucketOf(-one) + bucketOf(one)).toBe(0);
      }),
      { numRuns: 5000 },
    );
  });

  test('are exact below 128', () => {
    for (let one = 0; one < 128; one++) expect(bucketMiddle(bucketOf(one))).toBe(one);
  });
});

test('an empty histogram has no quantile, no share and no mean', () => {
  const empty = new Histogram();
  expect([empty.quantile(0.5), empty.shareAtOrBelow(1), empty.mean()]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
  expect(empty.toJson()).toEqual({ count: 0, sum: 0, min: 0, max: 0, buckets: [], counts: [] });
});

describe('an interval over seeds', () => {
  test('is the mean plus and minus t·s/√n', () => {
    // Mean 12, s = √(10/4) = 1.5811, t(4) = 2.776: half width 2.776·1.5811/√5 = 1.9629.
    const { value: mean, low, high } = meanInterval([10, 11, 12, 13, 14]);
    expect(mean).toBe(12);
    expect(low).toBeCloseTo(12 - 1.9629, 3);
    expect(high).toBeCloseTo(12 + 1.9629, 3);
  });

  test('says nothing about one value and knows nothing of none', () => {
    expect(meanInterval([7])).toEqual({ value: 7, low: null, high: null });
    expect(meanInterval([])).toEqual({ value: null, low: null, high: null });
  });

  test('uses the tabled points of Student’s t, and beyond them goes down to 1.96', () => {
    expect([1, 4, 9, 30].map(studentT95)).toEqual([12.706, 2.776, 2.262, 2.042]);
    // Tables give 2.021 for 40, 2.000 for 60 and 1.980 for 120 degrees of freedom.
    expect([40, 60, 120].map((degrees) => studentT95(degrees).toFixed(3))).toEqual([
      '2.021',
      '2.000',
      '1.980',
    ]);
    expect(studentT95(1e9)).toBeCloseTo(1.959964, 5);
  });
});
