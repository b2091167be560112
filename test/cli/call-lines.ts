// Calls a handler line by line with files of their own, for tests of `antipode call`.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { runCli } from './run-cli.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** The handler that `calls` calls. */
export const HANDLER = 'test/cli/handlers/everything.ts';
/** Who answers its fetches. */
export const UPSTREAM = ['--upstream', 'test/cli/handlers/upstream.ts'];

/** An answer, of whichever kind. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: [string, string][];
  readonly body: string;
  readonly bodyBase64: string;
  readonly ops: { verb: string; args: unknown[]; startMs: number; endMs: number }[];
  readonly console: string[];
  readonly outcome: string;
  readonly error: { name: string; message: string; code: string };
  readonly [key: string]: unknown;
}

/** A new folder with these files. */
export async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryFolder('call');
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const BINDINGS = {
  kv: { KV: { seeded: 'from the file', tagged: { value: 'x', metadata: { tag: 1 } } } },
  d1: {},
  vars: { GREETING: { text: 'Hello' } },
  services: { AUTH: resolve('test/cli/handlers/service.ts') },
};

/** Calls the handler with lines given as values or as texts. */
export async function calls(lines: readonly unknown[], ...flags: string[]): Promise<Answer[]> {
  const folder = await folderOf({
    'lines.ndjson': lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    'bindings.json': JSON.stringify(BINDINGS),
  });
  const files = ['--requests', join(folder, 'lines.ndjson'), '--bindings', join(folder, 'bindings.json')];
  const { out, err, code } = await runCli(['call', HANDLER, ...files, ...flags]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

/** A request for a path. */
export const get = (path: string): { url: string } => ({ url: `https://site.test${path}` });
