// Shards merge to the bytes of one process; what is missing, twice or foreign is refused; batch systems say which shard a process is.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readShard } from '../../sim/ensemble/shard-index.ts';
import { examplesOf, inFolderWith } from '../cli/in-folder.ts';
import { runCli } from '../cli/run-cli.ts';
import { TINY, bytesOf, tinyScenario } from './tiny-scenario.ts';

let folder = '';
let scenario = '';
let remove = async (): Promise<void> => undefined;
const at = (...parts: string[]): string => join(folder, ...parts);

beforeAll(async () => {
  ({ folder, scenario, remove } = await tinyScenario());
  await runCli([
    'run',
    scenario,
    '--seeds',
    '3',
    '--jobs',
    '1',
    '--no-cache',
    '--quiet',
    '--out',
    at('whole'),
  ]);
  for (const index of [1, 2, 3]) await shard(`${index}/3`);
});
afterAll(() => remove());

function shard(text: string, out = at('shards'), ...flags: string[]) {
  const all = ['--seeds', '3', '--no-cache', '--quiet', '--shard', text, '--out', out, ...flags];
  return runCli(['run', scenario, ...all]);
}

describe('merged shards', () => {
  test('give the bytes of the run in one process on one thread', async () => {
    const { code, out } = await runCli(['merge', at('shards'), '--out', at('merged')]);
    expect(code).toBe(0);
    expect(out).toContain('Two arms');
    expect(await bytesOf(at('merged'))).toBe(await bytesOf(at('whole')));
  });

  test('do so in any order and for another number of shards', async () => {
    for (const index of [4, 2, 1, 3]) await shard(`${index}/4`, at('four'));
    const files = [3, 1, 4, 2].map((index) => at('four', `${index}-of-4.shard`));
    expect((await runCli(['merge', ...files, '--quiet', '--out', at('merged')])).code).toBe(0);
    expect(await bytesOf(at('merged'))).toBe(await bytesOf(at('whole')));
  });

  test('hold the thresholds of the scenario', async () => {
    await writeFile(scenario, `${TINY}thresholds: ["edge.ttfb.p50 < 1ms"]\n`);
    for (const index of [1, 2]) await shard(`${index}/2`, at('strict'));
    await writeFile(scenario, TINY);
    const { code, err } = await runCli(['merge', at('strict'), '--quiet', '--out', at('merged')]);
    expect(code).toBe(4);
    expect(err).toContain('threshold failed: edge.ttfb.p50 < 1ms');
  });
});

test('the examples of merge work', async () => {
  for (const index of [1, 2]) await shard(`${index}/2`, at('two'));
  const examples = await examplesOf('merge');
  expect(examples).toHaveLength(2);
  await inFolderWith({}, async () => {
    for (const folder of ['out/hello', 'shards']) {
      await mkdir(folder, { recursive: true });
      for (const index of [1, 2])
        await copyFile(at('two', `${index}-of-2.shard`), join(folder, `${index}-of-2.shard`));
    }
    for (const example of examples) {
      const { code, err } = await runCli([...example, '--quiet']);
      expect({ example, code, err }).toEqual({ example, code: 0, err: '' });
    }
  });
});

describe('merge refuses, with exit code 3,', () => {
  const merge = async (...paths: string[]) => {
    const { code, err } = await runCli(['merge', ...paths, '--out', at('never')]);
    expect(code).toBe(3);
    return err;
  };

  test('a set with a shard missing, and says which and how to run it', async () => {
    const err = await merge(at('shards', '1-of-3.shard'), at('shards', '3-of-3.shard'));
    expect(err).toContain('error E_RESULT shard 2 of 3 is missing');
    expect(err).toContain('--shard 2/3');
  });

  test('a shard that comes twice', async () => {
    await mkdir(at('twice'), { recursive: true });
    for (const name of ['1-of-3', '2-of-3', '3-of-3'])
      await copyFile(at('shards', `${name}.shard`), at('twice', `${name}.shard`));
    await copyFile(at('shards', '2-of-3.shard'), at('twice', 'copy.shard'));
    expect(await merge(at('twice'))).toMatch(/2-of-3\.shard and .*copy\.shard are both shard 2 of 3/);
  });

  test.each([
    ['of other seeds', 'the seeds', ['--seed', '7'], TINY],
    ['of another plan', 'the plan', [], TINY.replace('40/s', '30/s')],
    ['of another number of shards', 'the number of shards', [], TINY],
  ])('a shard %s', async (_what, field, flags, text) => {
    const foreign = at('foreign');
    await writeFile(scenario, text);
    const share = field === 'the number of shards' ? '2/5' : '2/3';
    await shard(share, foreign, ...flags);
    await writeFile(scenario, TINY);
    const err = await merge(
      at('shards', '1-of-3.shard'),
      join(foreign, `${share.replace('/', '-of-')}.shard`),
    );
    expect(err).toContain('belongs to another run');
    expect(err).toContain(field);
  });

  test('a file that is damaged, or no shard, or not there', async () => {
    const bytes = await readFile(at('shards', '1-of-3.shard'));
    await writeFile(at('bad.shard'), bytes.subarray(0, 1000));
    expect(await merge(at('bad.shard'))).toContain('it is damaged or cut short');
    expect(await merge(scenario)).toContain('it is something else');
    expect(await merge(at('nothing.shard'))).toContain('cannot be read: ENOENT');
    await mkdir(at('empty'), { recursive: true });
    expect(await merge(at('empty'))).toContain('holds no shards');
  });
});

test('a handler without a profile cannot be sharded, for each shard would measure its own', async () => {
  await writeFile(at('other.ts'), 'export default { fetch: () => new Response("other") };\n');
  await writeFile(at('other.yaml'), `${TINY}handler: other.ts\n`);
  const { code, err } = await runCli(['run', at('other.yaml'), '--shard', '1/2']);
  expect(code).toBe(2);
  expect(err).toContain('each shard would measure its own');
});

test.each(['--json', '--junit=x.xml', '--history=x.jsonl'])('a shard cannot have %s', async (flag) => {
  const { code, err } = await shard('1/2', at('never'), flag);
  expect(code).toBe(2);
  expect(err).toContain(`leave out --shard or ${flag.split('=')[0] ?? ''}`);
});

test('more shards than trials are refused', async () => {
  const { code, err } = await shard('1/7');
  expect(code).toBe(2);
  expect(err).toContain('6 trials cannot be shared among 7 shards');
});

describe('the share of a process', () => {
  test.each([
    ['2/5', {}, '2/5'],
    ['auto', { ANTIPODE_SHARD: '3/4' }, '3/4'],
    ['auto/8', { JOB_COMPLETION_INDEX: '0' }, '1/8'],
    ['auto/8', { JOB_COMPLETION_INDEX: '7' }, '8/8'],
    ['auto', { SLURM_ARRAY_TASK_ID: '1', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '6' }, '1/6'],
    [
      'auto',
      {
        SLURM_ARRAY_TASK_ID: '14',
        SLURM_ARRAY_TASK_MIN: '10',
        SLURM_ARRAY_TASK_STEP: '2',
        SLURM_ARRAY_TASK_COUNT: '6',
      },
      '3/6',
    ],
    ['auto', { AWS_BATCH_JOB_ARRAY_INDEX: '9', AWS_BATCH_JOB_ARRAY_SIZE: '10' }, '10/10'],
  ])('%s with %j is %s', (text, env, expected) => {
    const { index, count } = readShard(text, env);
    expect(`${index}/${count}`).toBe(expected);
  });

  test.each([
    ['0/5', {}, 'there is no shard 0 of 5'],
    ['6/5', {}, 'there is no shard 6 of 5'],
    ['half', {}, 'is not a share'],
    ['3', {}, 'is not a share'],
    ['auto', {}, 'finds no batch system'],
    ['auto', { ANTIPODE_SHARD: 'first' }, 'ANTIPODE_SHARD is first'],
    ['auto', { JOB_COMPLETION_INDEX: '0' }, 'Kubernetes does not say how many'],
    ['auto/2', { JOB_COMPLETION_INDEX: '2' }, 'there is no shard 3 of 2'],
    ['auto/4', { ANTIPODE_SHARD: '3/5' }, 'says 5 shards, the flag says 4'],
    [
      'auto',
      {
        SLURM_ARRAY_TASK_ID: '7',
        SLURM_ARRAY_TASK_MIN: '1',
        SLURM_ARRAY_TASK_STEP: '4',
        SLURM_ARRAY_TASK_COUNT: '3',
      },
      'not numbered evenly',
    ],
  ])('%s with %j is refused', (text, env, message) => {
    expect(() => readShard(text, env)).toThrow(message);
  });
});
