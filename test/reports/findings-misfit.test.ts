// Findings that say what does not belong at the edge, and what to do instead.
import { expect, it } from 'vitest';
import { findingsOf } from '../../reports/findings.ts';
import type { ArmResult, RunResult } from '../../reports/result.ts';
import { syntheticResult } from './synthetic.ts';

/** The sentence of a result whose arm `edge` was changed, with what would change it. */
function said(id: string, change: (edge: ArmResult, result: RunResult) => void): string {
  const result = syntheticResult();
  const edge = result.arms.find(({ name }) => name === 'edge');
  if (edge === undefined) throw new Error('no edge');
  change(edge, result);
  const found = findingsOf(result).find((finding) => finding.id === id);
  return found === undefined ? '' : `${found.text} ${found.change}`.replaceAll(/\s/g, ' ');
}

function cancelledTimes(times: number): string {
  return said('cancelled', (edge) => {
    edge.outcomes = { ok: 10_000 };
    edge.errors = [
      { outcome: 'waitUntilCancelled', handler: 'h', pop: 'LHR', request: 'GET /', message: 'm', times },
    ];
  });
}

it('work left to waitUntil that is cancelled belongs in a queue', () => {
  expect(cancelledTimes(500)).toMatch(
    /^Do not leave this work to waitUntil\(\) on .*500 requests in edge \(5/,
  );
  expect(cancelledTimes(500)).toContain('Send it to a queue');
  expect(cancelledTimes(5)).toBe('');
});

it('writes that are refused or lost belong where one place orders them', () => {
  const text = (rejected: number, lost: number): string =>
    said('spoiltWrites', (edge) => {
      edge.counters['store.writes'] = 1000;
      edge.counters['store.rejectedWrites'] = rejected;
      edge.counters['store.lostUpdates'] = lost;
      edge.summary['store.staleRatio'] = 0.5;
    });
  expect(text(150, 30)).toMatch(
    /^Do not write like this at the edge.* 150 were refused and 30 undid a write/,
  );
  expect(text(150, 30)).toContain('a Durable Object');
  expect(text(20, 30)).toBe('');
});

/** The same code throws at the edge and not at the origin; `change` may take away why. */
function threw(change: (arms: readonly ArmResult[], result: RunResult) => void): string {
  return said('forgotten', (_edge, result) => {
    result.plan = { arms: result.arms.map(({ name }) => ({ name, handler: 'handler.ts' })) };
    for (const arm of result.arms) {
      const atEdge = arm.name === 'edge';
      arm.outcomes = atEdge ? { ok: 9000, exception: 1000 } : { ok: 10_000 };
      arm.counters = { 'isolates.peak': atEdge ? 200 : 4 };
    }
    change(result.arms, result);
  });
}

it('code that throws only where many isolates run it keeps state in module scope', () => {
  expect(threw(() => {}).slice(0, 60)).toBe('Do not keep state in module scope, least of all at the edge:');
  expect(threw(() => {})).toContain('200 isolates');
});

it.each<[string, Parameters<typeof threw>[0]]>([
  ['it throws everywhere', (arms) => arms.forEach((arm) => (arm.outcomes = { ok: 9000, exception: 1000 }))],
  ['a store may be why', (arms) => arms.forEach((arm) => (arm.counters['store.reads'] = 10))],
  [
    'other arms run other code',
    (_arms, result) => {
      result.plan = { arms: result.arms.map(({ name }) => ({ name, handler: `${name}.ts` })) };
    },
  ],
])('that is not said where %s', (_why, change) => {
  expect(threw(change)).toBe('');
});
