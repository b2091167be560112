// node:path/win32: the paths of Windows as a module of their own.
import { win32 } from './path.ts';

export { win32 };
export const { basename, delimiter, dirname, extname, format, isAbsolute, join } = win32;
export const { matchesGlob, normalize, parse, relative, resolve, sep, toNamespacedPath } = win32;
