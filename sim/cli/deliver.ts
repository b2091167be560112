// What becomes of a finished result on the command line: files, the report in the terminal, the next step, and the exit code.
import { join } from 'node:path';
import type { RunResult } from '../../reports/result.ts';
import { EXIT_CODES } from '../errors.ts';
import type { Terminal } from './terminal.ts';

/** Where a result goes. */
export interface Delivery {
  /** Folder of the files. */
  readonly out: string;
  readonly junit?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  /** The command to try next, with a word on what it brings. */
  readonly next: string;
}

/** Writes result.json and report.html, prints the report, and sets the exit code that the result has earned. */
export async function deliver(result: RunResult, delivery: Delivery, terminal: Terminal): Promise<void> {
  const { writeWhole } = await import('../write-file.ts');
  const { renderHtml } = await import('../../reports/html/page.ts');
  const { renderJson } = await import('../../reports/json.ts');
  const json = join(delivery.out, 'result.json');
  const html = join(delivery.out, 'report.html');
  await writeWhole(json, renderJson(result));
  await writeWhole(html, renderHtml(result));
  if (delivery.junit !== undefined) {
    const { renderJunit } = await import('../../reports/junit.ts');
    await writeWhole(delivery.junit, renderJunit(result));
  }
  if (delivery.json) terminal.out(renderJson(result));
  else {
    const { renderTerminal } = await import('../../reports/terminal.ts');
    terminal.out(renderTerminal(result, terminal));
  }
  if (!delivery.quiet) terminal.err(closingWords(result, { json, html, next: delivery.next }));
  terminal.exitCode = await verdictCode(result, terminal);
}

function closingWords(result: RunResult, at: { json: string; html: string; next: string }): string {
  const { json, html, next } = at;
  const lines = [
    ...(result.partial ? ['Interrupted: this result is partial and marked so.'] : []),
    `Written: ${json}`,
    `         ${html}   (open it in a browser)`,
    'Try next:',
    `  ${next}`,
    `  npx antipode report ${json} --csv ${json.replace(/\.json$/, '.csv')}`,
  ];
  return `\n${lines.join('\n')}\n`;
}

/** The exit code that a finished run has earned; thresholds that failed are named. */
async function verdictCode(result: RunResult, terminal: Terminal): Promise<number> {
  if (result.partial) return EXIT_CODES.interrupted;
  const { thresholdLines } = await import('../../reports/thresholds.ts');
  const failed = thresholdLines(result).filter((line) => !line.ok);
  for (const { text, value, limit, interval } of failed)
    terminal.err(`threshold failed: ${text}: value ${value}, ${interval}; limit ${limit}\n`);
  return failed.length > 0 ? EXIT_CODES.thresholdFailed : EXIT_CODES.ok;
}
