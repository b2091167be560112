// Verdict, findings and claims say what the numbers say, and no more.
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../reports/claims.ts';
import { meanInterval, seedDifference } from '../../reports/figures.ts';
import { findingsOf } from '../../reports/findings.ts';
import type { RunResult } from '../../reports/result.ts';
import { verdictOf, verdictSentence } from '../../reports/verdict.ts';
import { syntheticResult } from './synthetic.ts';

function withMedianDifference(low: number, high: number): RunResult {
  const result = syntheticResult();
  for (const pair of result.pairs) pair.quantileDifference['p50'] = { value: (low + high) / 2, low, high };
  return result;
}

function verdictOn(result: RunResult, id: string): string | undefined {
  return claimsOf(result).find((claim) => claim.id === id)?.verdict;
}

describe('the verdict', () => {
  it('names gain and price in one sentence', () => {
    const sentence = verdictSentence(verdictOf(syntheticResult()));
    expect(sentence).toMatch(/sooner .* in exchange, .*\.$/);
  });

  it('says “no real difference” when the interval holds zero', () => {
    expect(verdictOf(withMedianDifference(-3, 2)).gain).toContain('no real difference');
  });

  it('says “later” when the edge is slower', () => {
    expect(verdictOf(withMedianDifference(5, 9)).gain).toMatch(/7\.0\s±\s2\.0\sms later/);
  });

  it('says that an interrupted run is unfinished', () => {
    expect(verdictOf({ ...syntheticResult(), partial: true }).gain).toMatch(/^So far/);
  });
});

describe('findings', () => {
  it('are at most five, each with a number and what would change it', () => {
    const findings = findingsOf(syntheticResult());
    expect(findings.length).toBeLessThanOrEqual(5);
    expect(findings.length).toBeGreaterThan(2);
    for (const { text, change } of findings) {
      expect(text).toMatch(/\d/);
      expect(change.length).toBeGreaterThan(20);
    }
  });

  it('call a difference whose interval holds zero no real difference', () => {
    const gain = findingsOf(withMedianDifference(-1, 1)).find((finding) => finding.id === 'gain');
    expect(gain?.text).toContain('no real difference');
  });

  it('begin with failures when requests failed', () => {
    const result = syntheticResult();
    const edge = result.arms[2];
    if (edge === undefined) throw new Error('no edge');
    edge.outcomes = { ok: 39_000, threw: 1000 };
    expect(findingsOf(result)[0]?.text).toContain('1,000 of 40,000 requests in edge');
  });
});

describe('claims', () => {
  it('judge Singapore to Virginia by the modelled path', () => {
    const result = syntheticResult();
    expect(verdictOn(result, 'far-round-trip')).toBe('does not hold');
    expect(verdictOn({ ...result, probes: [] }, 'far-round-trip')).toBe('not judged');
  });

  it('judge “under 50 ms globally” by the share of requests', () => {
    const result = syntheticResult();
    const edge = result.arms[2];
    if (edge === undefined) throw new Error('no edge');
    expect(verdictOn(result, 'sub-50')).toBe('holds in part');
    edge.summary['ttfb.under50ms'] = 0.97;
    expect(verdictOn(result, 'sub-50')).toBe('holds');
    edge.summary['ttfb.under50ms'] = 0.2;
    expect(verdictOn(result, 'sub-50')).toBe('does not hold');
  });

  it('judge origin load by requests and bytes that surely fell', () => {
    const result = syntheticResult();
    expect(verdictOn(result, 'origin-load')).toBe('holds');
    const edge = result.arms[2];
    if (edge === undefined) throw new Error('no edge');
    edge.summary['origin.egressBytes'] = 900e6;
    expect(verdictOn(result, 'origin-load')).toBe('holds in part');
  });

  it('do not judge cold starts that did not happen', () => {
    const result = syntheticResult();
    delete result.arms[2]?.histograms['coldStart'];
    expect(verdictOn(result, 'isolate-start')).toBe('not judged');
  });
});

describe('intervals', () => {
  it('follow Student’s t: for 1, 2, 3, 4, 5 the mean is 3 ± 1.963', () => {
    const { value, low, high } = meanInterval([1, 2, 3, 4, 5]);
    expect(value).toBe(3);
    expect(high).toBeCloseTo(3 + (2.776 * Math.sqrt(2.5)) / Math.sqrt(5), 3);
    expect(low).toBeCloseTo(3 - (2.776 * Math.sqrt(2.5)) / Math.sqrt(5), 3);
  });

  it('of a total count all seeds together, even where one arm counts nothing', () => {
    const [origin, , edge] = syntheticResult().arms;
    if (origin === undefined || edge === undefined) throw new Error('no arms');
    edge.summary['origin.requests'] = 0;
    edge.perSeed['origin.requests'] = [0, 0, 0, 0, 0];
    expect(seedDifference(edge, origin, 'origin.requests').value).toBe(-40_000);
  });

  it('do not exist for a single seed', () => {
    expect(meanInterval([7])).toEqual({ value: 7, low: null, high: null });
  });
});
