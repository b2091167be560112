// `compare` says what really changed, in four forms, and refuses what cannot be compared by naming the field that differs.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { RunResult } from '../../reports/result.ts';
import { syntheticResult } from '../reports/synthetic.ts';
import { examplesOf, inFolderWith } from './in-folder.ts';
import { runCli } from './run-cli.ts';

const [BEFORE, AFTER] = ['out/before/result.json', 'out/after/result.json'];

function slower(): RunResult {
  const result = syntheticResult(100);
  const edge = result.arms.find((arm) => arm.name === 'edge');
  if (edge === undefined) throw new Error('no edge');
  edge.perSeed['ttfb.p50'] = (edge.perSeed['ttfb.p50'] ?? []).map((ms, i) => (ms ?? 0) + 20 + i / 10);
  edge.summary['ttfb.p50'] = (edge.summary['ttfb.p50'] ?? 0) + 20.2;
  return result;
}

const results = (): Record<string, RunResult> => ({
  [BEFORE]: syntheticResult(100),
  [AFTER]: slower(),
  'out/flagship/result.json': syntheticResult(100),
});

test('the examples of compare work', async () => {
  const examples = await examplesOf('compare');
  expect(examples).toHaveLength(2);
  await inFolderWith(results(), async () => {
    for (const example of examples) expect(await runCli(example)).toMatchObject({ code: 0, err: '' });
  });
});

test('the same change stands in the terminal, in Markdown, in JSON and on the page', async () => {
  await inFolderWith(results(), async () => {
    const change = /\+20\.2\s±\s0\.2\sms/u;
    expect((await runCli(['compare', BEFORE, AFTER])).out).toMatch(change);
    expect((await runCli(['compare', BEFORE, AFTER, '--markdown'])).out).toMatch(change);
    const { out, err } = await runCli(['compare', BEFORE, AFTER, '--json', '--html', 'out/compared.html']);
    expect(err).toBe('Written: out/compared.html\n');
    const json = JSON.parse(out) as { comparisons: { changes: { kind: string }[] }[] };
    expect(json.comparisons[0]?.changes.filter((one) => one.kind === 'worse')).toHaveLength(1);
    expect(await readFile('out/compared.html', 'utf8')).toMatch(change);
  });
});

test('the first result is held against each of the others', async () => {
  await inFolderWith(results(), async () => {
    const { out } = await runCli(['compare', BEFORE, AFTER, BEFORE]);
    expect(out).toContain(`${AFTER} against ${BEFORE}`);
    expect(out).toContain(`${BEFORE} against ${BEFORE}`);
    expect(out).toContain('No real difference in any of');
  });
});

test('of a single result, its arms are held against the baseline', async () => {
  await inFolderWith(results(), async () => {
    const { code, out } = await runCli(['compare', BEFORE]);
    expect(code).toBe(0);
    expect(out).toContain('cdn against origin');
    expect(out).toContain('edge − origin');
  });
});

test('results of other users are refused with exit code 2 and the field that differs', async () => {
  const other = { ...syntheticResult(100), plan: { version: 1, workload: { users: { count: 7 } } } };
  const mine = { ...syntheticResult(100), plan: { version: 1, workload: { users: { count: 5 } } } };
  await inFolderWith({ [BEFORE]: mine, [AFTER]: other }, async () => {
    const { code, out, err } = await runCli(['compare', BEFORE, AFTER]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('workload.users.count (5 and 7)');
  });
});

test('a result that is missing is refused with exit code 3', async () => {
  await inFolderWith(results(), async () => {
    expect((await runCli(['compare', BEFORE, 'none.json'])).code).toBe(3);
  });
});
