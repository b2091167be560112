// What each store of each arm was measured to do, as rows of one table: terminal, page and Markdown show the same figures.
import { formatCount, formatFigure, formatMs, formatShare } from './format.ts';
import type { RunResult, StoreResult } from './result.ts';
import { plainText } from './text.ts';

/** A column: its head, how much it matters where room is short, and the cell of a store. */
export interface StoreColumn {
  readonly title: string;
  /** 1 is always shown, 2 where there is room for it, 3 on the page only. */
  readonly rank: 1 | 2 | 3;
  /** What it belongs to where a page has room for several tables. */
  readonly group:
    | 'How long operations took'
    | 'How long writes were on their way'
    | 'What readers saw'
    | 'What it took';
  /** Whether cells hold words rather than one figure. */
  readonly words?: true;
  /** What it means, where the head does not say it. */
  readonly note?: string;
  cell(store: StoreResult): string;
}

/** A store of an arm. */
export interface StoreRow {
  readonly arm: string;
  readonly store: StoreResult;
}

/** The first part of a store's metric names. */
function familyOf({ summary }: StoreResult): string {
  return Object.keys(summary)[0]?.split('.', 1)[0] ?? 'store';
}

function figure(store: StoreResult, name: string): number | undefined {
  return store.summary[`${familyOf(store)}.${name}`];
}

function time(name: string, part: string) {
  return (store: StoreResult): string => formatMs(figure(store, `${name}.${part}`));
}

function times(name: string) {
  return (store: StoreResult): string => formatCount(figure(store, name));
}

/** Reads as code asks for them: of an object, those are calls. */
function readTime(part: string) {
  return (store: StoreResult): string => time(familyOf(store) === 'objects' ? 'call' : 'read', part)(store);
}

function tiers({ answeredBy }: StoreResult): string {
  const all = Object.values(answeredBy).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(answeredBy).toSorted((a, b) => b[1] - a[1]);
  return parts.map(([tier, count]) => `${plainText(tier, 20)} ${formatShare(count / all)}`).join(', ');
}

function counted(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${plainText(name, 30)} ${formatCount(count)}`)
    .join(', ');
}

/** All columns, in reading order. */
export const STORE_COLUMNS: readonly StoreColumn[] = [
  ...grouped('How long operations took', [
    { title: 'reads', rank: 3, cell: times('reads') },
    {
      title: 'read p50',
      rank: 1,
      note: 'A read of an object is a call of it.',
      cell: readTime('p50'),
    },
    { title: 'read p95', rank: 2, cell: readTime('p95') },
    { title: 'writes', rank: 3, cell: times('writes') },
    { title: 'write p50', rank: 1, cell: time('write', 'p50') },
    { title: 'write p95', rank: 2, cell: time('write', 'p95') },
  ]),
  ...grouped('How long writes were on their way', [
    { title: 'to commit p50', rank: 3, cell: time('commitLag', 'p50') },
    {
      title: 'visible p50',
      rank: 1,
      note: 'Visible: from issue to visible at another PoP.',
      cell: time('consistencyLag', 'p50'),
    },
    { title: 'p95', rank: 3, cell: time('consistencyLag', 'p95') },
    { title: 'p99', rank: 1, cell: time('consistencyLag', 'p99') },
    { title: 'max', rank: 3, cell: time('consistencyLag', 'max') },
    { title: 'with a copy p50', rank: 3, cell: time('consistencyLagCached', 'p50') },
    { title: 'without p50', rank: 3, cell: time('consistencyLagUncached', 'p50') },
    { title: 'delivered p50', rank: 3, cell: time('deliveryLag', 'p50') },
  ]),
  ...grouped('What readers saw', [
    { title: 'stale', rank: 1, cell: (store) => formatShare(figure(store, 'staleRatio')) },
    { title: 'stale by p50', rank: 3, cell: time('staleness', 'p50') },
    { title: 'stale by max', rank: 3, cell: time('staleness', 'max') },
    {
      title: 'own missed',
      rank: 2,
      note: 'Own missed: reads that did not show the same user’s own write.',
      cell: times('ownWriteMissed'),
    },
    {
      title: 'back in time',
      rank: 2,
      note: 'Back in time: reads that showed a user an older version than before.',
      cell: times('monotonicReadsBroken'),
    },
    {
      title: 'lost',
      rank: 1,
      note: 'Lost: updates written over by who had not read them.',
      cell: times('lostUpdates'),
    },
    { title: 'refused', rank: 2, cell: times('rejectedWrites') },
    { title: 'answered by', rank: 3, words: true, cell: tiers },
  ]),
  ...grouped('What it took', [
    {
      title: 'commits',
      rank: 3,
      words: true,
      note: 'Commits: of whole trials, warm-up included; the other figures are of the window.',
      cell: ({ commits }) => counted(commits),
    },
    { title: 'operations', rank: 3, words: true, cell: ({ operations }) => counted(operations) },
    { title: 'USD a month', rank: 3, cell: ({ monthUsd }) => formatFigure(monthUsd, 'USD') },
  ]),
];

function grouped(group: StoreColumn['group'], columns: readonly Omit<StoreColumn, 'group'>[]): StoreColumn[] {
  return columns.map((column) => ({ ...column, group }));
}

/** The stores that somebody asked something, arm by arm. */
export function storeRows(result: RunResult): StoreRow[] {
  return result.arms.flatMap((arm) =>
    (arm.stores ?? [])
      .filter(({ summary }) => Object.keys(summary).length > 0)
      .map((store) => ({ arm: arm.name, store })),
  );
}

/** What the columns mean that need a word. */
export function storeNotes(columns: readonly StoreColumn[]): string {
  return columns.flatMap(({ note }) => note ?? []).join(' ');
}
