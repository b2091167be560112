// Visits by chance come at the rate that a scenario names, in bursts exactly so many times as often, and the same for every arm.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { burstClock } from '../../sim/arrivals/bursts.ts';
import { sessionsOf } from '../entities/geo-plan.ts';

const S = 1_000_000;
const HOUR = 3600 * S;

/** How many of some instants lie in a stretch. */
function between(instants: readonly number[], fromUs: number, toUs: number): number {
  return instants.filter((us) => us >= fromUs && us < toUs).length;
}

describe('visits at an even rate', () => {
  // 20 requests a second in visits of 4 make 5 visits a second: 18,000 an hour with a standard deviation of 134.
  const starts = sessionsOf({}, { untilUs: HOUR }).map(({ nextUs }) => nextUs);

  test('come as often as the rate says, within four standard deviations', () => {
    expect(Math.abs(starts.length - 18_000)).toBeLessThan(4 * 134);
  });

  test('come in order, with gaps whose mean and deviation are equal, as by chance alone', () => {
    const gaps = starts.slice(1).map((us, i) => us - (starts[i] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) * (gap - mean), 0) / gaps.length;
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.95);
    expect(Math.sqrt(variance) / mean).toBeLessThan(1.05);
  });

  test('are under way already when the window begins', () => {
    const firstSecond = sessionsOf({}, { untilUs: S });
    expect(firstSecond.length).toBeLessThan(20);
    // Requests, not visits, have the named rate from the first second on.
    const requests = sessionsOf({ warmup: '0s' }, { untilUs: HOUR }).reduce(
      (sum, { requests: n }) => sum + n,
      0,
    );
    expect(requests / 3600).toBeGreaterThan(19);
    expect(requests / 3600).toBeLessThan(21);
  });

  test('are the same on every call and others with another seed', () => {
    const again = sessionsOf({}, { untilUs: HOUR });
    const other = sessionsOf({}, { untilUs: HOUR, seed: 2 });
    expect(again.map(({ nextUs }) => nextUs)).toEqual(starts);
    expect(other.slice(0, 20).map(({ nextUs }) => nextUs)).not.toEqual(starts.slice(0, 20));
  });
});

describe('a burst', () => {
  const scenario = { arrivals: { bursts: [{ from: '10min', to: '20min', times: 5 }] } };
  const starts = sessionsOf(scenario, { untilUs: HOUR }).map(({ nextUs }) => nextUs);
  const minute = 60 * S;

  test('brings five times as many visits while it lasts', () => {
    // 5 a second over 10 minutes: 3,000, and 15,000 in the burst; four standard deviations are 7 % and 3 %.
    expect(between(starts, 10 * minute, 20 * minute) / 15_000).toBeCloseTo(1, 1);
    expect(between(starts, 0, 10 * minute) / 3000).toBeCloseTo(1, 0.9);
    expect(between(starts, 20 * minute, 60 * minute) / 12_000).toBeCloseTo(1, 1);
  });

  test('leaves the visits before it as they were', () => {
    const even = sessionsOf({}, { untilUs: 10 * minute }).map(({ nextUs }) => nextUs);
    expect(starts.slice(0, even.length)).toEqual(even);
  });

  test('of factor 0 is a silence', () => {
    const silent = { arrivals: { bursts: [{ from: '10min', to: '20min', times: 0 }] } };
    const quiet = sessionsOf(silent, { untilUs: HOUR }).map(({ nextUs }) => nextUs);
    expect(between(quiet, 10 * minute, 20 * minute)).toBe(0);
    expect(between(quiet, 20 * minute, 30 * minute)).toBeGreaterThan(2500);
  });
});

describe('the clock of bursts', () => {
  const bursts = fc.array(
    fc.record({
      fromUs: fc.nat(1000),
      length: fc.integer({ min: 1, max: 1000 }),
      factor: fc.constantFrom(0, 0.5, 2, 7),
    }),
    { maxLength: 5 },
  );

  test('inverts the cumulative rate, whatever the bursts', () => {
    fc.assert(
      fc.property(bursts, fc.nat(4000), (drawn, evenUs) => {
        const list = drawn.map(({ fromUs, length, factor }) => ({ fromUs, toUs: fromUs + length, factor }));
        const atUs = burstClock(list)(evenUs);
        // The cumulative rate up to the found instant, summed microsecond by microsecond.
        const rateAt = (us: number): number =>
          list
            .filter((one) => one.fromUs <= us && us < one.toUs)
            .reduce((product, one) => product * one.factor, 1);
        let sum = 0;
        for (let us = 0; us < Math.floor(atUs); us++) sum += rateAt(us);
        sum += (atUs - Math.floor(atUs)) * rateAt(Math.floor(atUs));
        expect(sum).toBeCloseTo(evenUs, 6);
      }),
    );
  });

  test('without bursts is the clock itself', () => {
    expect([-5.5, 0, 12.25].map(burstClock([]))).toEqual([-5.5, 0, 12.25]);
  });

  test('multiplies the factors of bursts that overlap', () => {
    const clock = burstClock([
      { fromUs: 0, toUs: 100, factor: 2 },
      { fromUs: 50, toUs: 100, factor: 3 },
    ]);
    // 100 of the even clock by 50, then 300 more by 100.
    expect([100, 400, 401].map(clock)).toEqual([50, 100, 101]);
  });
});
