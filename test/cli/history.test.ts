// `run --history` and `check-history` as a user meets them: a history of a real run, its promises, and mistakes in files.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'antipode-history-'));
const file = join(folder, 'history.ndjson');
const run = async (out: string, history: string, jobs = '2'): Promise<void> => {
  const argv = ['run', 'scenarios/flagship', '--seeds', '2', '--requests', '4000', '--quiet', '--jobs', jobs];
  const { code } = await runCli([...argv, '--out', join(folder, out), '--history', history]);
  expect(code).toBe(0);
};

beforeAll(() => run('out', file));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a history', () => {
  test('has the same bytes for any number of threads', async () => {
    const again = join(folder, 'again.ndjson');
    await run('again', again, '1');
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(file, 'utf8'));
  });

  test('says of each store what it promises: the regional one all, Workers KV less', async () => {
    const { code, out } = await runCli(['check-history', file, '--json']);
    expect(code).toBe(0);
    const { stores } = JSON.parse(out) as {
      stores: { arm: string; properties: { property: string; status: string }[] }[];
    };
    const status = (arm: string, property: string): string | undefined =>
      stores.find((one) => one.arm === arm)?.properties.find((one) => one.property === property)?.status;
    expect(stores.map((one) => one.arm)).toEqual(['cdn', 'edge', 'origin']);
    expect(status('origin', 'linearizable')).toBe('holds');
    expect(status('edge', 'linearizable')).toBe('broken');
  });

  test('is shown as a table and a counterexample that fit 80 columns', async () => {
    const { out } = await runCli(['check-history', file]);
    expect(out).toContain('no order fits these operations');
    expect(out).toMatch(/write version \d+ +├─+┤/);
    const tooWide = out.split('\n').filter((line) => line.length > 80);
    expect(tooWide).toEqual([]);
  });

  test('fails a check that expects too much, and passes one that does not', async () => {
    const strict = await runCli(['check-history', file, '--expect', 'linearizable']);
    expect(strict.code).toBe(4);
    expect(strict.err).toContain('expected to hold: linearizable of edge.KV: broken');
    const fair = await runCli(['check-history', file, '--expect', 'bounded-staleness']);
    expect(fair.code).toBe(0);
  });
});

describe('mistakes', () => {
  const written = join(folder, 'written.ndjson');

  test.each([
    ['{"client":"a"', 'is not JSON'],
    ['{"client":7,"op":"read","key":"k","invokedUs":0,"completedUs":1}', 'a client, as a text'],
    ['{"client":"a","op":"look","key":"k","invokedUs":0,"completedUs":1}', 'op: read, write or delete'],
    ['{"client":"a","op":"read","key":"k","invokedUs":9,"completedUs":1}', 'cannot end (1) before'],
  ])('%s', async (line, words) => {
    writeFileSync(written, `${readFileSync(file, 'utf8').split('\n')[0]}\n${line}\n`);
    const { code, err } = await runCli(['check-history', written]);
    expect(code).toBe(3);
    expect(err).toContain(words);
    expect(err).toContain(`${written}:2`);
  });

  test('a property that does not exist, a duration without a unit, a file that is not there', async () => {
    const misspelt = await runCli(['check-history', file, '--expect', 'linearisable']);
    expect([misspelt.code, misspelt.err.includes('Did you mean linearizable?')]).toEqual([2, true]);
    expect((await runCli(['check-history', file, '--settle', '120'])).code).toBe(2);
    const missing = await runCli(['check-history', join(folder, 'nowhere')]);
    expect([missing.code, missing.err.includes('cannot be read')]).toEqual([3, true]);
  });

  test('an empty history says how to write one', async () => {
    writeFileSync(written, '\n');
    const { code, err } = await runCli(['check-history', written]);
    expect(code).toBe(3);
    expect(err).toContain('--history');
  });
});
