// Finished trials are kept by content: nothing runs twice, a change runs what it changes, and damage costs time only.
import { mkdir, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineDigest } from '../../sim/engine-digest.ts';
import { TrialCache } from '../../sim/ensemble/trial-cache.ts';
import { trialDigest } from '../../sim/ensemble/trials.ts';
import { deepFreeze } from '../../sim/plan.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { runCli } from '../cli/run-cli.ts';
import { TINY, bytesOf, tinyScenario } from './tiny-scenario.ts';

let folder = '';
let scenario = '';
let remove = async (): Promise<void> => undefined;

beforeAll(async () => {
  ({ folder, scenario, remove } = await tinyScenario());
});
afterAll(() => remove());

async function run(...flags: string[]): Promise<{ err: string; bytes: string }> {
  const out = join(folder, 'out');
  const { code, err } = await runCli(['run', scenario, '--seeds', '2', '--out', out, ...flags]);
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return { err, bytes: await bytesOf(out) };
}

async function recordsIn(cache: string): Promise<string[]> {
  const names = await readdir(cache, { recursive: true });
  return names.filter((name) => name.endsWith('.trial')).map((name) => join(cache, name));
}

describe('a run', () => {
  test('takes finished trials from beside the scenario and gives the same bytes as without them', async () => {
    const without = await run('--no-cache');
    const first = await run();
    const second = await run();
    expect(first.err).not.toContain('from the cache');
    expect(second.err).toContain('4 of 4 trials from the cache');
    expect([first.bytes, second.bytes]).toEqual([without.bytes, without.bytes]);
    expect(await recordsIn(join(folder, '.antipode', 'cache'))).toHaveLength(4);
    // Nobody commits a cache by mistake.
    expect(await readFile(join(folder, '.antipode', 'cache', '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('with --no-cache neither reads nor writes any', async () => {
    const cache = join(folder, 'elsewhere');
    await rm(join(folder, '.antipode'), { recursive: true });
    const { err } = await run('--no-cache');
    expect(err).not.toContain('from the cache');
    await expect(readdir(join(folder, '.antipode'))).rejects.toThrow('ENOENT');
    await run('--cache', cache);
    expect(await recordsIn(cache)).toHaveLength(4);
  });

  test('of a scenario in which one arm has changed runs that arm only', async () => {
    const cache = join(folder, 'changing');
    await run('--cache', cache);
    await writeFile(scenario, TINY.replace('cloudflare-workers', 'cloudflare-workers, vars: { V: "2" }'));
    expect((await run('--cache', cache)).err).toContain('2 of 4 trials from the cache');
    await writeFile(scenario, TINY.replace('Two arms', 'Other words'));
    expect((await run('--cache', cache)).err).toContain('4 of 4 trials from the cache');
    await writeFile(scenario, TINY.replace('40/s', '41/s'));
    expect((await run('--cache', cache)).err).not.toContain('from the cache');
    await writeFile(scenario, TINY);
  });

  test('with more seeds runs the new ones only', async () => {
    const cache = join(folder, 'seeds');
    await run('--cache', cache);
    expect((await run('--cache', cache, '--seeds', '3')).err).toContain('4 of 6 trials from the cache');
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      'changed in one bit',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 200 ? byte ^ 1 : byte))),
    ],
    ['something else', () => Buffer.from('hello')],
    ['empty', () => Buffer.alloc(0)],
  ])('names a kept trial that is %s, and runs it again', async (_what, damage) => {
    const cache = join(folder, 'damaged');
    const whole = await run('--cache', cache);
    const [victim = ''] = await recordsIn(cache);
    await writeFile(victim, damage(await readFile(victim)));
    const again = await run('--cache', cache);
    expect(again.err).toContain(`the cached trial ${victim} is`);
    expect(again.err).toContain('3 of 4 trials from the cache');
    expect(again.bytes).toBe(whole.bytes);
    expect((await run('--cache', cache)).err).toContain('4 of 4 trials from the cache');
  });

  test('goes on where the cache cannot be written, and says so once', async () => {
    const blocked = join(folder, 'a-file');
    await writeFile(blocked, 'not a folder');
    const { err } = await run('--cache', blocked);
    expect(err.match(/trials are not kept/g)).toHaveLength(1);
  });
});

describe('the identity of a trial', () => {
  test('follows the engine, the kernel, the seed and the handler’s lines', async () => {
    const { plan, bundles, files } = await loadPlan(scenario);
    const work = { plan, bundles, files, kernel: 'packed' } as const;
    const trial = { armIndex: 0, seed: 1 };
    const [[name, bundle] = ['', undefined]] = Object.entries(bundles);
    if (bundle === undefined) throw new Error('no bundle');
    const moved = { ...work, bundles: { [name]: { ...bundle, sourceMap: 'other lines' } } };
    const digests = [
      trialDigest(work, trial, 'engine a'),
      trialDigest(work, trial, 'engine b'),
      trialDigest({ ...work, kernel: 'simjs' }, trial, 'engine a'),
      trialDigest(work, { ...trial, seed: 2 }, 'engine a'),
      trialDigest(work, { ...trial, armIndex: 1 }, 'engine a'),
      trialDigest(moved, trial, 'engine a'),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('does not follow the profile of a handler that only another arm runs', async () => {
    const { plan, bundles, files } = await loadPlan(scenario);
    const other = Object.values(plan.profiles).map((profile) => ({ ...profile, bundleDigest: 'other' }));
    const more = deepFreeze({ ...plan, profiles: { ...plan.profiles, other: other[0] ?? fail() } });
    const trial = { armIndex: 0, seed: 1 };
    expect(trialDigest({ plan: more, bundles, files, kernel: 'packed' }, trial, 'e')).toBe(
      trialDigest({ plan, bundles, files, kernel: 'packed' }, trial, 'e'),
    );
  });

  test('rests on a digest of the engine that is the same whenever it is asked for', () => {
    expect(engineDigest()).toBe(engineDigest());
    expect(engineDigest()).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('beyond its size a cache drops the trials that were not used for longest', async () => {
  const cache = join(folder, 'full');
  await mkdir(join(cache, 'ab'), { recursive: true });
  const paths = ['old', 'middle', 'new'].map((name) => join(cache, 'ab', `${name}.trial`));
  for (const [age, path] of paths.entries()) {
    await writeFile(path, Buffer.alloc(1000));
    await utimes(path, age * 1000, age * 1000);
  }
  await TrialCache.open(cache, () => undefined).tidy(2500);
  expect((await readdir(join(cache, 'ab'))).toSorted()).toEqual(['middle.trial', 'new.trial']);
});

function fail(): never {
  throw new Error('the scenario has a profile');
}
