// `antipode import`: measured round-trip times of Globalping, RIPE Atlas or a CSV, as the CSV that scenarios bring as `measured`.
import { Command, Option } from 'commander';
import type { ImportResult } from '../../topology/import/result.ts';
import type { MeasuredPair } from '../../topology/measured.ts';
import { SimError } from '../errors.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';
import { writeWhole } from '../write-file.ts';

const FORMATS = ['globalping', 'ripe-atlas', 'csv'] as const;
const REASONS_SHOWN = 20;

interface ImportOptions {
  readonly target?: string;
  readonly probes?: string;
  readonly out?: string;
  readonly json: boolean;
}

/** The command `import`. */
export function importCommand(terminal: Terminal): Command {
  return new Command('import')
    .summary('measured round-trip times of Globalping, RIPE Atlas or a CSV')
    .description(
      'Reads measured round-trip times, drops what cannot be true, and prints a CSV for a scenario or for topology rtt --measured.',
    )
    .argument('<format>', FORMATS.join(', '))
    .argument('<file>', 'the results as the service returns them')
    .option('--target <place>', 'where the measured target stands (globalping, ripe-atlas)')
    .option('--probes <file>', 'the probes as /api/v2/probes returns them (ripe-atlas)')
    .addOption(new Option('--out <file>', 'write the CSV to a file instead of standard output'))
    .option('--json', 'print what was used and dropped as JSON')
    .addHelpText(
      'after',
      examples(
        'antipode import globalping ping.json --target aws:eu-central-1 --out measured.csv',
        'antipode import ripe-atlas results.json --probes probes.json --target "Amsterdam, NL"',
      ),
    )
    .action((format: string, file: string, options: ImportOptions) =>
      importFile(format, file, options, terminal),
    );
}

async function importFile(
  format: string,
  file: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<void> {
  const result = await readResult(format, file, options);
  if (options.json) terminal.out(`${JSON.stringify(result)}\n`);
  else tell(file, result, terminal);
  if (result.pairs.length === 0)
    throw new SimError('E_FILE', `${file} holds no usable measurement`, { at: { file } });
  const csv = await csvOf(result.pairs);
  if (options.out !== undefined) await writeWhole(options.out, csv);
  else if (!options.json) terminal.out(csv);
}

async function readResult(format: string, file: string, options: ImportOptions): Promise<ImportResult> {
  const { inFile, readText } = await import('./topology-world.ts');
  if (format !== 'globalping' && format !== 'ripe-atlas' && format !== 'csv') {
    throw new SimError('E_USAGE', `there is no import format "${format}"`, {
      hint: `formats: ${FORMATS.join(', ')}`,
    });
  }
  const text = await readText(file);
  if (format === 'csv') {
    const { readMeasuredCsv } = await import('../../topology/import/csv.ts');
    return inFile(file, text, () => readMeasuredCsv(text, file));
  }
  const { createPlaceParser } = await import('../../topology/place-parse.ts');
  const target = createPlaceParser().parse(
    needed(options.target, '--target', 'the results do not tell where the target stands'),
  );
  if (format === 'globalping') {
    const { readGlobalping } = await import('../../topology/import/globalping.ts');
    return inFile(file, text, () => readGlobalping(text, target));
  }
  const probesText = await readText(
    needed(options.probes, '--probes', 'the results do not tell where the probes stand'),
  );
  const { readRipeAtlas } = await import('../../topology/import/ripe-atlas.ts');
  return inFile(file, text, () => readRipeAtlas(text, { target, probesText }));
}

function needed(value: string | undefined, option: string, why: string): string {
  if (value !== undefined) return value;
  throw new SimError('E_USAGE', `${option} is missing: ${why}`, { hint: 'see npx antipode import --help' });
}

function tell(file: string, result: ImportResult, terminal: Terminal): void {
  const { recordCount, usedCount, pairs, dropped, notes } = result;
  terminal.err(
    `${file}: ${recordCount} records, ${usedCount} used as ${pairs.length} pairs, ${dropped.length} dropped\n`,
  );
  for (const { line, reason } of dropped.slice(0, REASONS_SHOWN)) terminal.err(`  line ${line}: ${reason}\n`);
  if (dropped.length > REASONS_SHOWN) terminal.err(`  and ${dropped.length - REASONS_SHOWN} more\n`);
  for (const note of notes) terminal.err(`  note: ${note}\n`);
}

async function csvOf(pairs: readonly MeasuredPair[]): Promise<string> {
  const { csvCell } = await import('../../topology/csv.ts');
  const rows = pairs.map(({ from, to, ms, spreadMs, profile, by }) => [
    from.id,
    to.id,
    ms.toFixed(3),
    spreadMs.toFixed(3),
    profile ?? '',
    by,
  ]);
  return ['src,dst,rtt_ms,spread_ms,profile,by', ...rows.map((row) => row.map(csvCell).join(','))]
    .map((line) => `${line}\n`)
    .join('');
}
