// What the commands write to: standard output for data, standard error for talk, and how wide and colourful they are.

/** The two streams of a command, and the exit code it has settled on. */
export interface Terminal {
  readonly columns: number;
  /** Whether standard output shows colours. */
  readonly color: boolean;
  /** Whether standard output is a screen that shows maps: tall enough, with Unicode. */
  readonly maps: boolean;
  /** Whether standard error shows colours. */
  readonly errorColor: boolean;
  /** Whether a line on standard error can be redrawn. */
  readonly interactive: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Set by a command that ends with anything but 0. */
  exitCode: number;
}

const DEFAULT_COLUMNS = 80;
const FEWEST_ROWS = 24;

/** The terminal of this process; NO_COLOR, FORCE_COLOR and pipes are respected. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    columns: stdout.columns ?? stderr.columns ?? DEFAULT_COLUMNS,
    color: wantsColor(stdout.isTTY, env),
    maps: stdout.isTTY && stdout.rows >= FEWEST_ROWS && showsUnicode(env),
    errorColor: wantsColor(stderr.isTTY, env),
    interactive: stderr.isTTY && env['TERM'] !== 'dumb' && env['CI'] === undefined,
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    exitCode: 0,
  };
}

/** no-color.org: any non-empty NO_COLOR switches colours off; FORCE_COLOR other than 0 switches them on. */
function wantsColor(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}

/** Whether the locale is one of UTF-8 (POSIX order of precedence), or the terminal one of Windows that knows Unicode; the Linux console has no braille. */
export function showsUnicode(env: NodeJS.ProcessEnv): boolean {
  if (env['TERM'] === 'dumb' || env['TERM'] === 'linux') return false;
  if (env['WT_SESSION'] !== undefined) return true;
  return /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');
}
