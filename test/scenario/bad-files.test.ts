// Whoever writes a wrong scenario gets one clear error with its place and what was probably meant, and exit code 3.
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { BAD_SHAPES } from './bad-shapes.ts';
import { BAD_VALUES } from './bad-values.ts';
import { GOOD } from './spoil.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-bad-'));
  await writeFile(join(folder, 'handler.ts'), 'export default { fetch: () => new Response("hi") };\n');
  await writeFile(join(folder, 'broken.ts'), 'export default {\n  fetch( { return 1 }\n');
  await writeFile(join(folder, 'classes.ts'), 'export class Counter {}\nexport class Room {}\n');
  await writeFile(
    join(folder, 'objects.ts'),
    'export * from "./classes.ts";\nexport default { fetch: () => new Response("hi") };\n',
  );
  await writeFile(
    join(folder, 'lonely.ts'),
    'import { x } from "./nowhere.ts";\nexport default { fetch: () => x };\n',
  );
  await writeFile(
    join(folder, 'packaged.ts'),
    'import { x } from "@nobody/nothing/deep";\nexport default { fetch: () => x };\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

test('the scenario that the others spoil is right', async () => {
  expect(await check(GOOD)).toMatchObject({ code: 0, err: '' });
});

describe('one clear error for', () => {
  test.each([...BAD_VALUES, ...BAD_SHAPES])('$why', async ({ yaml, at, says, hint, code: errorCode }) => {
    const { code, out, err } = await check(yaml);
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toContain(says);
    expect(err).toContain(hint ?? '');
    expect(err.match(/^error E_\w+/gm)).toEqual([`error ${errorCode ?? 'E_SCENARIO'}`]);
    expect(err).not.toMatch(/internal error|node_modules|^ {4}at /m);
    expect(err).toContain(at === undefined ? '' : `:${at}\n`);
  });
});

describe('a file that cannot be a scenario:', () => {
  test('one that is missing names the neighbour that was probably meant', async () => {
    await writeFile(join(folder, 'flagship.yaml'), GOOD);
    const { code, err } = await runCli(['check', join(folder, 'flagshp.yaml')]);
    expect(code).toBe(3);
    expect(err).toContain('there is no file');
    expect(err).toContain('flagship.yaml?');
  });

  test('a folder without scenario.yaml', async () => {
    const { code, err } = await runCli(['check', temporaryFolder('empty')]);
    expect(code).toBe(3);
    expect(err).toContain('there is no file');
    expect(err).toContain('scenario.yaml');
  });

  test('one of 50 MB', async () => {
    const path = join(folder, 'huge.yaml');
    await writeFile(path, GOOD);
    await truncate(path, 50_000_000);
    const { code, err } = await runCli(['check', path]);
    expect(code).toBe(3);
    expect(err).toContain('holds 50000000 bytes');
  });

  test('one that is not UTF-8', async () => {
    const path = join(folder, 'latin.yaml');
    await writeFile(path, Buffer.from('title: caf\xe9\n', 'latin1'));
    expect(await runCli(['check', path])).toMatchObject({
      code: 3,
      err: expect.stringContaining('not UTF-8'),
    });
  });
});

test('all mistakes of a file are named at once, in the order of the file', async () => {
  const { code, err } = await check(
    GOOD.replace('rate: 80/s', 'rate: 80')
      .replace('window:', 'windw:')
      .replace('baseline: origin', 'baseline: orgin'),
  );
  expect(code).toBe(3);
  expect(err.match(/:\d+:\d+$/gm)).toEqual([':2:7', ':3:1', ':10:11']);
  expect(err).toContain('3 mistakes');
});

test('the line is shown with a caret under what is meant', async () => {
  const { err } = await check(GOOD.replace('window:', 'windw:'));
  expect(err).toContain('    3 | windw: 4min\n      | ^^^^^\n');
});

test('run refuses what check refuses', async () => {
  const path = join(folder, 'scenario.yaml');
  await writeFile(path, GOOD.replace('window:', 'windw:'));
  const [checked, ran] = [await runCli(['check', path]), await runCli(['run', path])];
  expect(ran).toEqual(checked);
});

test('a hostile file cannot write to the terminal what it likes', async () => {
  const { err } = await check(`${GOOD}"\\e[2J\\u202Eevil": "\u001b[31m"\n`);
  for (const character of ['\u001b', '\u202e']) expect(err).not.toContain(character);
});

async function check(yaml: string) {
  const path = join(folder, 'scenario.yaml');
  await writeFile(path, yaml);
  return runCli(['check', path]);
}
