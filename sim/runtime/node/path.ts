// node:path: paths of POSIX systems, and of Windows.
import { type Kind, type Paths, type Root, pathsOf } from './path-rules.ts';

/** Paths that say no beginning are so from the root, whatever the process calls its directory. */
const POSIX: Kind = {
  name: 'posix',
  sep: '/',
  delimiter: ':',
  separators: ['/'],
  startOf: () => '/',
  rootOf: (path) => ({ device: '', isAbsolute: path.startsWith('/'), length: path.startsWith('/') ? 1 : 0 }),
  toNamespacedPath: (path) => path,
  isSame: (one, other) => one === other,
};

const DRIVE = /^([a-z]:)([\\/]?)/i;
const SHARE = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)[\\/]?/;

function windowsRoot(path: string): Root {
  const drive = DRIVE.exec(path);
  if (drive !== null) return { device: drive[1] ?? '', isAbsolute: drive[2] !== '', length: drive[0].length };
  const share = SHARE.exec(path);
  if (share !== null)
    return { device: `\\\\${share[1]}\\${share[2]}`, isAbsolute: true, length: share[0].length };
  const isAbsolute = /^[\\/]/.test(path);
  return { device: '', isAbsolute, length: isAbsolute ? 1 : 0 };
}

const WINDOWS: Kind = {
  name: 'win32',
  sep: '\\',
  delimiter: ';',
  separators: ['\\', '/'],
  startOf: (device) => `${device}\\`,
  rootOf: windowsRoot,
  toNamespacedPath: (path) => path,
  isSame: (one, other) => one.toLowerCase() === other.toLowerCase(),
};

/** The module itself: each kind of paths knows both. */
type Path = Paths & { win32: Path; posix: Path };

export const posix = pathsOf(POSIX) as Path;
export const win32 = pathsOf(WINDOWS) as Path;
Object.assign(posix, { win32, posix });
Object.assign(win32, { win32, posix });

export const { basename, delimiter, dirname, extname, format, isAbsolute, join } = posix;
export const { matchesGlob, normalize, parse, relative, resolve, sep, toNamespacedPath } = posix;
