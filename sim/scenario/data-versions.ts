// The versions of the geography's data files: a digest of each, so that a result says on which data it rests.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';

const DATA_FOLDER = new URL('../../topology/data/', import.meta.url);
/** Enough to tell versions apart, short enough to read aloud. */
const DIGEST_LENGTH = 12;

/** By file name: the first 12 hex digits of its SHA-256; measured samples are no part of the model and left out. */
export async function dataVersions(): Promise<Record<string, string>> {
  const files = (await readdir(DATA_FOLDER)).filter(
    (file) => file.endsWith('.json') && !file.includes('sample'),
  );
  const entries = await Promise.all(
    files.toSorted().map(async (file) => {
      const bytes = await readFile(new URL(file, DATA_FOLDER));
      return [file, createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_LENGTH)] as const;
    }),
  );
  return Object.fromEntries(entries);
}
