// The stores of all arms side by side: times, lags, staleness, broken promises of sessions, tiers, operations and cost.
import type { RunResult } from '../result.ts';
import { STORE_COLUMNS, type StoreColumn, storeNotes, type StoreRow, storeRows } from '../stores.ts';
import { escapeHtml, plainText } from '../text.ts';
import { htmlTable } from './table.ts';

/** What a cell without a figure shows. */
const NOTHING = ['', '–'];

/** A table for each group of columns; empty where no arm asked a store anything. */
export function storesSection(result: RunResult): string {
  const rows = storeRows(result);
  if (rows.length === 0) return '';
  const groups = [...Map.groupBy(STORE_COLUMNS, ({ group }) => group)];
  const tables = groups.map(([group, columns]) => groupTable(group, columns, rows)).join('');
  return `<section id="stores"><h2>What each store did</h2><p class="lead">${escapeHtml(storeNotes(STORE_COLUMNS), 600)}</p><div class="tables">${tables}</div></section>`;
}

/** Columns and stores without any figure are left out. */
function groupTable(group: string, all: readonly StoreColumn[], stores: readonly StoreRow[]): string {
  const has = (row: StoreRow, column: StoreColumn): boolean => !NOTHING.includes(column.cell(row.store));
  const columns = all.filter((column) => stores.some((row) => has(row, column)));
  const rows = stores.filter((row) => columns.some((column) => has(row, column)));
  if (rows.length === 0) return '';
  return `<div><h3 class="gap">${group}</h3>${htmlTable({
    caption: group,
    columns: [
      { title: 'arm and store' },
      { title: 'kind', className: 'minor' },
      ...columns.map(({ title, words }) => ({ title, numeric: words !== true })),
    ],
    rows: rows.map(({ arm, store }) => [
      `${plainText(arm, 24)}: ${plainText(store.binding, 40)}`,
      plainText(store.title, 60),
      ...columns.map((column) => column.cell(store)),
    ]),
    limit: 200,
  })}</div>`;
}
