// `antipode trace`: one request, slowly: every phase with its formula, the route hub by hub, on every arm.
import { Command } from 'commander';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';
import type { TraceFlags } from './trace/follow.ts';

interface TraceOptions extends TraceFlags {
  readonly html?: string;
  readonly json?: true;
}

/** The command `trace`. */
export function traceCommand(terminal: Terminal): Command {
  return new Command('trace')
    .summary('follow one request on every arm, phase by phase')
    .description('Sends one request of a user in a city on each arm of a scenario, and explains every phase.')
    .argument('<scenario>', 'scenario file, or a folder that holds scenario.yaml')
    .requiredOption('--from <city>', 'where the user is')
    .option('--path <path>', 'path to ask for (default: that of the first request of the mix)')
    .option('--request <name>', 'a request of the mix by its name')
    .option('--arm <name>', 'one arm only')
    .option('--warm', "follow the user's second request: connection open, code running")
    .option('--html <file>', 'write a page that shows the request on its way over the map')
    .option('--json', 'print the trace as JSON and nothing else')
    .addHelpText(
      'after',
      examples(
        'antipode trace scenarios/hello --from Singapore',
        'antipode trace scenarios/flagship --from Singapore --path /me --arm edge --html out/trace.html',
      ),
    )
    .action((scenario: string, options: TraceOptions) => trace(scenario, options, terminal));
}

async function trace(scenario: string, options: TraceOptions, terminal: Terminal): Promise<void> {
  const { loadPlan } = await import('../scenario/load.ts');
  const { withProfiles } = await import('./with-profiles.ts');
  const { followRequest } = await import('./trace/follow.ts');
  const loaded = await loadPlan(scenario);
  const plan = await withProfiles(loaded, (text) => terminal.err(text));
  const followed = await followRequest({ ...loaded, plan }, options);
  if (options.html !== undefined) {
    const { renderTracePage } = await import('../../reports/html/trace-page.ts');
    const { writeWhole } = await import('../write-file.ts');
    await writeWhole(options.html, renderTracePage(followed));
    terminal.err(`Written: ${options.html}\n`);
  }
  if (options.json) {
    terminal.out(`${JSON.stringify(followed)}\n`);
    return;
  }
  const { renderTrace } = await import('../../reports/trace-text.ts');
  terminal.out(renderTrace(followed, terminal));
}
