// A summary in Markdown, short enough for a comment on a pull request.
import { billCells } from './bill.ts';
import { claimsOf } from './claims.ts';
import { comparisonLines } from './comparison.ts';
import { baselineOf, differenceOf, signOf, subjectOf } from './figures.ts';
import { findingsOf } from './findings.ts';
import { formatCount, formatDifference, formatDuration, formatFigure } from './format.ts';
import type { RunResult } from './result.ts';
import { escapeMarkdown } from './text.ts';
import { thresholdLines } from './thresholds.ts';
import { verdictOf, verdictSentence } from './verdict.ts';

/** Verdict, thresholds, the arms side by side, findings and claims. */
export function renderMarkdown(result: RunResult): string {
  const parts = [
    `### ${escapeMarkdown(result.scenario.title, 120)}`,
    `**${escapeMarkdown(verdictSentence(verdictOf(result)), 600)}**`,
    thresholds(result),
    arms(result),
    bill(result),
    findings(result),
    claims(result),
    ground(result),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A Markdown table; the first column is text, the others end flush. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? ':--' : '--:'));
  return [line(head), line(rule), ...rows.map((row) => line(row))].join('\n');
}

function thresholds(result: RunResult): string {
  return thresholdLines(result)
    .map(
      (one) =>
        `- ${one.ok ? 'met' : '**failed**'}: ${escapeMarkdown(one.text)}, ${one.what} ${one.value} (${one.interval})`,
    )
    .join('\n');
}

function arms(result: RunResult): string {
  const subject = subjectOf(result);
  const baseline = baselineOf(result);
  const compared = subject !== baseline;
  const rows = comparisonLines(result.arms).map((line) => {
    const unit = result.metrics[line.metric]?.unit ?? 'count';
    const figures = result.arms.map((arm) => formatFigure(arm.summary[line.metric], unit));
    const estimate = differenceOf(result, subject, line.metric);
    const note = signOf(estimate) === 0 ? ' (no real difference)' : '';
    const difference = compared ? [`${formatDifference(estimate, unit)}${note}`] : [];
    return [`${line.title} ${line.part}`.trim(), ...figures, ...difference];
  });
  const names = result.arms.map((arm) => escapeMarkdown(arm.name, 24));
  const last = compared ? [`${escapeMarkdown(subject.name, 24)} − ${escapeMarkdown(baseline.name, 24)}`] : [];
  return markdownTable(['', ...names, ...last], rows);
}

function bill(result: RunResult): string {
  const rows = result.arms.flatMap((arm) =>
    (arm.bill?.items ?? []).map((item) => {
      const { quantity, included, price, usd } = billCells(item);
      return [`${arm.name}: ${item.item}`, quantity, included, price, usd].map((cell) =>
        escapeMarkdown(cell, 80),
      );
    }),
  );
  if (rows.length === 0) return '';
  return markdownTable(['The bill of a month', 'quantity', 'included', 'price', 'USD'], rows);
}

function findings(result: RunResult): string {
  return findingsOf(result)
    .map((one, i) => `${i + 1}. ${escapeMarkdown(one.text, 600)} ${escapeMarkdown(one.change, 400)}`)
    .join('\n');
}

function claims(result: RunResult): string {
  return claimsOf(result)
    .map((one) => `- “${escapeMarkdown(one.claim)}” **${one.verdict}**. ${escapeMarkdown(one.answer, 600)}`)
    .join('\n');
}

function ground(result: RunResult): string {
  const assumed = result.constants.filter((one) => one.confidence === 'assumed').length;
  return `${formatCount(result.requestsPerArm)} requests in each arm, ${result.seeds.length} seeds, ${formatDuration(result.windowMs)}; ${formatCount(assumed)} of ${formatCount(result.constants.length)} constants assumed; plan \`${escapeMarkdown(result.planDigest.slice(0, 12))}\`.`;
}
