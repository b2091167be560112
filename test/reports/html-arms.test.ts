// Pages of runs with more than three arms, or with several arms that start cold: every figure in sight and told apart.
import { describe, expect, it, test } from 'vitest';
import { renderHtml } from '../../reports/html/page.ts';
import type { ArmResult, RunResult } from '../../reports/result.ts';
import { syntheticResult } from './synthetic.ts';

function edgeOf(result: RunResult): ArmResult {
  const edge = result.arms.find(({ name }) => name === 'edge');
  if (edge === undefined) throw new Error('no edge');
  return edge;
}

function withAnother(result: RunResult): RunResult {
  return { ...result, arms: [...result.arms, { ...edgeOf(result), name: 'smart' }] };
}

/** The part of a page with this id. */
function part(page: string, id: string): string {
  return new RegExp(`<section id="${id}">.*?</section>`, 's').exec(page)?.[0] ?? '';
}

describe('the page of a run with four arms', () => {
  it('gives the table of all figures the whole width, so that the differences are in sight', () => {
    const beside = /<\/figure><\/div><div class="scroll"/;
    expect(part(renderHtml(syntheticResult()), 'arms')).toMatch(beside);
    const arms = part(renderHtml(withAnother(syntheticResult())), 'arms');
    expect(arms).toMatch(
      /<div class="grid"><figure>.*<\/figure><\/div><div class="scroll".*smart.*edge − origin/s,
    );
  });

  it('says which colour is which arm where several start cold', () => {
    const legend =
      /<ul class="legend"><li><i class="a1( sw)?"><\/i>edge<\/li><li><i class="a\d( sw)?"><\/i>smart/g;
    expect(part(renderHtml(syntheticResult()), 'cold')).not.toMatch(legend);
    expect(part(renderHtml(withAnother(syntheticResult())), 'cold').match(legend)).toHaveLength(2);
  });

  it('names the arm whose change the tables of places show', () => {
    const countries = part(renderHtml(withAnother(syntheticResult())), 'countries');
    expect(countries).toContain('the change is the p75 of edge against origin');
  });
});

test('thresholds stand with their limit: a difference where two metrics are compared', () => {
  const thresholds = part(renderHtml(syntheticResult()), 'thresholds');
  expect(thresholds).toMatch(/difference −400\s?ms, limit −40\s?ms \(95\s?% interval −410 to −390\s?ms\)/u);
  expect(thresholds).toMatch(/value 55\.0\s?s, limit 30\.0\s?s/u);
});

describe('the small maps of a write', () => {
  it('show moments within the first second where all PoPs have it by then', () => {
    const result = syntheticResult();
    for (const spread of edgeOf(result).spreads)
      for (const one of spread.visible) one.ms = Math.min(one.ms, 400);
    const consistency = part(renderHtml(result), 'consistency');
    expect(consistency).toMatch(/After 100\s?ms: /u);
    expect(consistency).not.toMatch(/After 1,000\s?ms: /u);
  });
});
