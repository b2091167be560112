// The launcher starts the command line on this Node, and finds the project's own Node from an older one.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };

const LAUNCHER = fileURLToPath(new URL('../../sim/cli/antipode.js', import.meta.url));
const run = promisify(execFile);

describe('the launcher', () => {
  test('answers --version', async () => {
    const { stdout } = await run(process.execPath, [LAUNCHER, '--version']);
    expect(stdout).toBe(`${packageFile.version}\n`);
  });

  test('passes exit codes on', async () => {
    await expect(run(process.execPath, [LAUNCHER, 'check', 'no-such-file.yaml'])).rejects.toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('error E_FILE there is no file no-such-file.yaml'),
    });
  });

  test('ends well when the reader of a pipe goes away', async () => {
    const child = spawn(process.execPath, [LAUNCHER, 'schema', 'scenario']);
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('writes the files of a run although nobody listens to its talk any more', async () => {
    const out = await mkdtemp(join(tmpdir(), 'antipode-pipe-'));
    const flags = ['--seeds', '2', '--requests', '200', '--no-cache', '--out', out];
    const child = spawn(process.execPath, [LAUNCHER, 'run', 'scenarios/hello', ...flags]);
    child.stdout.resume();
    child.stderr.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await readdir(out)).toSorted()).toEqual(['report.html', 'result.json']);
    await rm(out, { recursive: true });
  });

  test.skipIf(olderNode() === undefined)(
    'runs on the project’s own Node when started by an older one',
    async () => {
      const { stdout } = await run(olderNode() ?? '', [LAUNCHER, 'schema', 'metrics'], {
        maxBuffer: 10_000_000,
      });
      expect(JSON.parse(stdout)).toHaveProperty(['ttfb.p95']);
      await expect(run(olderNode() ?? '', [LAUNCHER, 'rnu'])).rejects.toMatchObject({ code: 2 });
    },
  );
});

/** A Node on the path that is not the project's own, if the machine has one. */
function olderNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  return folders
    .filter((folder) => existsSync(folder) && readdirSync(folder).includes('node'))
    .map((folder) => join(folder, 'node'))
    .find((path) => path !== process.execPath);
}
