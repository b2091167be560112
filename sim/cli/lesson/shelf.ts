// The lessons of a folder, in the order of their numbers.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SimError } from '../../errors.ts';

/** The lessons that come with the project. */
export const LESSONS_FOLDER = fileURLToPath(new URL('../../../scenarios/lessons', import.meta.url));

const NAME = /^(\d\d)-[a-z0-9-]+$/;

/** A lesson's place on the shelf. */
export interface LessonPlace {
  readonly id: string;
  readonly number: number;
  readonly folder: string;
}

/** The lessons of a folder; throws E_FILE when it holds none. */
export async function lessonsIn(folder: string): Promise<LessonPlace[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const lessons = names.toSorted().flatMap((id) => {
    const number = NAME.exec(id)?.[1];
    return number === undefined ? [] : [{ id, number: Number(number), folder: join(folder, id) }];
  });
  if (lessons.length === 0)
    throw new SimError('E_FILE', `${folder} holds no lessons`, {
      at: { file: folder },
      hint: 'lessons are folders such as 01-light-is-slow; name their folder with --lessons',
    });
  return lessons;
}

/** The lesson with a number; throws E_USAGE when there is none. */
export function lessonNumbered(lessons: readonly LessonPlace[], number: number): LessonPlace {
  const found = lessons.find((lesson) => lesson.number === number);
  if (found !== undefined) return found;
  throw new SimError('E_USAGE', `there is no lesson ${number}`, {
    hint: `lessons: ${lessons.map((lesson) => lesson.number).join(', ')}; npx antipode lesson --list says what they are about`,
  });
}
