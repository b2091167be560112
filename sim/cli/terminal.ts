// What the commands write to: standard output for data, standard error for talk, and how wide and colourful they are.

/** The two streams of a command, and the exit code it has settled on. */
export interface Terminal {
  readonly columns: number;
  /** Whether standard output shows colours. */
  readonly color: boolean;
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

/** The terminal of this process; NO_COLOR, FORCE_COLOR and pipes are respected. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    columns: stdout.columns ?? stderr.columns ?? DEFAULT_COLUMNS,
    color: wantsColor(stdout.isTTY, env),
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
