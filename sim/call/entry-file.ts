// Finds the module of a handler that is named by its folder, or by its configuration.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SimError } from '../errors.ts';
import { isFolder } from '../scenario/read-file.ts';
import { CONFIGURATIONS, readConfiguration } from './bindings-file.ts';

/** A handler's module, and the configuration of wrangler that names it. */
export interface EntryFile {
  readonly handler: string;
  readonly configuration?: string;
}

/** A module as it is; a folder by the `main` of its configuration or package. Throws E_FILE for a folder that names no module. */
export async function entryOf(path: string): Promise<EntryFile> {
  if (CONFIGURATIONS.includes(basename(path))) return { handler: await mainOf(path), configuration: path };
  if (!(await isFolder(path))) return { handler: path };
  const names = await readdir(path);
  const found = [...CONFIGURATIONS, 'package.json'].find((name) => names.includes(name));
  if (found === undefined)
    throw new SimError('E_FILE', `${path} is a folder without ${CONFIGURATIONS.join(', ')} or package.json`, {
      at: { file: path },
      hint: moduleHint(path, names),
    });
  const file = join(path, found);
  const handler = await mainOf(file);
  return found === 'package.json' ? { handler } : { handler, configuration: file };
}

/** What to type instead of a folder that says nothing of its module; a scenario's folder has the stores too. */
function moduleHint(folder: string, names: readonly string[]): string {
  const module = names.toSorted().find((name) => /\.[cm]?[jt]sx?$/.test(name)) ?? 'src/index.ts';
  return names.includes('scenario.yaml')
    ? `name a handler of this scenario: npx antipode call ${join(folder, module)} --scenario ${folder}`
    : 'name the module of the handler, such as src/index.ts';
}

async function mainOf(file: string): Promise<string> {
  const { main } = await readConfiguration(file);
  if (typeof main !== 'string')
    throw new SimError('E_FILE', `${file} names no module of a handler under "main"`, {
      at: { file },
      hint: 'add it, or name the module itself',
    });
  const module = join(dirname(file), main);
  const found = await stat(module).catch(() => null);
  if (found?.isFile() === true) return module;
  throw new SimError('E_FILE', `${file}: "main" is ${main}, and there is no such file`, {
    at: { file },
    hint: 'build the project first if that is its result, or name the module itself',
  });
}
