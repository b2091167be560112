// The synthetic result is a valid RunResult and is always the same.
import { describe, expect, it } from 'vitest';
import { runResultSchema } from '../../reports/result.ts';
import { syntheticResult } from './synthetic.ts';

describe('the synthetic result', () => {
  it('satisfies the contract of a finished run', () => {
    expect(() => runResultSchema.parse(syntheticResult())).not.toThrow();
  });

  it('has the flagship’s size: three arms, 309 PoPs, at least 1,000 user places', () => {
    const result = syntheticResult();
    expect(result.arms.map((arm) => arm.name)).toEqual(['origin', 'cdn', 'edge']);
    expect(result.arms[2]?.pops).toHaveLength(309);
    expect(result.userPlaces.length).toBeGreaterThanOrEqual(1000);
  });

  it('gives each test a copy of its own', () => {
    const one = syntheticResult();
    one.arms.length = 0;
    expect(syntheticResult().arms).toHaveLength(3);
  });
});
