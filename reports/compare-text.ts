// A comparison of two results as text: for terminals and for a comment on a pull request.
import type { Change, ChangeKind, Comparison } from './compare.ts';
import { formatCount, formatDifference, formatFigure } from './format.ts';
import { markdownTable } from './markdown.ts';
import { painter, paragraph, table } from './terminal-layout.ts';
import type { Painter, Row, Style } from './terminal-layout.ts';
import type { TerminalOptions } from './terminal.ts';
import { escapeMarkdown, plainText } from './text.ts';

/** Columns of figures need hardly more. */
const LONGEST_LABEL = 16;

/** What became of a figure, in words. */
export const CHANGE_WORDS: Readonly<Record<ChangeKind, string>> = {
  better: 'better',
  worse: 'worse',
  changed: 'changed',
  same: 'no real difference',
  unknown: 'too few seeds to say',
};

const STYLES: Readonly<Record<ChangeKind, Style>> = {
  better: 'gain',
  worse: 'loss',
  changed: 'strong',
  same: 'quiet',
  unknown: 'quiet',
};

/** The comparison in one sentence: how many figures really differ, and the one that matters most. */
export function comparisonSentence(comparison: Comparison): string {
  const real = comparison.changes.filter(
    (change) => change.kind === 'better' || change.kind === 'worse' || change.kind === 'changed',
  );
  const total = formatCount(comparison.changes.length);
  if (comparison.changes.length === 0) return 'The results have no arm in common.';
  if (comparison.changes.every((change) => change.kind === 'unknown'))
    return 'Too few seeds to tell differences from chance: run at least two, better five.';
  if (real.length === 0) return `No real difference in any of ${total} figures.`;
  const better = real.filter((change) => change.kind === 'better').length;
  const worse = real.filter((change) => change.kind === 'worse').length;
  const main = real.find((change) => change.metric === 'ttfb.p50') ?? real[0];
  const example =
    main === undefined
      ? ''
      : ` ${plainText(main.arm, 24)}, ${main.title}: ${formatDifference(main.difference, main.unit)}.`;
  return `${formatCount(better)} of ${total} figures are better, ${formatCount(worse)} worse; the others show no real difference.${example}`;
}

/** One in twenty intervals misses by chance: said wherever many figures stand together. */
export const CHANCE = 'At 95 %, one figure in twenty differs by chance alone.';

/** The comparison for a terminal. */
export function renderComparison(comparison: Comparison, options: Omit<TerminalOptions, 'maps'>): string {
  const columns = Math.min(120, Math.max(60, Math.floor(options.columns)));
  const paint = painter(options.color);
  const arms = [...new Set(comparison.changes.map((change) => change.arm))];
  const blocks = arms.map((arm) => {
    const changes = comparison.changes.filter((change) => change.arm === arm);
    return [paint(plainText(arm, 40), 'strong'), ...armLines(changes, { comparison, columns, paint })].join(
      '\n',
    );
  });
  const sentence = paragraph(comparisonSentence(comparison), { columns, first: '' }).map((line) =>
    paint(line, 'strong'),
  );
  const notes = [
    ...(comparison.unmatched.length === 0
      ? []
      : [`Only in one result: ${comparison.unmatched.map((name) => plainText(name, 24)).join(', ')}.`]),
    CHANCE,
  ].flatMap((note) => paragraph(note, { columns, first: '' }));
  return `${[sentence.join('\n'), ...blocks, notes.join('\n')].join('\n\n')}\n`;
}

/** Real changes as a table; what did not change is named in a sentence, so that the eye finds what did. */
function armLines(
  changes: readonly Change[],
  page: { comparison: Comparison; columns: number; paint: Painter },
): string[] {
  const { before, after } = page.comparison;
  const real = changes.filter((change) => change.kind !== 'same' && change.kind !== 'unknown');
  const labels = [before.label, after.label].map((text) => plainText(text, LONGEST_LABEL));
  const both = `${labels[1]} − ${labels[0]}`;
  const difference = both.length > LONGEST_LABEL ? 'difference' : both;
  const head = ['', ...labels, difference, ''].map((text) => ({ text, style: 'quiet' as const }));
  const rows = real.map((change): Row => {
    const style = STYLES[change.kind];
    return [
      { text: change.title },
      { text: formatFigure(change.before, change.unit) },
      { text: formatFigure(change.after, change.unit) },
      { text: formatDifference(change.difference, change.unit), style },
      { text: CHANGE_WORDS[change.kind], style },
    ];
  });
  const named = (kind: ChangeKind): string[] => {
    const titles = changes.filter((change) => change.kind === kind).map((change) => change.title);
    if (titles.length === 0) return [];
    const word = CHANGE_WORDS[kind].slice(0, 1).toUpperCase() + CHANGE_WORDS[kind].slice(1);
    return paragraph(`${word}: ${titles.join(', ')}.`, { columns: page.columns, first: '  ' }).map((line) =>
      page.paint(line, 'quiet'),
    );
  };
  return [...(rows.length === 0 ? [] : table([head, ...rows], page)), ...named('same'), ...named('unknown')];
}

/** The comparison in Markdown; figures without a real difference are folded away. */
export function comparisonMarkdown(comparison: Comparison): string {
  const line = (change: Change): string[] => [
    escapeMarkdown(`${change.arm}: ${change.title}`, 80),
    formatFigure(change.before, change.unit),
    formatFigure(change.after, change.unit),
    formatDifference(change.difference, change.unit),
    CHANGE_WORDS[change.kind],
  ];
  const { before, after } = comparison;
  const head = ['', escapeMarkdown(before.label, 24), escapeMarkdown(after.label, 24), 'difference', ''];
  const real = comparison.changes.filter((change) => change.kind !== 'same' && change.kind !== 'unknown');
  const others = comparison.changes.filter((change) => !real.includes(change));
  const parts = [
    `### ${escapeMarkdown(comparison.after.title, 80)}`,
    `**${escapeMarkdown(comparisonSentence(comparison), 400)}**`,
    real.length === 0
      ? ''
      : markdownTable(
          head,
          real.map((change) => line(change)),
        ),
    others.length === 0
      ? ''
      : `<details><summary>${formatCount(others.length)} figures without a real difference</summary>\n\n${markdownTable(
          head,
          others.map((change) => line(change)),
        )}\n\n</details>`,
    `${CHANCE} ${plansOf(comparison)}, ${formatCount(comparison.seeds.length)} seeds.`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function plansOf({ before, after }: Comparison): string {
  const [first, second] = [before.planDigest.slice(0, 12), after.planDigest.slice(0, 12)];
  return first === second ? `Plan \`${first}\`` : `Plans \`${first}\` and \`${second}\``;
}

/** All comparisons as JSON, with the same figures and words as every other form. */
export function comparisonsJson(comparisons: readonly Comparison[]): string {
  const told = comparisons.map((one) => ({ sentence: comparisonSentence(one), ...one }));
  return `${JSON.stringify({ kind: 'antipode-comparison', version: 1, comparisons: told }, null, 2)}\n`;
}
