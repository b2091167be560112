// `antipode report`: draws a saved result again, in the terminal or into a file.
import { Command } from 'commander';
import type { RunResult } from '../../reports/result.ts';
import type { SweepResult } from '../../reports/sweep-result.ts';
import { EXPORTS } from '../../reports/index.ts';
import { SimError } from '../errors.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ReportOptions {
  readonly json?: true;
  readonly chart?: string;
  readonly svg?: string;
}

/** The command `report`. */
export function reportCommand(terminal: Terminal): Command {
  const command = new Command('report')
    .summary('draw a saved result again')
    .description('Draws a saved result: in the terminal, or into the files that are named.')
    .argument('<result>', 'result.json of a run, or sweep.json of a sweep');
  for (const [name, { does }] of Object.entries(EXPORTS)) command.option(`--${name} <file>`, does);
  return command
    .option('--chart <name>', 'with --svg: which chart (an unknown name lists them)')
    .option('--svg <file>', 'write one chart as an SVG')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      examples(
        'antipode report out/flagship/result.json',
        'antipode report out/flagship/result.json --chart map --svg out/flagship/map.svg',
      ),
    )
    .action((file: string, options: ReportOptions) => report(file, options, terminal));
}

async function report(file: string, options: ReportOptions, terminal: Terminal): Promise<void> {
  const { readSaved } = await import('../../reports/read.ts');
  const result = await readSaved(file);
  if (result.kind === 'antipode-sweep') return reportSweep(result, options, terminal);
  const written = await writeFiles(result, options);
  if (options.json) {
    const { renderJson } = await import('../../reports/json.ts');
    terminal.out(renderJson(result));
  } else if (written.length === 0) {
    const { renderTerminal } = await import('../../reports/terminal.ts');
    terminal.out(renderTerminal(result, terminal));
  }
  for (const path of written) terminal.err(`Written: ${path}\n`);
}

/** What a sweep can be drawn as: it holds no single journeys, only figures over its fields. */
const SWEEP_EXPORTS: Readonly<Record<string, () => Promise<(sweep: SweepResult) => string>>> = {
  html: async () => (await import('../../reports/html/sweep-page.ts')).renderSweepHtml,
  csv: async () => (await import('../../reports/sweep-text.ts')).renderSweepCsv,
};

async function reportSweep(sweep: SweepResult, options: ReportOptions, terminal: Terminal): Promise<void> {
  const { writeWhole } = await import('../write-file.ts');
  const asked = Object.entries(options).filter(([name]) => name !== 'json');
  const refused = asked.find(([name]) => !Object.hasOwn(SWEEP_EXPORTS, name));
  if (refused !== undefined)
    throw new SimError('E_USAGE', `a sweep cannot be drawn with --${refused[0]}`, {
      hint: 'sweeps have --html, --csv and --json',
    });
  for (const [name, path] of asked) {
    const load = SWEEP_EXPORTS[name];
    if (load === undefined || typeof path !== 'string') continue;
    await writeWhole(path, (await load())(sweep));
    terminal.err(`Written: ${path}\n`);
  }
  if (options.json) terminal.out((await import('../../reports/json.ts')).renderJson(sweep));
  else if (asked.length === 0)
    terminal.out((await import('../../reports/sweep-text.ts')).renderSweep(sweep, terminal));
}

/** Writes every file that was asked for. */
async function writeFiles(result: RunResult, options: ReportOptions): Promise<string[]> {
  const { writeWhole } = await import('../write-file.ts');
  const written: string[] = [];
  const write = async (path: string, content: string | Uint8Array): Promise<void> => {
    await writeWhole(path, content);
    written.push(path);
  };
  const paths = new Map(Object.entries(options));
  for (const [name, { load }] of Object.entries(EXPORTS)) {
    const path: unknown = paths.get(name);
    if (typeof path === 'string') await write(path, (await load())(result));
  }
  if ((options.svg === undefined) !== (options.chart === undefined))
    throw new SimError('E_USAGE', '--chart and --svg belong together', {
      hint: 'for example: --chart map --svg map.svg',
    });
  if (options.svg !== undefined) {
    const { renderChart } = await import('../../reports/svg-chart.ts');
    await write(options.svg, renderChart(result, options.chart ?? ''));
  }
  return written;
}
