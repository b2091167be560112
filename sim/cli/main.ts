// The command line: which commands there are, and what becomes of their errors. Commands load the engine only when they run.
import { Command, CommanderError } from 'commander';
import packageFile from '../../package.json' with { type: 'json' };
import { EXIT_CODES } from '../errors.ts';
import { callCommand } from './call.ts';
import { checkCommand } from './check.ts';
import { checkHistoryCommand } from './check-history.ts';
import { compareCommand } from './compare.ts';
import { explainCommand } from './explain.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { lessonCommand } from './lesson.ts';
import { mergeCommand } from './merge.ts';
import { placeCommand } from './place.ts';
import { platformsCommand } from './platforms.ts';
import { profileCommand } from './profile.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { schemaCommand } from './schema.ts';
import { serveCommand } from './serve.ts';
import { processTerminal } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { sweepCommand } from './sweep.ts';
import { traceCommand } from './trace.ts';
import { topologyCommand } from './topology.ts';
import { workerCommand } from './worker.ts';

const EXIT_TABLE = `
Exit codes: 0 fine, 1 internal error, 2 wrong usage, 3 scenario or file invalid,
4 threshold failed, 6 limit hit, 7 handler failed, 130 interrupted.

Examples:
  $ npx antipode run scenarios/flagship
  $ npx antipode check scenarios/flagship`;

const COMMANDS = [
  runCommand,
  sweepCommand,
  mergeCommand,
  workerCommand,
  callCommand,
  traceCommand,
  profileCommand,
  checkCommand,
  checkHistoryCommand,
  explainCommand,
  reportCommand,
  compareCommand,
  serveCommand,
  topologyCommand,
  platformsCommand,
  placeCommand,
  importCommand,
  schemaCommand,
  initCommand,
  lessonCommand,
];

/** Runs one command line and returns its exit code; everything it writes goes to the terminal given. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command('antipode')
    .description('Says in numbers what code, users and data would gain or lose at the edge.')
    .version(packageFile.version)
    .addHelpText('after', EXIT_TABLE);
  for (const command of COMMANDS) program.addCommand(command(terminal));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
    });
    command.configureHelp({ helpWidth: Math.min(100, terminal.columns) });
  }
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
    return terminal.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    const { reportError } = await import('./print-error.ts');
    const report = reportError(error, { color: terminal.errorColor });
    terminal.err(report.text);
    return report.exitCode;
  }
}

/** Runs the command line of this process. */
export async function runProcess(): Promise<void> {
  // A reader that went away (`antipode … | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_CODES.ok);
    throw error;
  });
  // Who no longer listens to the talk may still want the files.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await main(process.argv.slice(2), processTerminal());
}
