// The compiled text of the Web API, kept beside Node's own compile cache: a realm is then made in half the time.
import { hash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { threadId } from 'node:worker_threads';

/** The text as a script, and the way to keep what V8 made of it. */
export interface CompiledWeb {
  readonly script: Script;
  /** Keeps the code that has been compiled by now, for later processes; called when a realm has been made with it. Does nothing without a compile cache. */
  readonly keep: () => void;
}

/** Compiles the text, or takes it as an earlier process compiled it: V8 accepts that only for the same version and flags. */
export function compileWeb(text: string): CompiledWeb {
  const path = placeOf(text);
  const cachedData = path === undefined ? undefined : bytesAt(path);
  const script = new Script(text, {
    filename: 'antipode-web',
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const isKept = cachedData !== undefined && script.cachedDataRejected === false;
  return {
    script,
    keep: () => {
      if (path !== undefined && !isKept) write(path, script.createCachedData());
    },
  };
}

/** Where the compiled text lies; undefined where Node keeps no compiled code. */
function placeOf(text: string): string | undefined {
  const folder = module.getCompileCacheDir();
  return folder === undefined
    ? undefined
    : join(folder, `antipode-web-${cachedDataVersionTag()}-${hash('sha1', text)}`);
}

function bytesAt(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whole or not at all: other threads and processes read and write the same file. */
function write(path: string, bytes: Buffer): void {
  const written = `${path}.${process.pid}-${threadId}`;
  try {
    writeFileSync(written, bytes);
    renameSync(written, path);
  } catch {
    // A cache that cannot be written costs time and nothing else.
  }
}
