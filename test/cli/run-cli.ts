// Runs a command line inside the test's own process and collects what it wrote.
import { main } from '../../sim/cli/main.ts';
import type { Terminal } from '../../sim/cli/terminal.ts';

export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `antipode ...argv` on a plain terminal of 80 columns. */
export async function runCli(argv: readonly string[], look: Partial<Terminal> = {}): Promise<CliRun> {
  let out = '';
  let err = '';
  const terminal: Terminal = {
    columns: 80,
    color: false,
    maps: false,
    errorColor: false,
    interactive: false,
    exitCode: 0,
    ...look,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  };
  const code = await main(argv, terminal);
  return { code, out, err };
}
