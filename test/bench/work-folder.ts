// Folders for what bench entries write; removed when the process ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder; `name` tells whose it is while it is there. */
export function workFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `antipode-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
