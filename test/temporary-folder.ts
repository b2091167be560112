// Folders for what the tests of a file write: whoever asks gets one of his own, and all are removed when the file's tests are over.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder outside the project; `name` tells whose it is while it is there. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `antipode-${name}-`));
  folders.push(folder);
  return folder;
}
