// Writes files whole or not at all: into a neighbour first, which then takes the name.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
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
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SimError('E_FILE', `${path} cannot be written: ${reason}`, {
      at: { file: path },
      hint: 'name a folder that you may write to',
    });
  }
}
