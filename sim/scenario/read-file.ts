// Reads a text file that a user names, and refuses quickly what cannot be one: missing, a folder, empty, huge, not UTF-8.
import { open, readFile, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SimError } from '../errors.ts';
import { nearestWord } from './nearest-word.ts';

/** What is read, for messages, and its largest size. */
export interface TextFileOptions {
  readonly what: string;
  readonly largestBytes: number;
}

/** The text of a file; throws E_FILE when it is missing, a folder, empty, larger than allowed, or not UTF-8. */
export async function readTextFile(path: string, options: TextFileOptions): Promise<string> {
  const { what, largestBytes } = options;
  const at = { file: path };
  const status = await statusOf(path, what);
  if (status.isDirectory()) throw new SimError('E_FILE', `${path} is a folder, not ${what}`, { at });
  if (!status.isFile()) throw new SimError('E_FILE', `${path} is not an ordinary file`, { at });
  // The size is looked at before anything is read, so that a huge file costs nothing.
  if (status.size > largestBytes)
    throw new SimError(
      'E_FILE',
      `${path} holds ${status.size} bytes; ${what} may hold at most ${largestBytes}`,
      {
        at,
        hint: `is this really ${what}?`,
      },
    );
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new SimError('E_FILE', `${path} cannot be read: ${reasonOf(error)}`, { at });
  });
  const text = decode(bytes);
  if (text === undefined)
    throw new SimError('E_FILE', `${path} is not UTF-8 text`, { at, hint: `save ${what} as UTF-8` });
  if (text.trim() === '') throw new SimError('E_FILE', `${path} is empty`, { at });
  return text;
}

/** The first hundred bytes of a file as text; nothing where it cannot be read. */
export async function beginningOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  try {
    const read = await file?.read(Buffer.alloc(100), 0, 100, 0);
    return read === undefined ? '' : read.buffer.toString('utf8', 0, read.bytesRead);
  } catch {
    return '';
  } finally {
    await file?.close();
  }
}

/** True when something exists under that path and is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** The name beside a missing file that was probably meant. */
export async function neighbourLike(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch((): string[] => []);
  const near = nearestWord(basename(path), names);
  return near === undefined ? undefined : join(dirname(path), near);
}

async function statusOf(path: string, what: string) {
  try {
    return await stat(path);
  } catch (error) {
    const near = await neighbourLike(path);
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new SimError(
      'E_FILE',
      missing ? `there is no file ${path}` : `${path} cannot be read: ${reasonOf(error)}`,
      {
        at: { file: path },
        hint: near === undefined ? `name ${what}` : `did you mean ${near}?`,
      },
    );
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
