// The story of the counter, run once as its README says: the table there holds what comes out.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ArmResult, RunResult } from '../../reports/result.ts';
import { runStory } from '../stories/run-story.ts';

const STORY = 'scenarios/counter';
const INCREMENTS = 300;

describe('one increment from each of 300 PoPs', () => {
  let result: RunResult;
  beforeAll(async () => {
    result = await runStory(STORY, { seeds: [1] });
  }, 120_000);

  function armOf(name: string): ArmResult {
    const arm = result.arms.find((one) => one.name === name);
    if (arm === undefined) throw new Error(`no arm ${name}`);
    return arm;
  }

  /** What the audit found: it fails with the sum when that is wrong. */
  function standsAt({ errors }: ArmResult): number {
    const [, sum] = /the counter stands at (\d+)/.exec(errors[0]?.message ?? '') ?? [];
    return sum === undefined ? INCREMENTS : Number(sum);
  }

  /** One row of the table, as the README prints it. */
  function row(name: string): string {
    const arm = armOf(name);
    const refused = arm.summary['store.rejectedWrites'] ?? 0;
    const ms = (metric: string): string => String(Math.round(arm.summary[metric] ?? 0));
    const sum = standsAt(arm);
    const cells = [`\`${name}\``, sum, refused, INCREMENTS - refused - sum, ms('ttfb.p50'), ms('ttfb.p95')];
    return `| ${cells.join(' | ')} |`;
  }

  test('every increment comes from a PoP of its own', () => {
    for (const { pops } of result.arms)
      expect(pops.filter(({ requests }) => requests > 0)).toHaveLength(INCREMENTS);
  });

  test.each(['kv', 'database', 'sql', 'd1', 'object'])('the row of %s is what comes out', (name) => {
    expect(readFileSync(`${STORY}/README.md`, 'utf8')).toContain(row(name));
  });

  test('only stores in which reading and writing are one step keep every increment', () => {
    const whole = result.arms.filter((arm) => standsAt(arm) === INCREMENTS).map(({ name }) => name);
    expect(whole).toEqual(['sql', 'd1', 'object']);
    expect(armOf('database').summary['store.lostUpdates']).toBeGreaterThan(0);
    expect(armOf('object').summary['objects.lostUpdates']).toBe(0);
  });
});
