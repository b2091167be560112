// `antipode lesson`: ten lessons told in the terminal, with a prediction before each run and a task after it.
import { Command } from 'commander';
import { standardInput } from './lesson/listen.ts';
import type { Listener } from './lesson/listen.ts';
import type { LessonPlace } from './lesson/shelf.ts';
import type { LessonProgress } from './lesson/progress-file.ts';
import { examples, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ShelfFlags {
  readonly lessons?: string;
}

interface LessonFlags extends ShelfFlags {
  readonly list?: true;
  readonly reset?: true;
  readonly guess?: string;
  readonly json?: true;
}

const FOLDER_FLAG = ['--lessons <dir>', 'folder of the lessons (default: the ones that come along)'] as const;
const HIGHEST_LESSON = 99;

/** The command `lesson` with its subcommand `check`. */
export function lessonCommand(terminal: Terminal, listener: Listener = standardInput()): Command {
  const command = new Command('lesson')
    .summary('learn about the edge: predict, run, see, change')
    .description(
      'Tells a lesson: its question, your prediction, the run, what it shows and why, and a task. Without a number: the next one.',
    )
    .argument('[n]', 'number of the lesson', wholeNumber(1, HIGHEST_LESSON))
    .option('--list', 'all lessons, and how far you have come')
    .option('--reset', 'forget how far you have come')
    .option('--guess <value>', 'your prediction, in place of asking')
    .option(...FOLDER_FLAG)
    .option('--json', 'print the lesson’s figures as JSON and nothing else')
    .addHelpText('after', examples('antipode lesson --list', 'antipode lesson 1 --guess 180ms'))
    .action((number: number | undefined, flags: LessonFlags) =>
      lesson(number, flags, { terminal, listener }),
    );
  return command.addCommand(checkCommand(terminal, command));
}

function checkCommand(terminal: Terminal, lesson: Command): Command {
  return new Command('check')
    .summary('run the files as you left them: is the task solved?')
    .description(
      'Runs the files of a lesson as they are now and says whether its task is solved (exit code 4 if not).',
    )
    .argument('[n]', 'number of the lesson (default: the last one told)', wholeNumber(1, HIGHEST_LESSON))
    .addHelpText('after', examples('antipode lesson check 1', 'antipode lesson check 2'))
    .copyInheritedSettings(lesson)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .action((number: number | undefined) => check(number, lesson.opts<ShelfFlags>(), terminal));
}

async function lesson(
  number: number | undefined,
  flags: LessonFlags,
  to: { readonly terminal: Terminal; readonly listener: Listener },
): Promise<void> {
  const { terminal, listener } = to;
  const { lessons, folder } = await shelfOf(flags);
  const { forgetProgress, noteProgress, readProgress } = await import('./lesson/progress-file.ts');
  if (flags.reset) {
    await forgetProgress(folder);
    terminal.err('Progress is forgotten; the files of the lessons stay as they are.\n');
    return;
  }
  const progress = await readProgress(folder);
  if (flags.list) return list(lessons, progress, { terminal, json: flags.json === true });
  const next = lessons.find(({ id }) => progress[id] === undefined);
  if (number === undefined && next === undefined) {
    terminal.err('All lessons have been told; npx antipode lesson <n> tells one again.\n');
    return list(lessons, progress, { terminal, json: flags.json === true });
  }
  const { lessonNumbered } = await import('./lesson/shelf.ts');
  const { loadLesson } = await import('./lesson/lesson-file.ts');
  const { tellLesson } = await import('./lesson/tell.ts');
  const place = lessonNumbered(lessons, number ?? next?.number ?? 1);
  const told = await tellLesson(
    await loadLesson(place),
    { listener, guess: flags.guess, json: flags.json === true, lessons: lessons.length },
    terminal,
  );
  if (told !== undefined) await noteProgress(folder, place.id, told);
}

async function check(number: number | undefined, flags: ShelfFlags, terminal: Terminal): Promise<void> {
  const { lessons, folder } = await shelfOf(flags);
  const { noteProgress, readProgress } = await import('./lesson/progress-file.ts');
  const { lessonNumbered } = await import('./lesson/shelf.ts');
  const { loadLesson } = await import('./lesson/lesson-file.ts');
  const { checkTask } = await import('./lesson/check-task.ts');
  const progress = await readProgress(folder);
  const last = lessons.findLast(({ id }) => progress[id] !== undefined);
  const place = lessonNumbered(lessons, number ?? last?.number ?? 1);
  const solved = await checkTask(await loadLesson(place), terminal);
  if (solved !== undefined) await noteProgress(folder, place.id, { solved });
}

async function shelfOf({ lessons }: ShelfFlags): Promise<{ lessons: LessonPlace[]; folder: string }> {
  const { LESSONS_FOLDER, lessonsIn } = await import('./lesson/shelf.ts');
  const folder = lessons ?? LESSONS_FOLDER;
  return { folder, lessons: await lessonsIn(folder) };
}

async function list(
  lessons: readonly LessonPlace[],
  progress: LessonProgress,
  to: { readonly terminal: Terminal; readonly json: boolean },
): Promise<void> {
  const { readLessonText } = await import('./lesson/lesson-file.ts');
  const rows = [];
  for (const { id, number, folder } of lessons) {
    const { text } = await readLessonText(folder);
    const known = progress[id];
    const state = known === undefined ? '' : known.solved ? 'solved' : 'told';
    rows.push({ number, id, title: text.title, state });
  }
  if (to.json) to.terminal.out(`${JSON.stringify(rows)}\n`);
  else
    for (const { number, title, state } of rows)
      to.terminal.out(`${`${number}`.padStart(3)}  ${state.padEnd(6)}  ${title}\n`);
}
