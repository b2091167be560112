// Tells a lesson beat by beat: the question, the prediction, the run, the number and the picture, why, and the task.
import { relative } from 'node:path';
import type { Terminal } from '../terminal.ts';
import { beatsOf } from './beats.ts';
import { howFarOff } from './guess.ts';
import type { Lesson } from './lesson-file.ts';
import { withGuess } from './listen.ts';
import type { Listener } from './listen.ts';
import { pictureLines } from './picture.ts';
import { runLesson } from './run-lesson.ts';
import { writerOn } from './words.ts';

/** How a lesson is told. */
export interface Telling {
  readonly listener: Listener;
  /** A prediction given as a flag. */
  readonly guess: string | undefined;
  readonly json: boolean;
  /** How many lessons there are. */
  readonly lessons: number;
}

/** Tells a lesson; returns the prediction (null without), or undefined when the run was interrupted. */
export async function tellLesson(
  lesson: Lesson,
  telling: Telling,
  terminal: Terminal,
): Promise<{ guess: number | null } | undefined> {
  const { text } = lesson;
  const write = writerOn(terminal);
  if (!telling.json) {
    write.heading(`Lesson ${lesson.number} of ${telling.lessons}: ${text.title}`);
    write.prose(text.question);
    write.heading('Predict first');
    write.prose(text.predict.ask);
  }
  const { unit } = lesson.predicted;
  const { guess, done } = await withGuess(telling.listener, terminal, {
    unit,
    given: telling.guess,
    work: () => runLesson(lesson, terminal),
  });
  if (done === undefined) return undefined;
  const beats = beatsOf(lesson, done);
  if (telling.json) {
    const { figure, see, why } = beats;
    const { metric } = text.predict;
    terminal.out(
      `${JSON.stringify({ lesson: lesson.id, metric, ...figure, guess, see, why, check: text.change.check })}\n`,
    );
    return { guess };
  }
  write.heading('What the run says');
  write.prose(`${text.predict.metric}: ${beats.number}`);
  if (guess !== null && beats.figure.value !== null) write.prose(howFarOff(guess, beats.figure.value, unit));
  write.lines([
    '',
    ...pictureLines(text.picture, done, { columns: write.columns, color: terminal.color }),
    '',
  ]);
  write.prose(beats.see);
  write.heading('Why');
  write.prose(beats.why);
  write.heading('Change this');
  write.prose(text.change.task);
  write.lines(['', ...commands(lesson)]);
  write.heading('Going further');
  write.prose(text.further);
  return { guess };
}

/** Where the files are, and what to run next. */
function commands({ folder, number }: Lesson): string[] {
  return [`  files:  ${relative('.', folder) || '.'}`, `  check:  npx antipode lesson check ${number}`];
}
