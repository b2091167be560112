// The arithmetic of the bench, on contenders whose rates are known.
import { test } from 'vitest';
import { measure, rateOf } from './rounds.ts';

/** A contender that reports these rates, one a run. */
function reporting(name: string, rates: readonly number[]): { name: string; run: () => number } {
  let run = 0;
  return { name, run: () => rates[run++] ?? Number.NaN };
}

test('ratios are taken within a round, so a slow moment of the machine does not count against one side', async ({
  expect,
}) => {
  const outcome = await measure(
    {
      name: 'case',
      operation: 'events',
      subject: reporting('ours', [1, 40, 4, 20]),
      peers: [{ ...reporting('theirs', [1, 20, 1, 10]), atLeast: 2 }],
    },
    3,
  );
  expect(outcome).toEqual({
    comparison: 'case',
    operation: 'events',
    subject: 'ours',
    perSecond: 20,
    rounds: 3,
    peers: [{ peer: 'theirs', perSecond: 10, ratio: 2, lowestRatio: 2, highestRatio: 4, atLeast: 2 }],
  });
});

test('a rate counts operations, not calls', ({ expect }) => {
  let calls = 0;
  const rate = rateOf(1_000_000, () => {
    calls++;
  });
  expect(calls).toBe(1);
  expect(rate).toBeGreaterThan(0);
});
