// The top of the page: the verdict, the arms at a glance, and the table that sets them side by side.
import {
  baselineOf,
  continentName,
  continentsOf,
  differenceOf,
  signOf,
  sliceQuantile,
  subjectOf,
} from '../figures.ts';
import { formatCount, formatDifference, formatDuration, formatFigure } from '../format.ts';
import { comparisonLines } from '../comparison.ts';
import type { ArmResult, RunResult } from '../result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { verdictOf } from '../verdict.ts';
import { dumbbell } from './charts/dumbbell.ts';
import { ranges } from './charts/ranges.ts';
import { armClass } from './colors.ts';
import { figure, htmlTable, legend } from './table.ts';
import type { Column, HtmlCell } from './table.ts';

/** Verdict, facts of the run, and links to the parts of the page. */
export function headerSection(result: RunResult, links: readonly { id: string; title: string }[]): string {
  const verdict = verdictOf(result);
  const subject = subjectOf(result);
  const facts = [
    `${formatCount(result.requestsPerArm)} requests in each arm`,
    `${result.seeds.length} ${result.seeds.length === 1 ? 'seed' : 'seeds'}`,
    `${formatDuration(result.windowMs)} at ${formatFigure(result.requestsPerSecond, 'count')} requests a second`,
    `${formatCount(subject.pops.length)} ${subject.pops.length === 1 ? 'site' : 'PoPs'}`,
    `${formatCount(result.userPlaces.length)} places of users`,
  ];
  const price =
    verdict.price === null ? '' : `<p class="price">${escapeHtml(capital(verdict.price), 600)}.</p>`;
  const warnings = result.warnings.map((warning) => `<p class="warning">${withCode(warning)}</p>`);
  const items = links.map((link) => `<li><a href="#${link.id}">${escapeHtml(link.title)}</a></li>`);
  return [
    '<header>',
    `<p class="eyebrow">${escapeHtml(result.scenario.title, 160)}</p>`,
    `<h1>${escapeHtml(verdict.gain, 600)}.</h1>`,
    price,
    `<p class="facts">${facts.map((fact) => escapeHtml(fact)).join(' · ')}</p>`,
    ...warnings,
    `<nav aria-label="Parts of this report"><ul>${items.join('')}</ul></nav>`,
    '</header>',
  ].join('');
}

/** Escaped text in which `words like this` are set as code. */
function withCode(text: string): string {
  return escapeHtml(text, 400).replace(/&#96;([^`]{1,80}?)&#96;/g, '<code>$1</code>');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The arms at a glance and side by side. */
export function armsSection(result: RunResult): string {
  const rows = result.arms.map((arm) => ({
    name: plainText(arm.name, 24),
    className: armClass(result, arm),
    p50: arm.summary['ttfb.p50'] ?? null,
    p95: arm.summary['ttfb.p95'] ?? null,
    p99: arm.summary['ttfb.p99'] ?? null,
  }));
  const glance = figure({
    title: 'Time to first byte at a glance',
    note: platforms(result),
    drawing: ranges(rows),
    table: htmlTable({
      caption: 'Time to first byte by arm, ms',
      columns: [{ title: 'arm' }, ...['p50', 'p95', 'p99'].map((title) => ({ title, numeric: true }))],
      rows: rows.map((row) => [row.name, ...[row.p50, row.p95, row.p99].map((ms) => formatCount(ms))]),
    }),
  });
  return `<section id="arms"><h2>Side by side</h2><p class="lead">All arms served the very same requests. A difference stands with half of its 95 % interval over seeds; grey means no real difference.</p>${beside(result, glance)}</section>`;
}

/** With so many arms the table of all figures takes the whole width: half of it would hide the differences. */
const MANY_ARMS = 4;

function beside(result: RunResult, glance: string): string {
  const [continents, table] = [byContinent(result), comparisonTable(result)];
  return result.arms.length < MANY_ARMS
    ? `<div class="grid"><div>${glance}${continents}</div>${table}</div>`
    : `<div class="grid">${glance}${continents}</div>${table}`;
}

function byContinent(result: RunResult): string {
  const rows = continentsOf(result).map(({ code, slice, requests }) => ({
    name: continentName(code),
    requests,
    values: result.arms.map((arm) => ({
      className: armClass(result, arm),
      ms: sliceQuantile(arm, { metric: 'ttfb', slice, q: 0.75 }),
    })),
  }));
  if (rows.length === 0) return '';
  const arms = result.arms.map((arm) => ({
    className: armClass(result, arm),
    text: plainText(arm.name, 24),
  }));
  return figure({
    title: 'Three quarters of requests by continent',
    className: 'below',
    legend: legend(arms),
    drawing: dumbbell(rows, {
      label: 'p75 time to first byte by continent and arm',
      title: 'milliseconds to the first byte, p75',
    }),
    table: htmlTable({
      caption: 'p75 time to first byte by continent, ms',
      columns: [
        { title: 'continent' },
        { title: 'requests', numeric: true },
        ...arms.map((arm) => ({ title: arm.text, numeric: true })),
      ],
      rows: rows.map((row) => [
        row.name,
        formatCount(row.requests),
        ...row.values.map((value) => formatCount(value.ms)),
      ]),
    }),
  });
}

function platforms(result: RunResult): string {
  return result.arms
    .map(
      (arm) =>
        `${plainText(arm.name, 24)}: ${plainText(arm.platformTitle, 60)}, origin in ${plainText(arm.region.name, 40)}`,
    )
    .join('; ');
}

function comparisonTable(result: RunResult): string {
  const subject = subjectOf(result);
  const baseline = baselineOf(result);
  const compared = subject !== baseline;
  const lines = comparisonLines(result.arms);
  const rows = lines.map((line): HtmlCell[] => {
    const info = result.metrics[line.metric];
    const unit = info?.unit ?? 'count';
    const cells = result.arms.map((arm) => formatFigure(arm.summary[line.metric], unit));
    const title = line.part === '' ? line.title : `${line.title}${line.title === '' ? '' : ' '}${line.part}`;
    const first: HtmlCell = line.title === '' ? { text: line.part, className: 'sub' } : title;
    if (!compared) return [first, ...cells];
    const estimate = differenceOf(result, subject, line.metric);
    return [
      first,
      ...cells,
      { text: formatDifference(estimate, unit), className: shade(info?.better, signOf(estimate)) },
    ];
  });
  const difference = compared
    ? [{ title: `${plainText(subject.name, 16)} − ${plainText(baseline.name, 16)}`, numeric: true }]
    : [];
  return htmlTable({
    caption: 'The arms side by side',
    columns: [{ title: '' }, ...result.arms.map((arm) => armColumn(result, arm)), ...difference],
    rows,
  });
}

function armColumn(result: RunResult, arm: ArmResult): Column {
  const column = { title: plainText(arm.name, 16), numeric: true };
  const main = arm === subjectOf(result) || arm === baselineOf(result);
  return main ? column : { ...column, className: 'minor' };
}

/** The class of a difference: a gain, a loss, or no real difference. */
export function shade(better: 'lower' | 'higher' | 'neither' | undefined, sign: -1 | 0 | 1 | null): string {
  if (sign === 0) return 'same';
  if (sign === null || better === undefined || better === 'neither') return '';
  return sign < 0 === (better === 'lower') ? 'gain' : 'loss';
}
