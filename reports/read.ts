// Reads a saved result: JSON text in, a checked RunResult out, or an error that says what is wrong and what to do.
import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';
import { runResultSchema } from './result.ts';
import type { RunResult } from './result.ts';
import { sweepResultSchema } from './sweep-result.ts';
import type { SweepResult } from './sweep-result.ts';
import { plainText } from './text.ts';

/** What can be wrong with a saved result. */
export type ReportErrorCode =
  | 'RESULT_UNREADABLE'
  | 'RESULT_NOT_JSON'
  | 'RESULT_OTHER_KIND'
  | 'RESULT_OTHER_VERSION'
  | 'RESULT_INVALID'
  | 'RESULTS_DIFFER'
  | 'CHART_UNKNOWN';

/** An error of the user’s input to a report; `hint` says what to do. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  readonly code: ReportErrorCode;
  readonly hint: string;

  constructor(code: ReportErrorCode, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Larger files than this are no results of ours. */
const MOST_BYTES = 500_000_000;

/** Reads and checks a result file. */
export async function readResult(path: string): Promise<RunResult> {
  const text = await textOf(path);
  return parseResult(text, path);
}

/** Reads and checks the file of a run or of a sweep. */
export async function readSaved(path: string): Promise<RunResult | SweepResult> {
  const text = await textOf(path);
  const value = jsonOf(text, plainText(path));
  return headOf(value).kind === 'antipode-sweep' ? parseSweep(text, path) : parseResult(text, path);
}

async function textOf(path: string): Promise<string> {
  const name = plainText(path);
  try {
    const size = (await stat(path)).size;
    if (size > MOST_BYTES)
      throw new ReportError(
        'RESULT_UNREADABLE',
        `${name} has ${size} bytes, too many for a result`,
        'Name the result.json that a run wrote.',
      );
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof ReportError) throw error;
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ReportError(
      'RESULT_UNREADABLE',
      `cannot read ${name}${why}`,
      'Name the result.json that a run wrote, for example out/flagship/result.json.',
    );
  }
}

/** Checks the text of a result; `path` is named in errors. */
export function parseResult(text: string, path: string): RunResult {
  return parsed(text, path, {
    kind: 'antipode-run',
    what: 'the result of a run',
    schema: runResultSchema,
    name: 'Name the result.json that `npx antipode run` wrote.',
  });
}

/** Checks the text of a sweep; `path` is named in errors. */
function parseSweep(text: string, path: string): SweepResult {
  return parsed(text, path, {
    kind: 'antipode-sweep',
    what: 'the result of a sweep',
    schema: sweepResultSchema,
    name: 'Name the sweep.json that `npx antipode sweep` wrote.',
  });
}

interface Contract<T> {
  readonly kind: string;
  readonly what: string;
  readonly schema: z.ZodType<T>;
  readonly name: string;
}

function parsed<T>(text: string, path: string, contract: Contract<T>): T {
  const name = plainText(path);
  const value = jsonOf(text, name);
  const { kind, version } = headOf(value);
  if (kind !== contract.kind)
    throw new ReportError('RESULT_OTHER_KIND', `${name} is JSON, but not ${contract.what}`, contract.name);
  if (version !== 1)
    throw new ReportError(
      'RESULT_OTHER_VERSION',
      `${name} is a result of version ${plainText(String(version), 20)}; this program reads version 1`,
      'Draw it with the version of antipode that wrote it, or run the scenario again.',
    );
  const reading = contract.schema.safeParse(value);
  if (reading.success) return reading.data;
  const issue = reading.error.issues[0];
  const where =
    issue === undefined
      ? ''
      : ` at ${plainText(issue.path.map(String).join('.'), 120) || 'the top'}: ${plainText(issue.message, 200)}`;
  throw new ReportError(
    'RESULT_INVALID',
    `${name} is not a whole result${where}`,
    'Run the scenario again; if the file was edited, undo that.',
  );
}

function headOf(value: unknown): { kind: unknown; version: unknown } {
  const head = typeof value === 'object' && value !== null ? value : {};
  return {
    kind: 'kind' in head ? head.kind : undefined,
    version: 'version' in head ? head.version : undefined,
  };
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const what = text.trim() === '' ? 'is empty' : 'is not JSON';
    throw new ReportError('RESULT_NOT_JSON', `${name} ${what}`, 'Name the result.json that a run wrote.');
  }
}
