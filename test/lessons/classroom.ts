// A copy of the lessons in an empty folder, as a participant has them; tests edit it freely.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LESSONS_FOLDER } from '../../sim/cli/lesson/shelf.ts';

/** A folder that holds `scenarios/lessons` and nothing else. */
export interface Classroom {
  readonly root: string;
  readonly lessons: string;
  leave(): Promise<void>;
}

/** Copies the lessons, without what was run or noted before. */
export async function openClassroom(): Promise<Classroom> {
  const root = await mkdtemp(join(tmpdir(), 'antipode-lessons-'));
  const lessons = join(root, 'scenarios', 'lessons');
  await cp(LESSONS_FOLDER, lessons, { recursive: true, filter: (path) => !path.includes('.antipode') });
  return { root, lessons, leave: () => rm(root, { recursive: true }) };
}

/** Applies the solution of a lesson's notes: a fenced diff of whole lines, in which `--- file` names what is changed. */
export async function applySolution(folder: string): Promise<void> {
  const notes = await readFile(join(folder, 'notes.md'), 'utf8');
  const block = /```diff\n(.*?)```/s.exec(notes)?.[1];
  if (block === undefined) throw new Error(`${folder}/notes.md holds no diff with the solution`);
  for (const part of block.split(/^--- /m).slice(1)) {
    const [file = '', ...lines] = part.split('\n');
    const having = (mark: string): string =>
      lines
        .filter((line) => line.startsWith(mark))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const path = join(folder, file.trim());
    const before = await readFile(path, 'utf8');
    if (!before.includes(having('-'))) throw new Error(`${path} does not hold what the solution changes`);
    await writeFile(
      path,
      before.replace(having('-'), () => having('+')),
    );
  }
}
