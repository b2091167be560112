// The action of `topology rtt`: one pair with its reasons, or all pairs of a file.
import { sampleOverlay } from '../../topology/audit.ts';
import type { Explanation, Step } from '../../topology/explain.ts';
import { addRttToCsv } from '../../topology/pairs.ts';
import type { Profile } from '../../topology/profile.ts';
import { SimError } from '../errors.ts';
import type { Terminal } from './terminal.ts';
import { columns, inFile, labelOf, modelOf, placesOf, readText } from './topology-world.ts';
import type { WorldOptions } from './topology-world.ts';

/** The options of `topology rtt`. */
export interface RttOptions extends WorldOptions {
  readonly profile: Profile;
  readonly explain: boolean;
  readonly json: boolean;
  readonly pairs?: string;
}

/** Prints the RTT between two places, or a CSV of pairs with rtt_ms added. */
export async function printRtt(
  words: readonly string[],
  options: RttOptions,
  terminal: Terminal,
): Promise<void> {
  if (options.pairs !== undefined) return printPairs(options.pairs, words, options, terminal);
  const [from, to] = placesOf(words, { least: 2, most: 2, usage: 'npx antipode topology rtt <from> <to>' });
  if (from === undefined || to === undefined) return;
  const model = await modelOf(options);
  const told = model.explain(from, to, options.profile);
  const measured = sampleOverlay().find(from, to, options.profile);
  if (options.json) {
    terminal.out(
      `${JSON.stringify({ ...told, measured: measured === undefined ? null : { ms: measured.ms, by: measured.by } })}\n`,
    );
    return;
  }
  terminal.out(summary(told));
  if (measured !== undefined)
    terminal.out(
      `measured ${measured.ms.toFixed(1)} ms (${measured.by}); the model says ${told.modelledMs.toFixed(1)} ms\n`,
    );
  if (options.explain) terminal.out(`\n${steps(told)}`);
}

async function printPairs(
  file: string,
  words: readonly string[],
  options: RttOptions,
  terminal: Terminal,
): Promise<void> {
  if (words.length > 0)
    throw new SimError('E_USAGE', 'places and --pairs exclude each other', {
      hint: 'usage: npx antipode topology rtt --pairs file.csv',
    });
  if (options.json || options.explain)
    throw new SimError('E_USAGE', '--pairs prints a CSV; --json and --explain do not go with it', {
      hint: 'ask for single pairs instead',
    });
  const text = await readText(file);
  const model = await modelOf(options);
  terminal.out(inFile(file, text, () => addRttToCsv(text, model, options.profile)));
}

function summary(told: Explanation): string {
  const { rtt, from, to, profile, greatCircleKm, lightVacuumMs, lightFibreMs } = told;
  const bounds = `great circle ${Math.round(greatCircleKm)} km; light needs ${lightVacuumMs.toFixed(1)} ms in vacuum, ${lightFibreMs.toFixed(1)} ms in fibre\n`;
  const head = `${labelOf(from)} to ${labelOf(to)}, ${profile}\n`;
  if (rtt.source === 'cut-off') return `${head}cut off: a fault leaves no way between them\n${bounds}`;
  const origin = rtt.source === 'measured' ? `measured, ${rtt.by ?? ''}` : rtt.source;
  return `${head}${rtt.ms.toFixed(1)} ms round trip (${origin}; typical error ${rtt.spreadMs.toFixed(1)} ms)\n${bounds}`;
}

const RULES: Readonly<Record<Explanation['rule'], string>> = {
  fibre: 'the shortest way through the fibre graph',
  'short-distance': 'the short-distance rule: direct fibre inside one country or bloc',
  'same-metro': 'one metro',
  'cut-off': 'cut off',
};

function steps(told: Explanation): string {
  const name = (step: Step): string => `${step.from.name} to ${step.to.name}`;
  const cell = (value: number, digits: number): string => value.toFixed(digits).padStart(9);
  const rows = told.steps.map((step) => [
    cell(step.km, 0),
    cell(step.ms, 1),
    name(step),
    step.kind,
    step.cable,
  ]);
  const km = told.steps.reduce((sum, step) => sum + step.km, 0);
  return columns([
    ['       km', '       ms', RULES[told.rule]],
    [cell(0, 0), cell(told.fixedMs, 1), 'fixed part: routers, servers, queues'],
    ...rows,
    [cell(km, 0), cell(told.modelledMs, 1), 'total'],
  ]);
}
