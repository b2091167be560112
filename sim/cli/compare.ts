// `antipode compare`: what really changed between saved results, or between the arms of one.
import { Command } from 'commander';
import type { Comparison } from '../../reports/compare.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

interface CompareOptions {
  readonly markdown?: true;
  readonly html?: string;
  readonly json?: true;
}

/** Comparisons, each under the name that heads it. */
interface Named {
  readonly name: string;
  readonly comparison: Comparison;
}

/** The command `compare`. */
export function compareCommand(terminal: Terminal): Command {
  return new Command('compare')
    .summary('say what really changed between results')
    .description(
      'Compares saved results with the first one, seed by seed; of a single result, its arms with their baseline. Results of other users, times, seeds or data are refused.',
    )
    .argument('<results...>', 'result.json of two or more runs, or of one')
    .option('--markdown', 'print Markdown, for a comment on a pull request')
    .option('--html <file>', 'write one HTML page')
    .option('--json', 'print the comparison as JSON and nothing else')
    .addHelpText(
      'after',
      examples(
        'antipode compare out/flagship/result.json',
        'antipode compare out/before/result.json out/after/result.json --markdown',
      ),
    )
    .action((files: string[], options: CompareOptions) => compare(files, options, terminal));
}

async function compare(files: readonly string[], options: CompareOptions, terminal: Terminal): Promise<void> {
  const named = await comparisonsOf(files);
  const comparisons = named.map((one) => one.comparison);
  const text = await import('../../reports/compare-text.ts');
  if (options.html !== undefined) {
    const { renderComparisonHtml } = await import('../../reports/html/compare-page.ts');
    const { writeWhole } = await import('../write-file.ts');
    await writeWhole(
      options.html,
      renderComparisonHtml(
        comparisons,
        named.map((one) => one.name),
      ),
    );
    terminal.err(`Written: ${options.html}\n`);
  }
  if (options.json) terminal.out(text.comparisonsJson(comparisons));
  else if (options.markdown) terminal.out(comparisons.map(text.comparisonMarkdown).join('\n'));
  else if (options.html === undefined) {
    const look = { columns: terminal.columns, color: terminal.color };
    const pages = named.map(({ name, comparison }) => {
      const head = named.length > 1 ? `${name}\n\n` : '';
      return head + text.renderComparison(comparison, look);
    });
    terminal.out(pages.join('\n'));
  }
}

/** The first result against each other one; of a single result, its arms against their baseline. */
async function comparisonsOf(files: readonly string[]): Promise<Named[]> {
  const { readResult } = await import('../../reports/read.ts');
  const { compareArms, compareResults } = await import('../../reports/compare.ts');
  const { plainText } = await import('../../reports/text.ts');
  const [first = '', ...others] = files;
  const before = await readResult(first);
  if (others.length === 0)
    return compareArms(before).map((comparison) => ({
      name: `${comparison.after.label} against ${comparison.before.label}`,
      comparison,
    }));
  const named: Named[] = [];
  for (const file of others) {
    const comparison = compareResults(before, await readResult(file));
    named.push({ name: `${plainText(file, 80)} against ${plainText(first, 80)}`, comparison });
  }
  return named;
}
