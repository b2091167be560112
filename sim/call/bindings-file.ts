// Reads the file of `--bindings`, in JSON or TOML, also where it is a configuration of wrangler.
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import * as z from 'zod';
import { SimError, type SourcePosition } from '../errors.ts';
import { readTextFile } from '../scenario/read-file.ts';
import { type Bindings, bindingsSchema } from './bindings.ts';
import { notSimulated } from './not-simulated.ts';
import { plainJson } from './read-json.ts';
import { isJson } from './spelled.ts';
import { inOurWords } from './spellings.ts';
import { withSqlFiles } from './sql-files.ts';

const BINDINGS_FILE = { what: 'a file of bindings', largestBytes: 50_000_000 };
const SECRETS_FILE = { what: 'a file of secrets', largestBytes: 1_000_000 };

/** What wrangler calls its configurations, the one that it takes first in front. */
export const CONFIGURATIONS: readonly string[] = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml'];

/** A file of bindings as it was read. */
export interface BindingsFile {
  readonly bindings: Bindings;
  /** Bindings that it names and that there are none of here, with their kinds. */
  readonly missing: readonly string[];
  /** Where a name stands first; in its file alone when it stands nowhere. */
  readonly placeOf: (name: string) => SourcePosition;
}

/** The bindings that a file declares; none without a file. Throws E_FILE for what is no JSON or TOML, and for bindings that cannot be understood. */
export async function readBindings(path: string | undefined): Promise<BindingsFile> {
  if (path === undefined)
    return { bindings: bindingsSchema.parse({}), missing: [], placeOf: () => ({ file: '' }) };
  const text = await readTextFile(path, BINDINGS_FILE);
  const value = await valueIn(path, text);
  const reading = bindingsSchema.safeParse(inOurWords(value));
  if (!reading.success)
    throw new SimError('E_FILE', `${path}: ${z.prettifyError(reading.error)}`, {
      at: { file: path },
      hint: `it holds ${Object.keys(bindingsSchema.shape).join(', ')}, each by binding; \`npx antipode schema call\` prints how`,
    });
  const { d1, secrets } = reading.data;
  const bindings = {
    ...reading.data,
    d1: await withSqlFiles(d1, dirname(path)),
    secrets: { ...secrets, ...(await secretsBeside(path)) },
  };
  return { bindings, missing: notSimulated(value), placeOf: (name) => placeIn(path, text, name) };
}

/** The object that a file holds in JSON, with comments, or in TOML. Throws E_FILE with line and column. */
export async function readConfiguration(path: string): Promise<Readonly<Record<string, unknown>>> {
  const value = await valueIn(path, await readTextFile(path, BINDINGS_FILE));
  return isJson(value) ? value : {};
}

async function valueIn(path: string, text: string): Promise<unknown> {
  if (path.endsWith('.toml')) return tomlIn(path, text);
  try {
    return JSON.parse(plainJson(text));
  } catch (error) {
    const { message } = error as Error;
    const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
    throw new SimError('E_FILE', `${path} is not JSON: ${message}`, {
      at: line === undefined ? { file: path } : lineOf(path, text, Number(line), Number(column)),
    });
  }
}

async function tomlIn(path: string, text: string): Promise<unknown> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    // Dates become their texts, as configurations of wrangler have them in JSON.
    return JSON.parse(JSON.stringify(parse(text)));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const said = error.message.split('\n')[0]?.replace('Invalid TOML document: ', '');
    throw new SimError('E_FILE', `${path} is not TOML: ${said}`, {
      at: lineOf(path, text, error.line, error.column),
    });
  }
}

function lineOf(file: string, text: string, line: number, column: number): SourcePosition {
  return { file, line, column: Math.max(1, column), text: text.split(/\r?\n/)[line - 1] ?? '' };
}

function placeIn(file: string, text: string, name: string): SourcePosition {
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((line) => wordAt(line, name) >= 0);
  if (at < 0) return { file };
  const line = lines[at] ?? '';
  return { file, line: at + 1, column: wordAt(line, name) + 1, text: line, length: name.length };
}

/** Where a word stands in a line, alone or in quotes. */
function wordAt(line: string, word: string): number {
  const literal = word.replaceAll(/\W/g, String.raw`\$&`);
  return line.search(new RegExp(String.raw`(?<![\w$])${literal}(?![\w$])`));
}

/** What wrangler keeps beside its configuration, and out of it, for local development. */
async function secretsBeside(path: string): Promise<Record<string, string>> {
  const file = join(dirname(path), '.dev.vars');
  const isThere = CONFIGURATIONS.includes(basename(path)) && (await stat(file).catch(() => null)) !== null;
  if (!isThere) return {};
  const held = parseEnv(await readTextFile(file, SECRETS_FILE));
  return Object.fromEntries(Object.entries(held).map(([name, value]) => [name, value ?? '']));
}
