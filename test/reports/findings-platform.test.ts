// Findings about platforms: limits that were met, what a month costs, and where cold starts come from.
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../reports/findings.ts';
import type { BillResult, RunResult } from '../../reports/result.ts';
import { syntheticResult } from './synthetic.ts';

function textOf(result: RunResult, id: string): string {
  const found = findingsOf(result).find((finding) => finding.id === id);
  return found === undefined ? '' : `${found.text} ${found.change}`.replaceAll(/\s/g, ' ');
}

function bill(fixedUsd: number, perMillionUsd: number): BillResult {
  const from = { included: 0, source: 'a test', retrieved: '2026-11-21', confidence: 'assumed' } as const;
  const items: BillResult['items'] = [
    { ...from, item: 'base', meter: 'month', quantity: 1, unit: 'month', priceUsd: fixedUsd, usd: fixedUsd },
    {
      ...from,
      item: 'requests',
      meter: 'requests',
      quantity: 100,
      unit: 'million',
      priceUsd: perMillionUsd,
      usd: 100 * perMillionUsd,
    },
  ];
  return { monthDays: 30, scale: 1, usage: {}, items, totalUsd: fixedUsd + 100 * perMillionUsd };
}

function withBills(ours: BillResult, theirs: BillResult): RunResult {
  const result = syntheticResult();
  for (const arm of result.arms) {
    arm.bill = arm.name === 'edge' ? ours : theirs;
    arm.summary['cost.month'] = arm.bill.totalUsd;
    arm.perSeed['cost.month'] = [0, 1, 2, 1, 1].map(
      (extra) => (arm.bill?.totalUsd ?? 0) + extra * (arm.name === 'edge' ? 1 : 0),
    );
  }
  return result;
}

describe('the finding on cost', () => {
  it('gives the sum, the difference with its interval, what most of it is for, and the traffic at which it turns', () => {
    // 5 + 0.5 x = 80 + 0.2 x at x = 250 million, 2.5 times the 100 million of a month.
    const text = textOf(withBills(bill(5, 0.5), bill(80, 0.2)), 'cost');
    expect(text).toContain('costs 55.00 $ in edge');
    expect(text).toContain('against origin (95 % interval');
    expect(text).toContain('most of it, 50.00 $, is for requests');
    expect(text).toMatch(/At about 2\.[3-7] times this traffic both would cost the same/);
  });

  it('calls what is less than half of the bill its largest part', () => {
    const ours = bill(30, 0.4);
    const items = [...ours.items, ...bill(20, 0).items];
    const text = textOf(withBills({ ...ours, items, totalUsd: 90 }, bill(80, 0.2)), 'cost');
    expect(text).toContain('the largest part, 40.00 $, is for requests');
  });

  it('says that no traffic would turn it where one bill is always the smaller one', () => {
    expect(textOf(withBills(bill(5, 0.1), bill(80, 0.2)), 'cost')).toContain('would turn it');
  });

  it('is left out of results without bills', () => {
    expect(textOf(syntheticResult(), 'cost')).toBe('');
  });
});

describe('the finding on limits', () => {
  it.each([
    ['exceededCpu', 'CPU time', 'Run the heavy part at an origin'],
    ['exceededTime', 'limit of time', 'Answer at once and go on in a queue'],
    ['exceededMemory', 'limit of memory', 'Stream bodies'],
  ])('comes first and says plainly not to run this there: %s', (outcome, called, instead) => {
    const result = syntheticResult();
    const edge = result.arms.find(({ name }) => name === 'edge');
    if (edge === undefined) throw new Error('no edge');
    edge.outcomes = { ok: 30_000, [outcome]: 10_000 };
    expect(findingsOf(result)[0]?.id).toBe('limit');
    const text = textOf(result, 'limit');
    expect(text).toMatch(/^Do not run this on .*10,000 requests in edge \(25 %\)/);
    expect(text).toContain(called);
    expect(text).toContain(instead);
    expect(findingsOf(result).map(({ id }) => id)).not.toContain('failures');
  });

  it('is silent where hardly any request met one', () => {
    const result = syntheticResult();
    for (const arm of result.arms) arm.outcomes = { ok: 39_999, exceededCpu: 1 };
    expect(textOf(result, 'limit')).toBe('');
  });
});

describe('the finding on cold starts', () => {
  it('tells quiet sites from busy ones, with the bound in requests a minute', () => {
    const result = syntheticResult();
    const edge = result.arms.find(({ name }) => name === 'edge');
    if (edge === undefined) throw new Error('no edge');
    const minutes = (result.seeds.length * result.windowMs) / 60_000;
    const [first, second] = edge.pops;
    if (first === undefined || second === undefined) throw new Error('no sites');
    edge.pops = [
      { ...first, requests: Math.round(2 * minutes), coldStarts: Math.round(minutes) },
      { ...second, requests: Math.round(600 * minutes), coldStarts: 3 },
    ];
    edge.summary['cold.rate'] = 0.2;
    const text = textOf(result, 'coldStarts');
    expect(text).toContain('Below 3 requests a minute (1 site)');
    expect(text).toMatch(/(?:49|50|51|52) % of requests start cold/);
  });
});
