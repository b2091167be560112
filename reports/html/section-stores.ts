// The stores of all arms side by side: times, lags, staleness, broken promises of sessions, tiers, operations and cost.
import type { RunResult } from '../result.ts';
import { STORE_COLUMNS, storeNotes, storeRows } from '../stores.ts';
import { escapeHtml, plainText } from '../text.ts';
import { htmlTable } from './table.ts';

/** The table; empty where no arm asked a store anything. */
export function storesSection(result: RunResult): string {
  const rows = storeRows(result);
  if (rows.length === 0) return '';
  const table = htmlTable({
    caption: 'What each store did',
    columns: [
      { title: 'arm and store' },
      { title: 'kind', className: 'minor' },
      ...STORE_COLUMNS.map(({ title }) => ({ title, numeric: true })),
    ],
    rows: rows.map(({ arm, store }) => [
      `${plainText(arm, 24)}: ${plainText(store.binding, 40)}`,
      plainText(store.title, 60),
      ...STORE_COLUMNS.map((column) => column.cell(store)),
    ]),
    limit: 200,
  });
  return `<section id="stores"><h2>What each store did</h2><p class="lead">${escapeHtml(storeNotes(STORE_COLUMNS), 600)}</p>${table}</section>`;
}
