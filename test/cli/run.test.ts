// A run writes its result and report, tells how it went by its exit code, and keeps what is done when it is interrupted.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult } from '../../reports/read.ts';
import { runCli } from './run-cli.ts';

const LAUNCHER = fileURLToPath(new URL('../../sim/cli/antipode.js', import.meta.url));
const SCENARIO = `title: Two arms
rate: 50/s
window: 20s
requests: [{ name: home, get: / }]
arms: { origin: { platform: node-origin }, edge: { platform: cloudflare-workers } }
`;
let folder = '';
let scenario = '';
let out = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-run-'));
  [scenario, out] = [join(folder, 'tiny.yaml'), join(folder, 'out')];
  await writeFile(scenario, SCENARIO);
  await writeFile(join(folder, 'handler.ts'), 'export default { fetch: () => new Response("hello") };\n');
});
afterAll(() => rm(folder, { recursive: true }));

describe('the first run of a handler', () => {
  test('measures it, writes its profile beside it, and writes result and report', async () => {
    const { code, out: report, err } = await runCli(['run', scenario, '--seeds', '2', '--out', out]);
    expect(code).toBe(0);
    expect(report).toContain('Two arms');
    expect(err).toContain('measured the CPU of handler.ts');
    expect(err).toContain(`Written: ${join(out, 'result.json')}`);
    expect(err).toContain('Try next:');
    // Five times about 1,000 requests of a trial.
    expect(err).toMatch(/--requests (4[5-9]|5[0-5])00 /);
    expect((await readdir(out)).toSorted()).toEqual(['report.html', 'result.json']);
    expect(await readdir(folder)).toContain('handler.profile.json');
    expect(await readFile(join(out, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('makes later ones find the profile', async () => {
    expect((await runCli(['check', scenario])).out).not.toContain('no CPU profile');
  });
});

test('with --json only the result stands on standard output', async () => {
  const {
    code,
    out: json,
    err,
  } = await runCli(['run', scenario, '--seeds', '2', '--json', '--quiet', '--out', out]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(json).toBe(await readFile(join(out, 'result.json'), 'utf8'));
  expect(parseResult(json, 'standard output').seeds).toEqual([1, 2]);
});

test('the same scenario and seed give the same bytes on one thread and on two, the machine’s own figures apart', async () => {
  const run = async (...flags: string[]) => {
    const { out: json } = await runCli([
      'run',
      scenario,
      '--seed',
      '7',
      '--seeds',
      '2',
      '--json',
      '--quiet',
      '--no-cache',
      '--out',
      out,
      ...flags,
    ]);
    return { ...parseResult(json, 'standard output'), machine: {} };
  };
  const one = await run('--jobs', '1');
  expect(await run('--jobs', '2')).toEqual(one);
  expect(one.seeds).toEqual([7, 8]);
});

test('--requests lengthens the window at the same rate', async () => {
  const { out: json } = await runCli([
    'run',
    scenario,
    '--seeds',
    '1',
    '--requests',
    '2000',
    '--json',
    '--quiet',
    '--out',
    out,
  ]);
  expect(parseResult(json, 'standard output')).toMatchObject({ windowMs: 40_000, requestsPerSecond: 50 });
});

test('a threshold that fails ends the run with exit code 4 and its figures', async () => {
  const strict = join(folder, 'strict.yaml');
  await writeFile(strict, `${SCENARIO}thresholds: ["edge.ttfb.p50 < 1ms", "origin.ttfb.p50 < 10s"]\n`);
  const { code, err } = await runCli(['run', strict, '--seeds', '2', '--quiet', '--out', out]);
  expect(code).toBe(4);
  expect(err).toMatch(/^threshold failed: edge\.ttfb\.p50 < 1ms: value \d.*ms.*interval.*; limit 1/);
  expect(err).not.toContain('origin.ttfb.p50');
});

test('a limit that is reached ends the run with exit code 6', async () => {
  const limited = join(folder, 'limited.yaml');
  await writeFile(limited, `${SCENARIO}limits: { events: 100 }\n`);
  const { code, err } = await runCli(['run', limited, '--seeds', '1', '--quiet', '--out', out]);
  expect(code).toBe(6);
  expect(err).toContain('error E_LIMIT');
});

test('a handler that never gives control back ends the run with exit code 7', async () => {
  await writeFile(join(folder, 'endless.ts'), 'export default { fetch() { for (;;); } };\n');
  const endless = join(folder, 'endless.yaml');
  await writeFile(endless, `${SCENARIO}handler: endless.ts\n`);
  const { code, err } = await runCli(['run', endless, '--seeds', '1', '--quiet', '--out', out]);
  expect(code).toBe(7);
  expect(err).toContain('error E_HANDLER');
  expect(err).toContain('endless.ts');
});

test('Ctrl-C writes what is done, marks it as partial, and ends with exit code 130', async () => {
  const long = join(folder, 'interrupted');
  const child = spawn(process.execPath, [
    LAUNCHER,
    'run',
    scenario,
    '--seeds',
    '40',
    '--jobs',
    '1',
    '--out',
    long,
  ]);
  let err = '';
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
    // The first line of progress comes when a quarter of the trials is done.
    if (!child.killed && /\d+ of 80 trials/.test(err)) child.kill('SIGINT');
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(130);
  expect(err).toContain('partial');
  const result = parseResult(await readFile(join(long, 'result.json'), 'utf8'), 'result.json');
  expect(result.partial).toBe(true);
  expect(result.arms.map((arm) => arm.name)).toEqual(['origin', 'edge']);
  // A seed that was not reached is a gap, so that arms are compared seed by seed.
  expect(result.arms.map((arm) => arm.perSeed['ttfb.p50']?.length)).toEqual([40, 40]);
});

describe('report', () => {
  test('draws a saved result again, as text and into files', async () => {
    const saved = join(out, 'result.json');
    await runCli(['run', scenario, '--seeds', '2', '--quiet', '--out', out]);
    expect(await runCli(['report', saved])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Two arms'),
      err: '',
    });
    const [html, csv, markdown] = ['again.html', 'again.csv', 'again.md'].map((name) =>
      join(out, 'deeper', name),
    );
    const drawn = await runCli([
      'report',
      saved,
      '--html',
      html ?? '',
      '--csv',
      csv ?? '',
      '--markdown',
      markdown ?? '',
    ]);
    expect(drawn).toMatchObject({ code: 0, out: '' });
    expect(await readFile(html ?? '', 'utf8')).toBe(await readFile(join(out, 'report.html'), 'utf8'));
    expect(await readFile(csv ?? '', 'utf8')).toContain('ttfb.p95');
    expect(await readFile(markdown ?? '', 'utf8')).toContain('Two arms');
  });

  test.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is not JSON', 'title: x'],
    ['is something else', '{"kind":"other"}'],
    ['is of another version', '{"kind":"antipode-run","version":99}'],
  ])('refuses a result that %s with exit code 3', async (_why, text) => {
    const path = join(folder, 'bad-result.json');
    await rm(path, { force: true });
    if (text !== undefined) await writeFile(path, text);
    const { code, out: report, err } = await runCli(['report', path]);
    expect({ code, report }).toEqual({ code: 3, report: '' });
    expect(err).toMatch(/^error E_RESULT .*bad-result\.json/);
  });
});
