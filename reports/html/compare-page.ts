// Comparisons as one self-contained page without script: what really changed as a chart and a table, and the rest behind it.
import { CHANCE, CHANGE_WORDS, comparisonSentence } from '../compare-text.ts';
import type { Change, ChangeKind, Comparison } from '../compare.ts';
import { formatCount, formatDifference, formatFigure } from '../format.ts';
import { escapeHtml, plainText } from '../text.ts';
import { forest } from './charts/forest.ts';
import { pageStyle } from './style.ts';
import { figure, htmlTable } from './table.ts';

const CLASSES: Readonly<Record<ChangeKind, string>> = {
  better: 'gain',
  worse: 'loss',
  changed: '',
  same: 'same',
  unknown: 'same',
};

/** The comparisons as one HTML file; `names` head them, in the same order. */
export function renderComparisonHtml(comparisons: readonly Comparison[], names: readonly string[]): string {
  const title = comparisons[0]?.after.title ?? 'Nothing to compare';
  const sections = comparisons.map((one, i) => comparisonSection(one, { name: names[i] ?? '', index: i }));
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title, 100)} · compared</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${pageStyle()}</style></head><body>`,
    `<header><p class="eyebrow">Compared</p><h1>${escapeHtml(title, 160)}</h1></header>`,
    `<main>${sections.join('\n')}</main>`,
    `<footer><p>${escapeHtml(CHANCE)}</p></footer></body></html>\n`,
  ].join('\n');
}

function comparisonSection(comparison: Comparison, at: { name: string; index: number }): string {
  const real = comparison.changes.filter((change) => CLASSES[change.kind] !== 'same');
  const others = comparison.changes.filter((change) => CLASSES[change.kind] === 'same');
  const { before, after, unmatched, seeds } = comparison;
  const ground = `${formatCount(seeds.length)} seeds; plan ${before.planDigest.slice(0, 12)}${before.planDigest === after.planDigest ? '' : ` and plan ${after.planDigest.slice(0, 12)}`}.`;
  const alone =
    unmatched.length === 0
      ? ''
      : ` Only in one result: ${unmatched.map((name) => plainText(name, 24)).join(', ')}.`;
  const rest =
    others.length === 0
      ? ''
      : `<details><summary>${formatCount(others.length)} figures without a real difference</summary>${changeTable(comparison, others, `No real difference: ${at.name}`)}</details>`;
  return [
    `<section id="c${at.index + 1}"><h2>${escapeHtml(at.name, 160)}</h2>`,
    `<p class="lead">${escapeHtml(comparisonSentence(comparison), 400)}</p>`,
    differences(comparison, real, at.name),
    rest,
    `<p class="note">${escapeHtml(ground + alone, 400)}</p></section>`,
  ].join('');
}

/** Times that really changed, drawn; everything that really changed, as a table. */
function differences(comparison: Comparison, real: readonly Change[], name: string): string {
  if (real.length === 0) return '';
  const table = changeTable(comparison, real, `What really changed: ${name}`);
  const arms = new Set(real.map((change) => change.arm));
  const rows = real
    .filter((change) => change.unit === 'ms' && change.metric.startsWith('ttfb.'))
    .map((change) => ({
      name: `${arms.size > 1 ? `${plainText(change.arm, 10)} ` : ''}${change.metric.slice('ttfb.'.length)}`,
      className: change.kind === 'worse' ? 'a2' : 'a1',
      estimate: change.difference,
    }));
  if (rows.length === 0) return table;
  const label = `Differences of time to first byte with their intervals: ${name}`;
  return `${figure({
    title: 'Time to first byte, with 95 % intervals',
    drawing: forest(rows, { label, title: 'milliseconds; left of zero is faster' }),
    table: htmlTable({
      caption: label,
      columns: [{ title: '' }, { title: 'difference', numeric: true }],
      rows: rows.map((row) => [row.name, formatDifference(row.estimate, 'ms')]),
    }),
  })}${table}`;
}

function changeTable(comparison: Comparison, changes: readonly Change[], caption: string): string {
  return htmlTable({
    caption,
    columns: [
      { title: 'figure' },
      { title: comparison.before.label, numeric: true },
      { title: comparison.after.label, numeric: true },
      { title: 'difference', numeric: true },
      { title: 'verdict' },
    ],
    rows: changes.map((change) => [
      `${plainText(change.arm, 24)}: ${change.title}`,
      formatFigure(change.before, change.unit),
      formatFigure(change.after, change.unit),
      { text: formatDifference(change.difference, change.unit), className: CLASSES[change.kind] },
      CHANGE_WORDS[change.kind],
    ]),
  });
}
