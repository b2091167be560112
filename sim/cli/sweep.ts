// `antipode sweep`: one or two fields of a scenario over lists or ranges of values; a table, CSV, JSON and a page with the curves.
import { Command } from 'commander';
import { withEnsembleFlags } from './ensemble-flags.ts';
import { examples } from './options.ts';
import type { SweepFlags } from './sweep-run.ts';
import type { Terminal } from './terminal.ts';

/** The command `sweep`. */
export function sweepCommand(terminal: Terminal): Command {
  const also = (text: string, texts: readonly string[]): string[] => [...texts, text];
  const command = new Command('sweep')
    .summary('run a scenario over lists or ranges of values')
    .description(
      'Runs a scenario with every combination of values of one or two of its fields, and writes sweep.json, sweep.csv and sweep.html.',
    )
    .argument('<scenario>', 'scenario file, or a folder that holds scenario.yaml')
    .option(
      '--set <field=values>',
      'a field and its values: rate=10/s,100/s or rate=10/s..1000/s*10 or window=10s..60s+10s; at most twice',
      also,
      [],
    )
    .option(
      '--metric <metric>',
      'what to show: edge.cold.rate, or ttfb.p95 for every arm; repeatable',
      also,
      [],
    )
    .option('--out <dir>', 'folder for the files (default: out/<scenario>-sweep)')
    .option('--resume', 'go on with the interrupted sweep in that folder');
  return withEnsembleFlags(command)
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      examples(
        'antipode sweep scenarios/hello --set "rate=1/s..100/s*10" --metric cold.rate --requests 500 --seeds 2',
        'antipode sweep scenarios/hello --set rate=10/s,100/s --set window=5s,10s --metric edge.ttfb.p95 --seeds 2',
      ),
    )
    .action(async (scenario: string, flags: SweepFlags) => {
      const { sweepScenario } = await import('./sweep-run.ts');
      return sweepScenario(scenario, flags, terminal);
    });
}
