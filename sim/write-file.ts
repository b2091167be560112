// Writes files whole or not at all: into a neighbour first, which then takes the name.
import { constants } from 'node:fs';
import { access, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SimError } from './errors.ts';

/** Writes text or bytes under a path, with the folders that lead to it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const target = resolve(path);
  const draft = `${target}.${process.pid}.part`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
  }
}

/** Throws E_FILE where no file can be written into a folder: found out before hours of work, not after. Makes nothing. */
export async function refuseUnwritable(folder: string): Promise<void> {
  try {
    const there = await nearestThere(resolve(folder));
    if (!(await stat(there)).isDirectory()) throw Object.assign(new Error(there), { code: 'ENOTDIR' });
    await access(there, constants.W_OK);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** The path, or the nearest of the folders that lead to it, that exists. */
async function nearestThere(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const above = dirname(path);
    if (above === path || codeOf(error) !== 'ENOENT') throw error;
    return nearestThere(above);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'a file stands where a folder should be',
  ENOTDIR: 'a file stands where a folder should be',
  EISDIR: 'a folder has that name',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function unwritable(path: string, error: unknown): SimError {
  const code = codeOf(error);
  return new SimError('E_FILE', `${path} cannot be written: ${REASONS[code] ?? code}`, {
    at: { file: path },
    hint: 'name a folder that you may write to',
  });
}
