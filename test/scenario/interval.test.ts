// The 95 % interval of a mean agrees with published tables of Student's t.
import { describe, expect, test } from 'vitest';
import { meanInterval, studentT95 } from '../../sim/metrics/interval.ts';

describe('the 95 % point of Student’s t', () => {
  test.each([
    [1, 12.706],
    [4, 2.776],
    [30, 2.042],
    [40, 2.021],
    [60, 2.0],
    [120, 1.98],
    [1000, 1.962],
  ])('with %i degrees of freedom is %f', (degrees, point) => {
    expect(studentT95(degrees)).toBeCloseTo(point, 3);
  });
});

describe('the interval of a mean', () => {
  test('is the mean ± t · s / √n', () => {
    const { value, low, high } = meanInterval([97, 101, 100, 101, 101]);
    expect(value).toBe(100);
    expect(low).toBeCloseTo(97.8498, 3);
    expect(high).toBeCloseTo(102.1502, 3);
  });

  test('has no ends with one value and nothing without values', () => {
    expect(meanInterval([5])).toEqual({ value: 5, low: null, high: null });
    expect(meanInterval([])).toEqual({ value: null, low: null, high: null });
  });
});
