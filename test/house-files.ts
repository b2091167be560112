// The project's own source files with their code, for the tests that hold the house rules.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

const ROOT = new URL('..', import.meta.url).pathname;
const SOURCE_FOLDERS = ['sim', 'topology', 'reports', 'scenarios', 'test'];

/** One source file; the path is relative to the project's root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** Every TypeScript and JavaScript file that people wrote. */
export function sourceFiles(): SourceFile[] {
  return SOURCE_FOLDERS.flatMap((folder) => walk(folder))
    .filter((path) => /\.[cm]?[jt]s$/.test(path))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, lines: text.replace(/\n$/, '').split('\n') };
    });
}

/** The files of the engine, the geography and the reports: those that must be deterministic. */
export function coreFiles(): SourceFile[] {
  return sourceFiles().filter(({ path }) => /^(sim|topology|reports)\//.test(path));
}

/** The part of it that the host runs: Node's modules as handlers see them (`sim/runtime/node/`) read an isolate's clock and draws instead. */
export function hostFiles(): SourceFile[] {
  return coreFiles().filter(({ path }) => !path.startsWith('sim/runtime/node/'));
}

/** The code without comments and types, printed in one form. */
export function codeOf(file: SourceFile): string {
  return transformSync(file.text, { loader: 'ts', legalComments: 'none', target: 'esnext' }).code;
}

/** A text file of the project, or undefined when there is none. */
export function projectText(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}

/** All paths under a folder of the project, installed packages and run outputs apart. */
export function walk(folder: string): string[] {
  try {
    return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
      return entry.isDirectory() ? walk(path) : [path];
    });
  } catch {
    return [];
  }
}
