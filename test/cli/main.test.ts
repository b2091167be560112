// The command line helps, refuses what it does not understand, and keeps data and talk apart.
import { describe, expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { runCli } from './run-cli.ts';

const COMMANDS = ['run', 'check', 'explain', 'report', 'compare', 'topology', 'import', 'schema', 'init'];

test('without arguments the help is shown', async () => {
  const { code, out } = await runCli([]);
  expect(code).toBe(0);
  for (const command of COMMANDS) expect(out).toContain(`\n  ${command} `);
});

test('the version is that of the package', async () => {
  expect(await runCli(['--version'])).toEqual({ code: 0, out: `${packageFile.version}\n`, err: '' });
});

test('the help holds the table of exit codes', async () => {
  const { out } = await runCli(['--help']);
  for (const code of [0, 1, 2, 3, 4, 6, 7, 130]) expect(out).toMatch(new RegExp(`[ ,\n]${code} [a-z]`));
});

test.each(COMMANDS)('the help of %s ends with two examples', async (command) => {
  const { code, out } = await runCli([command, '--help']);
  expect(code).toBe(0);
  expect(out).toMatch(/\nExamples:\n( {2}\$ npx antipode .+\n){2}$/);
});

describe('a command line that cannot be understood ends with exit code 2 and says why:', () => {
  test.each([
    [['rnu', 'x'], 'Did you mean run?'],
    [['run'], 'missing required argument'],
    [['run', 'x', '--sed', '5'], 'Did you mean --seed?'],
    [['run', 'x', '--seeds', '0'], 'a whole number from 1 to 1000'],
    [['run', 'x', '--seed', '-1'], 'a whole number from 0'],
    [['run', 'x', '--seed', '1e3'], 'a whole number'],
    [['run', 'x', '--jobs', 'many'], 'a whole number'],
    [['run', 'x', '--kernel', 'des'], 'Allowed choices are packed, simjs'],
    [['schema', 'plan'], 'Allowed choices are scenario, result, metrics'],
  ])('%j', async (argv, says) => {
    const { code, out, err } = await runCli(argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(says);
  });
});

describe('schema prints', () => {
  test.each([
    ['scenario', 'antipode scenario'],
    ['result', 'planDigest'],
    ['metrics', 'Time from the user'],
  ])('%s as JSON', async (of, holds) => {
    const { code, out } = await runCli(['schema', of]);
    expect(code).toBe(0);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(out).toContain(holds);
  });
});
