// `antipode explain`: the values of a scenario with where each comes from, and the figures of the world that its result rests on.
import { Command } from 'commander';
import type { LoadedScenario } from '../scenario/load.ts';
import { examples, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ExplainOptions {
  readonly requests?: number;
  readonly json?: true;
}

const LONGEST_VALUE = 40;

/** The command `explain`. */
export function explainCommand(terminal: Terminal): Command {
  return new Command('explain')
    .summary('tell where each value of a scenario comes from')
    .description(
      'Prints every value of a scenario with its origin (the file, a flag, a default), and every figure of the world it rests on with its source.',
    )
    .argument('<scenario>', 'scenario file, or a folder that holds scenario.yaml')
    .option('--requests <n>', 'requests per trial, as for run', wholeNumber(1, 1e9))
    .option('--json', 'print the Plan, the origins and the figures as JSON')
    .addHelpText(
      'after',
      examples(
        'antipode explain scenarios/flagship',
        'antipode explain scenarios/flagship --requests 100000 --json',
      ),
    )
    .action((scenario: string, options: ExplainOptions) => explain(scenario, options, terminal));
}

async function explain(scenario: string, options: ExplainOptions, terminal: Terminal): Promise<void> {
  const { loadPlan } = await import('../scenario/load.ts');
  const { constantsOf } = await import('../ensemble/constants.ts');
  const { planDigest } = await import('../plan.ts');
  const loaded = await loadPlan(scenario, { requests: options.requests });
  const digest = planDigest(loaded.plan);
  const figures = constantsOf(loaded.plan, loaded.bundles);
  if (options.json) {
    const { plan } = loaded;
    const origins = loaded.origins();
    terminal.out(`${JSON.stringify({ planDigest: digest, plan, origins, figures }, null, 2)}\n`);
    return;
  }
  const { plainText } = await import('../../reports/text.ts');
  const { durationText } = await import('../scenario/quantity.ts');
  const lines = [
    `${plainText(loaded.plan.title)} (plan ${digest.slice(0, 12)})`,
    `Window ${durationText(loaded.plan.windowMs)} after a warm-up of ${durationText(loaded.plan.warmupMs)}.`,
    '',
    'Values, and where they come from',
    ...columns(valueRows(loaded).map((row) => row.map((cell) => plainText(cell, LONGEST_VALUE)))),
    '',
    'Figures of the world, and where they come from',
    ...figures.map(
      ({ name, value, unit, confidence, source }) =>
        `  ${plainText(name)}: ${plainText(String(value))} ${plainText(unit)} (${confidence}; ${plainText(source)})`,
    ),
    '',
    'Data of geography, by digest',
    ...columns(
      Object.entries(loaded.plan.data).map(([file, version]) => [plainText(file), plainText(version)]),
    ),
  ];
  terminal.out(`${lines.join('\n')}\n`);
}

function valueRows({ origins }: LoadedScenario): string[][] {
  return origins().map(({ path, value, from }) => [path, value, from]);
}

/** Rows with their cells one below the other. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
