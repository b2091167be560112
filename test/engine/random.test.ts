// Chance: every draw is even, and draws of different seeds, owners, labels and numbers know nothing of each other.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw32, exponential, labelHash, lognormal, normal, uniform } from '../../sim/random.ts';

const DRAWS = 100_000;
const BINS = 256;
/** With 255 degrees of freedom chi-square exceeds 330.5 with a chance of one in a thousand (normal approximation by Wilson and Hilferty). */
const CHI_SQUARE_LIMIT = 330.5;
const A = labelHash('one thing');
const B = labelHash('another thing');

function chiSquare(bins: readonly number[]): number {
  const expected = bins.reduce((sum, one) => sum + one, 0) / bins.length;
  return bins.reduce((sum, one) => sum + ((one - expected) * (one - expected)) / expected, 0);
}

/** Chi-square of a stream of 32-bit draws, by the bits that a shift selects. */
function evenness(draw: (n: number) => number, shift: number): number {
  const bins = Array.from({ length: BINS }, () => 0);
  for (let n = 0; n < DRAWS; n++) {
    const bin = (draw(n) >>> shift) & (BINS - 1);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return chiSquare(bins);
}

const STREAMS: readonly (readonly [string, (n: number) => number])[] = [
  ['numbers of one owner', (n) => draw32(1, 7, A, n)],
  ['owners', (n) => draw32(1, n, A, 0)],
  ['owners that are far apart, as journey ids are', (n) => draw32(1, n * 256, A, 0)],
  ['owners beyond 32 bits', (n) => draw32(1, 2 ** 33 + n * 4_294_967_296, A, 0)],
  ['seeds', (n) => draw32(n, 7, A, 0)],
  ['labels', (n) => draw32(1, 7, labelHash(`label ${n}`), 0)],
];

describe.each(STREAMS)('draws over many %s', (_over, draw) => {
  test.each([0, 8, 16, 24])('are even in the eight bits from bit %i (chi-square)', (shift) => {
    expect(evenness(draw, shift)).toBeLessThan(CHI_SQUARE_LIMIT);
  });
});

/** Pairs of draws in a 16 × 16 table: independent streams fill it evenly. */
function pairChiSquare(first: (n: number) => number, second: (n: number) => number): number {
  const bins = Array.from({ length: BINS }, () => 0);
  for (let n = 0; n < DRAWS; n++) {
    const bin = ((first(n) >>> 28) << 4) | (second(n) >>> 28);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return chiSquare(bins);
}

describe('a draw tells nothing of', () => {
  const own = (n: number): number => draw32(1, n, A, 0);
  test.each([
    ['the draw of the same owner for another purpose', (n: number) => draw32(1, n, B, 0)],
    ['the next draw of the same owner', (n: number) => draw32(1, n, A, 1)],
    ['the draw of the next owner', (n: number) => draw32(1, n + 1, A, 0)],
    ['the draw of the same owner with the next seed', (n: number) => draw32(2, n, A, 0)],
  ])('%s', (_what, other) => {
    expect(pairChiSquare(own, other)).toBeLessThan(CHI_SQUARE_LIMIT);
  });
});

test('one bit more or less in seed, owner or number changes half of the bits', () => {
  const bits = (x: number): number => (x >>> 0).toString(2).replaceAll('0', '').length;
  for (const changed of [
    (n: number, bit: number) => draw32(n ^ bit, 99, A, 5),
    (n: number, bit: number) => draw32(99, n ^ bit, A, 5),
    (n: number, bit: number) => draw32(99, 5, A, n ^ bit),
  ]) {
    let flipped = 0;
    for (let n = 0; n < 2000; n++) flipped += bits(changed(n, 0) ^ changed(n, 1 << (n % 20)));
    // 2,000 times 32 bits with a deviation of √8 each: 16 ± 0.063; four deviations.
    expect(Math.abs(flipped / 2000 - 16)).toBeLessThan(0.26);
  }
});

test('a draw depends on its four inputs alone', () => {
  const input = fc.tuple(fc.nat(), fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.nat({ max: 1e6 }));
  fc.assert(
    fc.property(input, ([seed, owner, n]) => {
      const drawn = uniform(seed, owner, A, n);
      expect(uniform(seed, owner, A, n)).toBe(drawn);
      expect(drawn).toBeGreaterThan(0);
      expect(drawn).toBeLessThan(1);
      expect(uniform(seed, owner, A, n)).toBe((draw32(seed, owner, A, n) + 0.5) / 4_294_967_296);
    }),
  );
});

describe('the distributions have the moments of theory, within four standard errors:', () => {
  const of = (draw: (n: number) => number): { mean: number; variance: number } => {
    const list = Array.from({ length: DRAWS }, (_, n) => draw(n));
    const mean = list.reduce((sum, one) => sum + one, 0) / DRAWS;
    return { mean, variance: list.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / (DRAWS - 1) };
  };
  const root = Math.sqrt(DRAWS);

  test('uniform: mean 1/2, variance 1/12', () => {
    const { mean, variance } = of((n) => uniform(3, n, A));
    expect(Math.abs(mean - 0.5)).toBeLessThan((4 * Math.sqrt(1 / 12)) / root);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan((4 * Math.sqrt(1 / 180)) / root);
  });

  test('exponential: variance is the square of the mean', () => {
    const { mean, variance } = of((n) => exponential(5, 3, n, A));
    expect(Math.abs(mean - 5)).toBeLessThan((4 * 5) / root);
    // The fourth central moment of an exponential is nine times its squared variance.
    expect(Math.abs(variance - 25)).toBeLessThan((4 * 25 * Math.sqrt(8)) / root);
  });

  test('normal: mean 0, variance 1', () => {
    const { mean, variance } = of((n) => normal(3, n, A));
    expect(Math.abs(mean)).toBeLessThan(4 / root);
    expect(Math.abs(variance - 1)).toBeLessThan((4 * Math.sqrt(2)) / root);
  });

  test('lognormal: half of it lies below the median, and its logarithm is normal', () => {
    const { mean, variance } = of((n) => Math.log(lognormal(20, 0.5, 3, n, A)));
    expect(Math.abs(mean - Math.log(20))).toBeLessThan((4 * 0.5) / root);
    expect(Math.abs(variance - 0.25)).toBeLessThan((4 * 0.25 * Math.sqrt(2)) / root);
  });
});
