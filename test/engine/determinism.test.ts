// The same scenario and seed give the same bytes: whatever the number of threads, the kernel, the run, the time zone and the language of the machine.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult } from '../../reports/read.ts';
import { EXIT_CODES } from '../../sim/errors.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { EVERY_STORE, EVERY_STORE_HANDLER } from './scenarios/every-store.ts';
import { MIXED_HANDLER, MIXED_YAML } from './scenarios/mixed.ts';

const LAUNCHER = fileURLToPath(new URL('../../sim/cli/antipode.js', import.meta.url));
const FLAGSHIP = fileURLToPath(new URL('../../scenarios/flagship', import.meta.url));
const run = promisify(execFile);
let folder = '';
let mixed = '';

/** What a process of its own prints with --json, the machine's own figures cut out of the text. */
async function printed(
  scenario: string,
  flags: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [LAUNCHER, 'run', scenario, '--json', '--quiet', '--out', join(folder, 'out'), ...flags],
    { env: { ...process.env, ...env }, maxBuffer: 1 << 28 },
  ).catch((error: { code?: number; stdout: string }) => {
    // A short run may fail a threshold that the whole one meets; its result is printed all the same.
    if (error.code === EXIT_CODES.thresholdFailed) return error;
    throw error;
  });
  const cut = stdout.replace(/"machine":\s*\{[^{}]*\}/, '"machine":{}');
  expect(cut).not.toBe(stdout);
  return cut;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-same-'));
  mixed = join(folder, 'mixed.yaml');
  await writeFile(mixed, MIXED_YAML);
  await writeFile(join(folder, 'handler.ts'), MIXED_HANDLER);
  // The first run measures the handler; from then on its profile is an input.
  await printed(mixed, ['--seeds', '1', '--requests', '60']);
});
afterAll(() => rm(folder, { recursive: true }));

describe('a scenario with chance, clocks, stores, timers, faults and failures', () => {
  let one = '';
  beforeAll(async () => {
    one = await printed(mixed, ['--seeds', '2', '--jobs', '1']);
  });

  test('does all of that', () => {
    const { arms } = parseResult(one, 'standard output');
    const edge = arms.find(({ name }) => name === 'edge');
    expect(Object.keys(edge?.outcomes ?? {})).toEqual(['exception', 'hung', 'ok']);
    expect(edge?.counters).toMatchObject({
      'console.lines': expect.any(Number),
      'waitUntil.failed': expect.any(Number),
      'store.rejectedWrites': expect.any(Number),
    });
    expect(edge?.counters['store.staleReads']).toBeGreaterThan(0);
    expect(arms.find(({ name }) => name === 'cdn')?.counters['cache.hits']).toBeGreaterThan(0);
  });

  test.each([
    ['when it is run again', [], {}],
    [
      'on two threads in Kathmandu, where people speak Nepali',
      ['--jobs', '2'],
      { TZ: 'Asia/Kathmandu', LANG: 'ne_NP.UTF-8', LC_ALL: 'ne_NP.UTF-8' },
    ],
    ['on four threads', ['--jobs', '4'], {}],
    ['on the reference kernel', ['--kernel', 'simjs'], {}],
  ])('gives the same bytes %s', async (_how, flags, env) => {
    expect((await printed(mixed, ['--seeds', '2', ...flags], env)) === one).toBe(true);
  });

  test('gives other figures for another seed', async () => {
    const other = parseResult(await printed(mixed, ['--seed', '3', '--seeds', '1']), 'standard output');
    const first = parseResult(one, 'standard output');
    expect(other.planDigest).toBe(first.planDigest);
    expect(other.arms.map(({ summary }) => summary['ttfb.mean'])).not.toEqual(
      first.arms.map(({ summary }) => summary['ttfb.mean']),
    );
  });
});

test('every kind of store gives the same bytes on one thread, on two threads, and on the reference kernel', async () => {
  const own = join(folder, 'stores');
  await mkdir(own);
  const file = join(own, 'every-store.yaml');
  // JSON is YAML too.
  await writeFile(file, JSON.stringify(EVERY_STORE));
  await writeFile(join(own, 'handler.ts'), EVERY_STORE_HANDLER);
  await printed(file, ['--seeds', '1', '--requests', '60']);
  const flags = ['--seeds', '2', '--requests', '700'];
  const one = await printed(file, [...flags, '--jobs', '1']);
  const [edge] = parseResult(one, 'standard output').arms;
  const asked = edge?.stores?.filter(({ operations }) => Object.keys(operations).length > 0) ?? [];
  expect(asked.map(({ binding }) => binding)).toEqual([...Object.keys(EVERY_STORE.stores), 'caches']);
  expect((await printed(file, [...flags, '--jobs', '2'])) === one).toBe(true);
  expect((await printed(file, [...flags, '--kernel', 'simjs'])) === one).toBe(true);
});

test('the flagship gives the same bytes on one thread, on four threads, and on the reference kernel', async () => {
  expect((await loadPlan(FLAGSHIP)).unprofiled).toEqual([]);
  const flags = ['--seeds', '1', '--requests', '1500'];
  const one = await printed(FLAGSHIP, [...flags, '--jobs', '1']);
  expect((await printed(FLAGSHIP, [...flags, '--jobs', '4'])) === one).toBe(true);
  expect((await printed(FLAGSHIP, [...flags, '--kernel', 'simjs'])) === one).toBe(true);
});
