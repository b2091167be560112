// Hostile names reach no file as markup, as control characters, or at length, whatever the file is for.
import { describe, expect, it } from 'vitest';
import { comparisonMarkdown, renderComparison } from '../../reports/compare-text.ts';
import { compareArms } from '../../reports/compare.ts';
import { renderComparisonHtml } from '../../reports/html/compare-page.ts';
import { EXPORTS } from '../../reports/index.ts';
import { CHART_NAMES, renderChart } from '../../reports/svg-chart.ts';
import { renderTerminal } from '../../reports/terminal.ts';
import { hostileResult } from './hostile.ts';

const LARGEST_BYTES = 800_000;
/** Control and format characters steer terminals and turn text around; line ends alone are wanted. */
const STEERING = /[\p{Cc}\p{Cf}]/u;
const withoutLineEnds = (text: string): string => text.replaceAll(/\r?\n/g, '');

const texts = Object.entries(EXPORTS).filter(([name]) => name !== 'parquet');

describe('a hostile result', () => {
  it.each(texts)('is harmless as %s', async (_name, { load }) => {
    const content = String((await load())(hostileResult()));
    expect(content.length).toBeLessThan(LARGEST_BYTES);
    expect(withoutLineEnds(content)).not.toMatch(STEERING);
  });

  it.each(['html', 'junit'])('opens no element in %s', async (name) => {
    const content = String((await EXPORTS[name]?.load())?.(hostileResult()));
    expect(content).toContain('&#60;img');
    expect(content).not.toContain('<img');
  });

  it.each(CHART_NAMES.filter((name) => name !== 'continents'))('is harmless as the chart %s', (name) => {
    const drawing = renderChart(hostileResult(), name);
    expect(drawing).not.toMatch(/<script|<img|onerror="/);
    expect(drawing.match(/<\/style>/g)).toHaveLength(1);
    expect(withoutLineEnds(drawing)).not.toMatch(STEERING);
    expect(drawing.length).toBeLessThan(LARGEST_BYTES);
  });

  it('is harmless in the terminal, as a summary and as a comparison', () => {
    const result = hostileResult();
    const [first] = compareArms(result);
    if (first === undefined) throw new Error('no comparison');
    const plain = { columns: 80, color: false, maps: true };
    for (const text of [renderTerminal(result, plain), renderComparison(first, plain)]) {
      expect(withoutLineEnds(text)).not.toMatch(STEERING);
      for (const line of text.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(80);
    }
    expect(comparisonMarkdown(first)).not.toMatch(/(?<!\\)<(?:script|img)/);
    expect(renderComparisonHtml([first], ['x'])).not.toMatch(/<script|<img/);
  });
});
