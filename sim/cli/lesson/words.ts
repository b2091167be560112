// Sets the words of a lesson for terminals: headings, paragraphs, lists and lines as they are, at most 80 columns.
import { painter, paragraph } from '../../../reports/terminal-layout.ts';
import type { Terminal } from '../terminal.ts';

const WIDEST = 80;
const NARROWEST = 40;

/** Writes the parts of a lesson. */
export interface Writer {
  readonly columns: number;
  heading(text: string): void;
  /** Paragraphs are apart by an empty line; items begin with a hyphen. */
  prose(text: string): void;
  lines(lines: readonly string[]): void;
}

/** A writer on standard output. */
export function writerOn(terminal: Terminal): Writer {
  const columns = Math.max(NARROWEST, Math.min(WIDEST, terminal.columns));
  const paint = painter(terminal.color);
  const lines = (all: readonly string[]): void => {
    if (all.length > 0) terminal.out(`${all.join('\n')}\n`);
  };
  return {
    columns,
    lines,
    heading: (text) => terminal.out(`\n${paint(text, 'strong')}\n`),
    prose: (text) =>
      lines(blocksOf(text).flatMap((block, n) => [...(n === 0 ? [] : ['']), ...set(block, columns)])),
  };
}

function blocksOf(text: string): string[][] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => unfolded(block.split('\n')));
}

/** Lines that go on with the sentence, or the item, of the one before are joined to it. */
function unfolded(lines: readonly string[]): string[] {
  const whole: string[] = [];
  for (const line of lines) {
    const before = whole.at(-1);
    if (before === undefined || line.startsWith('- ')) whole.push(line);
    else whole[whole.length - 1] = `${before} ${line.trim()}`;
  }
  return whole;
}

function set(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) => {
    const item = line.startsWith('- ');
    return paragraph(item ? line.slice(2) : line, { columns, first: item ? '- ' : '' });
  });
}
