// Errors are told in words: a place, a hint and an exit code for the user's mistakes, the means to replay for ours.
import { describe, expect, test } from 'vitest';
import { reportError } from '../../sim/cli/print-error.ts';
import { ReplayableError } from '../../sim/cli/replayable-error.ts';
import { ERROR_CODES, SimError } from '../../sim/errors.ts';
import type { ErrorCode } from '../../sim/errors.ts';
import { TopologyError } from '../../topology/errors.ts';

describe('a mistake of the user', () => {
  test('is shown with its line, a caret, and no stack', () => {
    const error = new SimError('E_SCENARIO', 'unknown key "windw"', {
      at: { file: 'a.yaml', line: 3, column: 1, text: 'windw: 4min', length: 5 },
      hint: 'did you mean "window"?',
    });
    expect(reportError(error, { color: false })).toEqual({
      exitCode: 3,
      text: [
        'error E_SCENARIO unknown key "windw"',
        '  at a.yaml:3:1',
        '    3 | windw: 4min',
        '      | ^^^^^',
        '  did you mean "window"?',
        '',
      ].join('\n'),
    });
  });

  test('on a line of a million characters shows the part around the caret', () => {
    const text = `${'x'.repeat(500_000)}HERE${'y'.repeat(500_000)}`;
    const error = new SimError('E_YAML', 'bad', {
      at: { file: 'a.yaml', line: 1, column: 500_001, text, length: 4 },
    });
    const shown = reportError(error, { color: false }).text;
    expect(shown.length).toBeLessThan(400);
    const [, , line = '', carets = ''] = shown.split('\n');
    expect(line.indexOf('HERE')).toBe(carets.indexOf('^^^^'));
  });

  test('may come from the topology, which has a class of its own', () => {
    const error = new TopologyError('E_PLACE', 'there is no region "x"', {
      hint: 'regions are named provider:region',
    });
    const { text, exitCode } = reportError(error, { color: false });
    expect(exitCode).toBe(ERROR_CODES.E_PLACE.exit);
    expect(text).toBe('error E_PLACE there is no region "x"\n  regions are named provider:region\n');
  });

  test.each(Object.keys(ERROR_CODES) as ErrorCode[])(
    'with the code %s ends with the exit code of the table',
    (code) => {
      expect(reportError(new SimError(code, 'x'), { color: false }).exitCode).toBe(ERROR_CODES[code].exit);
    },
  );
});

describe('a fault of ours', () => {
  test('says how to replay it and ends with exit code 1', () => {
    const error = new ReplayableError(new RangeError('queue of -1'), { seeds: [7, 8], planDigest: 'abc123' });
    const { text, exitCode } = reportError(error, { color: false });
    expect(exitCode).toBe(1);
    expect(text).toContain('internal error queue of -1');
    expect(text).toContain('--seed 7 --seeds 2, plan abc123');
    expect(text).toContain('errors.test.ts');
  });

  test('may be anything that was thrown', () => {
    expect(reportError('a text', { color: false })).toMatchObject({ exitCode: 1 });
    expect(reportError(undefined, { color: false })).toMatchObject({ exitCode: 1 });
  });
});

test('colours are used only when wanted', () => {
  const error = new SimError('E_USAGE', 'x');
  expect(reportError(error, { color: true }).text).toContain('\u001b[');
  expect(reportError(error, { color: false }).text).not.toContain('\u001b[');
});
