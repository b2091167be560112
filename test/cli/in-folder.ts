// Runs command lines in a folder of their own that holds saved results, so that the examples of the help work as they stand.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderJson } from '../../reports/json.ts';
import type { RunResult } from '../../reports/result.ts';
import { runCli } from './run-cli.ts';

/** Goes into an empty folder with these results under their paths, calls `inside`, and comes back. */
export async function inFolderWith(
  results: Readonly<Record<string, RunResult>>,
  inside: (folder: string) => Promise<void>,
): Promise<void> {
  const home = process.cwd();
  const folder = await mkdtemp(join(tmpdir(), 'antipode-folder-'));
  try {
    for (const [path, result] of Object.entries(results)) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), renderJson(result));
    }
    process.chdir(folder);
    await inside(folder);
  } finally {
    process.chdir(home);
    await rm(folder, { recursive: true });
  }
}

/** The examples that end the help of a command, as arguments. */
export async function examplesOf(command: string): Promise<string[][]> {
  const { out } = await runCli([command, '--help']);
  return [...out.matchAll(/^ {2}\$ npx antipode (.+)$/gm)].map((match) => (match[1] ?? '').split(' '));
}
