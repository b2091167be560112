// Errors of SQL in the words of workerd: SQLite's message, where in the text it arose, and the code by its name.
import { isAbsentFunction } from './sql-permissions.ts';
import { LIMITS } from './sql-limits.ts';
import { byteOffset, firstWord, offsetOfName, offsetsOfToken } from './sql-text.ts';

/** A statement that failed; the message is the one that code sees. */
export class SqlProblem extends Error {
  override readonly name = 'SqlProblem';
  /** SQLite's own message. */
  readonly reason: string;
  /** Bytes before the place where it arose; null where SQLite names none. */
  readonly offset: number | null;
  /** SQLite's name for the result, without the extended one; null for what SQLite never saw. */
  readonly code: string | null;

  constructor(message: string, details: { readonly code?: string; readonly offset?: number } = {}) {
    const { code, offset } = details;
    super(
      `${message}${offset === undefined ? '' : ` at offset ${offset}`}${code === undefined ? '' : `: ${code}`}`,
    );
    this.reason = message;
    this.offset = offset ?? null;
    this.code = code?.split(' ')[0] ?? null;
  }
}

/** Primary result codes (sqlite.org/rescode.html). */
const CODES: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  2: 'SQLITE_INTERNAL',
  9: 'SQLITE_INTERRUPT',
  13: 'SQLITE_FULL',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  21: 'SQLITE_MISUSE',
  23: 'SQLITE_AUTH',
  25: 'SQLITE_RANGE',
};

/** Extended codes of constraints. */
const CONSTRAINTS: Readonly<Record<number, string>> = {
  1: 'CHECK',
  2: 'COMMITHOOK',
  3: 'FOREIGNKEY',
  4: 'FUNCTION',
  5: 'NOTNULL',
  6: 'PRIMARYKEY',
  7: 'TRIGGER',
  8: 'UNIQUE',
  9: 'VTAB',
  10: 'ROWID',
  11: 'PINNED',
  12: 'DATATYPE',
};

/** What is known of the statement that failed. */
interface Failed {
  /** A function that is to look as if there were none; null when that was not the reason. */
  readonly absentFunction: string | null;
  /** What SQLite says of another text; null when nothing. */
  readonly fails: (sql: string) => string | null;
}

/** The problem behind an error of node:sqlite; any other error is thrown on. */
export function sqlProblemOf(error: unknown, sql: string, failed: Failed): SqlProblem {
  if (error instanceof SqlProblem) return error;
  const number: unknown = error instanceof Error ? Reflect.get(error, 'errcode') : undefined;
  if (!(error instanceof Error) || typeof number !== 'number') throw error;
  // Node's interface has one text for all that is too big.
  const isLong = (number & 255) === 18 && Buffer.byteLength(sql) > LIMITS.sqlLength;
  const message = isLong ? 'statement too long' : asWorkerd(error.message, failed.absentFunction);
  // Loading extensions is switched off in SQLite itself there, which says so without a place.
  if (message === 'not authorized to use function: load_extension')
    return new SqlProblem('not authorized', { code: 'SQLITE_ERROR' });
  const extended = number >> 8;
  // What the authoriser says of a function is an error of the text, not of rights.
  const primary = message.includes('function: ') ? 1 : number & 255;
  const named = CODES[primary] ?? `SQLITE_${primary}`;
  const kind = primary === 19 ? CONSTRAINTS[extended] : undefined;
  const code = kind === undefined ? named : `${named} (extended: SQLITE_CONSTRAINT_${kind})`;
  const at = placeOf(message, sql, failed);
  return new SqlProblem(message, { code, ...(at >= 0 && { offset: byteOffset(sql, at) }) });
}

/** A function that workerd's SQLite has not is missing there, however it was called. */
function asWorkerd(message: string, absentFunction: string | null): string {
  const [, called] = /^wrong number of arguments to function (.+)\(\)$/.exec(message) ?? [];
  const absent =
    called === undefined
      ? message.startsWith('not authorized') && absentFunction
      : isAbsentFunction(called) && called;
  return typeof absent === 'string' ? `no such function: ${absent}` : message;
}

/** Where an error arose: SQLite knows, but Node's interface does not say. -1 where SQLite gives no place either. */
function placeOf(message: string, sql: string, { fails }: Failed): number {
  const [, name]: readonly (string | undefined)[] =
    /^(?:no such column|no such function|ambiguous column name|not authorized to use function): (.+)$/.exec(
      message,
    ) ??
    /^(?:table|view) (.+) already exists$/.exec(message) ??
    /^wrong number of arguments to function (.+)\(\)$/.exec(message) ??
    [];
  // The column that an UPDATE sets is looked up without a place.
  if (name !== undefined) return setByUpdate(sql, name) ? -1 : offsetOfName(sql, name);
  if (message === 'too many SQL variables') return offsetsOfToken(sql, '?')[LIMITS.variableNumber] ?? -1;
  const [, misused] = /^misuse of (?:aggregate|window)(?: function|:) (.+)\(\)$/.exec(message) ?? [];
  if (misused !== undefined) return offsetsOfToken(sql, misused).at(-1) ?? -1;
  const [, token] =
    /^near "([\s\S]+)": syntax error$/.exec(message) ??
    /^unrecognized token: "([\s\S]+)"$/.exec(message) ??
    [];
  if (token === undefined) return -1;
  const places = offsetsOfToken(sql, token);
  // The parser stops at the first place where the text up to there fails in the same way.
  return places.find((at) => fails(sql.slice(0, at + token.length)) === message) ?? places.at(-1) ?? -1;
}

/** Parameters belong to the last statement of a text. */
export function earlyParameters(): SqlProblem {
  return new SqlProblem(
    'When executing multiple SQL statements in a single call, only the last statement can have parameters.',
  );
}

/** workerd looks for a statement in whatever follows a semicolon, and in every text. */
export function noStatement(): SqlProblem {
  return new SqlProblem('SQL code did not contain a statement.');
}

function setByUpdate(sql: string, name: string): boolean {
  if (firstWord(sql) !== 'update') return false;
  const [, list = ''] = /\bset\b([\s\S]*?)(?:\bwhere\b|$)/i.exec(sql) ?? [];
  const assigned = list.matchAll(/(?:^|,)\s*["`[]?([\w$]+)["`\]]?\s*=/g);
  return [...assigned].some(([, column]) => column?.toLowerCase() === name.toLowerCase());
}
