// What node:path does with a text, for paths of either kind of system: only roots and separators differ.
import { argumentType, checkText } from './errors.ts';

/** Where a path begins: its drive or share, whether it starts at the root of that, and how many characters say so. */
export interface Root {
  readonly device: string;
  readonly isAbsolute: boolean;
  readonly length: number;
}

/** One kind of paths. */
export interface Kind {
  readonly name: 'posix' | 'win32';
  readonly sep: string;
  readonly delimiter: string;
  readonly separators: readonly string[];
  /** What a path without a beginning of its own continues. */
  readonly startOf: (device: string) => string;
  readonly rootOf: (path: string) => Root;
  readonly toNamespacedPath: (path: string) => string;
  readonly isSame: (one: string, other: string) => boolean;
}

/** The parts that `parse` tells apart. */
export interface PathParts {
  root: string;
  dir: string;
  base: string;
  ext: string;
  name: string;
}

/** Paths of one kind, as the module offers them. */
export type Paths = ReturnType<typeof pathsOf>;

/** The segments of a text without `.`, and without `..` where it has something to take away. */
function tidy(kind: Kind, text: string, isAbsolute: boolean): string[] {
  const kept: string[] = [];
  for (const segment of segmentsOf(kind, text)) {
    if (segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isAbsolute) kept.push('..');
  }
  return kept;
}

function segmentsOf({ separators }: Kind, text: string): string[] {
  const split = separators.reduce((parts, one) => parts.flatMap((part) => part.split(one)), [text]);
  return split.filter((segment) => segment !== '');
}

/** Where the last segment of a path lies; separators after it count for nothing. */
function lastOf(kind: Kind, path: string, from: number): { readonly start: number; readonly end: number } {
  const isSeparator = (at: number): boolean => kind.separators.includes(path.charAt(at));
  let end = path.length;
  while (end > from && isSeparator(end - 1)) end -= 1;
  let start = end;
  while (start > from && !isSeparator(start - 1)) start -= 1;
  return { start, end };
}

function normalizeBy(kind: Kind, path: string): string {
  if (path === '') return '.';
  const { device, isAbsolute, length } = kind.rootOf(path);
  const rest = path.slice(length);
  const text = tidy(kind, rest, isAbsolute).join(kind.sep);
  const goesOn = rest !== '' && kind.separators.includes(rest.at(-1) ?? '');
  const tail = text === '' && !isAbsolute ? '.' : text;
  return `${device}${isAbsolute ? kind.sep : ''}${tail}${goesOn && tail !== '' ? kind.sep : ''}`;
}

/** Goes from the last path to the first until one says where it begins. */
function resolveBy(kind: Kind, paths: readonly unknown[]): string {
  let device = '';
  let tail = '';
  let isAbsolute = false;
  for (
    let at = paths.length - 1;
    at >= -1 && !(isAbsolute && (device !== '' || kind.name === 'posix'));
    at -= 1
  ) {
    const path = at >= 0 ? paths[at] : kind.startOf(device);
    checkText(path, `paths[${at}]`);
    if (path === '') continue;
    const root = kind.rootOf(path);
    if (device !== '' && root.device !== '' && !kind.isSame(root.device, device)) continue;
    if (device === '') device = root.device;
    if (isAbsolute) continue;
    tail = `${path.slice(root.length)}${kind.sep}${tail}`;
    isAbsolute = root.isAbsolute;
  }
  const text = tidy(kind, tail, isAbsolute).join(kind.sep);
  return `${device}${isAbsolute ? kind.sep : ''}${text}` || '.';
}

function relativeBy(kind: Kind, from: string, to: string): string {
  const here = resolveBy(kind, [from]);
  const there = resolveBy(kind, [to]);
  if (!kind.isSame(kind.rootOf(here).device, kind.rootOf(there).device)) return there;
  const a = segmentsOf(kind, here);
  const b = segmentsOf(kind, there);
  let shared = 0;
  while (shared < a.length && shared < b.length && kind.isSame(a[shared] ?? '', b[shared] ?? '')) shared += 1;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join(kind.sep);
}

function dirnameBy(kind: Kind, path: string): string {
  const root = kind.rootOf(path);
  const { start } = lastOf(kind, path, root.length);
  if (start <= root.length) return path.slice(0, root.length) || '.';
  // Of two separators before the only segment both stay.
  return path.slice(0, kind.name === 'posix' && root.isAbsolute && start === 2 ? 2 : start - 1);
}

function basenameBy(kind: Kind, path: string, suffix: string): string {
  const { device } = kind.rootOf(path);
  const { start, end } = lastOf(kind, path, device.endsWith(':') ? device.length : 0);
  const base = path.slice(start, end);
  if (suffix === '' || suffix.length > path.length) return base;
  if (suffix === path) return '';
  if (base !== suffix && base.endsWith(suffix)) return base.slice(0, -suffix.length);
  // Node compares from the end, and stops where the segment does: separators after one that ends like the suffix stay.
  return base.length < suffix.length && suffix.endsWith(base) ? path.slice(start) : base;
}

function extensionOf(base: string): string {
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? '' : base.slice(dot);
}

function parseBy(kind: Kind, path: string): PathParts {
  const { length } = kind.rootOf(path);
  const root = path.slice(0, length);
  const { start, end } = lastOf(kind, path, length);
  const base = path.slice(start, end);
  const ext = extensionOf(base);
  const dir = start > length ? path.slice(0, start - 1) : root;
  return { root, dir, base, ext, name: ext === '' ? base : base.slice(0, -ext.length) };
}

function formatBy(kind: Kind, parts: Partial<PathParts>): string {
  if (typeof parts !== 'object' || parts === null) throw argumentType('pathObject', 'of type object', parts);
  const dir = parts.dir || parts.root;
  const ext = parts.ext ? `${parts.ext.startsWith('.') ? '' : '.'}${parts.ext}` : '';
  const base = parts.base || `${parts.name || ''}${ext}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}${kind.sep}${base}`;
}

/** The functions of node:path for one kind of paths, in the order in which the module lists them. */
export function pathsOf(kind: Kind) {
  const one = <T>(work: (path: string) => T) => {
    return (path: string): T => {
      checkText(path, 'path');
      return work(path);
    };
  };
  return {
    resolve: (...paths: string[]): string => resolveBy(kind, paths),
    normalize: one((path) => normalizeBy(kind, path)),
    isAbsolute: one((path) => kind.rootOf(path).isAbsolute),
    join: (...paths: string[]): string => {
      for (const path of paths) checkText(path, 'path');
      return normalizeBy(kind, paths.filter((path) => path !== '').join(kind.sep));
    },
    relative: (from: string, to: string): string => {
      checkText(from, 'from');
      checkText(to, 'to');
      return relativeBy(kind, from, to);
    },
    toNamespacedPath: kind.toNamespacedPath,
    dirname: one((path) => dirnameBy(kind, path)),
    basename: (path: string, suffix?: string): string => {
      if (suffix !== undefined) checkText(suffix, 'ext');
      checkText(path, 'path');
      return basenameBy(kind, path, suffix ?? '');
    },
    extname: one((path) => extensionOf(basenameBy(kind, path, ''))),
    format: (parts: Partial<PathParts>): string => formatBy(kind, parts),
    parse: one((path) => parseBy(kind, path)),
    matchesGlob: (): never => {
      throw new Error(`path.${kind.name}.matchesGlob() is not implemented.`);
    },
    sep: kind.sep,
    delimiter: kind.delimiter,
  };
}
