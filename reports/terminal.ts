// The report for terminals: the verdict first, then the arms side by side, then what it rests on.
import { staleSentence } from './consistency.ts';
import { awaitSentence, billHead, scalingSentence } from './bill.ts';
import { claimsOf } from './claims.ts';
import type { ClaimVerdict } from './claims.ts';
import { subjectOf } from './figures.ts';
import { findingsOf } from './findings.ts';
import { formatCount, formatDuration, formatFigure } from './format.ts';
import type { RunResult } from './result.ts';
import { distributionLines } from './terminal-distribution.ts';
import { mapLines } from './terminal-map.ts';
import { painter, paragraph, table } from './terminal-layout.ts';
import type { Painter, Style } from './terminal-layout.ts';
import {
  armsTable,
  armsToShow,
  billTable,
  consistencyTable,
  continentsTable,
  storesTable,
} from './terminal-tables.ts';
import { plainText } from './text.ts';
import { thresholdLines } from './thresholds.ts';
import { verdictOf, verdictSentence } from './verdict.ts';

const NARROWEST = 60;
const WIDEST = 120;

/** Columns from which maps are drawn. */
const MAP_COLUMNS = 80;

/** How the terminal looks: its width, whether colour is wanted, and whether it can show maps (its height and characters allow). */
export interface TerminalOptions {
  readonly columns: number;
  readonly color: boolean;
  readonly maps: boolean;
}

/** The whole report as text that ends in a newline. */
export function renderTerminal(result: RunResult, options: TerminalOptions): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(options.columns)));
  const paint = painter(options.color);
  const page = { result, columns, paint };
  const maps = options.maps && columns >= MAP_COLUMNS;
  const blocks = [
    head(page),
    comparison(page),
    maps ? titled(page, 'Where users wait', mapLines(result, page)) : [],
    distribution(page),
    continents(page),
    consistency(page),
    stores(page),
    bill(page),
    findings(page),
    claims(page),
    thresholds(page),
    ground(page),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

interface Page {
  readonly result: RunResult;
  readonly columns: number;
  readonly paint: Painter;
}

function titled(page: Page, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [page.paint(title, 'strong'), ...lines];
}

function styled(page: Page, text: string, options: { first: string; style: Style }): string[] {
  return paragraph(text, { columns: page.columns, first: options.first }).map((line) =>
    page.paint(line, options.style),
  );
}

function head(page: Page): string[] {
  const { result } = page;
  const subject = subjectOf(result);
  const sites = subject.pops.length;
  const parts = [
    `${formatCount(result.requestsPerArm)} requests in each arm`,
    `${result.seeds.length} ${result.seeds.length === 1 ? 'seed' : 'seeds'}`,
    `${formatDuration(result.windowMs)} at ${formatFigure(result.requestsPerSecond, 'count')} requests a second`,
    `${formatCount(sites)} ${sites === 1 ? 'site' : 'PoPs'}`,
    `${formatCount(result.userPlaces.length)} places of users`,
  ];
  return [
    ...styled(page, plainText(result.scenario.title, 160), { first: '', style: 'quiet' }),
    '',
    ...styled(page, verdictSentence(verdictOf(result)), { first: '', style: 'strong' }),
    '',
    ...styled(page, parts.join(' · '), { first: '', style: 'quiet' }),
    ...result.warnings.flatMap((warning) =>
      styled(page, plainText(warning, 300), { first: '! ', style: 'loss' }),
    ),
  ];
}

function comparison(page: Page): string[] {
  const arms = armsToShow(page.result, page.columns);
  const hidden = page.result.arms.length - arms.length;
  const note =
    hidden === 0
      ? []
      : styled(
          page,
          `${hidden} more ${hidden === 1 ? 'arm' : 'arms'}: see the HTML report, or widen the terminal.`,
          {
            first: '  ',
            style: 'quiet',
          },
        );
  return titled(page, 'Side by side', [...table(armsTable(page.result, arms), page), ...note]);
}

function distribution(page: Page): string[] {
  return titled(
    page,
    'Time to first byte, share of requests',
    distributionLines(page.result.arms, page.columns),
  );
}

function continents(page: Page): string[] {
  const arms = armsToShow(page.result, page.columns - 10);
  const rows = continentsTable(page.result, { arms, columns: page.columns });
  return rows.length < 2 ? [] : titled(page, 'Time to first byte by continent', table(rows, page));
}

function consistency(page: Page): string[] {
  const subject = subjectOf(page.result);
  const rows = consistencyTable(subject);
  const sentence = staleSentence(subject);
  if (rows.length === 0 && sentence === '') return [];
  const name = plainText(subject.name, 24);
  const title =
    rows.length === 0
      ? `What readers and writers of ${name} met`
      : `How long a write of ${name} takes to be seen`;
  return titled(page, title, [
    ...table(rows, page),
    ...(sentence === '' ? [] : paragraph(sentence, { columns: page.columns, first: '  ' })),
  ]);
}

function stores(page: Page): string[] {
  const { rows, notes } = storesTable(page.result, page.columns);
  if (rows.length === 0) return [];
  return titled(page, 'What each store did', [
    ...table(rows, page),
    ...styled(page, notes, { first: '  ', style: 'quiet' }),
  ]);
}

function bill(page: Page): string[] {
  const first = page.result.arms.find((arm) => arm.bill !== undefined)?.bill;
  if (first === undefined) return [];
  const lines = page.result.arms.flatMap((arm) => {
    if (arm.bill === undefined) return [];
    return [
      ...paragraph(billHead(arm.name, arm.bill), { columns: page.columns, first: '  ' }),
      ...table(billTable(arm.bill, page.columns), page).map((line) => `  ${line}`),
      ...styled(page, awaitSentence(arm.bill), { first: '    ', style: 'quiet' }),
    ];
  });
  return titled(page, 'The bill', [
    ...styled(page, scalingSentence(page.result, first), { first: '  ', style: 'quiet' }),
    ...lines,
  ]);
}

function findings(page: Page): string[] {
  const lines = findingsOf(page.result).flatMap((finding, i) => [
    ...paragraph(finding.text, { columns: page.columns, first: `  ${i + 1}. ` }),
    ...styled(page, finding.change, { first: '     ', style: 'quiet' }),
  ]);
  return titled(page, 'Findings, and what would change them', lines);
}

const VERDICT_STYLES: Readonly<Record<ClaimVerdict, Style>> = {
  holds: 'gain',
  'holds in part': 'plain',
  'does not hold': 'loss',
  'not judged': 'quiet',
};

function claims(page: Page): string[] {
  const lines = claimsOf(page.result).flatMap((claim) => {
    const verdict = claim.verdict.toUpperCase();
    const [first = '', ...others] = paragraph(`“${claim.claim}”`, {
      columns: page.columns,
      first: `  ${verdict}  `,
    });
    return [
      first.replace(verdict, page.paint(verdict, VERDICT_STYLES[claim.verdict])),
      ...others,
      ...paragraph(claim.answer, { columns: page.columns, first: '    ' }),
    ];
  });
  return titled(page, 'What articles claim', lines);
}

function thresholds(page: Page): string[] {
  const lines = thresholdLines(page.result).flatMap((line) => {
    const mark = line.ok ? 'MET   ' : 'FAILED';
    const [first = '', ...others] = paragraph(`${line.text} (${line.value})`, {
      columns: page.columns,
      first: `  ${mark}  `,
    });
    return [first.replace(mark, page.paint(mark, line.ok ? 'gain' : 'loss')), ...others];
  });
  return titled(page, 'Thresholds', lines);
}

function ground(page: Page): string[] {
  const { result } = page;
  const assumed = result.constants.filter((one) => one.confidence === 'assumed');
  const names = assumed.map((one) => plainText(one.name, 44)).join('; ');
  const count = `${formatCount(assumed.length)} of ${formatCount(result.constants.length)} constants are assumed`;
  return titled(page, 'What this rests on', [
    ...paragraph(assumed.length === 0 ? 'No constant is assumed.' : `${count}:`, {
      columns: page.columns,
      first: '  ',
    }),
    ...styled(page, names, { first: '    ', style: 'quiet' }),
    ...paragraph(plainText(result.rttAccuracy, 300), { columns: page.columns, first: '  ' }),
    ...paragraph(
      `Plan ${result.planDigest.slice(0, 12)}, ${seedsText(result.seeds)}: the same plan and seeds give the same bytes.`,
      { columns: page.columns, first: '  ' },
    ),
  ]);
}

function seedsText(seeds: readonly number[]): string {
  const first = seeds[0];
  const last = seeds.at(-1);
  if (first === undefined || last === undefined) return 'no seeds';
  const run = seeds.every((seed, i) => seed === first + i);
  if (seeds.length === 1) return `seed ${first}`;
  return run ? `seeds ${first} to ${last}` : `seeds ${seeds.slice(0, 12).join(', ')}`;
}
