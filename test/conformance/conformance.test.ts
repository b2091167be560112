// Compares our realm with the real runtime, behaviour by behaviour, by the answers on record.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ourAnswers } from './ours.ts';
import { recordedAnswers } from './record-file.ts';
import type { BehaviourAnswer } from './record-file.ts';

const record = recordedAnswers();
const names = Object.fromEntries(
  Object.entries(record.answers).map(([group, answers]) => [group, Object.keys(answers)]),
);
const ours = await ourAnswers(names);

/** What a test compares: the value, or the name of the error. */
function essence(answer: BehaviourAnswer | undefined): unknown {
  return answer?.error ?? answer?.value ?? answer;
}

const behaviours = Object.entries(record.answers).flatMap(([group, answers]) =>
  Object.entries(answers).map(([name, expected]) => ({ full: `${group}: ${name}`, expected })),
);

test.each(behaviours)('as on workerd: $full', ({ full, expected }) => {
  expect(essence(ours.get(full))).toEqual(essence(expected));
});

describe('the record', () => {
  test('is of the stated compatibility date and holds 300 behaviours, 20 or more in each group', () => {
    const sizes = Object.values(names).map((list) => list.length);
    expect(record.compatibilityDate).toBe('2026-04-01');
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(300);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(20);
  });

  test("proves something: a quarter of the behaviours fail on Node's own classes", async () => {
    const script = join(import.meta.dirname, 'node-arm.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--unhandled-rejections=none', script]);
    const line = stdout.trim().split('\n').at(-1) ?? '';
    const { total, different }: { total: number; different: number } = JSON.parse(line);
    expect(different / total).toBeGreaterThanOrEqual(0.25);
  });
});
