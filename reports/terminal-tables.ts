// The tables of the terminal report: arms side by side, continents, and how a write spreads.
import { billCells } from './bill.ts';
import { lagFamily } from './consistency.ts';
import { comparisonLines, type ComparisonLine } from './comparison.ts';
import {
  baselineOf,
  continentName,
  continentsOf,
  differenceOf,
  pairFor,
  signOf,
  sliceQuantile,
  subjectOf,
} from './figures.ts';
import { ABSENT, formatCount, formatDifference, formatFigure, formatMs } from './format.ts';
import type { Estimate } from './format.ts';
import type { ArmResult, BillResult, RunResult } from './result.ts';
import { STORE_COLUMNS, type StoreColumn, storeNotes, storeRows } from './stores.ts';
import { type Cell, type Row, type Style, widthOf } from './terminal-layout.ts';
import { plainText } from './text.ts';

/** Which arms fit beside each other; the baseline and the subject always do. */
export function armsToShow(result: RunResult, columns: number): ArmResult[] {
  const room = Math.max(2, Math.floor((columns - 24 - 18) / 10));
  const keep = new Set([baselineOf(result).name, subjectOf(result).name]);
  const others = result.arms.filter((arm) => !keep.has(arm.name));
  for (const arm of others.slice(0, Math.max(0, room - keep.size))) keep.add(arm.name);
  return result.arms.filter((arm) => keep.has(arm.name));
}

function styleOf(result: RunResult, metric: string, estimate: Estimate): Style {
  const better = result.metrics[metric]?.better;
  const sign = signOf(estimate);
  if (sign === null || better === undefined || better === 'neither') return 'plain';
  if (sign === 0) return 'quiet';
  return sign < 0 === (better === 'lower') ? 'gain' : 'loss';
}

/** A difference as a cell: blue for a gain, yellow for a loss, dim where the interval holds zero. */
function differenceCell(result: RunResult, metric: string, estimate: Estimate): Cell {
  const unit = result.metrics[metric]?.unit ?? 'count';
  return { text: formatDifference(estimate, unit), style: styleOf(result, metric, estimate) };
}

function header(result: RunResult, arms: readonly ArmResult[], first: string): Row {
  const difference: Cell[] = isCompared(result)
    ? [{ text: `${name(subjectOf(result))} − ${name(baselineOf(result))}`, style: 'quiet' }]
    : [];
  return [
    { text: first, style: 'quiet' },
    ...arms.map((arm): Cell => ({ text: name(arm), style: 'strong' })),
    ...difference,
  ];
}

function name(arm: ArmResult): string {
  return plainText(arm.name, 10);
}

function isCompared(result: RunResult): boolean {
  return subjectOf(result) !== baselineOf(result);
}

/** The arms side by side, with the difference between subject and baseline. */
export function armsTable(result: RunResult, arms: readonly ArmResult[]): Row[] {
  const lines = comparisonLines(arms);
  return [
    header(result, arms, ''),
    ...lines.map((line): Row => {
      const unit = result.metrics[line.metric]?.unit ?? 'count';
      const difference = isCompared(result)
        ? [differenceCell(result, line.metric, differenceOf(result, subjectOf(result), line.metric))]
        : [];
      return [
        { text: labelOf(line) },
        ...arms.map((arm): Cell => ({ text: formatFigure(arm.summary[line.metric], unit) })),
        ...difference,
      ];
    }),
  ];
}

function labelOf(line: ComparisonLine): string {
  return line.part === '' ? line.title : `${line.title.padEnd(20)}${line.part}`;
}

/** TTFB by continent: p50 and p95 of each arm, and the difference at p50; the requests only where there is room. */
export function continentsTable(
  result: RunResult,
  options: { arms: readonly ArmResult[]; columns: number },
): Row[] {
  const { arms } = options;
  const counted = options.columns >= 70;
  const rows = continentsOf(result).map(({ code, slice, requests }): Row => {
    const quantile = (arm: ArmResult, q: number): number | null =>
      sliceQuantile(arm, { metric: 'ttfb', slice, q });
    const difference = isCompared(result)
      ? [differenceCell(result, 'ttfb.p50', sliceDifference(result, slice))]
      : [];
    return [
      { text: continentName(code) },
      ...(counted ? [{ text: formatCount(requests), style: 'quiet' } as const] : []),
      ...arms.map((arm): Cell => {
        const p95 = quantile(arm, 0.95);
        return { text: `${bare(quantile(arm, 0.5))} / ${bare(p95)}` };
      }),
      ...difference,
    ];
  });
  const [first, ...others] = header(result, arms, 'p50 / p95, ms');
  if (first === undefined || !counted) return [[first ?? { text: '' }, ...others], ...rows];
  return [[first, { text: 'requests', style: 'quiet' }, ...others], ...rows];
}

function bare(ms: number | null): string {
  return ms === null ? ABSENT : formatCount(ms);
}

/** The difference of medians in a slice: with an interval where the pairs hold one. */
function sliceDifference(result: RunResult, slice: string): Estimate {
  const subject = subjectOf(result);
  const pair = pairFor(result, { arm: subject.name, metric: 'ttfb', slice });
  const known = pair?.quantileDifference['p50'];
  if (known !== undefined) return known;
  const ours = sliceQuantile(subject, { metric: 'ttfb', slice, q: 0.5 });
  const theirs = sliceQuantile(baselineOf(result), { metric: 'ttfb', slice, q: 0.5 });
  return { value: ours === null || theirs === null ? null : ours - theirs, low: null, high: null };
}

/** The items of a bill; narrow terminals leave the included amounts to the other reports. */
export function billTable(bill: BillResult, columns: number): Row[] {
  const wide = columns >= 78;
  return bill.items.map((item): Row => {
    const { quantity, included, price, usd } = billCells(item);
    return [
      { text: plainText(item.item, wide ? 40 : 26) },
      { text: quantity },
      ...(wide ? [{ text: included, style: 'quiet' } as const] : []),
      { text: price, style: 'quiet' },
      { text: usd },
    ];
  });
}

const LAG_LINES = [
  { label: 'Issue to visible', metric: 'store.consistencyLag' },
  { label: '  with a copy', metric: 'store.consistencyLagCached' },
  { label: '  without a copy', metric: 'store.consistencyLagUncached' },
  { label: 'Commit to visible', metric: 'store.replicationLag' },
  { label: 'Issue to commit', metric: 'store.commitLag' },
  { label: 'Stale reads, age', metric: 'store.staleness' },
  { label: 'Purge to gone', metric: 'purge.lag' },
  { label: 'Purge to last gone', metric: 'purge.last' },
];

/** How long a write takes to be seen elsewhere; empty for an arm in which none was followed. */
export function consistencyTable(arm: ArmResult): Row[] {
  const parts = ['p50', 'p95', 'p99', 'max'];
  const family = lagFamily(arm);
  const lines = LAG_LINES.map(({ label, metric }) => ({
    label,
    metric: metric.replace(/^store\./, `${family}.`),
  }));
  const rows = lines
    .filter((line) => arm.summary[`${line.metric}.mean`] !== undefined)
    .map((line): Row => [
      { text: line.label },
      ...parts.map((part): Cell => ({ text: formatMs(arm.summary[`${line.metric}.${part}`]) })),
    ]);
  if (rows.length === 0) return [];
  return [[{ text: '' }, ...parts.map((part): Cell => ({ text: part, style: 'quiet' }))], ...rows];
}

/** The least room for the names of arm and store. */
const STORE_NAME_COLUMNS = 16;

/** A row for each store of each arm, and what its columns mean; narrow terminals show the columns that matter most. */
export function storesTable(
  result: RunResult,
  columns: number,
): { readonly rows: readonly Row[]; readonly notes: string } {
  const rows = storeRows(result);
  if (rows.length === 0) return { rows: [], notes: '' };
  const widthOfColumn = (column: StoreColumn): number =>
    2 + Math.max(...[column.title, ...rows.map(({ store }) => column.cell(store))].map(widthOf));
  let room = columns - 2 - STORE_NAME_COLUMNS;
  const chosen = new Set<StoreColumn>();
  for (const column of STORE_COLUMNS.filter(({ rank }) => rank < 3).toSorted((a, b) => a.rank - b.rank)) {
    room -= widthOfColumn(column);
    if (room < 0) break;
    chosen.add(column);
  }
  const shown = STORE_COLUMNS.filter((column) => chosen.has(column));
  return {
    rows: [
      [{ text: '' }, ...shown.map(({ title }): Cell => ({ text: title, style: 'quiet' }))],
      ...rows.map(({ arm, store }): Row => [
        { text: `${plainText(arm, 12)}: ${plainText(store.binding, 16)}` },
        ...shown.map((column): Cell => ({ text: column.cell(store) })),
      ]),
    ],
    notes: storeNotes(shown),
  };
}
