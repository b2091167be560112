// node:path: unenv's, which takes what Node refuses.
import type kept from 'unenv/node/path';
import { posix as keptPosix, win32 as keptWin32 } from 'unenv/node/path';
import { checkText } from './errors.ts';

type Path = typeof kept;

/** How many arguments must be texts; all of them where there may be any number. */
const TEXTS: Readonly<Record<string, number>> = {
  join: Infinity,
  resolve: Infinity,
  basename: 1,
  dirname: 1,
  extname: 1,
  isAbsolute: 1,
  normalize: 1,
  parse: 1,
  relative: 2,
};

function checked(path: Path): Path {
  const own: Record<string, unknown> = { ...path };
  for (const [name, count] of Object.entries(TEXTS)) {
    const inner = own[name] as (...args: unknown[]) => unknown;
    own[name] = (...args: unknown[]): unknown => {
      const texts = count === Infinity ? args : Array.from({ length: count }, (_, i) => args[i]);
      for (const [at, value] of texts.entries()) checkText(value, argumentName(name, at, count));
      return inner(...args);
    };
  }
  return own as Path;
}

function argumentName(method: string, at: number, count: number): string {
  if (method === 'resolve') return `paths[${at}]`;
  if (count === 2) return at === 0 ? 'from' : 'to';
  return 'path';
}

/** Posix paths; those that are relative are so to the root, whatever the process calls its directory. */
const fromRoot = {
  ...keptPosix,
  resolve: (...parts: string[]) => keptPosix.resolve('/', ...parts),
  relative: (from: string, to: string) =>
    keptPosix.relative(keptPosix.resolve('/', from), keptPosix.resolve('/', to)),
};

/** The module itself. */
export const posix = checked(fromRoot);
export const win32 = checked(keptWin32);
Object.assign(posix, { posix, win32 });
Object.assign(win32, { posix, win32 });

export const { basename, delimiter, dirname, extname, format, isAbsolute, join } = posix;
export const { matchesGlob, normalize, parse, relative, resolve, sep, toNamespacedPath } = posix;
