// A sweep is drawn as text and as a page; names stay harmless, and gaps stay gaps.
import { describe, expect, test } from 'vitest';
import { renderSweepHtml } from '../../reports/html/sweep-page.ts';
import { renderSweep, renderSweepCsv } from '../../reports/sweep-text.ts';
import { sweepResultSchema } from '../../reports/sweep-result.ts';
import type { SweepResult } from '../../reports/sweep-result.ts';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>' \u202E\u0000 </style>`;

function sweepOf(name = 'rate', values = ['1/s', '10/s', '100/s']): SweepResult {
  return {
    kind: 'antipode-sweep',
    version: 1,
    partial: false,
    scenario: { name, title: `About ${name}`, question: name, path: 'hello/scenario.yaml' },
    engineDigest: 'f'.repeat(64),
    seeds: [1, 2, 3],
    axes: [{ path: name, values: values.map((text, i) => ({ text, number: Math.max(1, 10 * i) })) }],
    metrics: ['origin', 'edge'].map((arm) => ({
      text: `${arm}.ttfb.p95`,
      arm: arm === 'edge' ? name : arm,
      metric: 'ttfb.p95',
      unit: 'ms',
      meaning: name,
    })),
    points: values.map((text, i) => ({
      values: [text],
      planDigest: 'a'.repeat(64),
      requestsPerArm: 100 * (i + 1),
      figures: [
        { value: 100 + i, low: 99 + i, high: 101 + i },
        i === 1 ? { value: null, low: null, high: null } : { value: 40, low: null, high: null },
      ],
    })),
    warnings: [],
  };
}

test('the sample is what the contract says', () => {
  expect(sweepResultSchema.parse(sweepOf())).toEqual(sweepOf());
});

describe('as text', () => {
  test('figures have half of their interval, and none where nothing is known', () => {
    const lines = renderSweep(sweepOf(), { columns: 80, color: false }).split('\n');
    expect(lines.find((line) => line.includes('rate=1/s'))).toMatch(/100 ± 1 ms +40 ms$/);
    expect(lines.find((line) => line.includes('rate=10/s'))).toMatch(/101 ± 1 ms +–$/);
  });

  test.each([40, 60, 80, 120])('fits %i columns, in several tables where it must', (columns) => {
    const text = renderSweep(sweepOf(), { columns, color: false });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(text).toContain('origin.ttfb.p95');
    expect(text).toContain('edge.ttfb.p95');
  });

  test('CSV has a line for each figure, and empty fields for what is not known', () => {
    const lines = renderSweepCsv(sweepOf()).split('\r\n');
    expect(lines[0]).toBe('rate,metric,arm,value,low,high,unit,requestsPerArm,planDigest');
    expect(lines[4]).toMatch(/^10\/s,ttfb\.p95,rate,,,,ms,200,a+$/);
  });
});

describe('as a page', () => {
  test('a line for each arm through the points that have a figure', () => {
    const page = renderSweepHtml(sweepOf());
    expect(page.match(/class="curve /g)).toHaveLength(2);
    expect(page.match(/<circle /g)).toHaveLength(5);
  });

  test('one value, and values that are no numbers, have a place too', () => {
    for (const sweep of [sweepOf('rate', ['1/s']), noNumbers()]) {
      const page = renderSweepHtml(sweep);
      expect(page).not.toMatch(/NaN|Infinity|undefined/);
      expect(page).toContain('<circle ');
    }
  });

  test('an interrupted sweep says so', () => {
    const page = renderSweepHtml({ ...sweepOf(), partial: true, warnings: ['The sweep was interrupted.'] });
    expect(page).toContain('The sweep was interrupted.');
  });

  test('names are hostile', () => {
    const hostile = sweepOf(HOSTILE, [HOSTILE, '2']);
    for (const text of [renderSweepHtml(hostile)]) {
      expect(text).not.toMatch(/<script|<img/);
      expect(text.match(/<\/style>/g)).toHaveLength(1);
      expect(text).not.toMatch(/\p{Cf}/u);
    }
    expect(renderSweep(hostile, { columns: 80, color: false })).not.toMatch(/\p{Cf}/u);
    expect(renderSweepCsv(hostile)).not.toMatch(/\p{Cf}/u);
  });
});

function noNumbers(): SweepResult {
  const sweep = sweepOf('routing', ['anycast', 'nearest', 'pinned']);
  for (const axis of sweep.axes) for (const value of axis.values) value.number = null;
  return sweep;
}
