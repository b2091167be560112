// Files that are not what they were taken for, and folders that cannot be written, are told before anything runs.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderJson } from '../../reports/json.ts';
import { syntheticResult } from '../reports/synthetic.ts';
import { runCli } from './run-cli.ts';

const HELLO = 'scenarios/hello';
let folder = '';
let file = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-paths-'));
  file = join(folder, 'a-file');
  await writeFile(file, 'taken');
});
afterAll(() => rm(folder, { recursive: true }));

describe('what is no scenario', () => {
  test('code is called code, and the command for code is named', async () => {
    const { code, err } = await runCli(['run', `${HELLO}/handler.ts`]);
    expect(code).toBe(3);
    expect(err).toContain('is code, not a scenario');
    expect(err).toContain(`npx antipode check ${HELLO}/handler.ts`);
  });

  test.each(['run', 'check', 'explain'])(
    '%s calls a result a result, however large it is',
    async (command) => {
      const saved = join(folder, 'result.json');
      await writeFile(saved, renderJson(syntheticResult()).padEnd(2_000_000, '\n'));
      const { code, err } = await runCli([command, saved]);
      expect(code).toBe(3);
      expect(err).toContain('is the result of a run, not a scenario');
      expect(err).toContain(`npx antipode report ${saved}`);
    },
  );
});

describe('a folder that cannot be written', () => {
  const quick = ['--seeds', '1', '--requests', '50', '--no-cache'];
  test.each([
    ['run --out', () => ['run', HELLO, ...quick, '--out', file]],
    ['run --out, deeper', () => ['run', HELLO, ...quick, '--out', join(file, 'deeper')]],
    [
      'run --junit',
      () => ['run', HELLO, ...quick, '--out', join(folder, 'out'), '--junit', join(file, 'j.xml')],
    ],
    ['run --history', () => ['run', HELLO, '--out', join(folder, 'out'), '--history', join(file, 'h')]],
    ['sweep --out', () => ['sweep', HELLO, ...quick, '--set', 'rate=1/s,2/s', '--out', file]],
  ])('%s is refused before the first trial', async (_what, argv) => {
    const { code, out, err } = await runCli(argv());
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/cannot be written: a file stands where a folder should be/);
    expect(err).not.toContain('trials');
    expect(await readdir(folder)).not.toContain('out');
  });
});

test('Ctrl-C before a trial is over says that there is no result, and writes none', async () => {
  const out = join(folder, 'early');
  // As soon as the command listens for it.
  const interrupt = (name: string | symbol): void => {
    if (name !== 'SIGINT') return;
    process.off('newListener', interrupt);
    setImmediate(() => process.emit('SIGINT'));
  };
  process.on('newListener', interrupt);
  const length = ['--requests', '50000000', '--no-cache', '--jobs', '1'];
  const run = await runCli(['run', HELLO, ...length, '--out', out]);
  expect([run.code, run.out]).toEqual([130, '']);
  expect(run.err).toContain('there is no result');
  expect(await readdir(folder)).not.toContain('early');
});
