// Advice on stores and arms fits the stores and arms of the run.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../reports/finding.ts';
import { findingsOf } from '../../reports/findings.ts';
import type { ArmResult, RunResult } from '../../reports/result.ts';
import { syntheticResult } from './synthetic.ts';

function edgeOf(result: RunResult): ArmResult {
  const edge = result.arms.find(({ name }) => name === 'edge');
  if (edge === undefined) throw new Error('no edge');
  return edge;
}

function findingOf(result: RunResult, id: string): Finding | undefined {
  return findingsOf(result).find((finding) => finding.id === id);
}

/** The synthetic run with another kind of store at the edge. */
function withStore(kind: string): RunResult {
  const result = syntheticResult();
  const edge = edgeOf(result);
  return {
    ...result,
    arms: result.arms.map((arm) =>
      arm === edge ? { ...edge, stores: (edge.stores ?? []).map((store) => ({ ...store, kind })) } : arm,
    ),
  };
}

describe('the finding on fresh reads', () => {
  it('speaks of the cacheTtl where Workers KV was written to, and of the way to the home elsewhere', () => {
    expect(findingOf(withStore('workers-kv'), 'freshness')?.change).toContain('cacheTtl');
    const change = findingOf(withStore('d1'), 'freshness')?.change;
    expect(change).not.toContain('cacheTtl');
    expect(change).toContain('home');
  });

  it('says that no read was stale instead of giving a range of nothing', () => {
    const result = syntheticResult();
    const edge = edgeOf(result);
    edge.summary['store.staleRatio'] = 0;
    edge.perSeed['store.staleRatio'] = [0, 0, 0, 0, 0];
    expect(findingOf(result, 'freshness')?.text).toMatch(/; no read was stale/);
  });
});

describe('the finding on the tail', () => {
  it('advises a longer cacheTtl only where Workers KV is what requests wait for', () => {
    const waiting = (kind: string): RunResult => {
      const result = withStore(kind);
      const { counts, sumsUs } = edgeOf(result).phasesByTtfb;
      sumsUs['store'] = counts.map((count) => count * 1e9);
      return result;
    };
    expect(findingOf(waiting('workers-kv'), 'tail')?.change).toContain('cacheTtl');
    expect(findingOf(waiting('d1'), 'tail')?.change).toMatch(/one after the other/);
  });
});

describe('the finding on what another arm brings already', () => {
  it('speaks of caches only where that arm is a CDN', () => {
    const cdn = syntheticResult();
    expect(findingOf(cdn, 'share')?.change).toMatch(/cacheable/i);
    const container = syntheticResult();
    for (const arm of container.arms) if (arm.name === 'cdn') arm.platform = 'container-service';
    const other = findingOf(container, 'share');
    expect(other?.change).not.toMatch(/cacheable/i);
    expect(other?.text).toContain('what else edge does differently');
  });
});
