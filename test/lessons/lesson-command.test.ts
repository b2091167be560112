// `antipode lesson` around the lessons: predictions from a pipe, progress, lists, and mistakes in a lesson's file.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { howFarOff, readGuess } from '../../sim/cli/lesson/guess.ts';
import { withGuess } from '../../sim/cli/lesson/listen.ts';
import { progressPath } from '../../sim/cli/lesson/progress-file.ts';
import { examplesOf } from '../cli/in-folder.ts';
import { runCli } from '../cli/run-cli.ts';
import { openClassroom } from './classroom.ts';
import type { Classroom } from './classroom.ts';

let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
});
afterAll(() => room.leave());

const lesson = (...words: string[]) => runCli(['lesson', '--lessons', room.lessons, ...words]);

/** Runs the command as a process of its own; the pipe to it stays open unless `end` is said. */
async function piped(line: string | null): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['sim/cli/antipode.js', 'lesson', '1', '--lessons', room.lessons], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  if (line !== null) child.stdin.write(`${line}\n`);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('in a pipe', () => {
  test('a prediction is taken from the first line, and no colour is written', async () => {
    const { code, out } = await piped('0.2 s');
    expect(code).toBe(0);
    expect(out).toContain('You said 200 ms: ');
    expect(out).not.toContain('\u001b');
  });

  test('an open pipe in which nobody writes holds nothing up', async () => {
    const { code, out } = await piped(null);
    expect([code, out.includes('You said')]).toEqual([0, false]);
  });

  test('a line that is no number is said to be none, and the lesson goes on', async () => {
    const { code, err } = await piped('a while');
    expect([code, err]).toEqual([0, expect.stringContaining('"a while" is no prediction in ms')]);
  });
});

describe('at a keyboard', () => {
  const typed = async (...lines: string[]) => {
    let asked = '';
    const terminal = { err: (text: string) => void (asked += text) };
    const listener = { asks: true, open: () => Readable.from(lines.map((line) => `${line}\n`)) };
    const work = async () => asked;
    const { guess, done } = await withGuess(listener, terminal, { unit: 'ms', given: undefined, work });
    return { guess, asked: done };
  };

  test('the prediction is asked for before the run, again when it is no number', async () => {
    const { guess, asked } = await typed('soon', '0.2 s');
    expect(guess).toBe(200);
    expect(asked.match(/Your prediction in ms/g)).toHaveLength(2);
    expect(asked).toContain('That is no number here.');
  });

  test.each([[['']], [[]]])('%j goes on without one', async (lines) => {
    expect((await typed(...lines)).guess).toBe(null);
  });
});

describe('predictions', () => {
  test.each([
    ['180', 'ms', 180],
    ['0.2 s', 'ms', 200],
    ['30', 'ratio', 0.3],
    ['7%', 'ratio', 0.07],
    ['$5', 'USD', 5],
    ['12,000', 'count', 12_000],
    ['soon', 'ms', undefined],
    ['', 'ms', undefined],
  ])('%j in %s is %j', (text, unit, value) => expect(readGuess(text, unit)).toBe(value));

  test.each([
    [104, 100, 'ms', 'that is close'],
    [130, 100, 'ms', '30 % too much'],
    [20, 100, 'ms', '5 times too little'],
    [0, 100, 'ms', '100 ms too little'],
  ])('%j where the run says %j %s: %s', (guess, value, unit, words) =>
    expect(howFarOff(guess, value, unit).replaceAll('\u00a0', ' ')).toContain(words),
  );

  test('one that is given as a flag must be a number', async () => {
    const { code, err } = await lesson('1', '--guess', 'soon');
    expect([code, err]).toEqual([2, expect.stringContaining('--guess: expected a number in ms, found soon')]);
  });
});

describe('progress', () => {
  test('is kept in one file, chooses the next lesson, and is forgotten on demand', async () => {
    await lesson('--reset');
    const { out } = await lesson('--guess', '200', '--json');
    expect(JSON.parse(out)).toMatchObject({ lesson: '01-light-is-slow', unit: 'ms', guess: 200 });
    expect(JSON.parse(readFileSync(progressPath(room.lessons), 'utf8'))).toEqual({
      version: 1,
      lessons: { '01-light-is-slow': { guess: 200, solved: false } },
    });
    expect((await lesson('--list')).out).toMatch(/ 1 {2}told {4}Light is slow\n {2}2 {10}\S/);
    expect((await lesson('--guess', '200', '--json')).out).toContain('"lesson":"02-');
    await lesson('--reset');
    expect((await lesson('--list')).out).not.toContain('told');
  });

  test('that is damaged is said to be, with the way out', async () => {
    writeFileSync(progressPath(room.lessons), '{"version":2}');
    const { code, err } = await lesson('--list');
    expect([code, err]).toEqual([3, expect.stringContaining('antipode lesson --reset')]);
    await lesson('--reset');
    expect((await lesson('--list')).code).toBe(0);
  });
});

test('the examples of the help work', async () => {
  const examples = await examplesOf('lesson');
  expect(examples).toHaveLength(2);
  for (const [, ...words] of examples)
    expect({ words, code: (await lesson(...words)).code }).toEqual({ words, code: 0 });
});

describe('mistakes', () => {
  test.each([
    [['42'], 2, 'there is no lesson 42'],
    [['first'], 2, 'Expected a whole number'],
    [['--lessons', 'sim', '--list'], 3, 'sim holds no lessons'],
  ])('%s', async (words, code, message) => {
    const run = await lesson(...words);
    expect([run.code, run.err]).toEqual([code, expect.stringContaining(message)]);
  });

  test.each([
    [
      'metric: virginia.rtt.p50',
      'metric: virginai.rtt.p50',
      'predict.metric: there is no arm "virginai"',
      'did you mean virginia?',
    ],
    ['question:', 'qestion:', 'unknown key "qestion"', 'did you mean "question"?'],
    ['yours.rtt.p50 < 80ms', 'yours.rtt.p50 < 80', '"80" is not a quantity in ms', 'write it like 120ms'],
    ['Tokyo: tokyo.rtt.p50', 'Tokyo: tokyo.ok.ratio', 'ms and ratio do not fit on one scale', ''],
    ['{tokyo.rtt.p50}', '{tokyo.rtt.p51}', 'see: there is no metric "rtt.p51"', 'did you mean'],
  ])('%s written as %s in lesson.yaml is found, with its place', async (right, wrong, message, hint) => {
    const file = join(room.lessons, '01-light-is-slow', 'lesson.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace(right, wrong));
    const { code, err } = await lesson('1');
    writeFileSync(file, before);
    expect(code).toBe(3);
    expect(err).toContain(message);
    expect(err).toContain(hint);
    expect(err).toMatch(/lesson\.yaml:\d+:\d+/);
  });
});
