// Statements that stand in files: a path in the file of bindings becomes what is in the file, or in all .sql files of a folder by name.
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SimError } from '../errors.ts';
import { readTextFile } from '../scenario/read-file.ts';

const SQL_FILE = { what: 'a file of SQL', largestBytes: 50_000_000 };

/** No statement of SQL that makes or fills a table is one word. */
const PATH = /^[\w./\\-]+$/;

type Databases = Readonly<Record<string, readonly string[]>>;

/** The same statements by database, with those of files in the place of their paths. Throws E_FILE for a .sql file that is not there. */
export async function withSqlFiles(databases: Databases, folder: string): Promise<Record<string, string[]>> {
  const held: Record<string, string[]> = {};
  for (const [binding, statements] of Object.entries(databases)) {
    const texts = await Promise.all(statements.map((statement) => statementsOf(statement, folder)));
    held[binding] = texts.flat();
  }
  return held;
}

async function statementsOf(statement: string, folder: string): Promise<string[]> {
  const word = statement.trim();
  if (!PATH.test(word)) return [statement];
  const path = resolve(folder, word);
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) {
    const files = (await readdir(path)).filter((file) => file.endsWith('.sql')).toSorted();
    return Promise.all(files.map((file) => readTextFile(join(path, file), SQL_FILE)));
  }
  if (found !== null) return [await readTextFile(path, SQL_FILE)];
  if (!word.endsWith('.sql')) return [statement];
  throw new SimError('E_FILE', `${word}: there is no such file of SQL`, {
    at: { file: path },
    hint: 'paths are relative to the file of bindings; statements may also stand in it',
  });
}
