// explain tells where each value comes from; init writes a scenario that runs as it stands.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-init-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('init', () => {
  test('writes a scenario of at most 15 lines that check accepts and run runs', async () => {
    const made = join(folder, 'my-edge');
    expect(await runCli(['init', made])).toMatchObject({
      code: 0,
      err: expect.stringContaining(`run ${made}`),
    });
    expect((await readdir(made)).toSorted()).toEqual([
      '.vscode',
      'handler.ts',
      'scenario.schema.json',
      'scenario.yaml',
    ]);
    const lines = (await readFile(join(made, 'scenario.yaml'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(15);
    expect(lines[0]).toBe('# yaml-language-server: $schema=./scenario.schema.json');
    expect(await runCli(['check', made])).toMatchObject({ code: 0 });
    const ran = await runCli([
      'run',
      made,
      '--seeds',
      '2',
      '--requests',
      '500',
      '--out',
      join(folder, 'out'),
    ]);
    expect({ ...ran, err: ran.code === 0 ? '' : ran.err }).toMatchObject({
      err: '',
      code: 0,
      out: expect.stringContaining('my-edge'),
    });
  });

  test('overwrites nothing', async () => {
    const made = join(folder, 'mine');
    await runCli(['init', made]);
    await writeFile(join(made, 'handler.ts'), 'mine');
    await rm(join(made, 'scenario.yaml'));
    const { code, err } = await runCli(['init', made]);
    expect({ code, names: await readdir(made) }).toEqual({
      code: 3,
      names: expect.not.arrayContaining(['scenario.yaml']),
    });
    expect(err).toContain('handler.ts exists already');
  });
});

describe('explain', () => {
  test('names the line, the flag or the default behind each value', async () => {
    const made = join(folder, 'explained');
    await runCli(['init', made]);
    const { code, out } = await runCli(['explain', made, '--requests', '1000', '--json']);
    expect(code).toBe(0);
    const { plan, origins } = JSON.parse(out);
    const from = (path: string) => origins.find((origin: { path: string }) => origin.path === path);
    expect(from('rate')).toMatchObject({ value: '50/s', from: `${join(made, 'scenario.yaml')}:4` });
    expect(from('window')).toMatchObject({ from: '--requests' });
    expect(from('users.count')).toMatchObject({ value: '20000', from: 'default' });
    expect(from('arms.edge.platform')).toMatchObject({ value: 'cloudflare-workers' });
    expect(from('requests.0.weight')).toMatchObject({ value: '9' });
    expect(plan.windowMs).toBe(20_000);
  });

  test('lists the figures of the world with their sources', async () => {
    const { out } = await runCli(['explain', join(folder, 'explained')]);
    expect(out).toMatch(/\(documented; .+\)/);
    expect(out).toMatch(/\(assumed; .+\)/);
    expect(out).toMatch(/users\.count +20000 +default/);
    expect(out).toContain('cities.json');
  });
});
