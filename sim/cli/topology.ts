// `antipode topology`: RTTs and the ways behind them, lists, nearest sites, the map, and how accurate all of it is.
import { Command, Option } from 'commander';
import { examples, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

const PROFILE_CHOICES = ['backbone', 'transit'] as const;
const NETWORK_CHOICES = ['cloudflare', 'cloudfront', 'cloudfront-rec', 'fastly', 'vercel'] as const;
const LIST_CHOICES = [
  'networks',
  'pops',
  'regions',
  'cities',
  'hubs',
  'links',
  'cables',
  'countries',
  'access',
  'constants',
] as const;
const MOST_NEAREST = 1000;

const PLACES_HELP = `
Places: a colo code (SIN), a region (aws:us-east-1), a town ("Singapore", "São Paulo, BR"),
or latitude,longitude,country (-33.87,151.21,AU).
`;

/** The command `topology` with its five subcommands. */
export function topologyCommand(terminal: Terminal): Command {
  const topology = new Command('topology')
    .summary('round-trip times, sites, regions, cables')
    .description(
      'Answers questions of geography: how long a round trip takes and why, which sites there are, and which is nearest.',
    )
    .addHelpText(
      'after',
      `${PLACES_HELP}${examples('antipode topology rtt SIN aws:us-east-1 --explain', 'antipode topology nearest "São Paulo, BR" --network fastly -k 5')}`,
    );
  for (const add of [rttCommand, listCommand, nearestCommand, mapCommand, auditCommand]) {
    const command = add(terminal);
    command.exitOverride().configureHelp({ helpWidth: Math.min(100, terminal.columns) });
    command.configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
    });
    topology.addCommand(command);
  }
  return topology;
}

/** Options that change the world: faults and measured values. */
function withWorldOptions(command: Command): Command {
  return command
    .option(
      '--cut <name>',
      'a cable group ("Red Sea"), a cable (MAREA) or a link (SIN-HKG) out of order; repeatable',
      collect,
      [],
    )
    .option(
      '--close <id>',
      'a site out of order: cloudflare:SIN, aws:us-east-1, hub:SIN; repeatable',
      collect,
      [],
    )
    .option('--measured <file>', 'CSV of measured RTTs that override the model: src,dst,rtt_ms, or a matrix');
}

function profileOption(preset: (typeof PROFILE_CHOICES)[number]): Option {
  return new Option('--profile <name>', 'backbone: a network of its own; transit: the open internet')
    .choices(PROFILE_CHOICES)
    .default(preset);
}

function networkOption(): Option {
  return new Option('--network <name>', 'network of sites').choices(NETWORK_CHOICES).default('cloudflare');
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function rttCommand(terminal: Terminal): Command {
  const command = new Command('rtt')
    .summary('the round-trip time between two places, or of all pairs in a file')
    .description('Prints the round-trip time between two places, access networks not included.')
    .argument('[places...]', 'from and to')
    .addOption(profileOption('backbone'))
    .option('--explain', 'tell the way hub by hub')
    .option('--pairs <file>', 'CSV with the columns src and dst; prints it with rtt_ms added')
    .option('--json', 'print JSON')
    // A place may begin with a minus sign; what is no place is refused by the action.
    .allowUnknownOption();
  return withWorldOptions(command)
    .addHelpText(
      'after',
      `${PLACES_HELP}${examples('antipode topology rtt SIN aws:us-east-1 --explain', 'antipode topology rtt -33.87,151.21,AU "London" --profile transit --json')}`,
    )
    .action(async (places: string[], options) =>
      (await import('./topology-rtt.ts')).printRtt(places, options, terminal),
    );
}

function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .summary('what the catalogue holds')
    .description(`Lists what the catalogue holds: ${LIST_CHOICES.join(', ')}.`)
    .argument('[what]', 'one of the lists', 'networks')
    .option('--network <name>', 'only sites of this network')
    .option('--country <code>', 'only this country, for example SG')
    .option('--mainland-china', 'with the partner sites in mainland China')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples('antipode topology list', 'antipode topology list pops --network fastly --country JP'),
    )
    .action(async (what: string, options) =>
      (await import('./topology-list.ts')).printList(what, options, terminal),
    );
}

function nearestCommand(terminal: Terminal): Command {
  const command = new Command('nearest')
    .summary('the nearest sites of a network to a place')
    .description('Prints the sites of a network nearest to a place by great circle, with the RTT to each.')
    .argument('[place...]', 'the place')
    .addOption(networkOption())
    .addOption(new Option('-k, --count <n>', 'how many').default(3).argParser(wholeNumber(1, MOST_NEAREST)))
    .addOption(profileOption('transit'))
    .option('--mainland-china', 'with the partner sites in mainland China')
    .option('--json', 'print JSON')
    .allowUnknownOption();
  return withWorldOptions(command)
    .addHelpText(
      'after',
      `${PLACES_HELP}${examples('antipode topology nearest "São Paulo, BR" --network fastly -k 5', 'antipode topology nearest -33.87,151.21,AU --json')}`,
    )
    .action(async (place: string[], options) =>
      (await import('./topology-nearest.ts')).printNearest(place, options, terminal),
    );
}

function mapCommand(terminal: Terminal): Command {
  const command = new Command('map')
    .summary('a map of sites, hubs and links as SVG')
    .description(
      'Draws the sites of a network, the hubs and links of the fibre graph, and the way between two places.',
    )
    .argument('[places...]', 'from and to, for a highlighted way')
    .addOption(networkOption())
    .addOption(profileOption('backbone'))
    .option('--out <file>', 'write the SVG to a file instead of standard output')
    .allowUnknownOption();
  return withWorldOptions(command)
    .addHelpText(
      'after',
      `${PLACES_HELP}${examples('antipode topology map --network fastly --out out/map.svg', 'antipode topology map BOM FRA --cut "Red Sea" --out out/red-sea.svg')}`,
    )
    .action(async (places: string[], options) =>
      (await import('./topology-map.ts')).printMap(places, options, terminal),
    );
}

function auditCommand(terminal: Terminal): Command {
  return new Command('audit')
    .summary('how accurate the round-trip times are')
    .description(
      'Compares the model with measured round-trip times: the shipped sample, or a CSV of your own (src,dst,rtt_ms).',
    )
    .argument('[file]', 'CSV of measured RTTs; the shipped sample when absent')
    .addOption(profileOption('backbone'))
    .option('--json', 'print JSON')
    .addHelpText('after', examples('antipode topology audit', 'antipode topology audit --json'))
    .action(async (file: string | undefined, options) =>
      (await import('./topology-audit.ts')).printAudit(file, options, terminal),
    );
}
