// The examples that end each command's help work as they stand.
import { rm } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

/** In this order, because `report` draws what `run` has written. */
const COMMANDS = [
  'check',
  'call',
  'profile',
  'explain',
  'place',
  'run',
  'report',
  'sweep',
  'schema',
  'topology',
  'init',
];

/** What the examples of `init` make; it overwrites nothing. */
beforeAll(async () => {
  for (const made of ['out/my-edge', 'out/my-api']) await rm(made, { recursive: true, force: true });
});

test.each(COMMANDS)('the examples of %s work', { timeout: 300_000 }, async (command) => {
  const { out: help } = await runCli([command, '--help']);
  const examples = [...help.matchAll(/^ {2}\$ npx antipode (.+)$/gm)].map((match) => match[1] ?? '');
  expect(examples).toHaveLength(2);
  for (const example of examples) {
    const { code, err } = await runCli(words(example));
    expect({ example, code, err: code === 0 ? '' : err }).toEqual({ example, code: 0, err: '' });
  }
});

/** Splits a command line as a shell does: double quotes keep words together. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}
