// The page: whole, small, self-contained, readable without script, and deaf to hostile names.
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/html/page.ts';
import { PAGE_SCRIPT } from '../../reports/html/script.ts';
import { hostileResult } from './hostile.ts';
import { syntheticResult } from './synthetic.ts';

describe('the page', () => {
  it('is at most 500,000 bytes for three arms and 309 PoPs', () => {
    expect(Buffer.byteLength(renderHtml(syntheticResult()))).toBeLessThanOrEqual(500_000);
  });

  it('is the same for the same result', () => {
    expect(renderHtml(syntheticResult())).toBe(renderHtml(syntheticResult()));
  });

  it('asks the network for nothing', () => {
    const page = renderHtml(syntheticResult());
    expect(page).not.toMatch(/(?:src|href)="(?!#|data:,")/);
    expect(page).not.toMatch(/url\(|@import|<link(?! rel="icon" href="data:,")|<(?:img|iframe|object|embed)/);
  });

  it('holds a script of less than 10 kB, and no other may run', () => {
    expect(PAGE_SCRIPT.length).toBeLessThan(10_000);
    expect(renderHtml(syntheticResult())).toMatch(/script-src 'sha256-[\w+/=]+'"/);
  });

  it('tells in this order: verdict, maps, curves, phases, cold starts, origin, consistency, evidence, ground', () => {
    const ids = [...renderHtml(syntheticResult()).matchAll(/<section id="(\w+)">/g)].map((match) => match[1]);
    expect(ids).toEqual([
      'arms',
      'where',
      'latency',
      'phases',
      'cold',
      'origin',
      'consistency',
      'stores',
      'pairs',
      'findings',
      'claims',
      'thresholds',
      'slowest',
      'countries',
      'assumed',
      'reproduce',
    ]);
  });

  it('keeps a table behind every chart', () => {
    const page = renderHtml(syntheticResult());
    const figures = [...page.matchAll(/<figure(?: class="(\w+)")?>(.*?)<\/figure>/gs)].filter((match) =>
      match[2]?.includes('class="chart'),
    );
    expect(figures.length).toBeGreaterThan(9);
    for (const match of figures) expect(match[2]).toMatch(/<details>.*<table/s);
  });

  it('gives every drawing a name for screen readers', () => {
    for (const [open] of renderHtml(syntheticResult()).matchAll(/<svg[^>]*>/g))
      expect(open).toMatch(/aria-label="[^"]+"|aria-hidden="true"/);
  });

  it('lets no name of the scenario become markup, however long or strange', () => {
    const page = renderHtml(hostileResult());
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('<img');
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).not.toContain('\u202E');
    expect(page).not.toContain('\u0000');
    expect(Buffer.byteLength(page)).toBeLessThan(600_000);
  });

  it('draws a run of one arm, without pairs, stores or cold starts', () => {
    const result = syntheticResult();
    result.arms = result.arms.slice(0, 1);
    result.pairs = [];
    result.thresholds = [];
    const page = renderHtml(result);
    expect(page).not.toContain('id="consistency"');
    expect(page).not.toContain('id="pairs"');
    expect(page.replace(PAGE_SCRIPT, '')).not.toContain('NaN');
  });

  it('draws a run in which nothing happened', () => {
    const result = syntheticResult();
    for (const arm of result.arms) {
      Object.assign(arm, { summary: {}, perSeed: {}, histograms: {}, outcomes: {}, pops: [], spreads: [] });
      arm.phasesByTtfb = { upToUs: [], counts: [], sumsUs: {} };
      arm.series = { stepMs: 1000, columns: {} };
      arm.journeys = { sample: [], slowest: [] };
    }
    Object.assign(result, { pairs: [], userPlaces: [], probes: [], constants: [], seeds: [] });
    expect(renderHtml(result).replace(PAGE_SCRIPT, '')).not.toContain('NaN');
  });
});
