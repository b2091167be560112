// `antipode check-history`: which consistency promises a recorded history keeps, with the smallest breach of each that it does not.
import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { EXIT_CODES, SimError } from '../errors.ts';
import { type Property, PROPERTY_NAMES } from '../history/verdict.ts';
import { nearestWord } from '../scenario/nearest-word.ts';
import { readQuantity } from '../scenario/quantity.ts';
import { US_PER_MS } from '../units.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

interface CheckOptions {
  readonly expect?: string;
  readonly settle: string;
  readonly json?: true;
}

/** The command `check-history`. */
export function checkHistoryCommand(terminal: Terminal): Command {
  return new Command('check-history')
    .summary('say which consistency promises a history keeps')
    .description(
      'Reads a history (one operation a line, as `npx antipode run --history` writes it, or your own) and checks it key by key.',
    )
    .argument('<file>', 'history, one JSON object a line')
    .option(
      '--expect <properties>',
      `exit with ${EXIT_CODES.thresholdFailed} unless these hold, separated by commas: ${PROPERTY_NAMES.join(', ')}`,
    )
    .option('--settle <duration>', 'how long after the last write every site must have read it', '120s')
    .option('--json', 'print what was found as JSON and nothing else')
    .addHelpText(
      'after',
      examples(
        'antipode run scenarios/flagship --seeds 2 --requests 4000 --history out/history.ndjson',
        'antipode check-history out/history.ndjson --expect monotonic-writes',
      ),
    )
    .action((file: string, options: CheckOptions) => check(file, options, terminal));
}

async function check(file: string, options: CheckOptions, terminal: Terminal): Promise<void> {
  const expected = expectedOf(options.expect);
  const settleUs = settleOf(options.settle);
  const { checkHistory } = await import('../history/check.ts');
  const { parseHistory } = await import('../history/operation.ts');
  const { nameOf, storeText } = await import('./history-text.ts');
  const reports = checkHistory(parseHistory(await textOf(file), file), settleUs);
  if (options.json) terminal.out(`${JSON.stringify({ settleUs, stores: reports }, null, 2)}\n`);
  else terminal.out(reports.map((report) => storeText(report, terminal.color)).join('\n'));
  for (const report of reports) {
    for (const property of report.properties) {
      if (!expected.includes(property.property) || property.status === 'holds') continue;
      terminal.err(
        `expected to hold: ${property.property} of ${nameOf(report)}: ${property.status === 'open' ? 'cannot be told' : 'broken'}\n`,
      );
      terminal.exitCode = EXIT_CODES.thresholdFailed;
    }
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new SimError('E_FILE', `${file} cannot be read: ${error instanceof Error ? error.message : ''}`, {
      hint: 'Write a history with `npx antipode run <scenario> --history <file>`.',
    });
  }
}

function expectedOf(text: string | undefined): Property[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => {
      const property = PROPERTY_NAMES.find((name) => name === word);
      if (property !== undefined) return property;
      const near = nearestWord(word, PROPERTY_NAMES);
      throw new SimError('E_USAGE', `There is no property "${word}".`, {
        hint: `${near === undefined ? '' : `Did you mean ${near}? `}Properties: ${PROPERTY_NAMES.join(', ')}.`,
      });
    });
}

function settleOf(text: string): number {
  const reading = readQuantity('duration', text);
  if (reading.ok && reading.value >= 0) return reading.value * US_PER_MS;
  throw new SimError('E_USAGE', `--settle expects a duration, and "${text}" is none.`, {
    hint: 'Write it with a unit, such as 120s.',
  });
}
