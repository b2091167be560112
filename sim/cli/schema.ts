// `antipode schema`: prints the JSON Schemas of scenario files and results, and the table of metrics.
import { Argument, Command } from 'commander';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The command `schema`. */
export function schemaCommand(terminal: Terminal): Command {
  return new Command('schema')
    .summary('print a JSON Schema, or the table of metrics')
    .description(
      'Prints the JSON Schema of scenario files, of results, sweeps or calls, or the table of metrics as JSON.',
    )
    .addArgument(
      new Argument('[of]', 'what to print')
        .choices(['scenario', 'result', 'metrics', 'call', 'sweep'])
        .default('scenario'),
    )
    .addHelpText('after', examples('antipode schema scenario', 'antipode schema metrics'))
    .action(async (of: string) => {
      terminal.out(`${JSON.stringify(await schemaOf(of), null, 2)}\n`);
    });
}

async function schemaOf(name: string): Promise<unknown> {
  if (name === 'result') return (await import('../../reports/result.ts')).runResultJsonSchema();
  if (name === 'sweep') return (await import('../../reports/sweep-result.ts')).sweepResultJsonSchema();
  if (name === 'call') return (await import('../call/lines.ts')).callJsonSchema();
  if (name === 'metrics') return (await import('../metrics/names.ts')).metricTable();
  return (await import('../scenario/schema.ts')).scenarioJsonSchema();
}
