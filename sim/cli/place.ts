// `antipode place`: where to put the database of a scenario's users, worked out from the topology without running a request.
import { Command } from 'commander';
import type { Geography } from '../entities/geography.ts';
import type { PlacementInput } from '../placement/rank.ts';
import type { Plan } from '../plan.ts';
import { examples, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface PlaceOptions {
  readonly provider: string;
  readonly replicas: number;
  readonly top: number;
  readonly json?: true;
}

const DEFAULT_REPLICAS = 3;
const DEFAULT_TOP = 3;
const READS = new Set(['GET', 'HEAD']);

/** The command `place`. */
export function placeCommand(terminal: Terminal): Command {
  return new Command('place')
    .summary("say where to put the database of a scenario's users")
    .description(
      "Ranks the regions where a database and its replicas could stand by what a scenario's users would wait for one read or write through their PoP, with the same round trips as a run and no queueing. Requests with GET or HEAD read, others write.",
    )
    .argument('<scenario>', 'scenario file, or a folder that holds scenario.yaml')
    .option('--provider <id>', 'regions of this cloud: aws, gcp, azure, …, or all', 'aws')
    .option('--replicas <n>', 'replicas at most, beside the primary', wholeNumber(0, 12), DEFAULT_REPLICAS)
    .option('--top <n>', 'placements shown for each number of replicas', wholeNumber(1, 1000), DEFAULT_TOP)
    .option('--json', 'print the placements as JSON')
    .addHelpText(
      'after',
      examples('antipode place scenarios/sessions', 'antipode place scenarios/sessions --replicas 1 --json'),
    )
    .action((scenario: string, options: PlaceOptions) => place(scenario, options, terminal));
}

async function place(scenario: string, options: PlaceOptions, terminal: Terminal): Promise<void> {
  const { loadPlan } = await import('../scenario/load.ts');
  const { storeKinds } = await import('../stores/index.ts');
  const { Geography } = await import('../entities/geography.ts');
  const { rankPlacements } = await import('../placement/rank.ts');
  const { SimError } = await import('../errors.ts');
  const { regionById, regions } = await import('../../topology/catalog.ts');
  const { plan, files } = await loadPlan(scenario);
  const all = regions();
  const candidates = all
    .filter(({ provider }) => options.provider === 'all' || provider === options.provider)
    // Those need an account of their own there, as the PoPs do.
    .filter(({ country }) => country !== 'CN' || plan.network.mainlandChina)
    .map(({ id }) => id);
  if (candidates.length === 0)
    throw new SimError('E_USAGE', `there is no provider "${options.provider}"`, {
      hint: `one of: ${[...new Set(all.map(({ provider }) => provider))].join(', ')}, all`,
    });
  const [command] = storeKinds['upstash-redis']?.tariff ?? [];
  if (command === undefined) throw new Error('no price of a command');
  const operationUsd = command.price.value / command.per;
  const input = { ...inputOf(plan, new Geography(plan, files), candidates), operationUsd };
  const ranking = rankPlacements(input, options.replicas).map((list) => list.slice(0, options.top));
  const named = ranking.flat().map((one) => ({
    ...one,
    primary: candidates[one.primary] ?? '',
    replicas: one.replicas.map((index) => candidates[index] ?? ''),
  }));
  if (options.json) {
    const { writeShare, operationsAMonth } = input;
    terminal.out(`${JSON.stringify({ writeShare, operationsAMonth, placements: named })}\n`);
    return;
  }
  const { placeText } = await import('./place-text.ts');
  const { price } = command;
  terminal.out(
    placeText(
      named.map((one) => ({
        ...one,
        primary: regionById(one.primary),
        replicas: one.replicas.map(regionById),
      })),
      {
        head: `${plan.title}: ${candidates.length} regions, ${input.sites.length} PoPs of users, ${percent(input.writeShare)} writes`,
        notes: [
          "One read or write from the user's town by way of the PoP: round trips of the model, without the access network, work and queues.",
          `A month at the scenario's rate and ${price.value} USD a million operations, writes once for each copy (${price.source}).`,
        ],
      },
      terminal,
    ),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

const SECONDS_A_MONTH = 30 * 86_400;

/** Users enter by the PoP with the shortest round trip, before any fault; those of one PoP are counted together. */
function inputOf(
  plan: Plan,
  geography: Geography,
  candidates: readonly string[],
): Omit<PlacementInput, 'operationUsd'> {
  const ways = candidates.map((region) => geography.popToRegionUs(0, region));
  const byPop = new Map<number, { weight: number; userMs: number }>();
  let before = 0;
  for (const [index, until] of geography.shares.entries()) {
    const weight = until - before;
    before = until;
    const { rttUs } = geography.paths(0, index);
    let pop = 0;
    for (let other = 1; other < rttUs.length; other++)
      if ((rttUs[other] ?? Number.POSITIVE_INFINITY) < (rttUs[pop] ?? Number.POSITIVE_INFINITY)) pop = other;
    const sum = byPop.get(pop) ?? { weight: 0, userMs: 0 };
    sum.userMs = (sum.userMs * sum.weight + ((rttUs[pop] ?? 0) / 1000) * weight) / (sum.weight + weight || 1);
    sum.weight += weight;
    byPop.set(pop, sum);
  }
  const { classes, requestsPerSecond } = plan.workload;
  const weightOf = (list: typeof classes): number => list.reduce((sum, { weight }) => sum + weight, 0);
  return {
    sites: [...byPop].map(([pop, site]) => ({ ...site, toMs: ways.map((row) => (row[pop] ?? 0) / 1000) })),
    candidates: candidates.length,
    writeShare: weightOf(classes.filter(({ method }) => !READS.has(method))) / weightOf(classes),
    operationsAMonth: requestsPerSecond * SECONDS_A_MONTH,
  };
}
