// Single charts for slides: each stands alone, is well-formed, and says so when the result has nothing to draw.
import { describe, expect, it } from 'vitest';
import { CHART_NAMES, renderChart } from '../../reports/svg-chart.ts';
import { syntheticResult } from './synthetic.ts';

/** Names of elements that were opened and not closed, or closed and not opened. */
function unbalanced(xml: string): string[] {
  const open: string[] = [];
  for (const [, close, name = '', rest = ''] of xml.matchAll(/<(\/?)([a-zA-Z]+)((?:"[^"]*"|[^>"])*)>/g)) {
    if (rest.endsWith('/')) continue;
    if (close === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [name];
  }
  return open;
}

describe('a single chart', () => {
  it.each(CHART_NAMES)('%s stands alone as a well-formed SVG with a title', (name) => {
    const drawing = renderChart(syntheticResult(), name);
    expect(drawing).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 960 \d+"/);
    expect(drawing).toMatch(/<title>[^<]{8,}<\/title>/);
    expect(drawing.match(/<svg /g)?.length).toBeGreaterThan(1);
    expect(unbalanced(drawing)).toEqual([]);
    expect(drawing).not.toContain('NaN');
    // What it refers to is in it, and nothing is outside.
    for (const [, id] of drawing.matchAll(/href="#([^"]+)"/g)) expect(drawing).toContain(`id="${id}"`);
    expect(drawing).not.toMatch(/(?:href|src)="(?!#)|url\(|@import|<script/);
  });

  it('of all arms has a map for each', () => {
    const drawing = renderChart(syntheticResult(), 'map');
    for (const arm of ['origin', 'cdn', 'edge']) expect(drawing).toContain(`World map of ${arm}`);
  });

  it('that does not exist is refused with the names of those that do', () => {
    expect(() => renderChart(syntheticResult(100), 'toString')).toThrow(
      expect.objectContaining({ code: 'CHART_UNKNOWN', hint: expect.stringContaining('glance') }),
    );
  });

  it('for which the result holds nothing is refused, not drawn empty', () => {
    const result = syntheticResult(100);
    result.pairs = [];
    expect(() => renderChart(result, 'differences')).toThrow(/holds nothing/);
  });
});
