// `antipode platforms`: the table of platforms side by side, one of them whole, and the source of every figure.
import { Command } from 'commander';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The command `platforms`. */
export function platformsCommand(terminal: Terminal): Command {
  const command = new Command('platforms')
    .summary('compare the platforms that handlers can run on')
    .description(
      'Prints where each platform runs code, how requests share instances, what starts take, and its limits.',
    )
    .option('--sources', 'print every figure with its source and confidence')
    .option('--json', 'print the platforms as JSON')
    .addHelpText('after', examples('antipode platforms', 'antipode platforms show fastly-compute'))
    .action(async (options: { sources?: true; json?: true }) =>
      (await import('./platforms-list.ts')).printPlatforms(options, terminal),
    );
  command
    .command('show')
    .summary('print one platform with every figure and price')
    .argument('<name>', 'a platform, for example fastly-compute')
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples('antipode platforms show cloudflare-workers'))
    .action(async (name: string, options: { json?: true }, self: Command) => {
      // `--json` before `show` belongs to the command above, and means the same.
      const json = options.json === true || self.parent?.opts()['json'] === true;
      (await import('./platforms-list.ts')).printPlatform(name, json, terminal);
    });
  return command;
}
