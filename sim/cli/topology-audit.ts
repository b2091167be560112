// The action of `topology audit`: how far the model is from measured round-trip times.
import { audit, SAMPLE_SOURCE, sampleFacts } from '../../topology/audit.ts';
import type { Accuracy, MeasuredFact } from '../../topology/audit.ts';
import { readMeasuredCsv } from '../../topology/import/csv.ts';
import type { Profile } from '../../topology/profile.ts';
import { createRttModel } from '../../topology/rtt.ts';
import { SimError } from '../errors.ts';
import type { Terminal } from './terminal.ts';
import { columns, inFile, readText } from './topology-world.ts';

/** What one cloud differs from another for the same pair of towns: no model of places alone can do better. */
const FLOOR =
  'Floor: for the same pairs of towns one cloud differs from another by 4.8-6.4 % in the median, with 87-97 % of pairs within 20 %;\n' +
  'hosted servers of one vendor, two years apart, by 7.3 % and 80 %.\n';

/** The options of `topology audit`. */
export interface AuditOptions {
  readonly profile: Profile;
  readonly json: boolean;
}

/** Prints the accuracy table. */
export async function printAudit(
  file: string | undefined,
  options: AuditOptions,
  terminal: Terminal,
): Promise<void> {
  const facts = file === undefined ? sampleFacts() : await factsIn(file, terminal);
  const table = audit(createRttModel(), facts, options.profile);
  if (options.json) {
    terminal.out(
      `${JSON.stringify({ profile: options.profile, source: file ?? SAMPLE_SOURCE, sets: table })}\n`,
    );
    return;
  }
  terminal.out(
    columns([
      ['set', 'pairs', 'median error', 'p90', 'within 20 %', 'bias', 'below 1,500 km'],
      ...table.map(cells),
    ]),
  );
  terminal.out(`\n${FLOOR}${file === undefined ? `Measured: ${SAMPLE_SOURCE}\n` : ''}`);
}

function cells(row: Accuracy): (string | number)[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const short =
    row.shortMedianAbsErrorMs === undefined ? 'no pair' : `${row.shortMedianAbsErrorMs.toFixed(1)} ms`;
  return [
    row.set,
    row.pairs,
    percent(row.medianAbsRelError),
    percent(row.p90AbsRelError),
    percent(row.within20),
    percent(row.medianBias),
    short,
  ];
}

async function factsIn(file: string, terminal: Terminal): Promise<readonly MeasuredFact[]> {
  const text = await readText(file);
  const { pairs, dropped } = inFile(file, text, () => readMeasuredCsv(text, file));
  for (const { line, reason } of dropped.slice(0, 5)) terminal.err(`${file}:${line}: dropped, ${reason}\n`);
  if (dropped.length > 5) terminal.err(`${dropped.length - 5} more were dropped\n`);
  if (pairs.length === 0)
    throw new SimError('E_FILE', `${file} holds no usable measurement`, {
      at: { file },
      hint: 'columns: src,dst,rtt_ms',
    });
  return pairs.map(({ from, to, ms }) => ({ set: 'file', from, to, ms }));
}
