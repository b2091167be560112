// The one place that turns errors into words: the user's mistakes with their place and a hint, ours with what it takes to replay them.
import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import { plainText } from '../../reports/text.ts';
import { ERROR_CODES, EXIT_CODES, SimError } from '../errors.ts';
import type { ErrorCode, SourcePosition } from '../errors.ts';
import { ReplayableError } from './replayable-error.ts';

/** How many characters of a line are shown around the caret. */
const SHOWN_LINE = 100;
const LONGEST_MESSAGE = 1000;
/** Codes of reports by which nothing is wrong with the files: what was asked of them makes no sense. */
const WRONG_USE: ReadonlySet<unknown> = new Set(['RESULTS_DIFFER', 'CHART_UNKNOWN']);

/** An error in words, and the exit code it leads to. */
export interface ErrorReport {
  readonly text: string;
  readonly exitCode: number;
}

/** A mistake of the user, whichever folder's class it is. */
interface CodedError extends Error {
  readonly code: ErrorCode;
}

/** The words for any thrown value. */
export function reportError(thrown: unknown, options: { readonly color: boolean }): ErrorReport {
  const error = withOurCode(thrown);
  const paint = new Chalk({ level: options.color ? 1 : 0 });
  if (!isCoded(error)) return { text: internalText(error, paint), exitCode: EXIT_CODES.internal };
  const problems = problemsIn(error);
  const text = problems.map((problem) => codedText(problem, paint)).join('\n');
  const total = problems.length > 1 ? `\n${problems.length} mistakes.\n` : '';
  return { text: `${text}${total}`, exitCode: ERROR_CODES[error.code].exit };
}

/** Reports have finer codes of their own; to the command line they mean a request that cannot be met, or a result of no use. */
function withOurCode(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'ReportError') return error;
  const hint = 'hint' in error && typeof error.hint === 'string' ? { hint: error.hint } : {};
  const wrongUse = 'code' in error && WRONG_USE.has(error.code);
  return new SimError(wrongUse ? 'E_USAGE' : 'E_RESULT', error.message, hint);
}

/** True for errors with one of our stable codes: SimError, and those of topology/ and reports/. */
function isCoded(error: unknown): error is CodedError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    Object.hasOwn(ERROR_CODES, error.code)
  );
}

function problemsIn(error: CodedError): readonly CodedError[] {
  if (!('problems' in error) || !Array.isArray(error.problems)) return [error];
  return error.problems.filter((problem: unknown) => isCoded(problem));
}

function codedText(error: CodedError, paint: ChalkInstance): string {
  const at = positionIn(error);
  const lines = [
    `${paint.red.bold('error')} ${paint.dim(error.code)} ${plainText(error.message, LONGEST_MESSAGE)}`,
  ];
  if (at?.line !== undefined) lines.push(...excerpt({ ...at, line: at.line }, paint));
  else if (at !== undefined && !error.message.includes(at.file))
    lines.push(paint.dim(`  in ${plainText(at.file)}`));
  const hint = 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
  if (hint !== undefined) lines.push(`  ${paint.cyan(plainText(hint, LONGEST_MESSAGE))}`);
  return `${lines.join('\n')}\n`;
}

/** The place, the line and a caret under what is meant. */
function excerpt(at: SourcePosition & { readonly line: number }, paint: ChalkInstance): string[] {
  const { file, line, column = 1, text, length = 1 } = at;
  const place = paint.dim(`  at ${plainText(file)}:${line}:${column}`);
  if (text === undefined) return [place];
  // Only the part around the caret is shown of a long line.
  const start = Math.max(0, column - 1 - SHOWN_LINE / 2);
  const shown = text.slice(start, start + SHOWN_LINE).replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ');
  const before = column - 1 - start;
  const carets = '^'.repeat(Math.max(1, Math.min(length, shown.length - before)));
  const margin = `${line}`.padStart(5);
  return [
    place,
    `${paint.dim(`${margin} |`)} ${shown}`,
    `${paint.dim(`${' '.repeat(margin.length)} |`)} ${' '.repeat(Math.max(0, before))}${paint.red(carets)}`,
  ];
}

function positionIn(error: CodedError): SourcePosition | undefined {
  if (!('at' in error) || typeof error.at !== 'object' || error.at === null) return undefined;
  const { at } = error;
  return 'file' in at && typeof at.file === 'string' ? (at as SourcePosition) : undefined;
}

function internalText(error: unknown, paint: ChalkInstance): string {
  const cause = error instanceof ReplayableError ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  const stack =
    cause instanceof Error ? (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const lines = [`${paint.red.bold('internal error')} ${plainText(message, LONGEST_MESSAGE)}`];
  lines.push('  This is a fault of antipode, not of your scenario.');
  if (error instanceof ReplayableError)
    lines.push(
      `  To replay it: --seed ${error.seeds[0] ?? 1} --seeds ${error.seeds.length}, plan ${error.planDigest}`,
    );
  if (stack.length > 0) lines.push(paint.dim(stack.join('\n')));
  return `${lines.join('\n')}\n`;
}
