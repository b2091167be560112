// How far a participant has come: one small local file beside the lessons.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { SimError } from '../../errors.ts';
import { writeWhole } from '../../write-file.ts';

const entry = z.strictObject({
  /** The last prediction, in the unit of the lesson's metric; null when none was made. */
  guess: z.number().nullable(),
  solved: z.boolean(),
});

const progressSchema = z.strictObject({ version: z.literal(1), lessons: z.record(z.string(), entry) });

/** What is known of each lesson that was told, by its id. */
export type LessonProgress = z.infer<typeof progressSchema>['lessons'];

/** Where the progress in a folder of lessons is kept. */
export function progressPath(folder: string): string {
  return join(folder, '.antipode', 'lessons.json');
}

/** What was kept; nothing when there is no file. */
export async function readProgress(folder: string): Promise<LessonProgress> {
  const path = progressPath(folder);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return {};
  const reading = progressSchema.safeParse(parsed(text));
  if (reading.success) return reading.data.lessons;
  throw new SimError('E_FILE', `${path} does not hold the progress of lessons`, {
    at: { file: path },
    hint: 'begin anew: npx antipode lesson --reset',
  });
}

/** Notes what became of a lesson; what is not said stays as it was. */
export async function noteProgress(
  folder: string,
  id: string,
  news: { readonly guess?: number | null; readonly solved?: boolean },
): Promise<void> {
  const before = await readProgress(folder);
  const known = before[id] ?? { guess: null, solved: false };
  const lessons = {
    ...before,
    [id]: { guess: news.guess ?? known.guess, solved: news.solved ?? known.solved },
  };
  await writeWhole(progressPath(folder), `${JSON.stringify({ version: 1, lessons }, null, 2)}\n`);
}

/** Forgets all progress. */
export async function forgetProgress(folder: string): Promise<void> {
  await rm(progressPath(folder), { force: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
