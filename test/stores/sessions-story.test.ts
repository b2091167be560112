// The story of sessions, run once as its README says: the table there holds the numbers that come out.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../reports/result.ts';
import { runStory } from '../stories/run-story.ts';

const STORY = 'scenarios/sessions';

describe('sessions at the edge', () => {
  let result: RunResult;
  beforeAll(async () => {
    result = await runStory(STORY, { seeds: [1] });
  }, 120_000);

  /** One row of the table, as the README prints it. */
  function row(name: string): string {
    const arm = result.arms.find((one) => one.name === name);
    const figure = (metric: string): number => arm?.summary[metric] ?? 0;
    const ms = (metric: string): string => String(Math.round(figure(metric)));
    // An object is asked once, whatever it then reads and writes.
    const [read, write] =
      figure('objects.call.p50') > 0
        ? ['objects.call.p50', 'objects.call.p50']
        : ['store.read.p50', 'store.write.p50'];
    const cells = [
      `\`${name}\``,
      ms('ttfb.p50'),
      ms('ttfb.p95'),
      ms(read),
      ms(write),
      String(figure('store.staleReads')),
      ms('store.staleness.max'),
      String(figure('store.ownWriteMissed')),
      String(figure('store.rejectedWrites')),
      `$${figure('cost.perMillion').toFixed(2)}`,
      `$${figure('cost.month').toFixed(0)}`,
    ];
    return `| ${cells.join(' | ')} |`;
  }

  test.each(['regional', 'replicas', 'kv', 'bucket', 'object', 'turso', 'embedded'])(
    'the row of %s is what comes out',
    (name) => {
      expect(readFileSync(`${STORY}/README.md`, 'utf8')).toContain(row(name));
    },
  );

  test('what is strong is never stale, and what is near is sooner', () => {
    const of = (name: string): Readonly<Record<string, number | null>> =>
      result.arms.find((one) => one.name === name)?.summary ?? {};
    for (const name of ['regional', 'bucket', 'turso']) expect(of(name)['store.staleReads']).toBe(0);
    expect(of('embedded')['store.ownWriteMissed']).toBe(0);
    expect(of('replicas')['ttfb.p50']).toBeLessThan(of('regional')['ttfb.p50'] ?? 0);
    expect(of('kv')['ttfb.p50']).toBeLessThan(of('replicas')['ttfb.p50'] ?? 0);
  });
});
