// The story of sessions, run once as its README says: the table there holds the numbers that come out.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../reports/result.ts';
import { runEnsemble } from '../../sim/ensemble/run.ts';
import { loadPlan } from '../../sim/scenario/load.ts';

const STORY = 'scenarios/sessions';

describe('sessions at the edge', () => {
  let result: RunResult;
  beforeAll(async () => {
    const { plan, bundles, files, scenarioPath } = await loadPlan(STORY);
    result = await runEnsemble(plan, {
      bundles,
      files,
      seeds: [1],
      jobs: 2,
      kernel: 'packed',
      scenarioPath,
      onProgress: () => {},
      signal: new AbortController().signal,
    });
  }, 120_000);

  /** One row of the table, as the README prints it. */
  function row(name: string): string {
    const arm = result.arms.find((one) => one.name === name);
    const figure = (metric: string): number => arm?.summary[metric] ?? 0;
    const ms = (metric: string): string => String(Math.round(figure(metric)));
    const cells = [
      `\`${name}\``,
      ms('ttfb.p50'),
      ms('ttfb.p95'),
      ms('kv.read.p50'),
      ms('kv.write.p50'),
      String(figure('kv.staleReads')),
      ms('kv.staleness.max'),
      String(figure('kv.ownWriteMissed')),
      String(figure('kv.rejectedWrites')),
    ];
    return `| ${cells.join(' | ')} |`;
  }

  test.each(['regional', 'replicas', 'kv', 'bucket'])('the row of %s is what comes out', (name) => {
    expect(readFileSync(`${STORY}/README.md`, 'utf8')).toContain(row(name));
  });

  test('what is strong is never stale, and what is near is sooner', () => {
    const of = (name: string): Readonly<Record<string, number | null>> =>
      result.arms.find((one) => one.name === name)?.summary ?? {};
    expect([of('regional')['kv.staleReads'], of('bucket')['kv.staleReads']]).toEqual([0, 0]);
    expect(of('replicas')['ttfb.p50']).toBeLessThan(of('regional')['ttfb.p50'] ?? 0);
    expect(of('kv')['ttfb.p50']).toBeLessThan(of('replicas')['ttfb.p50'] ?? 0);
  });
});
