// Comparing two results: paired by seed, honest about chance, and closed to what is not comparable.
import { describe, expect, it } from 'vitest';
import { comparisonMarkdown, comparisonSentence, renderComparison } from '../../reports/compare-text.ts';
import { compareArms, compareResults } from '../../reports/compare.ts';
import { renderComparisonHtml } from '../../reports/html/compare-page.ts';
import { ReportError } from '../../reports/read.ts';
import type { RunResult } from '../../reports/result.ts';
import { syntheticResult } from './synthetic.ts';

function slower(byMs: readonly number[]): RunResult {
  const result = syntheticResult();
  const edge = result.arms.find((arm) => arm.name === 'edge');
  const seeds = edge?.perSeed['ttfb.p50'];
  if (edge === undefined || seeds === undefined) throw new Error('no edge');
  edge.perSeed['ttfb.p50'] = seeds.map((ms, i) => (ms ?? 0) + (byMs[i] ?? 0));
  edge.summary['ttfb.p50'] =
    (edge.summary['ttfb.p50'] ?? 0) + byMs.reduce((sum, ms) => sum + ms, 0) / byMs.length;
  return result;
}

describe('a comparison', () => {
  it('of a result with itself finds no real difference', () => {
    const comparison = compareResults(syntheticResult(), syntheticResult());
    expect(comparisonSentence(comparison)).toMatch(/^No real difference in any of \d+ figures\.$/);
  });

  it('finds a change that all seeds agree on, and calls it worse', () => {
    const comparison = compareResults(syntheticResult(), slower([10, 11, 9, 10, 10]));
    const change = comparison.changes.find((one) => one.arm === 'edge' && one.metric === 'ttfb.p50');
    expect(change?.kind).toBe('worse');
    expect(change?.difference.value).toBeCloseTo(10, 6);
    expect(comparisonSentence(comparison)).toContain('1 worse');
  });

  it('calls a change on which seeds disagree no real difference', () => {
    const comparison = compareResults(syntheticResult(), slower([30, -28, 25, -20, 2]));
    const change = comparison.changes.find((one) => one.arm === 'edge' && one.metric === 'ttfb.p50');
    expect(change?.kind).toBe('same');
  });

  it('does not judge from a single seed', () => {
    const one = syntheticResult();
    one.seeds = [1];
    for (const arm of one.arms)
      for (const name of Object.keys(arm.perSeed)) arm.perSeed[name] = (arm.perSeed[name] ?? []).slice(0, 1);
    expect(comparisonSentence(compareResults(one, structuredClone(one)))).toContain('Too few seeds');
  });

  it('refuses other users, other time and other data, and names the field', () => {
    const plan = { version: 1, workload: { requestsPerSecond: 84, users: { count: 10 } } };
    const before = { ...syntheticResult(100), plan };
    const other = { ...plan, workload: { requestsPerSecond: 84, users: { count: 20 } } };
    expect(() => compareResults(before, { ...before, plan: other })).toThrow(
      /workload\.users\.count \(10 and 20\)/,
    );
    expect(() => compareResults(before, { ...before, windowMs: 1 })).toThrow(/windowMs/);
    expect(() => compareResults(before, { ...before, seeds: [7] })).toThrow(/seeds/);
    expect(() => compareResults(before, { ...before, data: {} })).toThrow(ReportError);
  });

  it('names arms that only one result has', () => {
    const before = syntheticResult();
    before.arms = before.arms.filter((arm) => arm.name !== 'cdn');
    expect(compareResults(before, syntheticResult()).unmatched).toEqual(['cdn']);
  });

  it('reads well in a terminal and in a comment', async () => {
    const comparison = compareResults(syntheticResult(), slower([10, 11, 9, 10, 10]));
    await expect(renderComparison(comparison, { columns: 80, color: false })).toMatchFileSnapshot(
      '../golden/reports/compare-80.txt',
    );
    await expect(comparisonMarkdown(comparison)).toMatchFileSnapshot('../golden/reports/compare.md');
  });

  it('of the arms of one result holds each against the baseline, request by request', () => {
    const result = syntheticResult();
    const [cdn, edge] = compareArms(result);
    expect(cdn?.after.label).toBe('cdn');
    const change = edge?.changes.find((one) => one.metric === 'ttfb.p50');
    const pair = result.pairs.find((one) => one.arm === 'edge' && one.slice === 'all');
    expect(change?.difference).toEqual(pair?.quantileDifference['p50']);
    expect(change?.kind).toBe('better');
  });

  it('makes a page without script that no name can break', () => {
    const before = syntheticResult();
    const after = slower([10, 11, 9, 10, 10]);
    const hostile = '"><script>alert(1)</script>';
    for (const result of [before, after]) {
      result.scenario.title = hostile;
      for (const arm of result.arms) arm.name += hostile;
    }
    const page = renderComparisonHtml([compareResults(before, after)], [hostile]);
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(?:src|href)="(?!#|data:,")/);
    expect(page).toMatch(/\+10\.0\s±\s0\.9\sms/u);
    expect(page).toContain('figures without a real difference');
  });
});
