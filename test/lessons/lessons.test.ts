// Every lesson as a participant goes through it: pages that hold the run's figures, the telling, the task unsolved and solved, every command.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLessonText } from '../../sim/cli/lesson/lesson-file.ts';
import { LESSONS_FOLDER, lessonsIn } from '../../sim/cli/lesson/shelf.ts';
import { runCli } from '../cli/run-cli.ts';
import { applySolution, openClassroom } from './classroom.ts';
import type { Classroom } from './classroom.ts';
import { handout, handoutPage } from './handout.ts';
import { lessonPages } from './lesson-pages.ts';

const LESSONS = await lessonsIn(LESSONS_FOLDER);
const MOST_SCENARIO_LINES = 20;

const home = process.cwd();
let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
  process.chdir(room.root);
});
afterAll(async () => {
  process.chdir(home);
  await room.leave();
});

describe.each(LESSONS)('lesson $id', (place) => {
  const { id, number, folder } = place;
  const page = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const inRoom = (): string => join(room.lessons, id);

  test('holds exactly the figures and pictures of its own run (renew them with `npm run figures`)', async () => {
    for (const [name, content] of Object.entries(await lessonPages({ ...place, folder: inRoom() })))
      expect({ name, content: page(name) }).toEqual({ name, content });
  });

  test('is told without a terminal, on 80 columns', async () => {
    const { code, out } = await runCli(['lesson', String(number), '--guess', '1', '--lessons', room.lessons]);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
    for (const heading of ['Predict first', 'What the run says', 'Why', 'Change this', 'Going further'])
      expect(out).toContain(`\n${heading}\n`);
    expect(out).toMatch(/You said .+: .+\./);
    // Nothing was left unfilled, and every figure exists.
    const told = await runCli([
      'lesson',
      String(number),
      '--json',
      '--guess',
      '1',
      '--lessons',
      room.lessons,
    ]);
    expect(`${out}${told.out}`).not.toMatch(/\{[a-z][\w-]*\./);
    expect(told.out).not.toMatch(/–|null/);
  });

  test('has figures from the run only: none is typed in', async () => {
    const { text } = await readLessonText(folder);
    const words = `${text.see}\n${text.why}`.replace(/\{[^{}]+\}|`[^`]*`/g, '');
    expect(words.match(/\d[\d.,]*\s*(ms|s|seconds?|minutes?|%|per cent|\$|[kMG]i?B|km|times)(?!\w)/g)).toBe(
      null,
    );
  });

  test('has a scenario of at most twenty lines, and no dead link', () => {
    expect(page('scenario.yaml').trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_SCENARIO_LINES);
    for (const name of ['README.md', 'notes.md'])
      for (const [, target = ''] of page(name).matchAll(/\]\((?!https?:)([^)#]+)\)/g))
        expect({ name, target, exists: existsSync(join(folder, target)) }).toEqual({
          name,
          target,
          exists: true,
        });
  });

  test('has commands that work', { timeout: 120_000 }, async () => {
    const words = `${page('lesson.yaml')}\n${page('README.md')}`.replaceAll(/\s+/g, ' ');
    const commands = new Set([...words.matchAll(/`npx antipode ([^`]+)`/g)].map((match) => match[1] ?? ''));
    for (const command of commands) {
      const { code, err } = await runCli(argumentsOf(command));
      expect({ command, code, err: code === 0 ? '' : err }).toEqual({ command, code: 0, err: '' });
    }
    expect(commands.size).toBeGreaterThan(0);
  });

  test(
    'says that its task is not solved, and that it is once the solution of the notes is in',
    { timeout: 120_000 },
    async () => {
      const check = () => runCli(['lesson', '--lessons', room.lessons, 'check', String(number)]);
      const before = await check();
      expect([before.code, before.out]).toEqual([4, expect.stringContaining('FAILED')]);
      await applySolution(inRoom());
      const after = await check();
      expect([after.code, after.err, after.out]).toEqual([
        0,
        expect.any(String),
        expect.stringContaining('is solved'),
      ]);
      const { out } = await runCli(['lesson', '--list', '--json', '--lessons', room.lessons]);
      expect(JSON.parse(out)[number - 1]).toMatchObject({ id, state: 'solved' });
    },
  );
});

test('the page of all lessons links to each of them', () => {
  const page = readFileSync(join(LESSONS_FOLDER, 'README.md'), 'utf8');
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
  expect(links).toEqual(expect.arrayContaining(LESSONS.map(({ id }) => `${id}/README.md`)));
  expect(links.filter((link) => !existsSync(join(LESSONS_FOLDER, link)))).toEqual([]);
});

test('the hand-out holds the figures of the tables (renew it with `npm run figures`)', () => {
  expect(readFileSync(join(LESSONS_FOLDER, 'handout.md'), 'utf8')).toBe(handout());
  expect(readFileSync(join(LESSONS_FOLDER, 'handout.html'), 'utf8')).toBe(handoutPage());
});

test('the commands of the page of all lessons work', { timeout: 120_000 }, async () => {
  const page = readFileSync(join(LESSONS_FOLDER, 'README.md'), 'utf8');
  const block = /```sh\n(.*?)```/s.exec(page)?.[1] ?? '';
  const commands = [...block.matchAll(/^npx antipode lesson *([^#\n]*)/gm)].map(
    (match) => match[1]?.trim() ?? '',
  );
  for (const command of commands) {
    const { code, err } = await runCli(['lesson', '--lessons', room.lessons, ...argumentsOf(command)]);
    expect({ command, code, err }).toEqual({ command, code: 0, err: expect.any(String) });
  }
  expect(commands.length).toBeGreaterThan(3);
});

/** Splits a command line as a shell does: double quotes keep words together. */
function argumentsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}
