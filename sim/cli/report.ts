// `antipode report`: draws a saved result again, in the terminal or into a file.
import { Command } from 'commander';
import type { RunResult } from '../../reports/result.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ReportOptions {
  readonly html?: string;
  readonly csv?: string;
  readonly markdown?: string;
  readonly json?: true;
}

/** The command `report`. */
export function reportCommand(terminal: Terminal): Command {
  return new Command('report')
    .summary('draw a saved result again')
    .description('Draws a saved result: in the terminal, or into the files that are named.')
    .argument('<result>', 'result.json of a run')
    .option('--html <file>', 'write the HTML report')
    .option('--csv <file>', 'write the metrics of each arm as CSV')
    .option('--markdown <file>', 'write a summary in Markdown')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      examples(
        'antipode report out/flagship/result.json',
        'antipode report out/flagship/result.json --html out/flagship/report.html',
      ),
    )
    .action((file: string, options: ReportOptions) => report(file, options, terminal));
}

async function report(file: string, options: ReportOptions, terminal: Terminal): Promise<void> {
  const { readResult } = await import('../../reports/read.ts');
  const result = await readResult(file);
  const written = await writeFiles(result, options);
  if (options.json) {
    const { renderJson } = await import('../../reports/json.ts');
    terminal.out(renderJson(result));
  } else if (written.length === 0) {
    const { renderTerminal } = await import('../../reports/terminal.ts');
    terminal.out(renderTerminal(result, { columns: terminal.columns, color: terminal.color }));
  }
  for (const path of written) terminal.err(`Written: ${path}\n`);
}

async function writeFiles(result: RunResult, options: ReportOptions): Promise<string[]> {
  const { writeWhole } = await import('./write-file.ts');
  const written: string[] = [];
  const write = async (path: string | undefined, render: () => Promise<string>): Promise<void> => {
    if (path === undefined) return;
    await writeWhole(path, await render());
    written.push(path);
  };
  await write(options.html, async () => (await import('../../reports/html/page.ts')).renderHtml(result));
  await write(options.csv, async () => (await import('../../reports/csv.ts')).renderCsv(result));
  await write(options.markdown, async () =>
    (await import('../../reports/markdown.ts')).renderMarkdown(result),
  );
  return written;
}
