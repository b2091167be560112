// The lesson on the local page: question and prediction before a run, and after it the number, how far off one was, why, and the task.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResult } from '../../../reports/result.ts';
import { escapeHtml } from '../../../reports/text.ts';
import { SimError } from '../../errors.ts';
import { deepFreeze } from '../../plan.ts';
import { beatsOf, meaningOf } from '../lesson/beats.ts';
import { howFarOff, readGuess, unitWords } from '../lesson/guess.ts';
import { loadLesson, wantedOf, type Lesson } from '../lesson/lesson-file.ts';
import { lessonNumbered, lessonsIn, LESSONS_FOLDER } from '../lesson/shelf.ts';
import { withProfiles } from '../with-profiles.ts';
import { Session } from './session.ts';

const LONGEST_TEXT = 4000;

/** A lesson told on the page; a teacher's page shows the instructor's notes as well. */
export interface Classroom {
  readonly lesson: Lesson;
  /** The instructor's notes as Markdown; null on a participant's page. */
  readonly notes: string | null;
}

/** Opens a lesson for a page. */
export async function openClassroom(
  number: number,
  { teacher, say }: { readonly teacher: boolean; readonly say: (text: string) => void },
): Promise<{ session: Session; classroom: Classroom }> {
  const lesson = await loadLesson(lessonNumbered(await lessonsIn(LESSONS_FOLDER), number));
  const measured = await withProfiles(lesson.loaded, say);
  const plan = deepFreeze({ ...measured, thresholds: wantedOf(lesson) });
  const notes = teacher ? await readFile(join(lesson.folder, 'notes.md'), 'utf8') : null;
  return { session: new Session({ loaded: lesson.loaded, plan }, null), classroom: { lesson, notes } };
}

/** What stands above the form before anything has run. */
export function lessonHead({ lesson, notes }: Classroom): string {
  const { text, predicted } = lesson;
  return [
    `<section class="lesson" id="lesson"><p class="eyebrow">Lesson ${lesson.number}</p><h2>${escapeHtml(text.title, 120)}</h2>`,
    prose(text.question),
    `<h3>Predict first</h3>${prose(text.predict.ask)}`,
    `<label>Your prediction ${escapeHtml(unitWords(predicted.unit), 20)}<input id="guess" autocomplete="off" inputmode="decimal"></label>`,
    '<div id="told" aria-live="polite"><p class="note">Then press Run.</p></div>',
    notes === null ? '' : `<details><summary>Notes for the instructor</summary>${notesHtml(notes)}</details>`,
    '</section>',
  ].join('');
}

/** What a finished run answers, as HTML; the prediction may be missing. Throws E_USAGE for one that is no number. */
export function lessonAnswer({ lesson }: Classroom, result: RunResult, guessText: string): string {
  const { unit } = lesson.predicted;
  const guess = guessText.trim() === '' ? null : readGuess(guessText, unit);
  if (guess === undefined)
    throw new SimError('E_USAGE', `"${guessText.slice(0, 40)}" is no number ${unitWords(unit)}`.trim());
  const { figure, number, see, why } = beatsOf(lesson, result);
  const off = guess === null || figure.value === null ? '' : prose(howFarOff(guess, figure.value, unit));
  return [
    `<p class="answer">${escapeHtml(number, 200)}</p>`,
    `<p class="note">${escapeHtml(`${lesson.text.predict.metric}: ${meaningOf(lesson)}.`, 300)}</p>`,
    off,
    prose(see),
    `<h3>Why</h3>${prose(why)}<h3>Change this</h3>${prose(lesson.text.change.task)}`,
    `<p class="note">In a terminal: npx antipode lesson check ${lesson.number}</p>`,
  ].join('');
}

/** Paragraphs are apart by an empty line; items begin with a hyphen. */
function prose(text: string): string {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => {
      const lines = block.split('\n');
      const isList = lines[0]?.startsWith('- ') === true;
      if (!isList) return `<p>${escapeHtml(lines.join(' '), LONGEST_TEXT)}</p>`;
      const items = block.split(/\n?^- /m).filter((item) => item.trim() !== '');
      return `<ul>${items.map((item) => `<li>${escapeHtml(item.replaceAll('\n', ' '), LONGEST_TEXT)}</li>`).join('')}</ul>`;
    })
    .join('');
}

/** Markdown of the notes: headings, lists and paragraphs; tables stay as they are written. */
function notesHtml(markdown: string): string {
  return markdown
    .split(/\n\s*\n/)
    .map((block) => {
      const heading = /^#+ (.*)$/.exec(block.trim());
      if (heading !== null) return `<h3>${escapeHtml(heading[1] ?? '', 200)}</h3>`;
      return block.trimStart().startsWith('|')
        ? `<pre>${block
            .split('\n')
            .map((line) => escapeHtml(line, LONGEST_TEXT))
            .join('\n')}</pre>`
        : prose(block);
    })
    .join('');
}
