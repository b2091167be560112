// What the numbers add up to: paired differences, findings, the articles' claims, and thresholds.
import { claimsOf } from '../claims.ts';
import type { ClaimVerdict } from '../claims.ts';
import { QUANTILES, signOf } from '../figures.ts';
import { findingsOf } from '../findings.ts';
import { formatCount, formatDifference, formatInterval, formatShare } from '../format.ts';
import type { PairResult, RunResult } from '../result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { thresholdLines } from '../thresholds.ts';
import { forest } from './charts/forest.ts';
import { armClass } from './colors.ts';
import { shade } from './section-overview.ts';
import { figure, htmlTable } from './table.ts';

/** Differences of TTFB with intervals; empty when the run has one arm. */
export function pairsSection(result: RunResult): string {
  const pairs = result.pairs.filter((pair) => pair.metric === 'ttfb' && pair.slice === 'all');
  if (pairs.length === 0) return '';
  return [
    '<section id="pairs"><h2>The difference, request by request</h2>',
    `<p class="lead">Every arm served the same requests, so each can be compared with itself. Left of zero is faster than ${escapeHtml(result.baseline, 24)}.</p>`,
    `<div class="grid">${quantileDifferences(result, pairs)}${requestDifferences(result, pairs)}</div></section>`,
  ].join('');
}

function quantileDifferences(result: RunResult, pairs: readonly PairResult[]): string {
  const rows = pairs.flatMap((pair) => {
    const className = classOf(result, pair.arm);
    const name = plainText(pair.arm, 10);
    const quantiles = QUANTILES.map((quantile) => ({
      name: `${name} ${quantile.name}`,
      className,
      estimate: pair.quantileDifference[quantile.name] ?? { value: null, low: null, high: null },
    }));
    return [{ name: `${name} mean`, className, estimate: pair.meanDifference }, ...quantiles];
  });
  return figure({
    title: 'Difference of quantiles, with 95 % intervals over seeds',
    note: 'The quantile of one arm minus the same quantile of the baseline, over all requests.',
    drawing: forest(rows, {
      label: 'Differences of time to first byte with their intervals',
      title: `milliseconds compared with ${plainText(result.baseline, 24)}`,
    }),
    table: htmlTable({
      caption: 'Differences of quantiles of time to first byte',
      columns: [{ title: '' }, { title: 'difference', numeric: true }, { title: 'interval' }],
      rows: rows.map((row) => [
        row.name,
        { text: formatDifference(row.estimate, 'ms'), className: shade('lower', signOf(row.estimate)) },
        signOf(row.estimate) === 0
          ? `no real difference (${formatInterval(row.estimate, 'ms')})`
          : formatInterval(row.estimate, 'ms'),
      ]),
    }),
  });
}

function classOf(result: RunResult, name: string): string {
  const arm = result.arms.find((one) => one.name === name);
  return arm === undefined ? 'a0' : armClass(result, arm);
}

function requestDifferences(result: RunResult, pairs: readonly PairResult[]): string {
  const table = htmlTable({
    caption: 'Quantiles of the difference of single requests, ms',
    columns: [
      { title: 'arm' },
      { title: 'pairs', numeric: true },
      { title: 'faster', numeric: true },
      ...QUANTILES.map(({ name }) => ({ title: name, numeric: true })),
    ],
    rows: pairs.map((pair) => [
      plainText(pair.arm, 24),
      formatCount(pair.requests),
      formatShare(pair.fasterShare),
      ...QUANTILES.map(({ name }) =>
        formatDifference({ value: pair.differenceQuantile[name] ?? null, low: null, high: null }, 'ms'),
      ),
    ]),
  });
  const faster = pairs
    .map((pair) => `${formatShare(pair.fasterShare)} of requests were faster in ${plainText(pair.arm, 24)}`)
    .join(', ');
  return `<div><h3>Difference of single requests</h3><p class="note">${escapeHtml(faster, 300)}. A negative number is faster; the p99 shows the requests that gained least, or lost.</p>${table}<p class="note">Sampled pairs of the same request in both arms. This is not the difference of quantiles: a request that is slow in one arm need not be slow in the other.</p></div>`;
}

/** Findings in plain words. */
export function findingsSection(result: RunResult): string {
  const items = findingsOf(result).map(
    (finding) => `<li><p>${escapeHtml(finding.text, 600)}</p><p>${escapeHtml(finding.change, 400)}</p></li>`,
  );
  return `<section id="findings"><h2>Findings, and what would change them</h2><ol class="findings">${items.join('')}</ol></section>`;
}

const VERDICT_CLASS: Readonly<Record<ClaimVerdict, string>> = {
  holds: 'gain',
  'holds in part': '',
  'does not hold': 'loss',
  'not judged': 'same',
};

/** The articles' claims, judged. */
export function claimsSection(result: RunResult): string {
  const items = claimsOf(result).map(
    (claim) =>
      `<li><b class="${VERDICT_CLASS[claim.verdict]}">${claim.verdict}</b><div><p>“${escapeHtml(claim.claim, 200)}”</p><p>${escapeHtml(claim.answer, 600)}</p></div></li>`,
  );
  return `<section id="claims"><h2>What articles claim</h2><ul class="verdicts">${items.join('')}</ul></section>`;
}

/** Thresholds of the scenario; empty when it has none. */
export function thresholdsSection(result: RunResult): string {
  const lines = thresholdLines(result);
  if (lines.length === 0) return '';
  const items = lines.map(
    (line) =>
      `<li><b class="${line.ok ? 'gain' : 'loss'}">${line.ok ? 'met' : 'failed'}</b><div><p><code>${escapeHtml(line.text)}</code></p><p>${escapeHtml(`${line.what} ${line.value}, limit ${line.limit} (${line.interval})`)}</p></div></li>`,
  );
  return `<section id="thresholds"><h2>Thresholds of the scenario</h2><ul class="verdicts">${items.join('')}</ul></section>`;
}
