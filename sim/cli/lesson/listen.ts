// Hears a prediction: asks at a keyboard; in a pipe takes the first line if one is there by the time it is needed, and waits for nobody.
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { SimError } from '../../errors.ts';
import type { Terminal } from '../terminal.ts';
import { readGuess, unitWords } from './guess.ts';

/** Where predictions come from. */
export interface Listener {
  /** Whether somebody sits at a keyboard and may be asked. */
  readonly asks: boolean;
  /** Opens the stream; it is closed after the prediction, since an open one keeps the process alive. */
  open(): Readable;
}

/** Standard input of this process. */
export function standardInput(): Listener {
  return {
    asks: process.stdin.isTTY && process.stderr.isTTY && process.env['CI'] === undefined,
    open: () => process.stdin,
  };
}

/** Does the work, with the prediction before it (keyboard) or beside it (pipe); null when none was made. */
export async function withGuess<T>(
  listener: Listener,
  terminal: Pick<Terminal, 'err'>,
  options: { readonly unit: string; readonly given: string | undefined; readonly work: () => Promise<T> },
): Promise<{ guess: number | null; done: T }> {
  const { unit, given, work } = options;
  if (given !== undefined) return { guess: givenGuess(given, unit), done: await work() };
  const lines = createInterface({ input: listener.open(), crlfDelay: Number.POSITIVE_INFINITY });
  try {
    if (listener.asks)
      return { guess: await asked(lines[Symbol.asyncIterator](), terminal, unit), done: await work() };
    const heard: string[] = [];
    lines.on('line', (line) => heard.push(line));
    const done = await work();
    const [first = ''] = heard;
    const guess = readGuess(first, unit) ?? null;
    if (guess === null && first.trim() !== '')
      terminal.err(`"${first.trim().slice(0, 40)}" is no prediction ${unitWords(unit)}; going on without.\n`);
    return { guess, done };
  } finally {
    lines.close();
    listener.open().destroy();
  }
}

function givenGuess(given: string, unit: string): number {
  const guess = readGuess(given, unit);
  if (guess !== undefined) return guess;
  throw new SimError(
    'E_USAGE',
    `--guess: expected a number ${unitWords(unit)}, found ${given}`.replace('  ', ' '),
  );
}

/** Asks until there is a number or an empty line. */
async function asked(
  lines: AsyncIterator<string>,
  terminal: Pick<Terminal, 'err'>,
  unit: string,
): Promise<number | null> {
  const wanted = ['Your prediction', unitWords(unit)].filter((word) => word !== '').join(' ');
  for (;;) {
    terminal.err(`${wanted} (Enter to go on without): `);
    const { value, done } = await lines.next();
    if (done === true || value.trim() === '') return null;
    const guess = readGuess(value, unit);
    if (guess !== undefined) return guess;
    terminal.err('That is no number here.\n');
  }
}
