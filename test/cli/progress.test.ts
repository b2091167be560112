// Progress is one line: redrawn on a terminal, a few plain lines in a pipe, nothing when quiet.
import { describe, expect, test } from 'vitest';
import { lineFor, progressLine } from '../../sim/cli/progress.ts';
import type { Terminal } from '../../sim/cli/terminal.ts';

const half = {
  trialsDone: 7,
  trialsFromCache: 0,
  trials: 15,
  simulatedMs: 120_000,
  windowMs: 240_000,
  segments: 0,
};

test('the line tells the simulated clock, trials, speed and time left', () => {
  // 7.5 trials of 240 s at 84 requests a second in 10 s of real time.
  expect(lineFor(half, 10_000, 84)).toBe(
    '0:02:00 of 0:04:00 simulated · 7 of 15 trials · 15,120 requests/s · 10 s left',
  );
});

test('nothing is promised before anything is done', () => {
  expect(lineFor({ ...half, trialsDone: 0, simulatedMs: 0 }, 0, 84)).not.toContain('left');
});

describe('in a pipe', () => {
  test('a run of 15 trials writes at most four lines', () => {
    const lines = written({ interactive: false, quiet: false });
    expect(lines.split('\n').filter((line) => line !== '')).toHaveLength(4);
    expect(lines).not.toContain('\u001b');
  });

  test('nothing is written when quiet', () => {
    expect(written({ interactive: false, quiet: true })).toBe('');
  });
});

test('a terminal is left with a clean line', () => {
  expect(written({ interactive: true, quiet: false })).toSatisfy((text: string) =>
    text.endsWith('\r\u001b[2K'),
  );
});

function written({ interactive, quiet }: { interactive: boolean; quiet: boolean }): string {
  let err = '';
  const terminal: Terminal = {
    columns: 80,
    color: false,
    maps: false,
    errorColor: false,
    interactive,
    exitCode: 0,
    out: () => undefined,
    err: (text) => void (err += text),
  };
  const line = progressLine(terminal, { quiet, requestsPerSecond: 84 });
  for (let trialsDone = 0; trialsDone <= 15; trialsDone++) line.update({ ...half, trialsDone });
  line.done();
  return err;
}
