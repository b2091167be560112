// A promise that nobody catches is the handler's trouble, never the host's; tried in a process of its own.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { it } from 'vitest';

it('survives a thousand rejected promises that no handler catches', async ({ expect }) => {
  const script = join(import.meta.dirname, 'uncaught.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(stdout.trim()).toBe('1000 answers, process alive');
});
