// The chart of a sweep puts values where their sizes say, and says so where that is not evenly.
import { expect, test } from 'vitest';
import { gridLines } from '../../reports/html/charts/grid-lines.ts';

/** The chart of one line over these values. */
function chartOf(numbers: readonly number[]): string {
  const one = { value: 5, low: 4, high: 6 };
  return gridLines([{ className: 'a1', values: numbers.map(() => one) }], {
    label: 'x over rate',
    title: 'rate',
    values: numbers.map((number) => ({ text: `${number}/s`, number })),
    format: String,
    unit: '',
  });
}

/** The distances between neighbouring points. */
function gapsOf(chart: string): number[] {
  const places = [...chart.matchAll(/<circle class="dot a1" cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  return places.slice(1).map((x, i) => Math.round(x - (places[i] ?? 0)));
}

test.each([
  ['the same multiple of one another', [1, 4, 16]],
  ['far apart', [1, 10, 100]],
])('values that are %s stand evenly on a logarithmic axis, which is named so', (_what, numbers) => {
  const chart = chartOf(numbers);
  expect(new Set(gapsOf(chart)).size).toBe(1);
  expect(chart).toContain('rate, logarithmic');
});

test('values that grow by a step stand evenly on an even axis, and two values always do', () => {
  for (const numbers of [
    [1, 2, 3, 4],
    [5, 10, 15],
    [1, 4],
  ]) {
    const chart = chartOf(numbers);
    expect(new Set(gapsOf(chart)).size).toBe(1);
    expect(chart).not.toContain('logarithmic');
  }
});
