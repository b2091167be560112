// A sweep writes a table, CSV, JSON and a page; it goes on where it was stopped, and says what cannot be swept.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSaved } from '../../reports/read.ts';
import type { SweepResult } from '../../reports/sweep-result.ts';
import { TINY, tinyScenario } from '../ensemble/tiny-scenario.ts';
import { runCli } from './run-cli.ts';

const LAUNCHER = fileURLToPath(new URL('../../sim/cli/antipode.js', import.meta.url));
let folder = '';
let scenario = '';
let remove = async (): Promise<void> => undefined;
const at = (...parts: string[]): string => join(folder, ...parts);

beforeAll(async () => {
  ({ folder, scenario, remove } = await tinyScenario());
});
afterAll(() => remove());

async function sweepIn(out: string): Promise<SweepResult> {
  const saved = await readSaved(join(out, 'sweep.json'));
  if (saved.kind !== 'antipode-sweep') throw new Error('not a sweep');
  return saved;
}

function sweep(...flags: string[]) {
  return runCli(['sweep', scenario, '--seeds', '2', '--requests', '300', ...flags]);
}

describe('a sweep', () => {
  test('over one field gives each metric of each arm at each value, with its interval, in four forms', async () => {
    const out = at('one');
    const {
      code,
      out: text,
      err,
    } = await sweep('--set', 'rate=10/s..1000/s*10', '--metric', 'cold.rate', '--out', out);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(text).toMatch(/rate=100\/s .* %/);
    expect(err).toContain('3 of 3: rate=1000/s');
    const { axes, metrics, points, partial } = await sweepIn(out);
    expect(partial).toBe(false);
    expect(axes).toEqual([
      {
        path: 'rate',
        values: [10, 100, 1000].map((number) => ({ text: `${number}/s`, number })),
      },
    ]);
    expect(metrics.map((metric) => metric.text)).toEqual(['origin.cold.rate', 'edge.cold.rate']);
    expect(points.map(({ values }) => values)).toEqual([['10/s'], ['100/s'], ['1000/s']]);
    expect(new Set(points.map(({ planDigest }) => planDigest)).size).toBe(3);
    for (const { figures } of points)
      for (const { value, low, high } of figures) {
        expect(value).toBeGreaterThanOrEqual(low ?? Number.NaN);
        expect(value).toBeLessThanOrEqual(high ?? Number.NaN);
      }
    expect((await readFile(join(out, 'sweep.csv'), 'utf8')).split('\r\n')).toHaveLength(1 + 3 * 2 + 1);
    const page = await readFile(join(out, 'sweep.html'), 'utf8');
    expect(page.match(/<circle /g)).toHaveLength(6);
    expect(page).not.toContain('<script');
  });

  test('has the figures that a run with that value in the file has', async () => {
    const changed = at('changed.yaml');
    await writeFile(changed, TINY.replace('40/s', '100/s'));
    const { out: json } = await runCli([
      'run',
      changed,
      '--seeds',
      '2',
      '--requests',
      '300',
      '--json',
      '--quiet',
      '--out',
      at('run'),
    ]);
    await sweep('--set', 'rate=100/s', '--metric', 'edge.ttfb.p50', '--out', at('same'), '--quiet');
    const { points } = await sweepIn(at('same'));
    const run = JSON.parse(json) as { arms: { name: string; summary: Record<string, number> }[] };
    const edge = run.arms.find(({ name }) => name === 'edge');
    expect(points[0]?.figures[0]?.value).toBe(edge?.summary['ttfb.p50']);
  });

  test('over two fields is a grid with a line for each value of the second', async () => {
    const out = at('two');
    const flags = [
      '--set',
      'rate=50/s,100/s',
      '--set',
      'users.count=10,100,1000',
      '--metric',
      'edge.ttfb.p50 - origin.ttfb.p50',
    ];
    expect((await sweep(...flags, '--out', out)).code).toBe(0);
    expect((await sweepIn(out)).points.map(({ values }) => values.join())).toEqual([
      '50/s,10',
      '50/s,100',
      '50/s,1000',
      '100/s,10',
      '100/s,100',
      '100/s,1000',
    ]);
    expect((await readFile(join(out, 'sweep.html'), 'utf8')).match(/class="curve /g)).toHaveLength(3);
  });

  test('is drawn again by report, and refuses what only runs have', async () => {
    const saved = at('one', 'sweep.json');
    const csv = at('again.csv');
    expect(await runCli(['report', saved, '--csv', csv, '--html', at('again.html')])).toMatchObject({
      code: 0,
      out: '',
    });
    expect(await readFile(csv, 'utf8')).toBe(await readFile(at('one', 'sweep.csv'), 'utf8'));
    expect(await readFile(at('again.html'), 'utf8')).toBe(await readFile(at('one', 'sweep.html'), 'utf8'));
    expect((await runCli(['report', saved])).out).toContain('edge.cold.rate');
    const refused = await runCli(['report', saved, '--perfetto', at('never')]);
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be drawn with --perfetto'),
    });
  });
});

describe('an interrupted sweep', () => {
  const flags = [
    '--set',
    'rate=100/s..800/s+100/s',
    '--metric',
    'edge.ttfb.p50',
    '--seeds',
    '2',
    '--requests',
    '500',
  ];

  test(
    'is written, marked partial, and goes on without running anything finished again',
    { timeout: 180_000 },
    async () => {
      const out = at('stopped');
      const common = [...flags, '--cache', at('cache-of-stopped'), '--out', out];
      const child = spawn(process.execPath, [LAUNCHER, 'sweep', scenario, ...common]);
      let err = '';
      child.stderr.on('data', (data: Buffer) => {
        err += data.toString();
        if (!child.killed && err.includes('2 of 8:')) child.kill('SIGINT');
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).toBe(130);
      expect(err).toContain('this sweep is partial');
      const stopped = await sweepIn(out);
      expect(stopped.partial).toBe(true);
      expect(stopped.points.length).toBeGreaterThanOrEqual(2);
      expect(stopped.points.length).toBeLessThan(8);

      const resumed = await runCli(['sweep', scenario, ...common, '--resume']);
      expect(resumed.code).toBe(0);
      expect(resumed.err.match(/, as before/g)).toHaveLength(stopped.points.length);
      const whole = await sweepIn(out);
      expect(whole.partial).toBe(false);
      expect(whole.points.slice(0, stopped.points.length)).toEqual(stopped.points);
      // Without --resume the points are made again, from the same finished trials.
      await rm(out, { recursive: true });
      const again = await runCli(['sweep', scenario, ...common]);
      expect(again.err.match(/4 of 4 trials from the cache/g)).toHaveLength(8);
      expect(await sweepIn(out)).toEqual(whole);
    },
  );

  test('is not mixed with another sweep', async () => {
    const { code, err } = await sweep('--set', 'rate=1/s', '--out', at('one'), '--resume');
    expect(code).toBe(2);
    expect(err).toContain('is of another sweep');
    expect((await sweep('--set', 'rate=1/s', '--out', at('nothing'), '--resume')).code).toBe(3);
  });
});

describe('what cannot be swept', () => {
  test.each([
    [['--set', 'rate=fast'], 3, 'with rate=fast:'],
    [['--set', 'rat=1/s'], 3, 'did you mean'],
    [['--set', 'arms.edge.platform=cloudflare-worker'], 3, 'with arms.edge.platform=cloudflare-worker:'],
    [['--set', 'rate=1/s', '--metric', 'edge.cold.rat'], 2, 'there is no metric "cold.rat"'],
    [['--set', 'rate=1/s', '--metric', 'cold.rat'], 2, 'there is no metric "cold.rat"'],
    [['--set', 'rate=1/s', '--metric', 'edge.ttfb.p50 - edge.cold.rate'], 2, 'cannot be compared'],
    [['--set', 'rate=1/s', '--metric', 'edge.ttfb.p50 - 5ms'], 2, '"5ms" is no metric'],
    [['--set', 'window=5s,10s', '--requests', '100'], 2, '--requests sets the window'],
    [[], 2, 'needs a field and its values'],
  ])('%j ends with exit code %i before anything runs', async (flags, expected, message) => {
    const { code, err } = await sweep(...flags, '--out', at('never'));
    expect(code).toBe(expected);
    expect(err).toContain(message);
    await expect(readFile(at('never', 'sweep.json'))).rejects.toThrow('ENOENT');
  });
});
